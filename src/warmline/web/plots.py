"""
The course of distress as geometry and words: what a small line says, and the title that says it.

Pure. Five steps are named in words, so that colour never speaks alone. The steps cut [0, 1] where
the stories do (low below 1/3, high from 2/3), each outer third once more in the middle of what is
felt; danger is not a height of distress but a decision, and a calm voice may be in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

CALM, UNEASY, UPSET, DISTRESSED, IN_DANGER = STEPS = (
    "calm",
    "uneasy",
    "upset",
    "distressed",
    "in-danger",
)
UNEASY_AT, UPSET_AT, DISTRESSED_AT = 0.2, 0.4, 2 / 3
NOTABLE = 0.15
"""Half the width of a step: a smaller change is not called a change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """How one message sounded."""

    at: datetime
    distress: float
    """In [0, 1]."""
    is_danger: bool
    message_id: str

    @property
    def step(self) -> str:
        """One of STEPS."""
        return step_of(self.distress, is_danger=self.is_danger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """
    One message in the plot.

    Units:
        x in percent of the box's width, so that the line fits any column; y in pixels.
    """

    x: float
    y: float
    step: str
    felt: Felt


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The straight line between two neighbouring marks, in the units of a mark."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A line of distress in a box."""

    width: int
    height: int
    marks: tuple[Mark, ...]
    trend: str
    """rose, fell, stayed or peaked: the finding."""

    @property
    def ways(self) -> tuple[Way, ...]:
        """The lines from mark to mark."""
        return tuple(
            Way(x1=one.x, y1=one.y, x2=other.x, y2=other.y)
            for one, other in zip(self.marks, self.marks[1:], strict=False)
        )

    @property
    def first(self) -> Felt:
        """How it began."""
        return self.marks[0].felt

    @property
    def last(self) -> Felt:
        """How it is now."""
        return self.marks[-1].felt

    @property
    def peak(self) -> Felt:
        """The highest of it."""
        return max((mark.felt for mark in self.marks), key=lambda felt: felt.distress)

    @property
    def guides(self) -> tuple[float, ...]:
        """Heights at which a step begins, lowest first, in pixels from the top."""
        return tuple(_y(edge, self.height) for edge in (UNEASY_AT, UPSET_AT, DISTRESSED_AT))


def step_of(distress: float, *, is_danger: bool = False) -> str:
    """The step that a figure belongs to."""
    if is_danger:
        return IN_DANGER
    if distress >= DISTRESSED_AT:
        return DISTRESSED
    if distress >= UPSET_AT:
        return UPSET
    return UNEASY if distress >= UNEASY_AT else CALM


def course_of(felt: Sequence[Felt], *, width: int, height: int) -> Course | None:
    """The line of a conversation; None before anything was read."""
    if not felt:
        return None
    last = len(felt) - 1
    marks = tuple(
        Mark(x=_x(place, last), y=_y(one.distress, height), step=one.step, felt=one)
        for place, one in enumerate(felt)
    )
    return Course(width=width, height=height, marks=marks, trend=_trend(felt))


def _trend(felt: Sequence[Felt]) -> str:
    first, last = felt[0].distress, felt[-1].distress
    peak = max(one.distress for one in felt)
    if peak - first >= NOTABLE and peak - last >= NOTABLE:
        return "peaked"
    if last - first >= NOTABLE:
        return "rose"
    return "fell" if first - last >= NOTABLE else "stayed"


MARGIN = 4
"""Pixels above and below, so that no mark is cut at the edge of the box."""
FROM_PERCENT, TO_PERCENT = 3, 97
"""The same at the left and the right."""


def _x(place: int, last: int) -> float:
    if last == 0:
        return float(TO_PERCENT)
    return round(FROM_PERCENT + place * (TO_PERCENT - FROM_PERCENT) / last, 2)


def _y(distress: float, height: int) -> float:
    return round(MARGIN + (1 - min(1.0, max(0.0, distress))) * (height - 2 * MARGIN), 1)
