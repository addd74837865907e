"""
How well promises are found: precision, recall and F1 with the due time, and false alarms.

A found promise is right when it holds the expected words and its due time is within the tolerance,
or when both have none. A look-alike is a text that promises nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from warmline.contacts.found_scores import tally_of
from warmline.contacts.promises import FoundPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One promise that a careful reader found."""

    what_contains: str
    due_at: datetime | None
    tolerance: timedelta = timedelta(0)

    def is_met_by(self, found: FoundPromise) -> bool:
        """Whether a found promise is this one, with its time."""
        if self.what_contains.casefold() not in found.what.casefold():
            return False
        if self.due_at is None or found.due_at is None:
            return self.due_at is found.due_at
        return abs(found.due_at - self.due_at) <= self.tolerance


def count_right(found: Sequence[FoundPromise], expected: Sequence[Expected]) -> int:
    """How many found promises are right, each expected one counted once."""
    left = list(expected)
    right = 0
    for promise in found:
        met = next((one for one in left if one.is_met_by(promise)), None)
        if met is not None:
            left.remove(met)
            right += 1
    return right


def score_promises(
    cases: Sequence[tuple[Sequence[FoundPromise], Sequence[Expected]]],
) -> dict[str, object]:
    """
    Score texts, each with what was found and what was expected.

    Returns:
        Counts, precision, recall and f1 in [0, 1], and the share of look-alikes with an alarm.
    """
    return tally_of(cases, count_right).figures("promises", "promise")
