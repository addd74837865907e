"""
The learned judgement: for each step up to `hand-off` the chance that an expert would take it.

One line of points for each step, over the features of the state; no point is negative, so a worse
figure never lowers a chance. It knows nothing of danger. The points are fitted to the steps that
the writers of our own conversations accepted (`scripts/fit_judgement.py`) and stand in
`judgement.toml`; from which chances on they count is the policy's business.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from types import MappingProxyType
from typing import Final

from warmline.moments.decision import Step

PATH: Final = Path(__file__).with_name("judgement.toml")
JUDGED: Final = (Step.SOFTEN, Step.OFFER_PERSON, Step.HAND_OFF)
MOST_SHARES: Final = 3
"""Features that a reason names: what carried it, not a list of everything."""


@dataclass(frozen=True, slots=True)
class Card:
    """The points of one step."""

    bias: float
    """Log odds when nothing is wrong at all."""
    points: Mapping[str, float]
    """Log odds that a figure of 1 adds, 0 or more."""

    def chance(self, features: Mapping[str, float]) -> float:
        """The chance of the step, in (0, 1); features in [0, 1], by name."""
        total = self.bias
        for name, points in self.points.items():
            total += points * features[name]
        return 1.0 / (1.0 + exp(-total))

    def shares(self, features: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
        """What carried the chance: features and their share of all points, strongest first."""
        given = {name: points * features[name] for name, points in self.points.items()}
        total = sum(given.values())
        ranked = sorted((-points, name) for name, points in given.items() if points > 0)
        return tuple((name, -points / total) for points, name in ranked[:MOST_SHARES])


def chances_of(features: Mapping[str, float]) -> dict[Step, float]:
    """
    Give the chance of each step; that of a step is never below that of a higher one.

    Args:
        features: of a state, each in [0, 1], by name.
    """
    chances: dict[Step, float] = {}
    above = 0.0
    for step in reversed(JUDGED):
        above = max(above, cards()[step].chance(features))
        chances[step] = above
    return chances


@cache
def cards() -> Mapping[Step, Card]:
    """The shipped points, by step."""
    table = tomllib.loads(PATH.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            step: Card(
                float(table[step.value]["bias"]),
                MappingProxyType({k: float(v) for k, v in table[step.value]["points"].items()}),
            )
            for step in JUDGED
        }
    )
