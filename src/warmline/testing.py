"""
Public fakes for tests of Warmline and of what is built on it: a clock that stands still, ids that
count, a reader that reads from a script.

A store is not faked: SQLite in a temporary file is fast enough and tells the truth.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np
from numpy.typing import NDArray

from warmline.reading.reading import Reading

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday, so that business hours are open."""


class FixedClock:
    """Fulfils `ports.Clock`; time passes only when it is told to."""

    def __init__(self, now: datetime = NOON) -> None:
        """Start at a time."""
        self._now = now

    def now(self) -> datetime:
        """The time that was set."""
        return self._now

    def pass_by(self, duration: timedelta) -> datetime:
        """Let time pass; the new time."""
        self._now += duration
        return self._now

    def set(self, now: datetime) -> None:
        """Go to a time."""
        self._now = now


def counted_ids(prefix: str = "id") -> Callable[[], str]:
    """Ids that count: id-1, id-2, and so on."""
    numbers = count(1)
    return lambda: f"{prefix}-{next(numbers)}"


class ScriptedReader:
    """
    Fulfils `ports.Reader`: known texts have the readings of the script, others a silent one.

    Equal texts have equal vectors; different ones have vectors at right angles, as long as there
    are no more than `dimensions` different texts.
    """

    def __init__(
        self,
        script: Mapping[str, Reading] | None = None,
        *,
        language: str = "en",
        dimensions: int = 64,
    ) -> None:
        """Read by this script."""
        self._script = dict(script or {})
        self._silent = Reading(language=language, model="scripted")
        self._dimensions = dimensions
        self._places: dict[str, int] = {}

    @property
    def is_degraded(self) -> bool:
        """Never."""
        return False

    def read_many(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None
    ) -> list[Reading]:
        """Read n texts, in the order given; the script knows their languages."""
        del languages
        return [self._script.get(text, replace(self._silent)) for text in texts]

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """
        Unit vectors, one axis for each text that is new.

        Shapes:
            float32 [n, dimensions].
        """
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            place = self._places.setdefault(text, len(self._places))
            vectors[row, place % self._dimensions] = 1.0
        return vectors
