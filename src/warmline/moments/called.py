"""
What the contact's messages call for, by the heads that experts' decisions taught the reader.

Each message gives a chance for every step above `carry-on`, and signs of how it stands to what came
before. What was called for fades from message to message, and is settled with the matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from warmline.reading.labels import CALLS
from warmline.reading.reading import Reading

KEPT: Final = 0.75
"""Of what a message called for, three quarters count at the next: an answer may have met it."""

OVER: Final = 0.5  # a calibrated probability above one half is more likely true than not
FAR: Final = 0.1  # of turns kept aside that sound less like danger than this, one in 90 holds one


@dataclass(frozen=True, slots=True)
class Called:
    """What is called for after the last message."""

    now: Mapping[str, float] = field(default_factory=dict)
    """By step, of the last message; empty when the reader cannot tell."""
    before: Mapping[str, float] = field(default_factory=dict)
    """By step, of the messages before it, faded; what it settles or takes back is gone."""
    signs: Mapping[str, float] = field(default_factory=dict)
    """Of the last message."""
    unhelped_before: float = 0.0
    """The strongest sign, before the last message, that an answer did not help."""

    @property
    def is_known(self) -> bool:
        """Whether the reader can tell."""
        return bool(self.now)

    @property
    def is_over(self) -> bool:
        """Whether the last message settles the matter or takes it back, as far as one can hear."""
        return max(self.signs.get("solved", 0.0), self.signs.get("withdrawn", 0.0)) >= OVER

    @property
    def is_settled(self) -> bool:
        """Whether it does, and does not sound like danger."""
        return self.is_over and self.now["emergency"] < FAR

    def then(self, reading: Reading) -> "Called":
        """What is called for after one message more."""
        if not any(reading.calls.values()):
            return Called()
        signs = reading.signs
        left = 1.0 - max(signs["solved"], signs["withdrawn"])
        carried = {
            step: left * KEPT * max(self.now.get(step, 0.0), self.before.get(step, 0.0))
            for step in CALLS
        }
        unhelped = max(self.unhelped_before, self.signs.get("unhelped", 0.0))
        return Called(dict(reading.calls), carried, dict(signs), unhelped)
