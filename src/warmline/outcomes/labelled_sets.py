"""
Measures a reader on labelled files, one plain function per task.

Each takes a file in the form that its set is published in, and gives a JSON object of figures.
"""

import csv
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from warmline.outcomes.faithfulness import evaluate_explain
from warmline.outcomes.measures import (
    average_precision,
    calibration_error,
    f1_score,
    interval,
    macro_f1,
    pearson,
    spearman,
)
from warmline.outcomes.robustness import evaluate_noise
from warmline.outcomes.twins import evaluate_twins
from warmline.reading.labels import BASIC, FEELINGS
from warmline.reading.onnx_reader import MECHANISMS, OnnxReader, Turns

Figures = dict[str, object]


class ColumnReader(Protocol):
    """A reader that gives calibrated columns: the embedded one or the fast one."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of `probabilities`."""

    def threshold(self, column: str, language: str) -> float:
        """Give the probability from which a label counts as present in a language."""

    def probabilities(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """
        Give every calibrated column.

        Shapes:
            float32 [n, k].
        """

    def satisfaction(self, dialogues: Sequence[Turns]) -> list[float]:
        """
        Expect how satisfied the contact is after the last turn of each dialogue.

        Units:
            1 to 5.
        """


URGENT = (
    "request", "medical_help", "search_and_rescue", "missing_people", "water", "food", "fire",
    "floods", "electricity",
)  # fmt: skip
"""The disaster labels that say what help is needed."""

BRIGHTER_LANGUAGES = {
    "chn": "zh", "deu": "de", "eng": "en", "esp": "es", "ptbr": "pt", "ptmz": "pt", "rus": "ru",
    "ukr": "uk", "ron": "ro", "swe": "sv", "afr": "af", "hin": "hi", "mar": "mr", "tat": "tt",
}  # fmt: skip
"""Name of a BRIGHTER file to BCP 47."""


def evaluate_goemotions(path: Path, reader: ColumnReader) -> Figures:
    """Measure the 28 feelings: TSV of text, label numbers, id."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if r]
    truth = np.zeros((len(rows), len(FEELINGS)), np.bool_)
    for number, row in enumerate(rows):
        truth[number, [int(label) for label in row[1].split(",")]] = True
    chances = _columns(reader, [row[0] for row in rows], [f"feelings.{f}" for f in FEELINGS])
    guess = chances >= _thresholds(reader, "feelings", FEELINGS)
    return {
        "messages": len(rows),
        "macro_f1": _round(macro_f1(truth, guess)),
        "macro_f1_interval": _interval(lambda n: macro_f1(truth[n], guess[n]), len(rows)),
        "f1": {f: _round(f1_score(truth[:, k], guess[:, k])) for k, f in enumerate(FEELINGS)},
        "calibration_error": _mean_error(truth, chances),
    }


def evaluate_brighter(path: Path, reader: ColumnReader) -> Figures:
    """Measure the basic feelings of one CSV file, or of every file in a folder."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    results = {file.stem: _brighter_file(file, reader) for file in files}
    return results[files[0].stem] if path.is_file() else {"languages": results}


def _brighter_file(path: Path, reader: ColumnReader) -> Figures:
    rows = _csv(path)
    labels = [name for name in BASIC if rows[0].get(name, "") != ""]
    language = BRIGHTER_LANGUAGES.get(path.stem.split("_")[0], "und")
    truth = np.array([[float(row[name]) > 0 for name in labels] for row in rows])
    texts = [row["text"] for row in rows]
    chances = _columns(reader, texts, [f"basic.{name}" for name in labels])
    limits = [reader.threshold(f"basic.{name}", language) for name in labels]
    guess = chances >= np.array(limits)
    return {
        "messages": len(rows),
        "language": language,
        "macro_f1": _round(macro_f1(truth, guess)),
        "macro_f1_interval": _interval(lambda n: macro_f1(truth[n], guess[n]), len(rows)),
        "f1": {b: _round(f1_score(truth[:, k], guess[:, k])) for k, b in enumerate(labels)},
        "calibration_error": _mean_error(truth, chances),
    }


def evaluate_emobank(path: Path, reader: ColumnReader) -> Figures:
    """Measure valence and arousal: CSV of id, V, A, D, text."""
    rows = _csv(path)
    columns = _columns(reader, [row["text"] for row in rows], ["valence", "arousal"])
    figures: Figures = {"messages": len(rows)}
    for place, (name, key) in enumerate((("valence", "V"), ("arousal", "A"))):
        truth = np.array([float(row[key]) for row in rows])
        guess = columns[:, place].astype(np.float64)
        figures[f"{name}_pearson"] = _round(pearson(truth, guess))
        figures[f"{name}_interval"] = _pair_interval(pearson, truth, guess)
    return figures


def evaluate_disaster(path: Path, reader: ColumnReader) -> Figures:
    """Measure what is asked for in disasters: CSV with a column per label."""
    rows = _csv(path)
    names = [c.partition(".")[2] for c in reader.columns if c.startswith("disaster.")]
    names = [name for name in names if rows[0].get(name, "") != ""]
    chances = _columns(reader, [r["message"] for r in rows], [f"disaster.{n}" for n in names])
    truth = np.array([[row[name] == "1" for name in names] for row in rows])
    each = {n: average_precision(truth[:, k], chances[:, k]) for k, n in enumerate(names)}
    places = [names.index(n) for n in URGENT if n in names]
    return {
        "messages": len(rows),
        "mean_average_precision": _round(float(np.mean([each[names[k]] for k in places]))),
        "mean_average_precision_interval": _interval(
            lambda n: float(
                np.mean([average_precision(truth[n, k], chances[n, k]) for k in places])
            ),
            len(rows),
        ),
        "average_precision": {n: _round(value) for n, value in each.items()},
    }


def evaluate_dch(path: Path, reader: ColumnReader) -> Figures:
    """Measure expected satisfaction against the mean vote: JSONL of dialogues, plain or gzipped."""
    dialogues = list(dch_dialogues(path))
    turns = [one.turns for one in dialogues]
    truth = np.array([one.satisfaction for one in dialogues])
    guess = np.array(reader.satisfaction(turns))
    first = [next((text for author, text in t if author == "contact"), "") for t in turns]
    distress = _columns(reader, first, ["distress"])[:, 0].astype(np.float64)
    return {
        "dialogues": len(dialogues),
        "satisfaction_spearman": _round(spearman(truth, guess)),
        "satisfaction_interval": _pair_interval(spearman, truth, guess),
        "satisfaction_pearson": _round(pearson(truth, guess)),
        "mean_error": _round(float(np.abs(guess - (truth + 3.0)).mean())),
        "distress_of_first_turn_spearman": _round(spearman(truth, -distress)),
    }


@dataclass(frozen=True, slots=True)
class Voted:
    """A dialogue with the mean of what people voted on it."""

    id: str
    turns: Turns
    satisfaction: float
    """Mean vote, -2 to 2."""


def dch_dialogues(path: Path) -> Iterator[Voted]:
    """Read help-desk dialogues with their votes: JSONL, plain or gzipped."""
    for line in _jsonl(path):
        votes = line["votes"]["satisfaction"]
        turns = [(turn["author"], turn["text"]) for turn in line["turns"]]
        yield Voted(str(line["id"]), turns, sum(votes) / len(votes))


def evaluate_uss(path: Path, reader: ColumnReader) -> Figures:
    """
    Measure expected satisfaction per turn: TXT, tab-separated, blank line between dialogues.

    The votes were never trained on: this shows how far the head carries to other dialogues.
    """
    windows, truth = [], []
    for dialogue in uss_dialogues(path):
        for end, (author, _, votes) in enumerate(dialogue, 1):
            if author == "contact" and votes:
                windows.append([(a, text) for a, text, _ in dialogue[:end]])
                truth.append(sum(votes) / len(votes))
    guess = np.array(reader.satisfaction(windows))
    scores = np.array(truth)
    return {
        "turns": len(windows),
        "satisfaction_spearman": _round(spearman(scores, guess)),
        "satisfaction_interval": _pair_interval(spearman, scores, guess),
        "mean_error": _round(float(np.abs(guess - scores).mean())),
    }


def uss_dialogues(path: Path) -> Iterator[list[tuple[str, str, list[int]]]]:
    """Read dialogues of (author, text, votes); turns that nobody voted on have none."""
    turns: list[tuple[str, str, list[int]]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if turns:
                yield turns
            turns = []
            continue
        author, text, *rest = line.split("\t")
        marks = [int(v) for v in rest[-1].split(",") if v.strip()] if rest else []
        turns.append(("contact" if author == "USER" else "assistant", text, marks))


def evaluate_epitome(path: Path, reader: OnnxReader) -> Figures:
    """Measure the mechanisms of empathy: a CSV per mechanism, or the folder of the three."""
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    figures: Figures = {}
    for file in files:
        mechanism = file.stem.replace("_", "-")
        name = next(m for m in MECHANISMS if mechanism.startswith(m))
        rows = _csv(file)
        graded = reader.empathy([(row["seeker_post"], row["response_post"]) for row in rows])
        truth = np.array([int(row["level"]) for row in rows])
        guess = np.array([one[name].level for one in graded])
        figures[name] = {
            "pairs": len(rows),
            "accuracy": _round(float((truth == guess).mean())),
            "macro_f1": _round(_levels_f1(truth, guess)),
        }
    return figures


def _levels_f1(truth: npt.NDArray[np.int_], guess: npt.NDArray[np.int_]) -> float:
    levels = np.arange(3)
    return macro_f1(truth[:, None] == levels, guess[:, None] == levels)


COLUMN_TASKS: Mapping[str, Callable[[Path, ColumnReader], Figures]] = {
    "goemotions": evaluate_goemotions,
    "brighter": evaluate_brighter,
    "emobank": evaluate_emobank,
    "disaster": evaluate_disaster,
    "dch": evaluate_dch,
    "uss": evaluate_uss,
}
"""What any reader with columns can be measured on, the fast one too."""

TASKS: Mapping[str, Callable[[Path, OnnxReader], Figures]] = {
    **COLUMN_TASKS,
    "epitome": evaluate_epitome,
    "explain": evaluate_explain,
    "twins": evaluate_twins,
    "noise": evaluate_noise,
}


def _columns(
    reader: ColumnReader, texts: Sequence[str], names: Sequence[str]
) -> npt.NDArray[np.float32]:
    places = [reader.columns.index(name) for name in names]
    return reader.probabilities(texts)[:, places]


def _thresholds(reader: ColumnReader, head: str, labels: Sequence[str]) -> npt.NDArray[np.floating]:
    return np.array([reader.threshold(f"{head}.{label}", "und") for label in labels])


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _jsonl(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _round(value: float) -> float:
    return round(value, 4)


def _interval(measure: Callable[[npt.NDArray[np.intp]], float], count: int) -> list[float]:
    return [_round(bound) for bound in interval(measure, count)]


def _pair_interval(
    measure: Callable[[npt.NDArray[np.floating], npt.NDArray[np.floating]], float],
    truth: npt.NDArray[np.floating],
    guess: npt.NDArray[np.floating],
) -> list[float]:
    return _interval(lambda n: measure(truth[n], guess[n]), len(truth))


def _mean_error(truth: npt.NDArray[np.bool_], chances: npt.NDArray[np.float32]) -> float:
    errors = [calibration_error(truth[:, k], chances[:, k]) for k in range(truth.shape[1])]
    return _round(float(np.mean(errors)))
