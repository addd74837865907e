"""
Does the decision find what went wrong? Its steps and its grade against what people voted.

Knows no reader and no file: decisions and votes come in. A rule of one score (a lexicon, the number
of turns) is measured beside it at the same number of hand-offs, since whoever calls a person more
often finds more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from warmline.moments.decision import Decision, Reason, Step
from warmline.outcomes.measures import Marks, Numbers, f1_score, interval, roc_area, spearman

DISSATISFIED = -0.5
"""A dialogue went wrong when the mean of its votes, -2 to 2, lies below."""
BAD_TURN = 3.0
"""A turn went wrong when the mean of its votes, 1 to 5, lies below."""
SHARE_OF_STEP = {
    Step.CARRY_ON: 0.0,
    Step.SOFTEN: 0.2,
    Step.OFFER_PERSON: 0.4,
    Step.HAND_OFF: 0.8,
    Step.EMERGENCY: 1.0,
}
"""How far one sure reason of a step fills the grade: an order, not a probability."""
LEARNED = "learned."
"""Reasons of this family weigh what they are: a calibrated chance."""

Figures = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Moments with what people voted; every row has the same length."""

    is_bad: Marks
    """Whether it went wrong, by the votes."""
    is_called: Marks
    """Handed off, or above."""
    is_offered: Marks
    """Offered a person, or above."""
    grades: Numbers
    """By `grade`."""
    places: Numbers
    """How many messages the contact had written: what "after n turns" goes by."""


def grade(decision: Decision) -> float:
    """
    How urgently a decision asks for a person, in [0, 1]: its steps and the weights of its reasons.

    Reasons add up as in a noisy or, so that two weak ones say more than one and none takes away.
    """
    return 1.0 - prod(1.0 - _share_of(one) * one.weight for one in decision.reasons)


def _share_of(reason: Reason) -> float:
    return 1.0 if reason.code.startswith(LEARNED) else SHARE_OF_STEP[reason.step]


def judged_figures(judged: Judged) -> Figures:
    """The decision's own figures, and the rule "after n turns" beside it."""
    return {
        "count": len(judged.is_bad),
        "gone_wrong": int(judged.is_bad.sum()),
        "hand_off": called_figures(judged.is_bad, judged.is_called),
        "offer_or_above": called_figures(judged.is_bad, judged.is_offered),
        "grade": area_figures(judged.is_bad, judged.grades),
        "after_n_turns": beside(judged, judged.places),
    }


def called_figures(truth: Marks, called: Marks) -> Figures:
    """
    How a yes or no finds what went wrong; its area is the mean of recall and specificity.

    Shapes:
        truth, called bool [n].
    """
    return {
        "called": int(called.sum()),
        **area_figures(truth, called.astype(np.float64)),
        "precision": _round(_share(truth[called])),
        "recall": _round(_share(called[truth])),
        "f1": _round(f1_score(truth, called)),
    }


def area_figures(truth: Marks, scores: Numbers) -> Figures:
    """The area under the ROC with a 95 % interval over examples."""
    low, high = interval(lambda n: roc_area(truth[n], scores[n]), len(truth))
    return {"area": _round(roc_area(truth, scores)), "interval": [_round(low), _round(high)]}


def expected_figures(votes: Numbers, expected: Numbers, is_bad: Marks) -> Figures:
    """
    How expected satisfaction goes with the votes.

    Shapes:
        votes, expected float [n]; is_bad bool [n].
    """
    return {
        "spearman": _round(spearman(votes, expected)),
        **area_figures(is_bad, -expected),
    }


def beside(judged: Judged, scores: Numbers) -> Figures:
    """
    Another rule's graded area, and what it does when it calls exactly as often as we do.

    Shapes:
        scores float [n], higher meaning sooner a person.
    """
    truth = judged.is_bad
    return {
        **area_figures(truth, scores),
        "as_often_as_hand_off": as_often(truth, scores, int(judged.is_called.sum())),
        "as_often_as_offer": as_often(truth, scores, int(judged.is_offered.sum())),
    }


def as_often(truth: Marks, scores: Numbers, calls: int) -> Mapping[str, float]:
    """
    Call the highest scores, so many of them; of equal scores each counts by its chance to be among.

    Returns:
        area (mean of recall and specificity), precision, recall and F1, as expected over draws.
    """
    share = _chosen(scores, calls)
    hits, bad, calm = float(share[truth].sum()), int(truth.sum()), int((~truth).sum())
    recall = hits / bad if bad else 0.0
    specificity = 1.0 - (calls - hits) / calm if calm else 0.0
    return {
        "area": _round((recall + specificity) / 2.0),
        "precision": _round(hits / calls if calls else 0.0),
        "recall": _round(recall),
        "f1": _round(2.0 * hits / (calls + bad) if hits else 0.0),
    }


def _chosen(scores: Numbers, calls: int) -> Numbers:
    """The chance of each to be among so many highest, equal ones drawn by lot."""
    share = np.zeros(len(scores), np.float64)
    if not calls:
        return share
    limit = np.sort(scores)[::-1][calls - 1]
    above, equal = scores > limit, scores == limit
    share[above] = 1.0
    share[equal] = (calls - above.sum()) / equal.sum()
    return share


def judged_of(
    decisions: Sequence[Sequence[Decision]], is_bad: Sequence[bool], places: Sequence[int]
) -> Judged:
    """
    Sum up moments: what was decided until then counts, so a call once made stands.

    Args:
        decisions: of each moment, all that were taken up to it and belong to it.
        is_bad: whether it went wrong.
        places: how many messages the contact had written.
    """
    ranks = np.array([max(d.step.rank for d in each) for each in decisions])
    return Judged(
        is_bad=np.array(is_bad, np.bool_),
        is_called=ranks >= Step.HAND_OFF.rank,
        is_offered=ranks >= Step.OFFER_PERSON.rank,
        grades=np.array([max(grade(d) for d in each) for each in decisions]),
        places=np.array(places, np.float64),
    )


def _share(marks: Marks) -> float:
    return float(marks.mean()) if len(marks) else 0.0


def _round(value: float) -> float:
    return round(value, 4)
