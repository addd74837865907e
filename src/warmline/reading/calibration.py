"""
Turns the raw columns of the model into probabilities that mean what they say.

Every chance column has a slope and a shift, fitted on service-like text (Platt scaling), and a
threshold chosen on development sets; amounts have a slope and a shift too. The figures live in the
artefact, not here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

STEEPEST = 60.0
"""Logits beyond this are certain; keeps the exponential from overflowing."""


@dataclass(frozen=True)
class Calibration:
    """Slope and shift of every column, and which columns are amounts."""

    columns: tuple[str, ...]
    slopes: FloatArray
    shifts: FloatArray
    is_amount: npt.NDArray[np.bool_]
    thresholds: Mapping[str, float]
    """Probability from which a label counts as present, by column or `column@language`."""

    def apply(self, raw: FloatArray) -> FloatArray:
        """
        Calibrate raw columns.

        Shapes:
            raw float32 [n, k] -> float32 [n, k]; chances in [0, 1], amounts in [-1, 1].

        Source:
            Platt 1999; temperature scaling, Guo et al. 2017, arXiv:1706.04599.
        """
        chances = sigmoid(raw * self.slopes + self.shifts)
        amounts = np.clip(np.tanh(raw) * self.slopes + self.shifts, -1.0, 1.0)
        return np.where(self.is_amount, amounts, chances).astype(np.float32)

    def threshold(self, column: str, language: str) -> float:
        """Give the probability from which a label counts as present in a language."""
        tongue = language.split("-")[0]
        return self.thresholds.get(f"{column}@{tongue}", self.thresholds.get(column, 0.5))


def sigmoid(logits: npt.NDArray[np.floating]) -> FloatArray:
    """Squash logits into [0, 1]."""
    chances: FloatArray = np.asarray(
        1.0 / (1.0 + np.exp(-np.clip(logits, -STEEPEST, STEEPEST))), dtype=np.float32
    )
    return chances


def calibration_from_json(shape: Mapping[str, object]) -> Calibration:
    """
    Read the calibration out of the artefact's `reader.json`.

    Raises:
        KeyError: a key of the format is missing.
        ValueError: a figure is not a number.
    """
    columns = tuple(str(name) for name in _list(shape["columns"]))
    fits = _mapping(shape["calibration"])
    amounts = {str(name) for name in _list(shape["amounts"])}
    pairs = np.array([[float(str(x)) for x in _list(fits[c])] for c in columns], np.float32)
    thresholds = {k: float(str(v)) for k, v in _mapping(shape["thresholds"]).items()}
    is_amount = np.array([column in amounts for column in columns])
    return Calibration(columns, pairs[:, 0], pairs[:, 1], is_amount, thresholds)


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise ValueError("a list was expected")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ValueError("an object was expected")
    return value
