"""
What a remote reader answers, checked before anything of it is believed.

The shape is the public one of a reading (docs/reference/reading.md) without cues, which are found
here. Keys that are not known are passed over, so that a newer reader can be asked.
"""

from dataclasses import dataclass
from typing import Annotated, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from warmline.errors import ReadingUnsound
from warmline.reading.reading import Reading
from warmline.reading.soundness import check_readings, check_vectors

PAGE: Final = "See docs/how-to/swap-the-reader.md."

Chance = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=-1.0, le=1.0, allow_inf_nan=False)]
Head = dict[str, Chance]
Name = Annotated[str, Field(min_length=1, max_length=100)]


class Shape(BaseModel):
    """The root of what is answered: numbers are numbers, not texts that look like them."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class EmergencyShape(Shape):
    """Danger to life or health, and its kinds."""

    probability: Chance
    kinds: Head


NO_CUES: dict[str, list[object]] = {"cues": []}
"""Cues are found here, not there."""


class RemoteReading(Shape):
    """One reading, without cues."""

    language: Name
    model: Name
    degraded: bool
    feelings: Head
    feelings_present: tuple[str, ...]
    basic: Head
    basic_present: tuple[str, ...]
    distress: Chance
    valence: Amount
    arousal: Amount
    emergency: EmergencyShape
    vulnerability: Head
    needs: Head
    asks: Head
    abuse: Chance
    signs: Head | None = None
    """An older reader gives neither these nor the next."""
    calls: Head | None = None


class AnswerShape(Shape):
    """Readings and vectors of as many texts as were sent, in their order."""

    model: Name
    readings: list[RemoteReading]
    vectors: list[list[Annotated[float, Field(allow_inf_nan=False)]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A checked answer."""

    model: str
    readings: tuple[Reading, ...]
    vectors: NDArray[np.float32]
    """float32 [n, d]; d may be 0."""


def parse_answer(body: bytes, count: int) -> Answer:
    """
    Check an answer and take it over.

    Args:
        body: as it came.
        count: how many texts were sent.

    Raises:
        ReadingUnsound: a field is missing, of another kind or out of range, or there are more or
            fewer readings or vectors than texts.
    """
    try:
        shape = AnswerShape.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ReadingUnsound(
            field=".".join(map(str, first["loc"])) or "answer",
            value=_shown(first["type"], first["input"]),
            remedy=f"{first['msg']}. {PAGE}",
        ) from None  # the library's own words may quote what was sent
    readings = tuple(
        Reading.from_json(one.model_dump(mode="json") | NO_CUES) for one in shape.readings
    )
    check_readings(readings, count)
    vectors = _vectors(shape.vectors)
    check_vectors(vectors, count)
    return Answer(model=shape.model, readings=readings, vectors=vectors)


def _shown(kind: str, value: object) -> str:
    """A figure as it is; of anything else only what kind of thing it is."""
    if kind == "missing":
        return "missing"
    if kind == "json_invalid":
        return "no JSON"
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_figure else f"of the type {type(value).__name__}"


def _vectors(rows: list[list[float]]) -> NDArray[np.float32]:
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise ReadingUnsound(
            field="vectors",
            value=f"of the lengths {sorted(widths)}",
            remedy=f"Give vectors of one length. {PAGE}",
        )
    return np.array(rows, dtype=np.float32).reshape(len(rows), max(widths, default=0))
