"""
How well what is worth remembering is found: precision, recall and F1, and false alarms.

A proposal is right when its code is expected, and its value where one is. A look-alike is a text
from which nothing should be remembered: somebody else's need, an if, a no, something over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from warmline.contacts.found_scores import tally_of
from warmline.contacts.proposals import Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFact:
    """One thing that a careful reader would propose."""

    code: str
    value: str | None = None

    def is_met_by(self, found: Proposal) -> bool:
        """Whether a proposal is this one."""
        return found.code == self.code and (self.value is None or found.value == self.value)


Case = tuple[Sequence[Proposal], Sequence[ExpectedFact]]


def score_proposals(cases: Sequence[Case]) -> dict[str, object]:
    """
    Score texts, each with what was proposed and what was expected.

    Returns:
        Counts, precision, recall and f1 in [0, 1], and the share of look-alikes with an alarm.
    """
    return tally_of(cases, _count_right).figures("memory", "proposal")


def _count_right(found: Sequence[Proposal], expected: Sequence[ExpectedFact]) -> int:
    return sum(any(one.is_met_by(proposal) for proposal in found) for one in expected)
