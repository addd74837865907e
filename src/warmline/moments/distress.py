"""
The course of distress over the turns of a contact: level, slope, volatility, peak.

One bad message counts in full at once; calm comes back by degrees, faster when the contact thanks
or says that it works. The shape follows the observation that anger in service chats rises within a
turn and fades over several (Zuters and Leonova 2020; FIELD notes on EmoWOZ-CS).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

KEPT_WHEN_NEUTRAL = 0.7  # a bare order number does not calm anybody; two of them halve the level
KEPT_WHEN_THANKFUL = 0.2  # thanks or relief: nearly all of the heat is gone
WINDOWS = (3, 5, 7)  # contact turns over which the slope is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Distress:
    """How distress has run since the last resolution. All levels in [0, 1]."""

    level: float = 0.0
    """Smoothed: how the person is now."""
    latest: float = 0.0
    """As read in the last message alone."""
    entry: float = 0.0
    """As read in the first message."""
    peak: float = 0.0
    slopes: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Least-squares change per turn over the last 3, 5 and 7 turns."""
    volatility: float = 0.0
    """Mean absolute change between neighbouring turns, over the last 7."""


def settle(level: float, read: float, *, is_thankful: bool) -> float:
    """Move the smoothed level on by one message: up at once, down by degrees."""
    if read >= level:
        return read
    kept = KEPT_WHEN_THANKFUL if is_thankful else KEPT_WHEN_NEUTRAL
    return read + kept * (level - read)


def course_of(levels: Sequence[float], reads: Sequence[float]) -> Distress:
    """
    Sum up the course.

    Args:
        levels: smoothed, one for each contact turn, oldest first.
        reads: as read in each message alone, the same length.
    """
    if not reads:
        return Distress()
    recent = reads[-max(WINDOWS) :]
    steps = [abs(b - a) for a, b in pairwise(recent)]
    return Distress(
        level=levels[-1],
        latest=reads[-1],
        entry=reads[0],
        peak=max(reads),
        slopes=(slope(reads[-3:]), slope(reads[-5:]), slope(reads[-7:])),
        volatility=sum(steps) / len(steps) if steps else 0.0,
    )


def slope(values: Sequence[float]) -> float:
    """The least-squares change per turn; 0 below two values."""
    n = len(values)
    if n < 2:
        return 0.0
    centre, mean = (n - 1) / 2, sum(values) / n
    over = sum((i - centre) * (value - mean) for i, value in enumerate(values))
    return over / sum((i - centre) ** 2 for i in range(n))
