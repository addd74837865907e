"""
A contact's message comes in: mask, read, decide, and do what follows from it, once.

The slow part, reading, runs with no transaction open; folding and deciding are cheap and run inside
the one transaction, so that two messages that arrive together are decided one after the other. The
same `client_id` again finds the first message and does nothing more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from warmline.actions.complain import hear_complaint
from warmline.actions.hand_off import unfinished
from warmline.actions.remember import propose_facts
from warmline.actions.respond import respond
from warmline.actions.seek import give_word
from warmline.actions.snooze import free_if_away, wake_up
from warmline.actions.watch import said_at
from warmline.actions.word import answer_in_words
from warmline.actions.workplace import Workplace
from warmline.assistant.answer import Answer, Said
from warmline.contacts.promise import PromiseState
from warmline.contacts.proposals import Proposal, propose
from warmline.conversation.conversation import Conversation, Speaker, Status
from warmline.conversation.event import Event
from warmline.conversation.message import (
    Author,
    ConversationId,
    Mask,
    Message,
    MessageId,
)
from warmline.errors import FieldInvalid, NotFound, TextTooLong
from warmline.handoff.handoff import Handoff
from warmline.handoff.weight import is_heavy
from warmline.moments.decide import decide
from warmline.moments.decision import Decision
from warmline.moments.fold import fold
from warmline.moments.likeness import likeness, may_repeat
from warmline.moments.record import Record
from warmline.ports import Transaction
from warmline.reading.language import LATIN, tells_little
from warmline.reading.reading import Reading
from warmline.reading.redaction import redact


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of a message."""

    message: Message
    decision: Decision | None
    handoff: Handoff | None
    """The handoff that runs in the conversation now."""
    replies: tuple[Message, ...]
    """What the house has said since, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A message as read, before anything is stored."""

    text: str
    masks: tuple[Mask, ...]
    reading: Reading
    language: str
    """To answer in."""
    vector: NDArray[np.float32]
    """Empty when the message says too little to be a question."""
    answer: Answer
    proposals: Sequence[Proposal]
    """What of it is worth remembering."""
    client_id: str | None


def receive(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    text: str,
    client_id: str | None = None,
    sent_at: datetime | None = None,
) -> Received:
    """
    Take one message of a contact.

    Args:
        work: the installation.
        conversation_id: where it belongs.
        text: as written, up to `message_limit` code points; it is masked before anything else.
        client_id: the sender's own id; a second delivery of the same one has no effect.
        sent_at: when it was written, in a conversation that is only watched; None means now.

    Raises:
        FieldInvalid: the text is empty or only white space, or the time does not fit.
        TextTooLong: the text is longer than taken.
        NotFound: there is no such conversation, or its contact was erased.
    """
    check_text(work, text)
    with work.store.view() as tx:
        conversation = tx.conversations.get(conversation_id)
        found = tx.messages.find(conversation_id, client_id) if client_id else None
        if found is not None:
            return _again(tx, found)
        said = _said_before(tx, conversation)
    heard = _hear(work, conversation, text, client_id, said)
    with work.store.transaction() as tx:
        found = tx.messages.find(conversation_id, client_id) if client_id else None
        if found is not None:
            return _again(tx, found)
        conversation = tx.conversations.get(conversation_id)
        if tx.contacts.get(conversation.contact_id).erased_at is not None:
            # Whoever was erased begins anew, as somebody else.
            raise NotFound(what="conversation", id=conversation_id)
        now = said_at(work, tx, conversation, sent_at)
        message = _keep(work, tx, conversation, heard, now=now)
        propose_facts(work, tx, conversation, message, heard.proposals)
        was_aside = conversation.status is Status.SNOOZED
        conversation = _reopen(work, tx, conversation, heard.language)
        decision = _decide(work, tx, conversation, message)
        replies = respond(work, tx, conversation, decision, heard.answer)
        replies += hear_complaint(work, tx, conversation, decision, message)
        if was_aside:
            replies += _told_by(
                tx, conversation_id, lambda: free_if_away(work, tx, conversation_id)
            )
        _note_weight(tx, conversation_id, heard.reading, decision)
        return Received(
            message=message,
            decision=decision,
            handoff=unfinished(tx, conversation_id),
            replies=tuple(replies),
        )


def check_text(work: Workplace, text: str) -> None:
    """
    Refuse what cannot be a message.

    Raises:
        FieldInvalid: it is empty or only white space.
        TextTooLong: it is longer than this installation takes.
    """
    if not text.strip():
        raise FieldInvalid(field="text", value="empty", remedy="Write at least one character.")
    if len(text) > work.message_limit:
        raise TextTooLong(field="text", length=len(text), limit=work.message_limit)


def _hear(
    work: Workplace,
    conversation: Conversation,
    text: str,
    client_id: str | None,
    said: list[Said],
) -> _Heard:
    """Everything slow: masking, reading, looking for an answer."""
    redacted = redact(text)
    reading = work.reader.read_many([redacted.text])[0]
    language = _spoken(work, conversation, reading.language, redacted.text)
    vector = work.reader.vectors([redacted.text])[0]
    answer = work.assistant.answer(redacted.text, language=language, said=said)
    if conversation.speaker is Speaker.ASSISTANT:
        answer = answer_in_words(
            work, answer, question=redacted.text, language=language, reading=reading
        )
    return _Heard(
        text=redacted.text,
        masks=tuple(
            Mask(kind=mask.kind, start=mask.start, end=mask.end) for mask in redacted.masks
        ),
        reading=reading,
        language=language,
        vector=vector if may_repeat(redacted.text) else vector[:0],
        answer=answer,
        proposals=propose(redacted.text, reading.language),
        client_id=client_id,
    )


