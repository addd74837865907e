"""
What is worth remembering of a contact: proposed after a message, kept or declined, corrected, over.

Nothing is remembered that nobody said yes to; a need only on the contact's own yes. The agent who
has the word decides, or a supervisor, or the contact on the page of the signed link.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from warmline.actions.hand_off import held_by
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Role
from warmline.contacts.catalogue import CATALOGUE
from warmline.contacts.fact import Consent, ConsentWay, Fact, FactState
from warmline.contacts.memory_wording import phrase
from warmline.contacts.proposal_values import read_value
from warmline.contacts.proposals import Proposal
from warmline.contacts.remembering import check_words, expiry, new_facts, same_slot, slot_for
from warmline.conversation.conversation import Conversation
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ContactId, ConversationId, Message
from warmline.errors import FieldInvalid, NotFound
from warmline.ports import Transaction
from warmline.reading.redaction import redact


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Whose hand it is that decides about a contact's memory."""

    contact_id: ContactId
    agent_id: AgentId | None = None
    """None when it is the contact, or the house on the contact's behalf."""
    conversation_id: ConversationId | None = None
    """In which an agent decides."""

    @property
    def way(self) -> ConsentWay:
        """How a yes by this hand was given."""
        return ConsentWay.LINK if self.agent_id is None else ConsentWay.CONVERSATION


def agents_hand(work: Workplace, conversation_id: ConversationId, agent_id: AgentId) -> Hand:
    """
    The hand of the agent who has the word in a conversation, or of a supervisor.

    Raises:
        NotSpeaker: the conversation is with somebody else.
    """
    with work.store.view() as tx:
        conversation = tx.conversations.get(conversation_id)
        if tx.agents.get(agent_id).role is not Role.SUPERVISOR:
            held_by(tx, conversation_id, agent_id)
    return Hand(
        contact_id=conversation.contact_id, agent_id=agent_id, conversation_id=conversation_id
    )


def propose_facts(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    message: Message,
    proposals: Sequence[Proposal],
) -> list[Fact]:
    """
    Note what a contact's message proposes to remember, inside the caller's transaction.

    Args:
        work: the installation.
        tx: the open transaction.
        conversation: in which it was said.
        message: as stored.
        proposals: found in it, before the transaction began.
    """
    if not proposals or work.house.inbox(conversation.inbox_id).shadow:
        return []
    found = list(
        new_facts(
            proposals,
            tx.contacts.all_facts(conversation.contact_id),
            message=message,
            contact_id=conversation.contact_id,
            new_id=work.new_id,
        )
    )
    for fact in found:
        tx.contacts.add_fact(fact)
        _tell(work, tx, "fact.proposed", fact, None)
    return found


def ask_consent_for(work: Workplace, *, hand: Hand, fact_id: str) -> Fact:
    """
    Note that the agent asks the contact whether a need may be noted.

    Raises:
        NotFound: it is nothing of this contact.
        FactForbidden: it is not proposed any more.
    """
    with work.store.transaction() as tx:
        asked = own_fact(tx, hand, fact_id).ask(now=work.clock.now())
        return tx.contacts.save_fact(asked)


def keep_fact(work: Workplace, *, hand: Hand, fact_id: str, has_consent: bool = False) -> Fact:
    """
    Remember what was proposed; what it contradicts gives way.

    Args:
        work: the installation.
        hand: who says yes.
        fact_id: what to.
        has_consent: the contact agreed; without it a need is not kept.

    Raises:
        NotFound: it is nothing of this contact.
        FactForbidden: it is not proposed any more, or a need without consent.
    """
    now = work.clock.now()
    consent = Consent(given_at=now, way=hand.way, noted_by=hand.agent_id) if has_consent else None
    with work.store.transaction() as tx:
        proposed = own_fact(tx, hand, fact_id)
        ends_at = expiry(proposed, work.house.memory, now=now)
        kept = proposed.keep(now=now, by=hand.agent_id, expires_at=ends_at, consent=consent)
        return _store(work, tx, hand, kept)


def decline_fact(work: Workplace, *, hand: Hand, fact_id: str) -> Fact:
    """
    Do not remember what was proposed; its words go at once.

    Raises:
        NotFound: it is nothing of this contact.
        FactForbidden: it is not proposed any more.
    """
    with work.store.transaction() as tx:
        fact = own_fact(tx, hand, fact_id)
        declined = fact.decline(now=work.clock.now(), by=hand.agent_id)
        _tell(work, tx, "fact.declined", declined, hand)
        return tx.contacts.save_fact(declined)


