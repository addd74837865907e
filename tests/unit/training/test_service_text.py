"""Calibration, kinds of line, and the plots and words that tell of them; no model needed."""

from xml.etree import ElementTree

import numpy as np
import pytest

from warmline.training.card import figure
from warmline.training.reliability_plots import finding, radius, reliability_svg
from warmline.training.service_text import (
    LEAST_NOTED,
    bins_of,
    calibration_figures,
    errors_by_note,
    tongue_of,
    verdict_figures,
)
from warmline.training.sets import Row

SVG = "{http://www.w3.org/2000/svg}"


def test_what_comes_true_as_often_as_said_has_no_calibration_error() -> None:
    """Drawn from the very chances that are said: the error is what luck leaves."""
    rng = np.random.default_rng(3)
    chances = rng.random((4000, 2))
    truth = rng.random((4000, 2)) < chances
    error, low, high = calibration_figures(truth, chances)["calibration_error"]
    assert 0.03 > error
    assert low <= error <= high


def test_a_reader_that_is_always_too_sure_is_found_out() -> None:
    """Says 0.9 of what is true half the time: off by 0.4, and the bin says so."""
    truth = np.array([[True], [False]] * 50)
    told = calibration_figures(truth, np.full((100, 1), 0.9))
    assert pytest.approx(0.4) == told["calibration_error"][0]
    assert [[0.9, 0.5, 100]] == told["bins"]


def test_a_probability_of_1_has_a_bin() -> None:
    """The last bin is closed."""
    assert [[1.0, 1.0, 1]] == bins_of(np.array([True]), np.array([1.0]))


def test_verdicts_that_are_all_right_are_told_as_1() -> None:
    """Labels that never occur do not pull the mean down."""
    truth = np.array([[True, False], [False, False], [True, False]] * 4)
    told = verdict_figures(truth, truth)
    assert (1.0, 1.0, 8) == (told["f1"][0], told["recall"][0], told["true"])


def test_kinds_of_line_are_told_apart_and_rare_kinds_left_out() -> None:
    """Sarcasm goes wrong half the time here; two quoted lines are too few to say."""
    notes = ["sarcastic"] * LEAST_NOTED + [""] * LEAST_NOTED + ["quoted"] * 2
    wrong = np.array([1.0, 0.0] * (LEAST_NOTED // 2) + [0.0] * (LEAST_NOTED + 2))
    told = errors_by_note(notes, {"asks": wrong})
    assert {"", "sarcastic"} == set(told)
    assert (0.5, 0.0) == (told["sarcastic"]["asks"][0], told[""]["asks"][0])


@pytest.mark.parametrize(
    ("origin", "language"),
    [("own-zh", "zh"), ("dch-en", "en"), ("banking77", "en"), ("clinc150-dev", "en")],
)
def test_the_language_of_a_row_is_known_by_its_origin(origin: str, language: str) -> None:
    """The bank's and the assistant's sets are English."""
    assert language == tongue_of(Row("text", origin))


def test_the_plot_says_which_head_is_least_to_be_believed() -> None:
    """The title is the finding, and each dot carries its numbers."""
    panels = {"asks": ([[0.2, 0.4, 9], [0.9, 0.9, 1]], 0.12), "abuse": ([[0.1, 0.1, 5]], 0.01)}
    drawn = ElementTree.fromstring(reliability_svg("English", panels))
    titles = [one.text for one in drawn.iter(f"{SVG}title")]
    assert "English: least to be believed in asks" == titles[0]
    assert 3 == len(list(drawn.iter(f"{SVG}circle")))
    assert "said 0.20, true 0.40, 9 times" in titles


def test_dots_lie_where_said_meets_found() -> None:
    """Said as often as true lies on the diagonal of its panel."""
    drawn = ElementTree.fromstring(reliability_svg("English", {"asks": ([[0.5, 0.5, 4]], 0.0)}))
    (dot,) = drawn.iter(f"{SVG}circle")
    frame = next(one for one in drawn.iter(f"{SVG}path")).attrib["d"]
    left, top = (float(n) for n in frame[1:].split("v")[0].split())
    assert (left + 75, top + 75) == (float(dot.attrib["cx"]), float(dot.attrib["cy"]))


def test_the_area_of_a_dot_follows_the_count_and_the_finding_the_bar() -> None:
    """A quarter as often, half as wide; nothing poor, nothing named."""
    assert pytest.approx(radius(4, 4) / 2) == radius(1, 4)
    assert "as often as said" in finding("Chinese", {"asks": 0.05})


def test_figures_carry_their_intervals() -> None:
    """A figure without one is told alone."""
    assert "0.890 (0.830 to 0.940)" == figure(0.89, [0.83, 0.94])
    assert "0.890" == figure(0.89)
