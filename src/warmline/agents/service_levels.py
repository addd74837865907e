"""
Within which time the house means to answer, by kind of clock and by priority, and what pauses it.

Pure: targets come from the house file, the clocks themselves run in `handoff.clocks`. A target is a
thing that the firm says of itself; nothing here counts what one agent did.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from enum import StrEnum

from warmline.conversation.conversation import Priority
from warmline.errors import FieldInvalid


class ClockKind(StrEnum):
    """What is timed."""

    FIRST_RESPONSE = "first-response"
    """From the contact's first word to the first answer that helps, of a program or a person."""
    HUMAN_ANSWER = "human-answer"
    """From the request for a person to the first message of one; taking it is no answer."""
    ANSWER = "answer"
    """From the contact's first word without an answer to the next answer."""
    RESOLUTION = "resolution"
    """From the contact's first word to the resolution."""


class PauseRule(StrEnum):
    """When clocks stand still."""

    WAITING_FOR_CONTACT = "waiting-for-contact"
    """The last word is ours: the resolution's clock waits for the contact."""
    CLOSED = "closed"
    """The firm is closed."""


ByPriority = Mapping[Priority, timedelta]

SPAIN = timedelta(minutes=3)
"""Ley 10/2025 (BOE 27-12-2025): requests for a person answered in less than three minutes."""

LONGEST_MINUTES = 60 * 24 * 90
"""A target beyond a quarter of a year is a typing error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaPolicy:
    """The targets of one inbox."""

    targets: Mapping[ClockKind, ByPriority]
    pauses: frozenset[PauseRule] = frozenset(PauseRule)

    def target(self, kind: ClockKind, priority: Priority) -> timedelta:
        """Within which time."""
        return self.targets[kind][priority]


def _same(minutes: int) -> ByPriority:
    return dict.fromkeys(Priority, timedelta(minutes=minutes))


DEFAULT_SLA = SlaPolicy(
    targets={
        # The assistant answers at once; five minutes are for when it does not know.
        ClockKind.FIRST_RESPONSE: _same(5),
        ClockKind.HUMAN_ANSWER: dict.fromkeys(Priority, SPAIN),
        # Longer than one turn of a busy agent, shorter than the patience that a lunch takes.
        ClockKind.ANSWER: _same(60),
        # Working days of nine hours: five, three and one; what is urgent within half of one.
        ClockKind.RESOLUTION: {
            Priority.LOW: timedelta(hours=45),
            Priority.MEDIUM: timedelta(hours=27),
            Priority.HIGH: timedelta(hours=9),
            Priority.URGENT: timedelta(hours=4),
        },
    }
)
"""What holds where a house file says nothing."""

KEYS = {f"{kind.value.replace('-', '_')}_minutes": kind for kind in ClockKind}


def build_sla(table: object, *, field: str, base: SlaPolicy = DEFAULT_SLA) -> SlaPolicy:
    """
    Targets as a file gives them, over those that it leaves out.

    Args:
        table: of the file; a number counts for every priority, a table for those that it names.
        field: where it stands, for errors.
        base: what holds for what is not said.

    Raises:
        FieldInvalid: a key or a value does not fit.
    """
    if not isinstance(table, Mapping):
        remedy = "Write a table, such as human_answer_minutes = 3."
        raise FieldInvalid(field=field, value=repr(table), remedy=remedy)
    _refuse_unknown(table, {*KEYS, "pause"}, field)
    targets = dict(base.targets)
    for key, kind in KEYS.items():
        if key in table:
            targets[kind] = _by_priority(table[key], f"{field}.{key}", base.targets[kind])
    pauses = _pauses(table["pause"], f"{field}.pause") if "pause" in table else base.pauses
    return replace(base, targets=targets, pauses=pauses)


def _by_priority(value: object, field: str, base: ByPriority) -> ByPriority:
    if not isinstance(value, Mapping):
        return dict.fromkeys(Priority, _minutes(value, field))
    _refuse_unknown(value, {one.value for one in Priority}, field)
    own = {Priority(key): _minutes(one, f"{field}.{key}") for key, one in value.items()}
    return {**base, **own}


def _minutes(value: object, field: str) -> timedelta:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, int | float) and is_number and 0 < value <= LONGEST_MINUTES:
        return timedelta(minutes=float(value))
    remedy = f"Write minutes above 0 and up to {LONGEST_MINUTES}."
    raise FieldInvalid(field=field, value=repr(value), remedy=remedy)


def _pauses(value: object, field: str) -> frozenset[PauseRule]:
    known = [rule.value for rule in PauseRule]
    if not isinstance(value, list):
        raise FieldInvalid(field=field, value=repr(value), remedy=f"Write a list of: {known}.")
    for one in value:
        if one not in known:
            near = get_close_matches(str(one), known, n=1) or known
            raise FieldInvalid(field=field, value=repr(one), remedy=f"Did you mean '{near[0]}'?")
    return frozenset(map(PauseRule, value))


def _refuse_unknown(table: Mapping[str, object], known: set[str], field: str) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1) or sorted(known)
            remedy = f"Did you mean '{near[0]}'?"
            raise FieldInvalid(field=f"{field}.{key}", value="used", remedy=remedy)
