"""A reading in words: what stands above its line, and what it was read by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from warmline.reading.reading import Reading
from warmline.web.plots import step_of
from warmline.web.words import Words

SHOWN_AT = 0.5
"""Calibrated: more likely than not. Feelings have thresholds of their own in the artefact."""
SHOWN_FEELINGS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    """One reading as the desk shows it on demand."""

    lines: tuple[tuple[str, str], ...]
    """Label and value, in words."""
    source: str
    """Which reader, and what a reading is worth."""


def compose_reading(
    reading: Reading, text: str, reasons: Sequence[str], words: Words
) -> ReadingView:
    """
    Put a reading into words.

    Args:
        reading: of one message.
        text: the masked message, for the words that cues point to.
        reasons: of the decision that followed, in words.
        words: the language of whoever looks.
    """
    present = sorted(reading.feelings_present, key=lambda one: -reading.feelings[one])
    feelings = [words(f"feeling.{one}") for one in present[:SHOWN_FEELINGS]]
    cues = dict.fromkeys(f"“{text[cue.start : cue.end]}”" for cue in reading.cues)
    step = words(f"distress.{step_of(reading.distress)}")
    lines = [
        ("distress", f"{step} ({reading.distress:.2f})"),
        ("feelings", _joined(feelings, words)),
        ("asks", _joined(_above(reading.asks, "ask", words), words)),
        ("needs", _joined(_above(reading.needs, "need", words), words)),
        ("vulnerability", _joined(_above(reading.vulnerability, "driver", words), words)),
        ("danger", _danger(reading, words)),
        ("cues", _joined(list(cues), words)),
        ("reasons", _joined(list(reasons), words)),
    ]
    shown = tuple((words(f"reading.{key}"), value) for key, value in lines if value)
    source = "reading.degraded" if reading.degraded else "reading.model"
    return ReadingView(lines=shown, source=words(source, model=reading.model))


def _above(head: Mapping[str, float], prefix: str, words: Words) -> list[str]:
    return [words(f"{prefix}.{label}") for label, value in head.items() if value >= SHOWN_AT]


def _danger(reading: Reading, words: Words) -> str:
    if reading.emergency < SHOWN_AT:
        return ""
    kind = max(reading.emergency_kinds, key=lambda one: reading.emergency_kinds[one])
    return f"{words(f'danger.{kind}')} ({reading.emergency:.2f})"


def _joined(parts: list[str], words: Words) -> str:
    return ("、" if words.language == "zh" else ", ").join(parts)
