"""Platt slopes and thresholds, on data whose answer is known."""

import numpy as np
import pytest

from warmline.training.fitting import cross_thresholds, fit_line, fit_platt, threshold_for_alarms


def test_platt_finds_the_curve_that_made_the_labels() -> None:
    """Labels drawn with slope 0.5 and shift -1 give these back."""
    rng = np.random.default_rng(1)
    logits = rng.normal(0, 3, 20_000)
    truth = rng.random(20_000) < 1 / (1 + np.exp(-(0.5 * logits - 1.0)))
    slope, shift = fit_platt(logits, truth)
    assert slope == pytest.approx(0.5, abs=0.03)
    assert shift == pytest.approx(-1.0, abs=0.06)


def test_platt_survives_labels_that_a_line_parts() -> None:
    """Perfectly parted labels give a finite slope."""
    slope, shift = fit_platt(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0, 0, 1, 1], bool))
    assert 0 < slope < 20
    assert np.isfinite(shift)


def test_a_threshold_is_judged_on_examples_it_has_not_seen() -> None:
    """On clean data every held-out verdict is right."""
    chances = np.concatenate([np.linspace(0, 0.4, 200), np.linspace(0.6, 1, 200)])
    truth = chances > 0.5
    threshold, verdicts = cross_thresholds(chances, truth)
    assert 0.3 < threshold < 0.7
    assert (verdicts == truth).mean() > 0.97


def test_few_calm_messages_raise_alarm() -> None:
    """At most one in a hundred passes the threshold."""
    calm = np.random.default_rng(2).normal(size=5000)
    assert (calm >= threshold_for_alarms(calm, 0.01)).mean() <= 0.01


def test_a_line_through_amounts_keeps_its_direction() -> None:
    """Slope and shift of y = 0.8 x + 0.1."""
    raw = np.linspace(-1, 1, 50)
    assert fit_line(raw, 0.8 * raw + 0.1) == pytest.approx((0.8, 0.1))
