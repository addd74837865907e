"""Measures of agreement, against values worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.outcomes.measures import (
    average_precision,
    calibration_error,
    f1_score,
    interval,
    macro_f1,
    pearson,
    ranks,
    roc_area,
    spearman,
)


def test_f1_of_two_right_among_three_said_and_four_true() -> None:
    """Precision 2/3 and recall 1/2 give 4/7."""
    truth = np.array([1, 1, 1, 1, 0], bool)
    guess = np.array([1, 1, 0, 0, 1], bool)
    assert f1_score(truth, guess) == pytest.approx(4 / 7)


def test_macro_f1_counts_each_label_the_same() -> None:
    """A label never found pulls the mean to a half."""
    truth = np.array([[1, 0], [1, 1]], bool)
    guess = np.array([[1, 0], [1, 0]], bool)
    assert macro_f1(truth, guess) == pytest.approx(0.5)


def test_equal_values_share_their_rank() -> None:
    """Ranks of 5, 7, 7 are 1, 2.5, 2.5."""
    assert ranks(np.array([5.0, 7.0, 7.0])).tolist() == [1.0, 2.5, 2.5]


def test_spearman_sees_any_rising_curve_as_perfect() -> None:
    """A cube is not a line, but it rises."""
    numbers = np.array([-2.0, -1.0, 0.5, 3.0])
    assert spearman(numbers, numbers**3) == pytest.approx(1.0)
    assert pearson(numbers, numbers**3) < 1.0


def test_a_constant_correlates_with_nothing() -> None:
    """No spread, no correlation, no division by zero."""
    assert pearson(np.ones(4), np.arange(4.0)) == 0.0


def test_average_precision_by_hand() -> None:
    """Hits at places 1 and 3: (1 + 2/3) / 2."""
    truth = np.array([1, 0, 1, 0], bool)
    score = np.array([0.9, 0.8, 0.7, 0.1])
    assert average_precision(truth, score) == pytest.approx(5 / 6)


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=40))
def test_turning_scores_round_turns_the_roc_area_round(pairs: list[tuple[bool, float]]) -> None:
    """The area of the negated score is the rest to one."""
    truth = np.array([t for t, _ in pairs])
    score = np.array([s for _, s in pairs])
    assert roc_area(truth, score) + roc_area(truth, -score) == pytest.approx(1.0)


def test_honest_chances_have_no_calibration_error() -> None:
    """Of messages at 0.25, a quarter are positive."""
    truth = np.array([1, 0, 0, 0], bool)
    assert calibration_error(truth, np.full(4, 0.25)) == pytest.approx(0.0)
    assert calibration_error(truth, np.full(4, 0.95)) == pytest.approx(0.7)


def test_the_interval_holds_the_figure() -> None:
    """The mean of the whole lies within the interval of means."""
    values = np.arange(100.0)
    low, high = interval(lambda chosen: float(values[chosen].mean()), 100)
    assert low < 49.5 < high
