"""A share of a number of cases, with the interval in which it may truly lie. Pure."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959964
"""Of the normal distribution, for 95 %, both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    count: int
    of: int
    interval: tuple[float, float] | None
    """95 %, in [0, 1]; None without cases."""

    @property
    def rate(self) -> float | None:
        """The share in [0, 1]; None without cases."""
        return self.count / self.of if self.of else None


def share_of(count: int, of: int) -> Share:
    """
    The share with its interval.

    Source:
        Wilson 1927, "Probable inference, the law of succession, and statistical inference"; it
        stays inside [0, 1] and holds for few cases and for shares near 1.
    """
    if of == 0:
        return Share(count=count, of=of, interval=None)
    rate, square = count / of, Z_95**2
    middle = (rate + square / (2 * of)) / (1 + square / of)
    reach = Z_95 * sqrt(rate * (1 - rate) / of + square / (4 * of**2)) / (1 + square / of)
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    high = 1.0 if count == of else min(1.0, middle + reach)
    return Share(count=count, of=of, interval=(low, high))
