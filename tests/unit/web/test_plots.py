"""The course of distress: what the line shows and its title says is what was felt."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.web.plots import STEPS, Felt, course_of, step_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
distress = st.floats(0, 1)


def felt_of(figures: list[float]) -> list[Felt]:
    """A minute apart."""
    return [
        Felt(at=NOON + timedelta(minutes=n), distress=one, is_danger=False, message_id=str(n))
        for n, one in enumerate(figures)
    ]


@given(st.lists(distress, min_size=1, max_size=40))
def test_marks_stay_in_the_box_and_in_order(figures: list[float]) -> None:
    """No mark leaves the box; later ones stand further right; higher ones higher."""
    course = course_of(felt_of(figures), width=600, height=112)
    assert course is not None
    across = [mark.x for mark in course.marks]
    assert across == sorted(across)
    assert all(0 <= mark.x <= 100 and 0 <= mark.y <= 112 for mark in course.marks)
    by_height = sorted(course.marks, key=lambda mark: -mark.y)
    felt = [mark.felt.distress for mark in by_height]
    assert all(one <= other + 0.01 for one, other in pairwise(felt))


@given(distress, distress)
def test_more_distress_is_never_a_lower_step(one: float, other: float) -> None:
    """The words rise with the figure, and danger stands above all."""
    lower, higher = sorted((one, other))
    assert STEPS.index(step_of(lower)) <= STEPS.index(step_of(higher))
    assert step_of(lower, is_danger=True) == "in-danger"


@pytest.mark.parametrize(
    ("figures", "trend"),
    [
        ([0.1, 0.1, 0.7], "rose"),
        ([0.8, 0.5, 0.2], "fell"),
        ([0.3, 0.35, 0.3], "stayed"),
        ([0.1, 0.9, 0.2], "peaked"),
        ([0.4], "stayed"),
    ],
)
def test_the_title_says_the_finding(figures: list[float], trend: str) -> None:
    """Rose, fell, rose and fell again, or stayed."""
    course = course_of(felt_of(figures), width=64, height=20)
    assert course is not None
    assert course.trend == trend


def test_before_anything_was_read_there_is_no_line() -> None:
    """Nothing is drawn out of nothing."""
    assert course_of([], width=64, height=20) is None
