"""An agent answers: the words go out, and what they promise is kept from now on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from warmline.actions.hand_off import held_by
from warmline.actions.receive import check_text
from warmline.actions.seek import add_promise
from warmline.actions.snooze import wake_up
from warmline.actions.speech import add_message, language_of
from warmline.actions.workplace import Workplace
from warmline.contacts.promise import Promise, PromiseId, PromiseState
from warmline.contacts.promises import FoundPromise, find_promises
from warmline.conversation.conversation import Conversation, Status
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, Author, ConversationId, Message, MessageId
from warmline.conversation.translation import Translation
from warmline.handoff.handoff import Handoff, HandoffState, start
from warmline.ports import Transaction
from warmline.reading.redaction import redact

NEVER_KEPT = frozenset({"card", "secret", "id"})
"""PCI DSS 3.3 and common sense: not even in an agent's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replied:
    """A reply as sent, and the promises that came of it."""

    message: Message
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A promise as the agent confirmed it before sending."""

    what: str
    due_at: datetime | None
    span: tuple[int, int] | None = None
    """Code points into the reply, end exclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A translation of a reply that its agent has seen before sending."""

    text: str
    language: str
    """BCP 47, of the contact."""


def reply(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    agent_id: AgentId,
    text: str,
    client_id: str | None = None,
    promises: Sequence[Confirmed] | None = None,
    translation: Seen | None = None,
) -> Replied:
    """
    Send an agent's words to the contact.

    Args:
        work: the installation.
        conversation_id: where to.
        agent_id: who writes.
        text: the reply.
        client_id: the sender's own id; a second delivery of the same one has no effect.
        promises: as the agent confirmed them; None takes what is found in the text.
        translation: what the contact reads, beside the agent's own words.

    Raises:
        NotSpeaker: the conversation is not with this agent.
        FieldInvalid, TextTooLong: the text cannot be a message.
    """
    check_text(work, text)
    if translation is not None:
        check_text(work, translation.text)
    # The firm's own number and address must reach the contact; what pays must not be kept.
    words = redact(text, kinds=NEVER_KEPT).text
    now = work.clock.now()
    with work.store.transaction() as tx:
        found = tx.messages.find(conversation_id, client_id) if client_id else None
        if found is not None:
            return _again(tx, found)
        conversation, handoff = held_by(tx, conversation_id, agent_id)
        own = tx.agents.get(agent_id).languages if translation is not None else ()
        message = add_message(
            tx,
            Message(
                id=MessageId(work.new_id()),
                conversation_id=conversation_id,
                author=Author.AGENT,
                text=words,
                sent_at=now,
                agent_id=agent_id,
                client_id=client_id,
                language=own[0] if own else language_of(work, conversation),
            ),
        )
        _keep_translation(tx, message, translation)
        if handoff.state is HandoffState.ACCEPTED:
            _begin(tx, conversation, handoff, now)
        made = _make_promises(work, tx, conversation, message, promises)
        if conversation.status is Status.SNOOZED:
            conversation = wake_up(work, tx, conversation, by="agent")
        tx.conversations.save(replace(conversation, waiting_since=None, changed_at=now))
        return Replied(message=message, promises=tuple(made))


def _begin(tx: Transaction, conversation: Conversation, handoff: Handoff, now: datetime) -> None:
    """The first word of whoever took the handoff starts it, and keeps the call-back promised."""
    started, event = start(handoff, now=now)
    tx.events.append(event)
    tx.handoffs.save(started)
    _keep_call_back(tx, conversation, now)


def _keep_translation(tx: Transaction, message: Message, seen: Seen | None) -> None:
    if seen is not None:
        said = redact(seen.text, kinds=NEVER_KEPT).text
        tx.translations.put(
            Translation(
                message_id=message.id, language=seen.language, text=said, made_at=message.sent_at
            )
        )


def preview_promises(work: Workplace, *, text: str, language: str) -> list[FoundPromise]:
    """What the house would promise by this text, if it were sent now."""
    local = work.clock.now().astimezone(work.house.hours.timezone)
    return find_promises(text, sent_at=local, language=language, hours=work.house.hours)


def _make_promises(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    message: Message,
    confirmed: Sequence[Confirmed] | None,
) -> list[Promise]:
    if confirmed is None:
        language = message.language or language_of(work, conversation)
        confirmed = [
            Confirmed(what=found.what, due_at=found.due_at, span=(found.start, found.end))
            for found in preview_promises(work, text=message.text, language=language)
        ]
    made = []
    for one in confirmed:
        remind_at = None
        if one.due_at is not None:
            remind_at = max(message.sent_at, one.due_at - work.remind_before)
        promise = Promise(
            id=PromiseId(work.new_id()),
            conversation_id=conversation.id,
            contact_id=conversation.contact_id,
            owner_id=message.agent_id,
            what=one.what,
            due_at=one.due_at,
            remind_at=remind_at,
            state=PromiseState.OPEN,
            made_at=message.sent_at,
            message_id=message.id,
            span=one.span,
        )
        add_promise(tx, promise)
        made.append(promise)
    return made


def _keep_call_back(tx: Transaction, conversation: Conversation, now: datetime) -> None:
    """The first reply of a person keeps the call-back that the house had promised."""
    for promise in tx.promises.of_contact(conversation.contact_id):
        is_ours = promise.conversation_id == conversation.id and promise.message_id is not None
        kept = promise.keep(now=now) if is_ours and promise.span is None else None
        if kept is not None:
            tx.promises.save(kept)
            tx.events.append(
                Event(
                    name="promise.kept",
                    at=now,
                    conversation_id=conversation.id,
                    subject_id=promise.id,
                    details={"owner_id": promise.owner_id},
                )
            )


def _again(tx: Transaction, message: Message) -> Replied:
    conversation = tx.conversations.get(message.conversation_id)
    made = [
        promise
        for promise in tx.promises.of_contact(conversation.contact_id)
        if promise.message_id == message.id
    ]
    return Replied(message=message, promises=tuple(made))
