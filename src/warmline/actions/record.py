"""
What happened elsewhere is noted in a watched conversation: words of people or of another program,
that it was resolved, and that somebody looks after a danger.

Agents' words are masked and kept, never read. Nobody is told anything.
"""

from dataclasses import replace
from datetime import datetime

from warmline.actions.receive import check_text
from warmline.actions.speech import language_of
from warmline.actions.watch import end_alarm, said_at
from warmline.actions.workplace import Workplace
from warmline.conversation.conversation import Conversation, Status
from warmline.conversation.event import Event
from warmline.conversation.message import (
    AgentId,
    Author,
    ConversationId,
    Mask,
    Message,
    MessageId,
)
from warmline.errors import FieldInvalid
from warmline.moments.detours import is_detour
from warmline.ports import Transaction
from warmline.reading.redaction import redact


def record(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    author: Author,
    text: str,
    client_id: str | None = None,
    sent_at: datetime | None = None,
) -> Message:
    """
    Note what somebody else said to the contact.

    Args:
        work: the installation.
        conversation_id: one that began in shadow.
        author: an agent of the firm, or its assistant of another make.
        text: as it was said.
        client_id: the sender's own id; a second delivery of the same one has no effect.
        sent_at: when it was said; None means now.

    Raises:
        FieldInvalid: the conversation is not watched, or the time or the text does not fit.
        TextTooLong: the text is longer than taken.
        NotFound: there is no such conversation.
    """
    check_text(work, text)
    redacted = redact(text)
    with work.store.transaction() as tx:
        found = tx.messages.find(conversation_id, client_id) if client_id else None
        if found is not None:
            return found
        conversation = _watched(tx, conversation_id, field="author", value=f"'{author.value}' here")
        message = Message(
            id=MessageId(work.new_id()),
            conversation_id=conversation_id,
            author=author,
            text=redacted.text,
            sent_at=said_at(work, tx, conversation, sent_at),
            client_id=client_id,
            language=language_of(work, conversation),
            masks=tuple(
                Mask(kind=one.kind, start=one.start, end=one.end) for one in redacted.masks
            ),
            is_helpful=author is not Author.ASSISTANT
            or not is_detour(redacted.text, _said(tx, conversation_id)),
        )
        tx.messages.add(message)
        tx.events.append(_recorded(message))
        if author is Author.AGENT:
            conversation = end_alarm(work, tx, conversation, by="agent")
        tx.conversations.save(
            replace(conversation, waiting_since=None, changed_at=work.clock.now())
        )
        return message


def record_resolution(
    work: Workplace, *, conversation_id: ConversationId, at: datetime | None = None
) -> Conversation:
    """
    Note that a watched conversation was resolved elsewhere; the contact's next word opens it again.

    Raises:
        FieldInvalid: the conversation is not watched, or the time does not fit.
        NotFound: there is no such conversation.
    """
    with work.store.transaction() as tx:
        conversation = _watched(tx, conversation_id, field="conversation", value="resolved here")
        if conversation.status is Status.RESOLVED:
            return conversation
        when = said_at(work, tx, conversation, at)
        conversation = end_alarm(work, tx, conversation, by="resolved")
        resolved = conversation.become(Status.RESOLVED, now=when)
        tx.events.append(
            Event(
                name="conversation.status_changed",
                at=when,
                conversation_id=conversation_id,
                details={"from": conversation.status.value, "to": Status.RESOLVED.value},
            )
        )
        now = work.clock.now()
        return tx.conversations.save(replace(resolved, waiting_since=None, changed_at=now))


def look_after(
    work: Workplace, *, conversation_id: ConversationId, agent_id: AgentId
) -> Conversation:
    """
    Somebody at the desk has seen the danger and sees to it; the alarm ends for everybody.

    Raises:
        NotFound: there is no such conversation.
    """
    with work.store.transaction() as tx:
        conversation = tx.conversations.get(conversation_id)
        return end_alarm(work, tx, conversation, by="seen", agent_id=agent_id)


def _watched(tx: Transaction, id: ConversationId, *, field: str, value: str) -> Conversation:
    conversation = tx.conversations.get(id)
    if not conversation.is_watched:
        remedy = (
            "What happens elsewhere is noted only in a conversation that began in shadow; "
            "an agent who answers here is named in 'agent'."
        )
        raise FieldInvalid(field=field, value=value, remedy=remedy)
    return conversation


def _said(tx: Transaction, id: ConversationId) -> list[str]:
    return [one.text for one in tx.messages.of(id) if one.author is Author.ASSISTANT]


def _recorded(message: Message) -> Event:
    return Event(
        name="message.recorded",
        at=message.sent_at,
        conversation_id=message.conversation_id,
        subject_id=message.id,
        details={"author": message.author.value, "length": len(message.text)},
    )
