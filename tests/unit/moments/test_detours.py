"""Which answers led nowhere, by the assistant's own words, and which questions are the same."""

import numpy as np
import pytest

from warmline.moments.detours import is_detour
from warmline.moments.likeness import course_of_likeness, likeness, may_repeat

LOST = [
    "Sorry, I did not understand that. Could you rephrase?",
    "I'm not sure I follow. Did you mean: change address?",
    "I'm still learning. Please choose one of the options.",
    "Here are some articles about internet speed.",
    "Your message is important to us.",
    "抱歉，我没有理解您的意思，请换个说法。",
    "猜您想问：优惠券怎么用？",
    "请您查看帮助中心。",
    "Lo siento, no te he entendido.",
    "Das habe ich leider nicht verstanden.",
]
HELPFUL = [
    "The £5 is the monthly fee for the travel pack, which was added in May.",
    "Your refund was paid on 4 May to the card ending 11.",
    "Which tariff would you like?",
    "您可以在公众号“我的账单”里查看近十二个月的水费。",
    "Ihre Bestellung ist heute Morgen angekommen.",
]


@pytest.mark.parametrize("text", LOST)
def test_an_answer_that_is_lost_or_only_points_elsewhere_is_a_detour(text: str) -> None:
    """In four languages."""
    assert is_detour(text, [])


@pytest.mark.parametrize("text", HELPFUL)
def test_an_answer_that_says_something_is_none(text: str) -> None:
    """Until it is said again."""
    assert not is_detour(text, [])
    assert is_detour(text, ["Hello", text])


def test_a_courtesy_may_be_said_twice() -> None:
    """It answers nothing, and was not meant to."""
    assert not is_detour("You are welcome.", ["You are welcome."])
    assert not is_detour("不客气。", ["不客气。"])


def test_likeness_is_the_highest_cosine_with_what_came_before() -> None:
    """Between 0 and 1; nothing before, or no vectors, is 0."""
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    question = "where is my parcel now"
    assert course_of_likeness([question] * 4, vectors) == pytest.approx([0, 0, 0.8, 0])
    assert likeness(vectors[0], vectors[:0]) == 0
    assert course_of_likeness([question] * 2, np.zeros((2, 0), np.float32)) == [0, 0]


def test_short_answers_are_never_the_same_question() -> None:
    """Two times yes is no repetition."""
    vectors = np.ones((2, 1), dtype=np.float32)
    assert course_of_likeness(["yes please", "yes please"], vectors) == [0, 0]
    assert may_repeat("我的快递到哪里了")
    assert not may_repeat("好的谢谢")
