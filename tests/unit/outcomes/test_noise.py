"""Noise by rule: what it may change, and what it must not."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.outcomes.noise import NOISES, Noise, surround
from warmline.outcomes.robustness import Line, change_of_recall, is_aside, recall, spoil
from warmline.outcomes.traditional import TRADITIONAL
from warmline.training import sets

BY_NAME = {noise.name: noise for noise in NOISES}


def _spoilt(name: str, text: str) -> str:
    return BY_NAME[name].change(text, 1.0, Random(1))


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.name)
@given(text=st.text(max_size=60))
def test_noise_with_rate_0_changes_nothing(noise: Noise, text: str) -> None:
    """Whatever the text is."""
    assert text == noise.change(text, 0.0, Random(1))


@pytest.mark.parametrize("noise", NOISES, ids=lambda noise: noise.name)
def test_the_same_line_is_spoilt_the_same_way_each_time(noise: Noise) -> None:
    """Figures that cannot be had again are no figures."""
    line = Line("zh-1", "我的账单 was wrong, señor! 请转人工。", "zh", False, frozenset())
    assert spoil(line, noise) == spoil(line, noise)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("dropped letters", "fire 14!", " 14!"),
        ("doubled letters", "ok 1", "ookk 1"),
        ("swapped letters", "gas!", "ags!"),
        ("words by sound", "your brakes, 转人工", "you're breaks, 专人公"),
        ("no punctuation", "don't! 救命，着火了。", "dont 救命 着火了 "),
        ("all capitals", "help me", "HELP ME"),
        ("no capitals", "Help ME", "help me"),
        ("no accents", "señor, für", "senor, fur"),
        ("full width", "gas 7!", "\uff47\uff41\uff53 \uff17\uff01"),
        ("traditional characters", "转账有问题", "轉賬有問題"),
    ],
)
def test_noise_with_rate_1_changes_every_place(name: str, text: str, expected: str) -> None:
    """One example of each, worked out by hand."""
    assert expected == _spoilt(name, text)


def test_emoji_follow_each_sentence_and_take_nothing_away() -> None:
    """Two sentences, two emoji, all words still there."""
    spoilt = _spoilt("emoji", "The gas smells. Hurry")
    assert 2 == len(spoilt) - len("The gas smells. Hurry")
    assert "The gas smells." in spoilt


def test_a_noise_stays_in_its_languages() -> None:
    """German has no words by sound here, so the line is as it was."""
    line = Line("de-1", "your brakes", "de", False, frozenset())
    assert line is spoil(line, BY_NAME["words by sound"])


def test_the_message_stands_whole_between_calm_sentences() -> None:
    """Longer, and nothing lost; a language without calm sentences stays as it is."""
    padded = surround("There is smoke", "en", 5)
    assert "There is smoke" in padded
    assert 60 < len(padded.split())
    assert "煙" == surround("煙", "ja", 5)


def test_no_traditional_character_is_turned_again() -> None:
    """The table goes one way."""
    assert set() == {c for c in TRADITIONAL.values() if c in TRADITIONAL}


def test_lines_kept_aside_are_those_of_the_training() -> None:
    """Two sides of one promise, written down twice because nobody imports the training."""
    ids = [f"en-asks-{number:04d}" for number in range(200)]
    assert [sets.is_aside(one) for one in ids] == [is_aside(one) for one in ids]


def test_recall_that_does_not_change_changes_by_0() -> None:
    """The interval is a point then."""
    truth = np.array([[True], [True], [False]])
    guess = np.array([[True], [False], [True]])
    told = change_of_recall(truth, guess, guess)
    assert (0.5, 0.0, [0.0, 0.0], 0.0) == (
        told["recall"], told["change"], told["interval"], told["false_change"]
    )  # fmt: skip


def test_a_lost_find_is_a_loss_of_recall() -> None:
    """Half of two, then none of two; a false word is counted per line."""
    truth = np.array([[True, False], [True, False]])
    before = np.array([[True, False], [False, False]])
    after = np.array([[False, True], [False, False]])
    told = change_of_recall(truth, before, after)
    assert (-0.5, 0.5, 0.5) == (told["change"], told["false"], told["false_change"])
    assert 1.0 == recall(np.zeros((2, 1), bool), np.zeros((2, 1), bool))
