"""
All that is stored of a contact, handed over or erased, as the contact has a right to.

An export holds what was said and remembered, masked: numbers, addresses and secrets of anybody, and
the names of colleagues unless the house says otherwise. After an erasure no table holds a word of
theirs; rows without words stay, because the house must be able to count and to prove what it did.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from warmline.actions.complain import erase_complaint_words
from warmline.actions.hand_off import unfinished
from warmline.actions.speech import language_of, tell
from warmline.actions.workplace import Workplace
from warmline.contacts.contact import Contact
from warmline.contacts.fact import Fact
from warmline.conversation.conversation import Conversation, Speaker, Status
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ContactId, ConversationId, Message
from warmline.errors import NotFound
from warmline.handoff.handoff import HandoffState
from warmline.ports import Transaction
from warmline.reading.redaction import redact

COLLEAGUE = "a colleague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure left, and why."""

    messages: int
    facts: int
    promises: int
    """Promises that stood open and were released; their owners were told."""
    complaints: int
    """Complaints whose dates and outcome stay, without words: the law makes the house prove how
    it dealt with them (GDPR 17(3)(b); Ley 10/2025)."""


def export_contact(work: Workplace, *, contact_id: ContactId) -> dict[str, object]:
    """
    All that is stored of a contact, masked.

    Raises:
        NotFound: there is no such contact, or it was erased.
    """
    with work.store.transaction() as tx:
        contact = known_contact(tx, contact_id)
        names = _names(work, tx)
        exported: dict[str, object] = {
            "exported_at": work.clock.now().isoformat(),
            "contact": {
                "id": contact.id,
                "name": contact.name,
                "language": contact.language,
                "country": contact.country,
                "known_since": contact.created_at.isoformat(),
            },
            "remembered": [fact_json(one) for one in tx.contacts.all_facts(contact_id)],
            "promises": [
                {
                    "what": _masked(promise.what),
                    "state": promise.state.value,
                    "made_at": promise.made_at.isoformat(),
                    "due_at": None if promise.due_at is None else promise.due_at.isoformat(),
                }
                for promise in tx.promises.of_contact(contact_id)
            ],
            "complaints": [
                {"key": one.key, "state": one.state.value, "at": one.received_at.isoformat()}
                for one in tx.complaints.of_contact(contact_id)
            ],
            "conversations": [
                _conversation_json(tx, one, names)
                for one in tx.conversations.of_contact(contact_id)
            ],
        }
        tx.events.append(
            Event(name="contact.exported", at=work.clock.now(), subject_id=contact_id, details={})
        )
    return exported


def erase_contact(
    work: Workplace, *, contact_id: ContactId, agent_id: AgentId | None = None
) -> Erased:
    """
    Erase every word of a contact; open promises are released and their owners told.

    Args:
        work: the installation.
        contact_id: whose words.
        agent_id: who did it for them; None when it was the contact or an integrator.

    Raises:
        NotFound: there is no such contact, or it was erased before.
    """
    now = work.clock.now()
    with work.store.transaction() as tx:
        known_contact(tx, contact_id)
        newest = next(iter(tx.conversations.of_contact(contact_id)), None)
        language = None if newest is None else language_of(work, newest)
        for conversation in tx.conversations.of_contact(contact_id):
            _close(work, tx, conversation)
        released = sum(1 for _ in _release(work, tx, contact_id))
        complaints = tx.complaints.of_contact(contact_id)
        erase_complaint_words(work, tx, contact_id=contact_id, by=agent_id or "contact")
        counts = tx.contacts.erase(contact_id, now)
        if newest is not None:
            # Whoever opens the empty conversation learns why it is empty.
            emptied = replace(tx.conversations.get(newest.id), language=language)
            tell(work, tx, emptied, "memory.erased")
        erased = Erased(
            messages=counts["messages"],
            facts=counts["facts"],
            promises=released,
            complaints=len(complaints),
        )
        tx.events.append(
            Event(
                name="contact.erased",
                at=now,
                conversation_id=None if newest is None else newest.id,
                subject_id=contact_id,
                details={
                    "agent_id": agent_id,
                    "messages": erased.messages,
                    "facts": erased.facts,
                    "promises": erased.promises,
                    "complaints": erased.complaints,
                },
            )
        )
    return erased


