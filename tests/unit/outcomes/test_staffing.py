"""Erlang C: known figures, and what must hold whatever the load."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.outcomes.staffing import (
    Promise,
    chance_of_waiting,
    mean_wait_seconds,
    share_served,
    staff_needed,
)

LOADS = st.floats(0.01, 80)
PEOPLE = st.integers(1, 120)
PROMISES = st.builds(
    Promise,
    within_seconds=st.floats(0, 600),
    share=st.floats(0.05, 0.99),
    busy_seconds=st.floats(30, 3600),
)


def test_a_textbook_case_comes_out() -> None:
    """200 calls an hour of 180 seconds are 10 erlangs; 14 people answer 89 of 100 in 20 seconds."""
    promise = Promise(within_seconds=20, share=0.8, busy_seconds=180)
    assert 0.174 == pytest.approx(chance_of_waiting(14, 10), abs=0.0005)
    assert 0.888 == pytest.approx(share_served(14, 10, promise), abs=0.0005)
    assert 7.8 == pytest.approx(mean_wait_seconds(14, 10, promise), abs=0.05)
    assert 14 == staff_needed(200, promise)


@given(st.floats(0.01, 0.99))
def test_one_person_is_as_busy_as_the_load(load: float) -> None:
    """With one server Erlang C is the load itself: the law of M/M/1."""
    assert isclose(load, chance_of_waiting(1, load), rel_tol=1e-9)


@given(PEOPLE, LOADS, PROMISES)
def test_one_more_person_never_makes_it_worse(people: int, load: float, promise: Promise) -> None:
    """Chances stay chances, and fall with people."""
    assert 0 <= chance_of_waiting(people + 1, load) <= chance_of_waiting(people, load) <= 1
    fewer, more = (share_served(n, load, promise) for n in (people, people + 1))
    assert 0 <= fewer <= more + 1e-12 <= 1 + 1e-12


@given(PEOPLE, LOADS, LOADS)
def test_more_work_never_means_less_waiting(people: int, one: float, other: float) -> None:
    """At the same number of people."""
    low, high = sorted((one, other))
    assert chance_of_waiting(people, low) <= chance_of_waiting(people, high) + 1e-12


@given(st.floats(0, 300), PROMISES)
def test_the_number_is_the_smallest_that_keeps_the_promise(
    per_hour: float, promise: Promise
) -> None:
    """With it the promise holds, with one fewer it does not."""
    people, load = staff_needed(per_hour, promise), per_hour * promise.busy_seconds / 3600
    assert share_served(people, load, promise) >= promise.share
    assert people == 0 or share_served(people - 1, load, promise) < promise.share


def test_nobody_is_needed_when_nobody_comes() -> None:
    """And a queue that only grows has no mean."""
    assert 0 == staff_needed(0, Promise())
    assert mean_wait_seconds(2, 2.0, Promise()) is None
