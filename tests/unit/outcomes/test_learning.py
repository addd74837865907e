"""Learning a scorecard: what labels show gets points, what they do not gets none, never below 0."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.errors import LabelsTooFew
from warmline.moments.features import FEATURES
from warmline.outcomes.learning import Lesson, fit, learn

NAMES = tuple(FEATURES)


def a_lesson(number: int, *, is_bad: bool, **features: float) -> Lesson:
    """One moment with these figures, and all others at 0."""
    return Lesson(
        conversation_id=f"c{number:03}",
        features=tuple(features.get(name, 0.0) for name in NAMES),
        is_bad=is_bad,
    )


def upset_goes_wrong(count: int = 100) -> list[Lesson]:
    """Three in four of the upset go wrong, one in four of the calm; thanks say nothing."""
    return [
        a_lesson(n, is_bad=(n % 4 == 0) is (n % 2 == 0), distress=float(n % 2), unthanked=0.5)
        for n in range(count)
    ]


def test_only_what_the_labels_show_gets_points() -> None:
    """A feature that goes with what went wrong is on the card; constant ones are not."""
    lessons = [
        a_lesson(n, is_bad=n % 8 < (6 if n % 2 else 2), distress=float(n % 2)) for n in range(160)
    ]
    learned = learn(lessons, miss_cost=1.0)
    assert {"distress"} == set(learned.card.points)
    assert learned.area > 0.6


def test_what_goes_the_other_way_gets_no_points() -> None:
    """Labels in which the calm go wrong do not teach that distress is a good sign."""
    lessons = [a_lesson(n, is_bad=n % 2 == 0, distress=float(n % 2)) for n in range(80)]
    assert {} == dict(learn(lessons, miss_cost=1.0).card.points)


def test_without_points_the_chance_is_the_share_of_the_labels() -> None:
    """Calibrated: a card that knows nothing says how often things go wrong."""
    lessons = [a_lesson(n, is_bad=n % 4 == 0) for n in range(80)]
    card = learn(lessons, miss_cost=1.0).card
    assert pytest.approx(0.25, abs=0.001) == card.chance(dict.fromkeys(NAMES, 0.0))


def test_a_dearer_miss_calls_a_person_sooner() -> None:
    """The chance from which a person comes falls with the cost of a miss; lower steps lie below."""
    lessons = upset_goes_wrong()
    cheap, dear = (learn(lessons, miss_cost=cost).card for cost in (1.0, 4.0))
    assert (0.5, 0.2) == (cheap.hand_off, dear.hand_off)
    assert cheap.points == dear.points
    assert dear.soften < dear.offer < dear.hand_off


def test_the_same_lessons_give_the_same_card_in_any_order() -> None:
    """Nothing is drawn by lot."""
    lessons = upset_goes_wrong()
    assert learn(lessons, miss_cost=1.0).card == learn(lessons[::-1], miss_cost=1.0).card


def test_too_few_labels_are_refused() -> None:
    """Forty, and ten of each kind."""
    with pytest.raises(LabelsTooFew):
        learn(upset_goes_wrong(30), miss_cost=1.0)
    calm = [replace(one, is_bad=False) for one in upset_goes_wrong()]
    with pytest.raises(LabelsTooFew):
        learn(calm, miss_cost=1.0)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), count=st.integers(2, 60))
def test_no_labels_whatever_give_points_below_zero(seed: int, count: int) -> None:
    """A card stays monotone on any labels, noise and contradictions included."""
    draw = np.random.default_rng(seed)
    rows = draw.random((count, len(NAMES)))
    bias, points = fit(rows, draw.random(count) < 0.5)
    assert (points >= 0).all()
    assert np.isfinite([bias, *points]).all()
