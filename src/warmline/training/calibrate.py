"""
Calibrates the exported model and chooses its thresholds.

The quantised model itself is asked, not the network it came from. Feelings, basic feelings and
disaster labels are fitted on the development parts; the heads of our own lines on a slice of the
lines that was not trained on, mixed with calm service messages, since that is where they work.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from warmline.outcomes.labelled_sets import BRIGHTER_LANGUAGES
from warmline.reading.labels import BASIC, FEELINGS
from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.static_reader import StaticReader
from warmline.training.columns import GROUPS, SHIPPED
from warmline.training.fitting import (
    cross_thresholds,
    fit_line,
    fit_platt,
    threshold_for_alarms,
)
from warmline.training.sets import (
    Row,
    is_slice,
    read_brighter,
    read_dch,
    read_disaster,
    read_emobank,
    read_goemotions,
    read_intents,
    read_own_lines,
)
from warmline.training.turns import read_own_turns

AnyReader = OnnxReader | StaticReader

PROMISED = frozenset({"chn", "eng", "deu", "esp", "ptbr", "rus", "ukr", "ron", "swe"})
"""BRIGHTER languages that basic feelings are calibrated on."""
OWN_HEADS = (
    "emergency", "emergency.kinds", "vulnerability", "needs", "asks", "abuse", "distress", "signs",
    "calls",
)  # fmt: skip
MOST_ALARMS = 0.01
"""Share of calm messages that may look like an emergency: half of what the design allows."""
LINE_LANGUAGES = ("en", "zh")
LEAST_POSITIVES = 12
CALM_MESSAGES = 1500
SHY_THRESHOLD, SHY_POSITIVES = 0.4, 10.0
"""With few positives a chosen threshold is luck: it is pulled to this, as by so many examples."""


@dataclass
class Fit:
    """Slopes, shifts and thresholds, by column."""

    curves: dict[str, tuple[float, float]] = field(
        default_factory=lambda: dict.fromkeys(SHIPPED, (1.0, 0.0))
    )
    thresholds: dict[str, float] = field(default_factory=dict)


def amount_columns() -> list[str]:
    """Name the shipped columns that are amounts."""
    return [c for g in GROUPS if g.ships and g.kind == "amount" for c in g.columns]


def truth_of(rows: Sequence[Row], column: str) -> npt.NDArray[np.float64]:
    """Give the labels of one column, NaN where unknown."""
    return np.array([row.labels.get(column, np.nan) for row in rows], np.float64)


def fit_all(reader: AnyReader, folder: Path, lines: Path) -> Fit:
    """Fit every shipped column of a model that is not calibrated yet."""
    fit = Fit()
    _fit_chances(
        fit, reader, list(read_goemotions(folder, "dev")), [f"feelings.{f}" for f in FEELINGS]
    )
    _fit_basic(fit, reader, folder)
    rows = list(read_disaster(folder, "dev"))
    _fit_chances(fit, reader, rows, [c for c in SHIPPED if c.startswith("disaster.")])
    _fit_amounts(fit, reader, list(read_emobank(folder, "dev")), ["arousal"])
    _fit_own(fit, reader, folder, lines)
    _fit_satisfaction(fit, reader, folder)
    return fit


def _raw(reader: AnyReader, rows: Sequence[Row]) -> npt.NDArray[np.float64]:
    return reader.raw_columns([row.text for row in rows]).astype(np.float64)


def _fit_chances(fit: Fit, reader: AnyReader, rows: Sequence[Row], names: Sequence[str]) -> None:
    raw = _raw(reader, rows)
    for name in names:
        _fit_chance(fit, name, raw[:, SHIPPED.index(name)], truth_of(rows, name))


def _fit_chance(
    fit: Fit, name: str, raw: npt.NDArray[np.float64], truth: npt.NDArray[np.float64]
) -> None:
    known = ~np.isnan(truth)
    marks = truth[known] > 0.5
    if marks.sum() < 5:
        return
    slope, shift = fit_platt(raw[known], marks)
    fit.curves[name] = (slope, shift)
    chances = 1.0 / (1.0 + np.exp(-(slope * raw[known] + shift)))
    chosen, _ = cross_thresholds(chances, marks)
    share = marks.sum() / (marks.sum() + SHY_POSITIVES)
    fit.thresholds[name] = float(share * chosen + (1 - share) * SHY_THRESHOLD)


def _fit_basic(fit: Fit, reader: AnyReader, folder: Path) -> None:
    rows = [
        row
        for row in read_brighter(folder, "dev", tuple(PROMISED))
        if any(name.startswith("basic.") for name in row.labels)
    ]
    names = [f"basic.{b}" for b in BASIC]
    raw = _raw(reader, rows)
    for name in names:
        column, truth = raw[:, SHIPPED.index(name)], truth_of(rows, name)
        _fit_chance(fit, name, column, truth)
        slope, shift = fit.curves[name]
        for language in sorted(PROMISED):
            is_of = np.array([row.origin == f"brighter-{language}" for row in rows])
            known = is_of & ~np.isnan(truth)
            if (truth[known] > 0.5).sum() < 10:
                continue
            chances = 1.0 / (1.0 + np.exp(-(slope * column[known] + shift)))
            own, _ = cross_thresholds(chances, truth[known] > 0.5)
            key = f"{name}@{BRIGHTER_LANGUAGES[language]}"
            fit.thresholds[key] = 0.7 * own + 0.3 * fit.thresholds[name]


def _fit_amounts(fit: Fit, reader: AnyReader, rows: Sequence[Row], names: Sequence[str]) -> None:
    raw = np.tanh(_raw(reader, rows))
    for name in names:
        fit.curves[name] = fit_line(raw[:, SHIPPED.index(name)], truth_of(rows, name))


def calm_rows(folder: Path, part: str = "train") -> list[Row]:
    """Give ordinary service messages, in English and Chinese, mixed by hash of the text."""
    rows = [row for row in read_intents(folder) if row.origin != "clinc150-dev"]
    for language in ("en", "zh"):
        for dialogue in read_dch(folder, part, language):
            rows += [
                Row(text, f"dch-{language}")
                for author, text in dialogue.turns
                if author == "contact"
            ]
    return sorted(rows, key=lambda row: hashlib.sha256(row.text.encode()).hexdigest())


def _fit_own(fit: Fit, reader: AnyReader, folder: Path, lines: Path) -> None:
    rows = [row for identity, row, _ in read_own_lines(lines) if is_slice(identity)]
    rows += [turn.row for turn in read_own_turns(lines) if is_slice(turn.conversation)]
    raw = _raw(reader, rows)
    calm = _raw(reader, calm_rows(folder)[:CALM_MESSAGES])
    for group in (g for g in GROUPS if g.name in OWN_HEADS):
        for name in group.columns:
            place = SHIPPED.index(name)
            if group.name == "distress":
                fit.curves[name] = _fit_distress(raw[:, place], truth_of(rows, name))
            elif group.name == "emergency":
                everything = np.concatenate([raw[:, place], calm[:, place]])
                truth = np.concatenate([truth_of(rows, name), np.zeros(len(calm))])
                _fit_chance(fit, name, everything, truth)
                slope, shift = fit.curves[name]
                alarms = threshold_for_alarms(calm[:, place], MOST_ALARMS)
                least = 1.0 / (1.0 + np.exp(-(slope * alarms + shift)))
                fit.thresholds[name] = max(float(least), min(0.5, fit.thresholds[name]))
            else:
                _fit_chance(fit, name, raw[:, place], truth_of(rows, name))
                _fit_by_language(fit, name, rows, raw[:, place])
    _fit_amounts(fit, reader, rows, ["valence"])


def _fit_by_language(
    fit: Fit, name: str, rows: Sequence[Row], raw: npt.NDArray[np.float64]
) -> None:
    """Give a language with lines enough a threshold of its own, pulled to the common one."""
    slope, shift = fit.curves[name]
    chances = 1.0 / (1.0 + np.exp(-(slope * raw + shift)))
    marks = truth_of(rows, name) > 0.5
    for language in LINE_LANGUAGES:
        is_of = np.array([row.origin == f"own-{language}" for row in rows])
        count = int(marks[is_of].sum())
        if count >= LEAST_POSITIVES and name in fit.thresholds:
            chosen, _ = cross_thresholds(chances[is_of], marks[is_of])
            share = count / (count + 2 * SHY_POSITIVES)
            common = fit.thresholds[name]
            fit.thresholds[f"{name}@{language}"] = float(share * chosen + (1 - share) * common)


def _fit_distress(
    raw: npt.NDArray[np.float64], truth: npt.NDArray[np.float64]
) -> tuple[float, float]:
    """Distress is a soft mark: fit the curve to shares, each line as two weighted examples."""
    known = ~np.isnan(truth)
    share = np.clip(truth[known], 0.01, 0.99)
    logits = np.log(share / (1 - share))
    slope, shift = fit_line(raw[known], logits)
    return slope, shift


def _fit_satisfaction(fit: Fit, reader: AnyReader, folder: Path) -> None:
    place = SHIPPED.index("satisfaction")
    raw, truth = [], []
    for language in ("zh", "en"):
        dialogues = list(read_dch(folder, "dev", language))
        raw.append(np.tanh(reader.raw_windows([d.turns for d in dialogues])[:, place]))
        truth.append(np.array([d.satisfaction / 2.0 for d in dialogues]))
    slope, shift = fit_line(
        np.concatenate(raw).astype(np.float64), np.concatenate(truth).astype(np.float64)
    )
    fit.curves["satisfaction"] = (slope, shift)


def write_card(folder: Path, fit: Fit, name: str, extra: dict[str, object] | None = None) -> None:
    """
    Write `reader.json`: what the runtime needs besides the weights.

    Hashes are taken of the files as they lie in the folder.
    """
    files = [
        p for p in sorted(folder.iterdir()) if p.suffix == ".onnx" or p.name == "tokenizer.json"
    ]
    (folder / "reader.json").write_text(card_text(fit, name, files, extra or {}), encoding="utf-8")


def card_text(fit: Fit, name: str, files: Sequence[Path], extra: dict[str, object]) -> str:
    """Say what a reader's columns are, how they are calibrated, and which files belong to it."""
    shape = {
        "name": name,
        "columns": list(SHIPPED),
        "amounts": amount_columns(),
        "calibration": {c: [round(x, 5) for x in pair] for c, pair in fit.curves.items()},
        "thresholds": {c: round(t, 4) for c, t in sorted(fit.thresholds.items())},
        "hashes": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
    } | extra
    return json.dumps(shape, ensure_ascii=False, indent=1) + "\n"
