"""
Whether a model's answer is one: as many as were asked for, all labels there, figures in range.

A figure that is no number would pass every threshold unseen and lift no floor (`max(nan, 0.95)` is
nan), so a model that errs in this way is treated as one that is missing. What then becomes of the
messages is decided in `reader`.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from warmline.errors import ReadingUnsound
from warmline.reading.labels import (
    ASKS,
    BASIC,
    CALLS,
    EMERGENCY_KINDS,
    FEELINGS,
    NEEDS,
    SIGNS,
    VULNERABILITY,
)
from warmline.reading.reading import Reading

SLACK: Final = 1e-6
"""How far rounding may carry a figure out of its range."""
LENGTH_SLACK: Final = 0.01
"""How far a vector's length may be from one; more would shift every likeness."""
HEADS: Final = (
    ("feelings", FEELINGS),
    ("basic", BASIC),
    ("emergency_kinds", EMERGENCY_KINDS),
    ("vulnerability", VULNERABILITY),
    ("needs", NEEDS),
    ("asks", ASKS),
    ("signs", SIGNS),
    ("calls", CALLS),
)
CHANCES: Final = ("distress", "emergency", "abuse")
AMOUNTS: Final = ("valence", "arousal")
PRESENT: Final = (("feelings_present", frozenset(FEELINGS)), ("basic_present", frozenset(BASIC)))


def check_readings(readings: Sequence[Reading], count: int) -> None:
    """
    Let pass as many sound readings as there were texts.

    Raises:
        ReadingUnsound: there are more or fewer, a label is missing, or a figure out of range.
    """
    if len(readings) != count:
        raise ReadingUnsound(
            field="readings",
            value=f"a list of {len(readings)}",
            remedy=f"There were {count} texts: give one reading for each, in their order.",
        )
    for place, reading in enumerate(readings):
        fault = _fault(reading)
        if fault is not None:
            field, value, remedy = fault
            raise ReadingUnsound(field=f"readings.{place}.{field}", value=value, remedy=remedy)


def check_vectors(vectors: NDArray[np.float32], count: int) -> None:
    """
    Let pass as many vectors of unit length as there were texts.

    Shapes:
        vectors float32 [n, d]; d may be 0.

    Raises:
        ReadingUnsound: there are more or fewer, or one is not of unit length.
    """
    if vectors.ndim != 2 or len(vectors) != count:
        raise ReadingUnsound(
            field="vectors",
            value=f"of the shape {list(vectors.shape)}",
            remedy=f"There were {count} texts: give one vector for each, in their order.",
        )
    if vectors.shape[1] == 0:
        return
    lengths = np.linalg.norm(vectors, axis=1)
    # Asked this way round, a length that is no number is far as well.
    far = np.flatnonzero(~(np.abs(lengths - 1.0) <= LENGTH_SLACK))
    if far.size:
        raise ReadingUnsound(
            field=f"vectors.{far[0]}",
            value=f"{lengths[far[0]]:.3f} long",
            remedy="Divide each vector by its length.",
        )


def _fault(reading: Reading) -> tuple[str, str, str] | None:
    """The first field that is wrong, its value, and what would be right."""
    for head, labels in HEADS:
        values: Mapping[str, float] = getattr(reading, head)
        for label in labels:
            value = values.get(label)
            if value is None:
                return f"{head}.{label}", "missing", "Give every label of the contract."
            if not -SLACK <= value <= 1.0 + SLACK:
                return f"{head}.{label}", str(value), "Give a probability in [0, 1]."
    for name, low in (*((one, 0.0) for one in CHANCES), *((one, -1.0) for one in AMOUNTS)):
        figure: float = getattr(reading, name)
        if not low - SLACK <= figure <= 1.0 + SLACK:
            return name, str(figure), f"Give a figure in [{low:g}, 1]."
    for name, known in PRESENT:
        if not known.issuperset(getattr(reading, name)):
            return name, "a list with an unknown label", "Give labels of that head only."
    return None
