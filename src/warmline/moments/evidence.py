"""
What speaks for something in a conversation: how likely, in which message, at which place.

A cue is a word that a human put on a list; it outranks a model's figure when both are at hand,
because it can be shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warmline.conversation.message import MessageId
from warmline.reading.reading import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One ground, as found in one message."""

    probability: float
    """Calibrated, in [0, 1]; 1 for a cue that stands alone."""
    message_id: MessageId
    turn: int
    """How many turns of the contact came before, 0 for the first."""
    span: tuple[int, int] | None = None
    """Code points into the message, when a cue shows it."""
    has_cue: bool = False


def convinces(before: Evidence | None, figure: float, cues: Sequence[Cue]) -> bool:
    """Whether what is found now convinces more: a cue before a figure, then the higher figure."""
    if before is None:
        return True
    has_cue = bool(cues)
    return figure > before.probability if has_cue == before.has_cue else has_cue


def first_span(cues: Iterable[Cue]) -> tuple[int, int] | None:
    """The place of the first of some cues, None without any."""
    first = min(cues, key=lambda cue: cue.start, default=None)
    return None if first is None else (first.start, first.end)


def beside(cues: Sequence[Cue], others: Sequence[Cue]) -> list[Cue]:
    """The cues that do not overlap any of the others."""
    return [
        cue
        for cue in cues
        if all(cue.end <= other.start or other.end <= cue.start for other in others)
    ]


def middle(first: float, second: float) -> float:
    """
    Give the chance in the middle of two, by their odds: each may be sure of what the other doubts.

    On lines kept aside it finds 78 of 100 dangers at one false alarm in a hundred; the head of
    emergency alone finds 71 (docs/discussions/reader.md).
    """
    odds = first * second
    return odds**0.5 / (odds**0.5 + ((1.0 - first) * (1.0 - second)) ** 0.5) if odds else 0.0
