"""
Turns rows of calibrated columns into readings, the same way for every model that gives columns.

What the columns are called and from where a label counts as present stands in the calibration; how
the figures came about is not asked here.
"""

import re
from collections.abc import Mapping, Sequence

from warmline.reading.calibration import Calibration, FloatArray
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

HEADS = {
    "feelings": FEELINGS,
    "basic": BASIC,
    "emergency.kinds": EMERGENCY_KINDS,
    "vulnerability": VULNERABILITY,
    "needs": NEEDS,
    "asks": ASKS,
}
LATER = {"signs": SIGNS, "calls": CALLS}
"""Heads that an older artefact has not: their figures are then zero."""
LEAST_WORDS, LEAST_HAN = 3, 5
"""Shorter messages answer something; what they call for was not in them."""
_HAN = re.compile("[\u3400-\u9fff]")
ALONE = ("distress", "valence", "arousal", "emergency", "abuse")
"""Heads of one column."""


class Rows:
    """Knows the place of every label of a reading in a model's columns."""

    def __init__(self, name: str, calibration: Calibration) -> None:
        """
        Look the places up once.

        Raises:
            KeyError: a label of the contract has no column.
        """
        places = {column: place for place, column in enumerate(calibration.columns)}
        self._name = name
        self._calibration = calibration
        self._heads = {
            head: [places[f"{head}.{label}"] for label in labels] for head, labels in HEADS.items()
        }
        self._later = {
            head: [(label, places.get(f"{head}.{label}")) for label in labels]
            for head, labels in LATER.items()
        }
        self._alone = {column: places[column] for column in ALONE}
        self._limits: dict[tuple[str, str], list[float]] = {}

    def readings(
        self, texts: Sequence[str], columns: FloatArray, languages: Sequence[str]
    ) -> list[Reading]:
        """
        Give one reading for each text; an empty text gives a silent one.

        Shapes:
            columns float32 [n, k], calibrated.
        """
        # Plain floats at once: taking them one by one out of an array costs more than the model.
        rows: list[list[float]] = columns.tolist()
        return [
            self._reading(row, language, is_heard=says_enough(text))
            if text.strip()
            else Reading(language=language, model=self._name)
            for text, row, language in zip(texts, rows, languages, strict=True)
        ]

    def _reading(self, row: list[float], language: str, *, is_heard: bool) -> Reading:
        heads = {
            head: dict(zip(HEADS[head], [row[place] for place in places], strict=True))
            for head, places in self._heads.items()
        }
        later = {
            head: {
                label: row[place] if place is not None and is_heard else 0.0
                for label, place in places
            }
            for head, places in self._later.items()
        }
        alone = {column: row[place] for column, place in self._alone.items()}
        return Reading(
            language=language,
            model=self._name,
            feelings=heads["feelings"],
            feelings_present=self._present("feelings", heads["feelings"], language),
            basic=heads["basic"],
            basic_present=self._present("basic", heads["basic"], language),
            emergency_kinds=heads["emergency.kinds"],
            vulnerability=heads["vulnerability"],
            needs=heads["needs"],
            asks=heads["asks"],
            distress=alone["distress"],
            valence=alone["valence"],
            arousal=alone["arousal"],
            emergency=alone["emergency"],
            abuse=alone["abuse"],
            signs=later["signs"],
            calls=later["calls"],
        )

    def _present(self, head: str, values: Mapping[str, float], language: str) -> tuple[str, ...]:
        tongue = language.split("-")[0]
        limits = self._limits.get((head, tongue))
        if limits is None:
            limits = [self._calibration.threshold(f"{head}.{one}", tongue) for one in HEADS[head]]
            self._limits[head, tongue] = limits
        return tuple(
            label
            for (label, value), limit in zip(values.items(), limits, strict=True)
            if value >= limit
        )


def says_enough(text: str) -> bool:
    """Whether a message says enough by itself to call for anything: "1", "the deposit" do not."""
    return len(text.split()) >= LEAST_WORDS or len(_HAN.findall(text)) >= LEAST_HAN
