"""From raw columns to honest probabilities."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from warmline.reading.calibration import Calibration, calibration_from_json


def a_calibration(**thresholds: float) -> Calibration:
    """Build a calibration of one chance and one amount."""
    return calibration_from_json(
        {
            "columns": ["emergency", "valence"],
            "amounts": ["valence"],
            "calibration": {"emergency": [2.0, -1.0], "valence": [1.5, 0.1]},
            "thresholds": {"emergency": 0.3} | thresholds,
        }
    )


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=2, max_size=2))
def test_chances_and_amounts_stay_in_range(raw: list[float]) -> None:
    """No logit, however wild, leaves the range."""
    chance, amount = a_calibration().apply(np.array([raw], np.float32))[0]
    assert 0.0 <= chance <= 1.0
    assert -1.0 <= amount <= 1.0


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_calibration_keeps_the_order(low: float, high: float) -> None:
    """A higher logit never becomes a lower chance."""
    low, high = sorted((low, high))
    chances = a_calibration().apply(np.array([[low, 0.0], [high, 0.0]], np.float32))[:, 0]
    assert chances[0] <= chances[1]


def test_a_language_may_have_its_own_threshold() -> None:
    """The language's threshold goes before the general one; a region changes nothing."""
    calibration = a_calibration(**{"emergency@zh": 0.6})
    assert calibration.threshold("emergency", "zh-TW") == 0.6
    assert calibration.threshold("emergency", "de") == 0.3
    assert calibration.threshold("abuse", "de") == 0.5
