"""Whether decisions find what went wrong: the grade, the figures, and rules that call as often."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.moments.decision import Decision, Reason, Step
from warmline.outcomes.gone_wrong import as_often, called_figures, grade, judged_figures, judged_of

TRUTH = np.array([True, True, False, False, False])
steps = st.sampled_from([Step.SOFTEN, Step.OFFER_PERSON, Step.HAND_OFF, Step.EMERGENCY])
reasons = st.builds(Reason, code=st.just("feeling.x"), step=steps, weight=st.floats(0, 1))


def decided(*given: Reason) -> Decision:
    """A decision for these reasons."""
    step = max((one.step for one in given), key=lambda one: one.rank, default=Step.CARRY_ON)
    return Decision(step=step, reasons=given, policy_version="1")


def because(step: Step, weight: float = 1.0, code: str = "feeling.x") -> Reason:
    """One reason."""
    return Reason(code=code, step=step, weight=weight)


@given(some=st.lists(reasons, max_size=5), more=reasons)
def test_one_more_reason_never_lowers_the_grade(some: list[Reason], more: Reason) -> None:
    """The grade lies in [0, 1] and rises with every reason."""
    before, after = grade(decided(*some)), grade(decided(*some, more))
    assert 0 <= before <= after + 1e-12
    assert after <= 1


def test_a_learned_reason_weighs_what_it_is() -> None:
    """A calibrated chance is the grade when nothing else speaks; no reason is 0."""
    assert pytest.approx(0.3) == grade(decided(because(Step.SOFTEN, 0.3, "learned.scorecard")))
    assert 0.0 == grade(decided())


def test_a_yes_or_no_has_the_mean_of_recall_and_specificity_as_its_area() -> None:
    """One of two bad ones and one of three good ones called."""
    figures = called_figures(TRUTH, np.array([True, False, True, False, False]))
    assert pytest.approx((1 / 2 + 2 / 3) / 2, abs=1e-4) == figures["area"]
    assert (2, 0.5, 0.5, 0.5) == tuple(figures[k] for k in ("called", "precision", "recall", "f1"))


def test_another_rule_calls_exactly_as_often() -> None:
    """Equal scores are drawn by lot: each counts by its chance to be among the called."""
    scores = np.array([3.0, 1.0, 2.0, 1.0, 1.0])
    assert 0.5 == as_often(TRUTH, scores, 2)["precision"]
    assert pytest.approx((1 + 1 / 3) / 3, abs=1e-4) == as_often(TRUTH, scores, 3)["precision"]
    assert 0.0 == as_often(TRUTH, scores, 0)["recall"]


def test_a_call_once_made_stands() -> None:
    """A hand-off early in the first half counts at its middle, though calm came back."""
    rows = judged_of(
        [[decided(because(Step.HAND_OFF)), decided()], [decided(because(Step.SOFTEN))]],
        [True, False],
        [2, 1],
    )
    figures = judged_figures(rows)
    assert [True, False] == rows.is_called.tolist()
    assert (2, 1) == (figures["count"], figures["gone_wrong"])
    assert 1.0 == figures["hand_off"]["area"]  # type: ignore[index]
