"""
How far two people who judge the same things agree beyond chance: Cohen's kappa, with an interval.

With more than two people in turn, each pair stands in the order of their ids; kappa is then a
mean over pairs of people and no longer about two persons.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

ROUNDS = 1000  # draws of the bootstrap; the bounds move by less than 0.01 between seeds
SEED = 7
FEWEST = 10
"""Pairs below which no interval is told: it would only say that nothing is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two opinions on each of n things have in common."""

    pairs: int
    observed: float | None
    """Share of equal verdicts; None without pairs."""
    kappa: float | None
    """In [-1, 1]; None where chance alone explains everything."""
    interval: tuple[float, float] | None
    """95 %; None for fewer than FEWEST pairs."""


def agreement_of(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """
    Sum up pairs of verdicts.

    Source:
        Cohen 1960, "A coefficient of agreement for nominal scales"; the interval by drawing the
        pairs again (percentile bootstrap, Efron 1979).
    """
    if not pairs:
        return Agreement(pairs=0, observed=None, kappa=None, interval=None)
    return Agreement(
        pairs=len(pairs),
        observed=sum(one == other for one, other in pairs) / len(pairs),
        kappa=cohens_kappa(pairs),
        interval=_interval(pairs) if len(pairs) >= FEWEST else None,
    )


def cohens_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Agreement beyond chance; None when both always say the same one thing."""
    count = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / count**2
    if by_chance >= 1.0:
        return None
    observed = sum(one == other for one, other in pairs) / count
    return (observed - by_chance) / (1.0 - by_chance)


def _interval(pairs: Sequence[tuple[str, str]]) -> tuple[float, float] | None:
    rng = np.random.default_rng(SEED)
    drawn = (
        cohens_kappa([pairs[place] for place in rng.integers(0, len(pairs), len(pairs))])
        for _ in range(ROUNDS)
    )
    values = [kappa for kappa in drawn if kappa is not None]
    if not values:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
