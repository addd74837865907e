"""
Fits what turns raw columns into honest figures: Platt slopes, and thresholds by cross-validation.

Works on plain arrays. The choice of the texts that each column is fitted on is made in `calibrate`.
"""

import numpy as np
import numpy.typing as npt

from warmline.outcomes.measures import f1_score

Logits = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

FOLDS = 5


def fit_platt(logits: Logits, truth: Marks, pull: float = 1.0) -> tuple[float, float]:
    """
    Fit slope and shift of a logistic curve by Newton's method.

    Args:
        pull: strength of the pull towards slope 1 and shift 0, in examples.

    Source:
        Platt 1999, with a Gaussian prior instead of his smoothed targets.
    """
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    prior = np.array([1.0, 0.0])
    weights = prior.copy()
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ weights, -40, 40)))
        gradient = design.T @ (chance - truth) + pull * (weights - prior)
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + pull * np.eye(2)
        step = np.linalg.solve(curve, gradient)
        weights = weights - np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-6:
            break
    return float(max(0.05, weights[0])), float(weights[1])


def fit_line(raw: Logits, truth: Logits) -> tuple[float, float]:
    """Fit slope and shift of an amount by least squares; the slope stays positive."""
    spread = float(raw.var())
    if len(raw) < 10 or spread < 1e-9:
        return 1.0, 0.0
    slope = float(((raw - raw.mean()) * (truth - truth.mean())).mean()) / spread
    slope = min(5.0, max(0.1, slope))
    return slope, float(truth.mean() - slope * raw.mean())


def best_threshold(chances: Logits, truth: Marks) -> float:
    """
    Choose the threshold with the best F1, averaged over its neighbours so that one lucky example
    does not decide.
    """
    places = np.unique(np.quantile(chances, np.linspace(0.2, 0.999, 160)))
    if not truth.any() or len(places) < 3:
        return 0.5
    scores = np.array([f1_score(truth, chances >= place) for place in places])
    width = 5
    padded = np.pad(scores, width // 2, mode="edge")
    smooth = np.convolve(padded, np.ones(width) / width, mode="valid")
    return float(places[int(smooth.argmax())])


def cross_thresholds(chances: Logits, truth: Marks, seed: int = 7) -> tuple[float, Marks]:
    """
    Choose a threshold by cross-validation.

    Returns:
        the threshold to ship (mean over folds), and for each example the verdict of the threshold
        that was chosen without it.
    """
    order = np.random.default_rng(seed).permutation(len(chances))
    verdicts = np.zeros(len(chances), np.bool_)
    chosen = []
    for fold in range(FOLDS):
        held = order[fold::FOLDS]
        rest = np.setdiff1d(order, held)
        threshold = best_threshold(chances[rest], truth[rest])
        verdicts[held] = chances[held] >= threshold
        chosen.append(threshold)
    return float(np.mean(chosen)), verdicts


def threshold_for_alarms(calm: Logits, most: float) -> float:
    """Give the lowest threshold that raises alarm on at most a share of calm messages."""
    return float(np.quantile(calm, 1.0 - most)) + 1e-6
