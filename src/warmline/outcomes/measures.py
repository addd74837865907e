"""
Measures agreement between what was predicted and what people labelled.

Plain functions over arrays, without a model and without files. Every figure in the model card and
in `warmline evaluate` comes from here.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.floating]
Marks = npt.NDArray[np.bool_]


def f1_score(truth: Marks, guess: Marks) -> float:
    """
    Give the harmonic mean of precision and recall of one label; 0 when it is never right.

    Shapes:
        truth, guess bool [n].
    """
    right = float(np.sum(truth & guess))
    total = float(np.sum(truth) + np.sum(guess))
    return 2.0 * right / total if right else 0.0


def macro_f1(truth: Marks, guess: Marks) -> float:
    """
    Average F1 over labels, each counting the same.

    Shapes:
        truth, guess bool [n, k].
    """
    return float(np.mean([f1_score(truth[:, k], guess[:, k]) for k in range(truth.shape[1])]))


def pearson(first: Numbers, second: Numbers) -> float:
    """Give the linear correlation of two rows of numbers; 0 when one is constant."""
    one, two = first - first.mean(), second - second.mean()
    scale = float(np.sqrt((one**2).sum() * (two**2).sum()))
    return float((one * two).sum()) / scale if scale > 0 else 0.0


def ranks(values: Numbers) -> Numbers:
    """Give the rank of each value, equal values sharing their mean rank."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[places], dtype=np.float64)


def spearman(first: Numbers, second: Numbers) -> float:
    """Give the correlation of ranks."""
    return pearson(ranks(first), ranks(second))


def roc_area(truth: Marks, score: Numbers) -> float:
    """Give the chance that a positive scores above a negative; 0.5 without both kinds."""
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        return 0.5
    total = float(ranks(score)[truth].sum()) - positives * (positives + 1) / 2.0
    return total / (positives * negatives)


def average_precision(truth: Marks, score: Numbers) -> float:
    """Give the area under precision over recall; 0 without positives."""
    positives = int(truth.sum())
    if not positives:
        return 0.0
    hits = truth[np.argsort(-score, kind="stable")]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].sum()) / positives


def calibration_error(truth: Marks, probability: Numbers, bins: int = 15) -> float:
    """
    Give the expected calibration error of one label.

    Source:
        Equal-width bins: Naeini et al. 2015; Guo et al. 2017, arXiv:1706.04599.
    """
    if not len(truth):
        return 0.0
    place = np.minimum((probability * bins).astype(int), bins - 1)
    error = 0.0
    for number in range(bins):
        inside = place == number
        if inside.any():
            gap = abs(float(truth[inside].mean()) - float(probability[inside].mean()))
            error += gap * float(inside.mean())
    return error


def interval(
    measure: Callable[[npt.NDArray[np.intp]], float],
    count: int,
    *,
    rounds: int = 200,
    seed: int = 7,
) -> tuple[float, float]:
    """
    Give a 95 % interval of a figure by drawing the examples again and again.

    Args:
        measure: the figure for a choice of example numbers.
        count: how many examples there are.
    """
    rng = np.random.default_rng(seed)
    values = [measure(rng.integers(0, count, count)) for _ in range(rounds)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