def _keep(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    heard: _Heard,
    *,
    now: datetime,
) -> Message:
    """Store the message with its reading, and tell of it."""
    message = Message(
        id=MessageId(work.new_id()),
        conversation_id=conversation.id,
        author=Author.CONTACT,
        text=heard.text,
        sent_at=now,
        client_id=heard.client_id,
        language=heard.reading.language,
        masks=heard.masks,
    )
    earlier = tx.readings.vectors(conversation.id, _since(tx, conversation))
    tx.messages.add(message)
    tx.readings.add(
        message.id, heard.reading, vector=heard.vector, similar=likeness(heard.vector, earlier)
    )
    tx.events.append(
        Event(
            name="message.received",
            at=now,
            conversation_id=conversation.id,
            subject_id=message.id,
            details={"author": Author.CONTACT.value, "length": len(heard.text)},
        )
    )
    return message


def _reopen(
    work: Workplace, tx: Transaction, conversation: Conversation, language: str
) -> Conversation:
    """The conversation after the contact's word: awake, waiting, in the contact's language."""
    now = work.clock.now()
    if conversation.status is Status.SNOOZED:
        conversation = wake_up(work, tx, conversation, by="contact")
    elif conversation.status is Status.RESOLVED:
        to = Status.OPEN if conversation.speaker is Speaker.AGENT else Status.PENDING
        conversation = give_word(work, tx, conversation, conversation.speaker, to)
    waiting_since = conversation.waiting_since or now
    return tx.conversations.save(
        replace(conversation, language=language, waiting_since=waiting_since, changed_at=now)
    )


def _decide(
    work: Workplace, tx: Transaction, conversation: Conversation, message: Message
) -> Decision:
    """Fold what happened since the last resolution or hand-back, decide, and store why."""
    turns = tx.readings.turns(conversation.id, _since(tx, conversation))
    local = message.sent_at.astimezone(work.house.hours.timezone)
    policy = work.policy.for_(conversation.inbox_id, local)
    decision = decide(fold(turns, _record(work, tx, conversation)), policy)
    tx.decisions.add(message.id, decision)
    tx.events.append(
        Event(
            name="decision.made",
            at=work.clock.now(),
            conversation_id=conversation.id,
            subject_id=message.id,
            details={
                "step": decision.step.value,
                "reasons": " ".join(reason.code for reason in decision.reasons),
                "policy": decision.policy_version,
            },
        )
    )
    return decision


def _note_weight(tx: Transaction, id: ConversationId, reading: Reading, decision: Decision) -> None:
    """Note that a running handoff has become heavy by what the contact brings."""
    running = unfinished(tx, id)
    if running is not None and not running.is_heavy and is_heavy(reading, decision):
        tx.handoffs.save(replace(running, is_heavy=True))


def _told_by(tx: Transaction, id: ConversationId, deed: Callable[[], object]) -> list[Message]:
    """What a deed makes the contact hear."""
    before = len(tx.messages.of(id))
    deed()
    return tx.messages.of(id)[before:]


def _record(work: Workplace, tx: Transaction, conversation: Conversation) -> Record:
    """What is remembered of the contact, as far as a decision may use it."""
    now = work.clock.now()
    promises = tx.promises.of_contact(conversation.contact_id)
    needs = [
        fact.driver or "unnamed"
        for fact in tx.contacts.facts(conversation.contact_id, now)
        if fact.is_need
    ]
    return Record(
        open_promises=sum(promise.state is PromiseState.OPEN for promise in promises),
        broken_promises=sum(promise.state is PromiseState.LATE for promise in promises),
        known_needs=frozenset(needs),
        has_unfinished_handoff=unfinished(tx, conversation.id) is not None,
    )


def _since(tx: Transaction, conversation: Conversation) -> datetime | None:
    """Nothing before this counts: the last resolution, or the end of the last handoff."""
    ends = [handoff.ended_at for handoff in tx.handoffs.of(conversation.id)]
    known = [at for at in (conversation.resolved_at, *ends) if at is not None]
    return max(known, default=None)


def _spoken(work: Workplace, conversation: Conversation, language: str, text: str) -> str:
    """The language to answer in: what the contact writes, if it shows and the house speaks it."""
    base = language.partition("-")[0]
    if conversation.language in LATIN and tells_little(text):
        # "la fianza", said to a question in Spanish, is no wish to go on in English.
        return conversation.language
    if base in work.house.languages:
        return base
    return conversation.language or work.house.inbox(conversation.inbox_id).language


def _said_before(tx: Transaction, conversation: Conversation) -> list[Said]:
    """What the contact and the assistant have said so far, as far as the assistant looks back."""
    return [
        Said(
            text=message.text,
            by_contact=message.author is Author.CONTACT,
            notice=message.notice,
            source=message.source,
        )
        for message in tx.messages.of(conversation.id)
        if message.author in (Author.CONTACT, Author.ASSISTANT)
    ]


def _again(tx: Transaction, message: Message) -> Received:
    """The outcome of a message that had arrived before."""
    messages = tx.messages.of(message.conversation_id)
    place = next(at for at, other in enumerate(messages) if other.id == message.id)
    decisions: Mapping[MessageId, Decision] = tx.decisions.of(message.conversation_id)
    return Received(
        message=message,
        decision=decisions.get(message.id),
        handoff=unfinished(tx, message.conversation_id),
        replies=tuple(
            other for other in messages[place + 1 :] if other.author is not Author.CONTACT
        ),
    )
