"""
What the contact's messages call for, by the heads that experts' decisions taught the reader.

Each message gives a chance for every step above `carry-on`, and signs of how it stands to what came
before. What was called for fades from message to message, and is settled with the matter.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from warmline.reading.labels import CALLS
from warmline.reading.reading import Reading

KEPT: Final = 0.75
"""Of what a message called for, three quarters count at the next: an answer may have met it."""

REACH: Final = 12  # messages; of what was called for before them not a thirtieth is left
OVER: Final = 0.5  # a calibrated probability above one half is more likely true than not
FAR: Final = 0.1  # of turns kept aside that sound less like danger than this, one in 90 holds one


_SILENT: Final[Mapping[str, float]] = dict.fromkeys(CALLS, 0.0)


class Called(NamedTuple):
    """What is called for after the last message."""

    now: Mapping[str, float] = {}
    """By step, of the last message; empty when the reader cannot tell."""
    before: Mapping[str, float] = {}
    """By step, of the messages before it, faded; what it settles or takes back is gone."""
    signs: Mapping[str, float] = {}
    """Of the last message."""
    unhelped_before: float = 0.0
    """The strongest sign, before the last message, that an answer did not help."""

    @property
    def is_known(self) -> bool:
        """Whether the reader can tell."""
        return bool(self.now)

    def then(self, reading: Reading) -> "Called":
        """What is called for after one message more."""
        calls, signs = reading.calls, reading.signs
        if not self.now:
            return Called(calls, _SILENT, signs, 0.0) if any(calls.values()) else self
        left = KEPT * (1.0 - max(signs["solved"], signs["withdrawn"]))
        now, before = self.now, self.before
        carried = {step: left * max(now[step], before[step]) for step in CALLS}
        unhelped = max(self.unhelped_before, self.signs["unhelped"])
        return Called(calls, carried, signs, unhelped)


def called_in(readings: Sequence[Reading]) -> Called:
    """What is called for after the last of some messages; those beyond `REACH` have faded."""
    called = Called()
    for reading in readings[-REACH:]:
        called = called.then(reading)
    return called


def is_over(reading: Reading) -> bool:
    """Whether a message settles the matter or takes it back, as far as one can hear."""
    signs = reading.signs
    return signs["solved"] >= OVER or signs["withdrawn"] >= OVER


def is_far(reading: Reading) -> bool:
    """Whether nothing in a message sounds like danger."""
    calls = reading.calls
    return calls["emergency"] < FAR and any(calls.values())
