"""The measured moment: golden transfer by hand, steps, and who was reached before the worst."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.moments.decision import Step
from warmline.outcomes.timing import (
    Timeline,
    golden_transfer,
    reached_before_worst,
    step_figures,
    timing_figures,
)

CARRY, SOFTEN, OFFER, HAND_OFF, EMERGENCY = Step
PLACES = st.lists(st.integers(0, 30), unique=True, max_size=6)


def a_timeline(*turns: tuple[Step, float, bool | None]) -> Timeline:
    """A conversation in which an assistant answers every turn."""
    return Timeline(
        places=tuple(range(0, 2 * len(turns), 2)),
        steps=tuple(step for step, _, _ in turns),
        distress=tuple(distress for _, distress, _ in turns),
        wanted=tuple(wanted for _, _, wanted in turns),
    )


@pytest.mark.parametrize(
    ("given", "wanted", "expected"),
    [
        ([], [], 1.0),
        ([4], [], 0.0),
        ([], [4], 0.0),
        ([4], [4], 1.0),
        ([5], [4], exp(-1 / 2)),
        ([2, 4], [4], (1 + exp(-2)) / 2),
        ([4], [4, 20], 1.0),
    ],
)
def test_golden_transfer_is_what_the_formula_says(
    given: list[int], wanted: list[int], expected: float
) -> None:
    """Nothing against nothing is right; one good hand-off scores 1 though another was missed."""
    assert golden_transfer(given, wanted, tolerance=1) == pytest.approx(expected, abs=1e-5)


@given(given_at=PLACES, wanted=PLACES)
def test_golden_transfer_lies_between_0_and_1_and_grows_with_tolerance(
    given_at: list[int], wanted: list[int]
) -> None:
    """More patience never scores lower."""
    scores = [golden_transfer(given_at, wanted, tolerance=one) for one in (1, 2, 3)]
    assert scores == sorted(scores)
    assert 0.0 <= scores[0] <= scores[-1] <= 1.0


def test_lateness_loses_more_than_earliness() -> None:
    """The same distance, before and after."""
    early, late = (golden_transfer([p], [6], tolerance=2, lateness=0.5) for p in (4, 8))
    assert late < golden_transfer([8], [6], tolerance=2) < early


def test_steps_are_counted_each_for_itself() -> None:
    """One of two hand-offs was wanted; both of the wanted carry-ons but one were given."""
    pairs = [(HAND_OFF, HAND_OFF), (HAND_OFF, CARRY), (CARRY, CARRY), (CARRY, CARRY)]
    figures = step_figures(pairs)
    hand_off = {"given": 2, "wanted": 1, "precision": 0.5, "recall": 1.0, "f1": 0.6667}
    assert hand_off == figures["hand-off"]
    assert figures["emergency"] == {
        "given": 0, "wanted": 0, "precision": None, "recall": None, "f1": None,
    }  # fmt: skip


def test_only_who_could_be_reached_before_the_worst_counts() -> None:
    """One reached, one reached with the worst words themselves, one worst at once, one calm."""
    figures = reached_before_worst(
        [
            a_timeline((HAND_OFF, 0.5, None), (HAND_OFF, 0.9, None)),
            a_timeline((CARRY, 0.5, None), (HAND_OFF, 0.9, None)),
            a_timeline((EMERGENCY, 0.9, None), (HAND_OFF, 0.2, None)),
            a_timeline((HAND_OFF, 0.1, None)),
        ]
    )
    assert figures == {
        "conversations": 3, "worst_at_first": 1, "reached_before_worst": 1, "share": 0.5,
    }  # fmt: skip


def test_a_hand_off_that_goes_on_is_one_hand_off() -> None:
    """Three turns in which a person is called are one beginning, met by one label in time."""
    line = a_timeline((CARRY, 0.1, False), (HAND_OFF, 0.5, True), (HAND_OFF, 0.5, True))
    assert [2] == line.given_at
    figures = timing_figures([line, a_timeline((CARRY, 0.0, None))])
    assert figures["hand_offs_per_100"] == 50.0
    golden = figures["golden_transfer"]
    assert isinstance(golden, dict)
    assert (golden["conversations"], golden["GT-I"], golden["recall-I"]) == (1, 1.0, 1.0)


def test_without_labels_nothing_is_said_that_needs_them() -> None:
    """A plain archive has no golden transfer."""
    assert "golden_transfer" not in timing_figures([a_timeline((HAND_OFF, 0.9, None))])
