"""What the heads of signs and calls do on turns of our own conversations kept aside."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from warmline.outcomes.measures import calibration_error, roc_area
from warmline.reading.labels import CALLS, SIGNS
from warmline.reading.onnx_reader import OnnxReader
from warmline.training.sets import is_aside
from warmline.training.turns import read_own_turns

Figures = dict[str, Any]
COLUMNS = (*(f"signs.{sign}" for sign in SIGNS), *(f"calls.{step}" for step in CALLS))


def turn_figures(reader: OnnxReader, lines: Path) -> Figures:
    """Give area under the ROC and calibration error of each column, where turns are labelled."""
    rows = [turn.row for turn in read_own_turns(lines) if is_aside(turn.conversation)]
    columns = reader.probabilities([row.text for row in rows])
    figures: Figures = {}
    for name in COLUMNS:
        truth = np.array([row.labels.get(name, np.nan) for row in rows])
        known = ~np.isnan(truth)
        marks, chances = truth[known] > 0.5, columns[known, reader.columns.index(name)]
        if 0 < marks.sum() < len(marks):
            figures[name] = {
                "turns": int(known.sum()),
                "true": int(marks.sum()),
                "roc_area": round(roc_area(marks, chances), 4),
                "calibration_error": round(calibration_error(marks, chances), 4),
            }
    return figures


def words_of_turns(figures: Mapping[str, Any]) -> Iterator[str]:
    """Say them in a table."""
    yield from ("", "## Own conversations kept aside, turn by turn", "")
    yield "Each turn of the contact read alone. A step counts where its writer accepted no lower"
    yield "one, or only lower ones, and where the message itself brought it about."
    yield from ("", "| head | turns | true | area under ROC | calibration error |")
    yield "|---|---|---|---|---|"
    for name, one in figures.items():
        counts = f"{one['turns']} | {one['true']}"
        yield f"| {name} | {counts} | {one['roc_area']:.3f} | {one['calibration_error']:.3f} |"
