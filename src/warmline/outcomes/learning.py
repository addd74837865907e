"""
Learns a scorecard from labels: a logistic regression whose points are never negative.

What the labels do not show to make things worse gets no points, so the card stays monotone
whatever it was shown. Its chances are the labels' own rates (maximum likelihood, softly drawn to
zero); figures come from labels that the fit has not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from warmline.errors import LabelsTooFew
from warmline.moments.features import FEATURES
from warmline.moments.scorecard import Scorecard
from warmline.outcomes.measures import Marks, calibration_error, roc_area
from warmline.outcomes.tuning import FEWEST, FEWEST_OF_A_KIND, FOLDS

Matrix = npt.NDArray[np.float64]

SOFTNESS = 10.0
"""Half the squared points cost this much of log likelihood: 10 and 1 do the same on DCH dev, and
with a house's own few dozen labels 10 keeps one odd conversation from writing the card."""
SWEEPS = 300
STILL = 1e-7  # points that move less than this have settled
LEAST_POINTS = 0.05  # fewer change a chance by about one in a hundred, and only blur the reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One moment with what came of it."""

    conversation_id: str
    """Lessons of one conversation stay together when some are kept aside."""
    features: tuple[float, ...]
    """In the order of FEATURES."""
    is_bad: bool
    """A person was needed, or the conversation went wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The card, and what cards did on lessons that they had not seen."""

    card: Scorecard
    lessons: int
    bad: int
    area: float
    """Under the ROC, kept aside."""
    area_of_distress: float
    """The same for the level of distress alone."""
    calibration_error: float
    """Kept aside."""
    precision: float | None
    """Of the hand-offs that the card would ask for, kept aside."""
    recall: float | None
    called: int


def learn(lessons: Sequence[Lesson], *, miss_cost: float) -> Learned:
    """
    Fit a card, and measure cards fitted on four fifths of the conversations on the fifth.

    Args:
        lessons: at least FEWEST, with FEWEST_OF_A_KIND bad and as many good ones.
        miss_cost: how many needless hand-offs one miss is worth, above 0.

    Raises:
        LabelsTooFew: nothing could be told from so few.
    """
    _check_enough(lessons)
    rows = np.array([one.features for one in lessons], np.float64)
    truth = np.array([one.is_bad for one in lessons], np.bool_)
    chances = _kept_aside(lessons, rows, truth)
    card = card_of(*fit(rows, truth), miss_cost=miss_cost)
    called = chances >= card.hand_off
    hits = int((called & truth).sum())
    return Learned(
        card=card,
        lessons=len(lessons),
        bad=int(truth.sum()),
        area=roc_area(truth, chances),
        area_of_distress=roc_area(truth, rows[:, tuple(FEATURES).index("distress")]),
        calibration_error=calibration_error(truth, chances),
        precision=hits / int(called.sum()) if called.any() else None,
        recall=hits / int(truth.sum()),
        called=int(called.sum()),
    )


def fit(rows: Matrix, truth: Marks | Matrix, *, softness: float = SOFTNESS) -> tuple[float, Matrix]:
    """
    Fit bias and points by Newton's steps along one coordinate after another.

    Args:
        truth: yes or no, or how much of a yes, in [0, 1].
        softness: how strongly points are drawn to zero.

    Shapes:
        rows float64 [n, k], each in [0, 1]; truth bool or float64 [n];
        points float64 [k], 0 or more.

    Source:
        Coordinate descent under bounds: Friedman, Hastie and Tibshirani 2010, J. Stat. Softw. 33.
    """
    bias, points = 0.0, np.zeros(rows.shape[1])
    total = np.zeros(len(rows))
    for _ in range(SWEEPS):
        before = points.copy()
        slope, bend = _course(total, truth)
        step = slope.sum() / bend.sum()
        bias, total = bias - step, total - step
        for place in range(rows.shape[1]):
            column = rows[:, place]
            slope, bend = _course(total, truth)
            down = slope @ column + softness * points[place]
            moved = max(0.0, points[place] - down / (bend @ column**2 + softness))
            total += (moved - points[place]) * column
            points[place] = moved
        if max(abs(step), np.abs(points - before).max()) < STILL:
            break
    return bias, points


def card_of(bias: float, points: Matrix, *, miss_cost: float) -> Scorecard:
    """
    A card that hands off where a miss is expected to cost as much as a needless hand-off.

    An offer is taken to cost half a needless hand-off, plainer words a quarter; numbers are
    rounded as they are written.
    """
    return Scorecard(
        bias=round(float(bias), 3),
        points=MappingProxyType(
            {
                name: round(float(value), 3)
                for name, value in zip(FEATURES, points, strict=True)
                if value >= LEAST_POINTS
            }
        ),
        soften=round(1.0 / (1.0 + 4.0 * miss_cost), 3),
        offer=round(1.0 / (1.0 + 2.0 * miss_cost), 3),
        hand_off=round(1.0 / (1.0 + miss_cost), 3),
    )


def _course(total: Matrix, truth: Marks | Matrix) -> tuple[Matrix, Matrix]:
    """Slope and bend of the loss, by lesson."""
    chance = 1.0 / (1.0 + np.exp(-total))
    return chance - truth, np.maximum(chance * (1.0 - chance), 1e-9)


def _kept_aside(lessons: Sequence[Lesson], rows: Matrix, truth: Marks) -> Matrix:
    """The chance of each lesson by a card that has not seen its conversation."""
    known = {id: number for number, id in enumerate(sorted({x.conversation_id for x in lessons}))}
    folds = np.array([known[one.conversation_id] % FOLDS for one in lessons])
    chances = np.zeros(len(lessons))
    for fold in range(FOLDS):
        aside = folds == fold
        if aside.any() and not aside.all():
            bias, points = fit(rows[~aside], truth[~aside])
            chances[aside] = 1.0 / (1.0 + np.exp(-(rows[aside] @ points + bias)))
    return chances


def _check_enough(lessons: Sequence[Lesson]) -> None:
    bad = sum(one.is_bad for one in lessons)
    if len(lessons) < FEWEST or min(bad, len(lessons) - bad) < FEWEST_OF_A_KIND:
        raise LabelsTooFew(
            labels=len(lessons),
            needed=bad,
            needless=len(lessons) - bad,
            least=FEWEST,
            least_of_a_kind=FEWEST_OF_A_KIND,
        )
