"""
How well what is worth remembering is found: precision, recall and F1, and false alarms.

A proposal is right when its code is expected, and its value where one is. A look-alike is a text
from which nothing should be remembered: somebody else's need, an if, a no, something over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from warmline.contacts.found_scores import Tally
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
    lookalikes = [found for found, expected in cases if not expected]
    tally = Tally(
        texts=len(cases),
        expected=sum(len(expected) for _, expected in cases),
        found=sum(len(found) for found, _ in cases),
        right=sum(_count_right(found, expected) for found, expected in cases),
        lookalikes=len(lookalikes),
        alarms=sum(bool(found) for found in lookalikes),
    )
    return tally.figures("memory", "proposal")


def _count_right(found: Sequence[Proposal], expected: Sequence[ExpectedFact]) -> int:
    return sum(any(one.is_met_by(proposal) for proposal in found) for one in expected)
