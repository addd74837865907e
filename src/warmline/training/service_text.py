"""
Measures the heads of our own lines where they work: on messages as people write them to a company.

Per head and language: F1, recall and calibration with 95 % intervals; how often each kind of line
(sarcastic, understated, in dialect) is misjudged. Emergencies are calibrated among calm messages of
the public sets, since most messages are calm. Distress is a share and has no verdict.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from warmline.outcomes.measures import calibration_error, interval, macro_f1
from warmline.reading.labels import ASKS, EMERGENCY_KINDS, NEEDS, VULNERABILITY
from warmline.reading.onnx_reader import OnnxReader
from warmline.training.calibrate import truth_of
from warmline.training.sets import Row, is_aside, read_own_lines

Figures = dict[str, object]
Table = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

HEADS: Mapping[str, tuple[str, ...]] = {
    "emergency": ("emergency",),
    "emergency kinds": tuple(f"emergency.kinds.{name}" for name in EMERGENCY_KINDS),
    "vulnerability": tuple(f"vulnerability.{name}" for name in VULNERABILITY),
    "needs": tuple(f"needs.{name}" for name in NEEDS),
    "asks": tuple(f"asks.{name}" for name in ASKS),
    "abuse": ("abuse",),
}
JUDGED_BY_NOTE = ("emergency", "vulnerability", "asks", "abuse")
LANGUAGES = ("all", "en", "zh", "es, de, fr")
BINS = 10
LEAST_NOTED = 8
"""Fewer lines of a kind say nothing of the kind."""
SAME_NOTE = {
    "code-switching": "code-switched", "typo": "misspelt", "spoken": "dialect",
    "lookalike": "look-alike", "near": "near miss", "joke": "humour", "jocular": "humour",
    "idiom": "figurative", "other meaning": "homonym", "other-person": "about somebody else",
    "third-person": "about somebody else", "planned": "hypothetical",
}  # fmt: skip
"""Notes of many hands that mean one thing."""


@dataclass(frozen=True)
class Judged:
    """Rows with what is true of them and what the reader gives."""

    rows: tuple[Row, ...]
    columns: Table
    """[n, all columns]"""

    def of(self, language: str) -> "Judged":
        """Only the rows in a language."""
        places = [n for n, row in enumerate(self.rows) if _speaks(row, language)]
        return Judged(tuple(self.rows[n] for n in places), self.columns[places])


def _speaks(row: Row, language: str) -> bool:
    if language == "all":
        return True
    tongue = tongue_of(row)
    return tongue in language.split(", ")


def tongue_of(row: Row) -> str:
    """Give the language of one of our own lines or of a calm message."""
    name = row.origin.rpartition("-")[2]
    return name if len(name) == 2 else "en"


def service_figures(reader: OnnxReader, lines: Path, calm: Sequence[Row]) -> Figures:
    """
    Measure every head of our own lines on the tenth kept aside.

    Args:
        calm: messages of the public sets without danger, not trained on.
    """
    noted = [(row, note) for identity, row, note in read_own_lines(lines) if is_aside(identity)]
    own = _judged(reader, [row for row, _ in noted])
    quiet = _judged(reader, calm)
    figures: Figures = {
        head: {
            language: _head(reader, own.of(language), quiet.of(language), head)
            for language in LANGUAGES
        }
        for head in HEADS
    }
    figures["distress"] = {language: _distress(reader, own.of(language)) for language in LANGUAGES}
    return {
        "heads": figures,
        "errors_by_note": errors_by_note(
            [SAME_NOTE.get(note, note) for _, note in noted], _mistakes(reader, own)
        ),
    }


def _judged(reader: OnnxReader, rows: Sequence[Row]) -> Judged:
    columns = reader.probabilities([row.text for row in rows])
    return Judged(tuple(rows), np.asarray(columns, np.float64))


def _head(reader: OnnxReader, own: Judged, calm: Judged, head: str) -> Figures:
    truth, chances, verdict = _tables(reader, own, head)
    if not truth.any():
        return {"lines": len(truth), "true": 0}
    figures = verdict_figures(truth, verdict)
    if head == "emergency" and calm.rows:
        _, quiet, _ = _tables(reader, calm, head)
        truth = np.concatenate([truth, np.zeros(quiet.shape, np.bool_)])
        chances = np.concatenate([chances, quiet])
    return figures | calibration_figures(truth, chances)


def _tables(reader: OnnxReader, judged: Judged, head: str) -> tuple[Marks, Table, Marks]:
    names = HEADS[head]
    places = [reader.columns.index(name) for name in names]
    truth = np.stack([truth_of(judged.rows, name) > 0.5 for name in names], axis=1)
    chances = judged.columns[:, places]
    limits = [[reader.threshold(name, tongue_of(row)) for name in names] for row in judged.rows]
    return truth, chances, chances >= np.array(limits).reshape(chances.shape)


def verdict_figures(truth: Marks, verdict: Marks) -> Figures:
    """
    Give macro-F1 over the labels that occur, and recall over all true marks, with intervals.

    Shapes:
        bool [n, k].
    """
    occurs = truth.any(0)
    truth, verdict = truth[:, occurs], verdict[:, occurs]

    def recall(chosen: npt.NDArray[np.intp]) -> float:
        found = truth[chosen] & verdict[chosen]
        return float(found.sum()) / max(1.0, float(truth[chosen].sum()))

    return {
        "lines": len(truth),
        "true": int(truth.sum()),
        "f1": _told(lambda n: macro_f1(truth[n], verdict[n]), len(truth)),
        "recall": _told(recall, len(truth)),
    }


def calibration_figures(truth: npt.NDArray, chances: Table) -> Figures:
    """
    Give the expected calibration error, its mean over labels, and the pooled bins for a plot.

    Shapes:
        truth bool or share [n, k]; chances [n, k].
    """

    def error(chosen: npt.NDArray[np.intp]) -> float:
        each = [calibration_error(truth[chosen, k], chances[chosen, k]) for k in range(labels)]
        return float(np.mean(each))

    labels = truth.shape[1]
    return {
        "judged": len(truth),
        "calibration_error": _widened(_told(error, len(truth))),
        "bins": bins_of(truth.ravel(), chances.ravel()),
    }


def _widened(told: list[float]) -> list[float]:
    """
    Let the interval reach as far down as up: drawing again adds luck, and luck only adds error.

    Drawn errors lie above the figure itself, so their lower bound would say too much.
    """
    error, _, high = told
    return [error, round(max(0.0, 2 * error - high), 4), high]


def bins_of(truth: npt.NDArray, chances: Table) -> list[list[float]]:
    """Give (mean said, mean found, how many) of each bin of equal width that holds anything."""
    place = np.minimum((chances * BINS).astype(int), BINS - 1)
    bins = []
    for number in range(BINS):
        inside = place == number
        if inside.any():
            said, found = float(chances[inside].mean()), float(truth[inside].mean())
            bins.append([round(said, 4), round(found, 4), int(inside.sum())])
    return bins


def _distress(reader: OnnxReader, own: Judged) -> Figures:
    truth = truth_of(own.rows, "distress")
    known = ~np.isnan(truth)
    guess = own.columns[known, reader.columns.index("distress")]
    miss = np.abs(guess - truth[known])
    return {
        "lines": int(known.sum()),
        "mean_error": _told(lambda n: float(miss[n].mean()), len(miss)),
        "correlation": round(float(np.corrcoef(guess, truth[known])[0, 1]), 4),
    } | calibration_figures(truth[known][:, None], guess[:, None])


def _mistakes(reader: OnnxReader, own: Judged) -> dict[str, Table]:
    """What went wrong with each line: misjudged heads as 0 or 1, distress as a distance."""
    wrong = {}
    for head in JUDGED_BY_NOTE:
        truth, _, verdict = _tables(reader, own, head)
        wrong[head] = (truth != verdict).any(1).astype(np.float64)
    guess = own.columns[:, reader.columns.index("distress")]
    wrong["distress"] = np.abs(guess - truth_of(own.rows, "distress"))
    return wrong


def errors_by_note(notes: Sequence[str], mistakes: Mapping[str, Table]) -> Figures:
    """
    Give the share of lines misjudged, by kind of line; "" is for lines without a note.

    Args:
        notes: the kind of each of n lines.
        mistakes: per head n numbers, 0 where nothing went wrong.
    """
    figures: Figures = {}
    for note in sorted(set(notes)):
        chosen = np.array([one == note for one in notes])
        if chosen.sum() >= LEAST_NOTED:
            figures[note] = {"lines": int(chosen.sum())} | {
                head: _told(_mean_of(wrong[chosen]), int(chosen.sum()))
                for head, wrong in mistakes.items()
            }
    return figures


def _mean_of(values: Table) -> Callable[[npt.NDArray[np.intp]], float]:
    return lambda chosen: float(np.nanmean(values[chosen]))


def _told(measure: Callable[[npt.NDArray[np.intp]], float], count: int) -> list[float]:
    """A figure with its 95 % interval: [figure, low, high]."""
    low, high = interval(measure, count)
    return [round(one, 4) for one in (measure(np.arange(count)), low, high)]
