"""
From proposals to facts: what is new, what repeats, what contradicts, and how long each is kept.

Pure. A proposal that says what is known already is no proposal; one that contradicts it becomes a
proposal that names what it would take the place of. A need to which the contact said no is not
proposed again.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from warmline.agents.memory_terms import MemoryTerms
from warmline.contacts.catalogue import CATALOGUE, slot_of
from warmline.contacts.fact import Fact, FactKind, FactState
from warmline.contacts.illness import names_illness
from warmline.contacts.memory_wording import phrase
from warmline.contacts.proposals import Proposal
from warmline.conversation.message import ContactId, Message
from warmline.errors import FieldInvalid, IllnessNamed

LONGEST_WORDS = 200
"""Code points of what somebody writes to be remembered: a line, not a story."""


def new_facts(
    proposals: Sequence[Proposal],
    known: Sequence[Fact],
    *,
    message: Message,
    contact_id: ContactId,
    new_id: Callable[[], str],
) -> Iterator[Fact]:
    """
    What is to be proposed.

    Args:
        proposals: found in the message.
        known: all facts of the contact, over ones included.
        message: in which they were found.
        contact_id: who wrote it.
        new_id: makes the id of each.
    """
    for proposal in proposals:
        if _is_settled(proposal, known, message):
            continue
        kind = CATALOGUE[proposal.code]
        older = same_slot(known, proposal.slot)
        language = message.language or "en"
        yield Fact(
            id=new_id(),
            contact_id=contact_id,
            what=phrase(proposal.code, proposal.value, language),
            kind=kind.kind,
            source=message.id,
            noted_at=message.sent_at,
            state=FactState.PROPOSED,
            code=proposal.code,
            value=proposal.value,
            driver=kind.driver,
            language=language,
            conversation_id=message.conversation_id,
            span=(proposal.start, proposal.end),
            corrected_from=None if older is None else older.id,
        )


def same_slot(known: Sequence[Fact], slot: str) -> Fact | None:
    """What is kept in a slot; None when nothing is."""
    kept = (one for one in known if one.state is FactState.KEPT)
    return next((one for one in kept if slot_for(one) == slot), None)


def slot_for(fact: Fact) -> str:
    """The slot of a fact; words without a code have one of their own."""
    return fact.id if fact.code is None else slot_of(fact.code, fact.value)


def expiry(fact: Fact, terms: MemoryTerms, *, now: datetime) -> datetime:
    """When a fact that is kept now is looked at again or forgotten."""
    return now + terms.keeping(fact.kind)


def check_words(words: str, *, field: str) -> str:
    """
    Words that somebody wrote to be remembered, trimmed.

    Raises:
        FieldInvalid: they are empty or longer than a line.
        IllnessNamed: they name an illness instead of a need.
    """
    kept = " ".join(words.split())
    if not kept or len(kept) > LONGEST_WORDS:
        raise FieldInvalid(
            field=field,
            value=f"{len(kept)} characters long",
            remedy=f"Write from 1 to {LONGEST_WORDS} characters.",
        )
    if names_illness(kept):
        raise IllnessNamed(field=field)
    return kept


def _is_settled(proposal: Proposal, known: Sequence[Fact], message: Message) -> bool:
    """Known already, waiting for an answer already, or answered with no."""
    for fact in known:
        is_same = fact.code == proposal.code and fact.value == proposal.value
        if is_same and fact.state in (FactState.PROPOSED, FactState.KEPT):
            return True
        is_no = fact.code == proposal.code and fact.state in (
            FactState.DECLINED,
            FactState.WITHDRAWN,
        )
        is_here = fact.conversation_id == message.conversation_id
        if is_no and (is_here or fact.kind == FactKind.NEED):
            return True
    return False
