"""What counts of finding say: precision, recall, F1, and false alarms on look-alikes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Found = TypeVar("Found")
Wanted = TypeVar("Wanted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts over labelled texts."""

    texts: int
    expected: int
    found: int
    right: int
    lookalikes: int
    """Texts in which nothing should be found."""
    alarms: int
    """Look-alikes in which something was."""

    def figures(self, task: str, noun: str) -> dict[str, object]:
        """
        Give the counts with precision, recall and f1, and the share of look-alikes with an alarm.

        Units:
            shares in [0, 1], to four places.

        Args:
            task: as `evaluate` calls it.
            noun: what is found, for the names of the figures about look-alikes.
        """
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.expected if self.expected else 1.0
        both = precision + recall
        false = self.alarms / self.lookalikes if self.lookalikes else 0.0
        return {
            "task": task,
            "texts": self.texts,
            "expected": self.expected,
            "found": self.found,
            "right": self.right,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * precision * recall / both, 4) if both else 0.0,
            "lookalikes": self.lookalikes,
            f"lookalikes_with_{noun}": self.alarms,
            f"false_{noun}_rate": round(false, 4),
        }


def tally_of(
    cases: Sequence[tuple[Sequence[Found], Sequence[Wanted]]],
    count_right: Callable[[Sequence[Found], Sequence[Wanted]], int],
) -> Tally:
    """
    Count over texts, each with what was found and what was expected.

    Args:
        count_right: how many of what was found or expected in one text are right.
    """
    lookalikes = [found for found, expected in cases if not expected]
    return Tally(
        texts=len(cases),
        expected=sum(len(expected) for _, expected in cases),
        found=sum(len(found) for found, _ in cases),
        right=sum(count_right(found, expected) for found, expected in cases),
        lookalikes=len(lookalikes),
        alarms=sum(bool(found) for found in lookalikes),
    )
