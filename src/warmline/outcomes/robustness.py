"""
What do slips, missing marks, capitals, other characters and long openings cost the reader?

Our own lines that were kept aside are spoilt by each noise and read again; recall is compared on
the very lines that the noise changed. Chance is seeded by noise and line: same file, same figures.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from warmline.outcomes.measures import Marks, interval
from warmline.outcomes.noise import LENGTHS, NOISES, Noise, surround
from warmline.reading.labels import ASKS
from warmline.reading.onnx_reader import OnnxReader

Figures = dict[str, object]

HEADS = {"emergency": ("emergency",), "asks": tuple(f"asks.{name}" for name in ASKS)}
MOST_LINES = 600
"""Enough for intervals of two points in a hundred, read in a few minutes by two cores."""
LEAST_LINES = 10
LANGUAGES = ("all", "en", "zh")


@dataclass(frozen=True, slots=True)
class Line:
    """One of our own lines, as far as recall needs it."""

    id: str
    text: str
    language: str
    emergency: bool
    asks: frozenset[str]


def is_aside(identity: str) -> bool:
    """Whether a line is kept aside for measuring: a tenth, by hash of its id (lines/README.md)."""
    return int(hashlib.sha256(identity.encode()).hexdigest(), 16) % 10 == 0


def read_aside(path: Path) -> list[Line]:
    """
    Read the kept-aside lines of one file, or of a folder of such files; at most `MOST_LINES`.

    Lines with a danger or an ask come first, since recall is counted on them.

    Raises:
        ValueError: there are none.
    """
    files = sorted(path.glob("*/*.jsonl")) if path.is_dir() else [path]
    rows = [json.loads(row) for file in files for row in file.read_text("utf-8").splitlines()]
    lines = [
        Line(
            row["id"],
            row["text"],
            row["language"],
            row["emergency"] is not None,
            frozenset(row["asks"]),
        )
        for row in rows
        if is_aside(row["id"])
    ]
    if not lines:
        raise ValueError
    lines.sort(key=lambda line: (not (line.emergency or line.asks), _hash(line.id)))
    return lines[:MOST_LINES]


def _hash(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()


def spoil(line: Line, noise: Noise) -> Line:
    """Put one noise on a line; the same noise gives the same line every time."""
    if noise.languages and line.language not in noise.languages:
        return line
    changed = noise.change(line.text, noise.rate, Random(f"{noise.name} {line.id}"))
    return replace(line, text=changed) if changed.strip() else line


def evaluate_noise(path: Path, reader: OnnxReader) -> Figures:
    """
    Measure the recall that each noise costs: JSONL of own lines, or the folder of them.

    Returns:
        per noise and language the lines that it changed; recall of emergencies and of asks on them
        before and after, the difference with a 95 % interval over lines, and false alarms.
    """
    lines = read_aside(path)
    before = _verdicts(lines, reader)
    spoils: dict[str, Callable[[Line], Line]] = {
        **{noise.name: _spoiler(noise) for noise in NOISES},
        **{name: _lengthener(count) for name, count in LENGTHS.items()},
    }
    figures: Figures = {"lines": len(lines)}
    for name, change in spoils.items():
        spoilt = [change(line) for line in lines]
        places = [n for n, line in enumerate(lines) if spoilt[n].text != line.text]
        after = _verdicts([spoilt[n] for n in places], reader) if places else {}
        figures[name] = {
            language: _compared(
                [lines[n] for n in places],
                {head: marks[places] for head, marks in before.items()},
                after,
                language=language,
            )
            for language in LANGUAGES
        }
    return figures


def _spoiler(noise: Noise) -> Callable[[Line], Line]:
    return lambda line: spoil(line, noise)


def _lengthener(sentences: int) -> Callable[[Line], Line]:
    return lambda line: replace(line, text=surround(line.text, line.language, sentences))


def _verdicts(lines: Sequence[Line], reader: OnnxReader) -> dict[str, Marks]:
    """What the reader says of each line, per head [n, k], by the thresholds that ship."""
    rows = reader.probabilities([line.text for line in lines])
    return {
        head: np.stack(
            [
                rows[:, reader.columns.index(name)]
                >= np.array([reader.threshold(name, line.language) for line in lines])
                for name in names
            ],
            axis=1,
        )
        for head, names in HEADS.items()
    }


def _truth(lines: Sequence[Line], head: str) -> Marks:
    if head == "emergency":
        return np.array([[line.emergency] for line in lines], np.bool_)
    return np.array([[name in line.asks for name in ASKS] for line in lines], np.bool_)


def _compared(
    lines: Sequence[Line],
    before: dict[str, Marks],
    after: dict[str, Marks],
    *,
    language: str,
) -> Figures:
    chosen = np.array([language in ("all", line.language) for line in lines], np.bool_)
    figures: Figures = {"lines": int(chosen.sum())}
    for head in HEADS if chosen.any() else ():
        truth = _truth(lines, head)[chosen]
        first, second = before[head][chosen], after[head][chosen]
        if truth.any(1).sum() >= LEAST_LINES:
            figures[head] = change_of_recall(truth, first, second)
    return figures


def change_of_recall(truth: Marks, before: Marks, after: Marks) -> Figures:
    """
    Compare two verdicts on the same lines.

    Shapes:
        all bool [n, k].
    """

    def change(chosen: npt.NDArray[np.intp]) -> float:
        return recall(truth[chosen], after[chosen]) - recall(truth[chosen], before[chosen])

    count = len(truth)
    low, high = interval(change, count)
    return {
        "true": int(truth.sum()),
        "recall": round(recall(truth, after), 4),
        "change": round(change(np.arange(count)), 4),
        "interval": [round(low, 4), round(high, 4)],
        "false": round(_falseness(truth, after), 4),
        "false_change": round(_falseness(truth, after) - _falseness(truth, before), 4),
    }


def recall(truth: Marks, guess: Marks) -> float:
    """Give the share of true marks that were found; 1 where there is nothing to find."""
    return float((truth & guess).sum()) / float(truth.sum()) if truth.any() else 1.0


def _falseness(truth: Marks, guess: Marks) -> float:
    """The share of lines in which something is said that is not there."""
    return float((guess & ~truth).any(1).mean())
