"""
A scorecard learned from labels: points for a few figures of the state, added up to a chance.

No point is negative, so a worse figure never lowers the chance; the chance may raise a step up to
`hand-off`, and knows nothing of danger. How points are learned is `outcomes.learning`; the
shipped ones and where they come from stand in `policy.toml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from warmline.moments.decision import Step

MOST_SHARES = 3
"""Features that a reason names: what carried it, not a list of everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Points by feature, and the chances from which it speaks."""

    bias: float
    """Log odds when nothing is wrong at all."""
    points: Mapping[str, float]
    """Log odds that a figure of 1 adds, 0 or more; a feature that is missing adds nothing."""
    soften: float
    """Chances, in (0, 1], from which each step is asked for; they rise."""
    offer: float
    hand_off: float

    def chance(self, features: Mapping[str, float]) -> float:
        """
        The calibrated chance that the conversation goes wrong, in (0, 1).

        Args:
            features: each in [0, 1], by name.
        """
        total = self.bias
        for name, points in self.points.items():
            total += points * features[name]
        return 1.0 / (1.0 + exp(-total))

    def step_for(self, chance: float) -> Step | None:
        """The step that a chance asks for; None when it asks for nothing."""
        if chance >= self.hand_off:
            return Step.HAND_OFF
        if chance >= self.offer:
            return Step.OFFER_PERSON
        return Step.SOFTEN if chance >= self.soften else None

    def shares(self, features: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
        """
        What carried the chance: the features with most points, and their share of all points.

        Returns:
            at most MOST_SHARES, strongest first; shares in (0, 1].
        """
        given = {name: points * features[name] for name, points in self.points.items()}
        total = sum(given.values())
        ranked = sorted((-points, name) for name, points in given.items() if points > 0)
        return tuple((name, -points / total) for points, name in ranked[:MOST_SHARES])

    def to_json(self) -> list[object]:
        """All that decides, in one order."""
        steps = [self.soften, self.offer, self.hand_off]
        return [self.bias, steps, sorted(self.points.items())]