def correct_fact(work: Workplace, *, hand: Hand, fact_id: str, words: str) -> Fact:
    """
    Put other words in the place of what is kept; the old ones are shown as corrected.

    Args:
        work: the installation.
        hand: who corrects.
        fact_id: what is wrong.
        words: what is right: a line, or the value alone where there is one.

    Raises:
        NotFound: it is nothing of this contact.
        FieldInvalid: the words are no line, or no value of this kind.
        IllnessNamed: they name an illness instead of a need.
        FactForbidden: it is not kept any more.
    """
    now = work.clock.now()
    checked = check_words(redact(words).text, field="words")
    with work.store.transaction() as tx:
        old = own_fact(tx, hand, fact_id)
        if old.state is FactState.PROPOSED:
            # Whoever corrects a proposal says no to it and yes to other words.
            tx.contacts.save_fact(old.decline(now=now, by=hand.agent_id))
        else:
            tx.contacts.save_fact(old.give_way(now=now))
        return _store(work, tx, hand, _corrected(work, hand, old, checked, now))


def withdraw_fact(work: Workplace, *, hand: Hand, fact_id: str) -> Fact:
    """
    Forget one thing because the contact wants that.

    Raises:
        NotFound: it is nothing of this contact.
        FactForbidden: it is over already.
    """
    with work.store.transaction() as tx:
        fact = own_fact(tx, hand, fact_id)
        withdrawn = fact.withdraw(now=work.clock.now(), by=hand.agent_id)
        if fact.code == "speak.name":
            contact = tx.contacts.get(hand.contact_id)
            tx.contacts.save(replace(contact, name=None))
        _tell(work, tx, "fact.withdrawn", withdrawn, hand)
        return tx.contacts.save_fact(withdrawn)


def expire_fact(work: Workplace, *, fact_id: str) -> Fact | None:
    """Forget something because its time is over; None when it is not, or was forgotten before."""
    with work.store.transaction() as tx:
        try:
            expired = tx.contacts.get_fact(fact_id).expire(now=work.clock.now())
        except NotFound:  # erased since
            return None
        if expired is None:
            return None
        _tell(work, tx, "fact.expired", expired, None)
        return tx.contacts.save_fact(expired)


def own_fact(tx: Transaction, hand: Hand, fact_id: str) -> Fact:
    """
    A fact of the contact that a hand decides for.

    Raises:
        NotFound: there is none, or it is somebody else's; which of the two is not said.
    """
    fact = tx.contacts.get_fact(fact_id)
    if fact.contact_id != hand.contact_id:
        raise NotFound(what="fact", id=fact_id)
    return fact


def _store(work: Workplace, tx: Transaction, hand: Hand, kept: Fact) -> Fact:
    """Store what is kept, in the place of what it contradicts."""
    older = same_slot(tx.contacts.all_facts(kept.contact_id), slot_for(kept))
    if older is not None and older.id != kept.id:
        tx.contacts.save_fact(older.give_way(now=work.clock.now()))
        kept = replace(kept, corrected_from=older.id)
    if kept.code == "speak.name":
        contact = tx.contacts.get(kept.contact_id)
        tx.contacts.save(replace(contact, name=kept.value))
    _tell(work, tx, "fact.kept", kept, hand)
    if _is_stored(tx, kept):
        return tx.contacts.save_fact(kept)
    tx.contacts.add_fact(kept)
    return kept


def _is_stored(tx: Transaction, fact: Fact) -> bool:
    return any(fact.id == one.id for one in tx.contacts.all_facts(fact.contact_id))


def _corrected(work: Workplace, hand: Hand, old: Fact, words: str, now: datetime) -> Fact:
    kind = None if old.code is None else CATALOGUE[old.code].value
    value = None if kind is None else read_value(kind, words, words)
    if kind is not None and value is None:
        raise FieldInvalid(
            field="words", value="this", remedy="Write the value alone: '10:00', 'Spanish', 'Jo'."
        )
    # Words of somebody's own have no code: nothing but a reader knows what they mean.
    code = old.code if kind is not None else None
    language = old.language or work.house.languages[0]
    consent = old.consent
    if old.is_need and (hand.agent_id is None or consent is None):
        consent = Consent(given_at=now, way=hand.way, noted_by=hand.agent_id)
    fact = replace(
        old,
        id=work.new_id(),
        what=words if code is None else phrase(code, value, language),
        code=code,
        value=value,
        source="contact" if hand.agent_id is None else "agent",
        noted_at=now,
        state=FactState.KEPT,
        span=None,
        consent=consent,
        decided_at=now,
        decided_by=hand.agent_id,
        corrected_from=old.id,
        version=0,
    )
    return replace(fact, expires_at=expiry(fact, work.house.memory, now=now))


def _tell(work: Workplace, tx: Transaction, name: str, fact: Fact, hand: Hand | None) -> None:
    """Tell what happened to a fact; its code would tell a need, so only the kind is told."""
    here = fact.conversation_id if hand is None else hand.conversation_id
    tx.events.append(
        Event(
            name=name,
            at=work.clock.now(),
            conversation_id=here or fact.conversation_id,
            subject_id=fact.id,
            details={"kind": str(fact.kind), "agent_id": None if hand is None else hand.agent_id},
        )
    )
