"""
What is remembered, line by line: for the contact on its page, and for the agent beside the brief.

Words come from `contacts/memory_wording.py` in the reader's language; here stand source, date, end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from warmline.contacts.catalogue import CATALOGUE
from warmline.contacts.fact import Fact, FactKind, FactState
from warmline.contacts.memory_wording import ask_consent, words_of_fact
from warmline.conversation.message import MessageId
from warmline.web.view import View
from warmline.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedLine:
    """One thing, as the contact sees it."""

    id: str
    words: str
    about: str
    """Where it comes from, since when, until when, and the consent."""
    editable: str
    """What stands in the field for correcting."""
    is_proposed: bool
    is_corrected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberedGroup:
    """All of one kind."""

    kind: str
    lines: tuple[RememberedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """One proposal, as the agent sees it beside the brief."""

    id: str
    kind: str
    words: str
    message_id: MessageId
    replaces: str
    """What it would take the place of; empty when nothing."""
    driver: str
    """Of a need, in words."""
    question: str
    """Of a need, the question to the contact, in the contact's language."""
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """One thing that is remembered, as the agent can put it right."""

    id: str
    words: str
    editable: str
    """What stands in the field: the value alone where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryView:
    """What an agent decides about, and whether they may."""

    proposals: tuple[ProposalLine, ...]
    kept: tuple[KeptLine, ...]
    may_decide: bool


def compose_remembered(
    facts: Sequence[Fact], words: Words, *, now: datetime, zone: tzinfo
) -> tuple[RememberedGroup, ...]:
    """All that is remembered or waits for a yes, by kind, as its own contact sees it."""
    shown = [one for one in facts if not one.is_over and _is_for_contact(one, now)]
    groups = (
        RememberedGroup(
            kind=str(kind),
            lines=tuple(_line(one, words, zone) for one in shown if one.kind == kind),
        )
        for kind in FactKind
    )
    return tuple(group for group in groups if group.lines)


def compose_memory(
    view: View, facts: Sequence[Fact], *, language: str, may_decide: bool
) -> MemoryView:
    """
    The proposals of a contact, as the agent sees them.

    Args:
        view: who looks.
        facts: all of the contact.
        language: of the contact, for the question.
        may_decide: whether this agent has the word.
    """
    known = {one.id: one for one in facts}
    proposed = [one for one in facts if one.state is FactState.PROPOSED]
    return MemoryView(
        proposals=tuple(_proposal(one, known, view, language) for one in proposed),
        kept=tuple(
            _kept(one, view.words) for one in facts if one.counts and _is_for_contact(one, view.now)
        ),
        may_decide=may_decide,
    )


def _is_for_contact(fact: Fact, now: datetime) -> bool:
    return fact.expires_at is None or fact.expires_at > now


def _line(fact: Fact, words: Words, zone: tzinfo) -> RememberedLine:
    about = [_source(fact, words, zone)]
    if fact.consent is not None:
        about.append(words("memory.agreed", day=_day(fact.consent.given_at, zone)))
    if fact.expires_at is not None:
        about.append(words("memory.until", day=_day(fact.expires_at, zone)))
    said = words_of_fact(fact, words.language, reader="contact")
    return RememberedLine(
        id=fact.id,
        words=said,
        about=("，" if words.language == "zh" else ", ").join(about),
        editable=_editable(fact, said),
        is_proposed=fact.state is FactState.PROPOSED,
        is_corrected=fact.state is FactState.CORRECTED,
    )


def _kept(fact: Fact, words: Words) -> KeptLine:
    said = words_of_fact(fact, words.language)
    return KeptLine(id=fact.id, words=said, editable=_editable(fact, said))


def _editable(fact: Fact, said: str) -> str:
    has_value = fact.code in CATALOGUE and CATALOGUE[fact.code].value is not None
    return fact.value or "" if has_value else said


def _source(fact: Fact, words: Words, zone: tzinfo) -> str:
    key = fact.source if fact.source in ("agent", "contact", "import") else "message"
    return words(f"memory.from_{key}", day=_day(fact.noted_at, zone))


def _proposal(fact: Fact, known: dict[str, Fact], view: View, language: str) -> ProposalLine:
    older = known.get(fact.corrected_from or "")
    read_in = view.words.language
    return ProposalLine(
        id=fact.id,
        kind=str(fact.kind),
        words=words_of_fact(fact, read_in),
        message_id=MessageId(fact.source),
        replaces="" if older is None else words_of_fact(older, read_in),
        driver="" if fact.driver is None else view.words(f"driver.{fact.driver}"),
        question=ask_consent(fact, language, view.house.memory) if fact.is_need else "",
        is_asked=fact.asked_at is not None,
    )


def _day(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d")