def known_contact(tx: Transaction, contact_id: ContactId) -> Contact:
    """
    A contact who has not been erased.

    Raises:
        NotFound: there is none.
    """
    contact = tx.contacts.get(contact_id)
    if contact.erased_at is not None:
        raise NotFound(what="contact", id=contact_id)
    return contact


def send_memory_link(
    work: Workplace, *, conversation_id: ConversationId, agent_id: AgentId, link: str
) -> Message:
    """
    Send the contact the link to the page of what is remembered of them.

    Args:
        work: the installation.
        conversation_id: where to.
        agent_id: who sends it, already checked to have the word.
        link: the address; its key is put in where the contact reads it.
    """
    with work.store.transaction() as tx:
        conversation = tx.conversations.get(conversation_id)
        days = work.house.memory.link.days
        message = tell(work, tx, conversation, "memory.link", link=link, days=days)
        tx.events.append(
            Event(
                name="memory.link_sent",
                at=work.clock.now(),
                conversation_id=conversation_id,
                subject_id=conversation.contact_id,
                details={"agent_id": agent_id},
            )
        )
    return message


def fact_json(fact: Fact) -> dict[str, object]:
    """A fact in its public shape, masked."""
    consent = fact.consent
    return {
        "id": fact.id,
        "what": _masked(fact.what),
        "kind": str(fact.kind),
        "code": fact.code,
        "driver": fact.driver,
        "state": fact.state.value,
        "source": fact.source,
        "noted_at": fact.noted_at.isoformat(),
        "expires_at": None if fact.expires_at is None else fact.expires_at.isoformat(),
        "consent": None
        if consent is None
        else {"given_at": consent.given_at.isoformat(), "way": consent.way.value},
        "corrected_from": fact.corrected_from,
    }


def _names(work: Workplace, tx: Transaction) -> dict[AgentId, str]:
    """How colleagues appear in an export: as contacts saw them, or as colleagues only."""
    is_named = work.house.memory.names_colleagues
    return {one.id: one.name if is_named else COLLEAGUE for one in tx.agents.all()}


def _conversation_json(
    tx: Transaction, conversation: Conversation, names: dict[AgentId, str]
) -> dict[str, object]:
    return {
        "id": conversation.id,
        "inbox": conversation.inbox_id,
        "channel": conversation.channel.value,
        "started_at": conversation.started_at.isoformat(),
        "messages": [
            {
                "author": message.author.value,
                "by": None if message.agent_id is None else names[message.agent_id],
                "text": "" if message.notice == "memory.link" else _masked(message.text),
                "sent_at": message.sent_at.isoformat(),
            }
            for message in tx.messages.of(conversation.id)
        ],
    }


def _masked(text: str) -> str:
    return redact(text).text


def _close(work: Workplace, tx: Transaction, conversation: Conversation) -> None:
    """End what runs in a conversation: nobody is sought or held for somebody who wants to go."""
    now = work.clock.now()
    running = unfinished(tx, conversation.id)
    if running is not None:
        ended = replace(running, state=HandoffState.WRAPPED_UP, ended_at=now, promised_for=None)
        tx.handoffs.save(replace(ended, offer_expires_at=None))
        tx.events.append(
            Event(
                name="handoff.wrapped_up",
                at=now,
                conversation_id=conversation.id,
                subject_id=running.id,
                details={"agent_id": running.agent_id, "reason": "contact.erased"},
            )
        )
    closed = conversation.become(Status.RESOLVED, now=now)
    tx.conversations.save(
        replace(closed, speaker=Speaker.ASSISTANT, assignee_id=None, waiting_since=None)
    )


def _release(work: Workplace, tx: Transaction, contact_id: ContactId) -> Iterator[object]:
    now = work.clock.now()
    for promise in tx.promises.of_contact(contact_id):
        released = promise.release(now=now)
        if released is None:
            continue
        tx.promises.save(released)
        tx.events.append(
            Event(
                name="promise.released",
                at=now,
                conversation_id=promise.conversation_id,
                subject_id=promise.id,
                details={"owner_id": promise.owner_id, "state": "released"},
            )
        )
        yield released
