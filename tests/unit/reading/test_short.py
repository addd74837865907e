"""Short answers hold nothing that calls for anything by itself."""

import pytest

from warmline.reading.rows import says_enough


@pytest.mark.parametrize("text", ["1", "the deposit", "neither", "好的", "都不是", "", "12345"])
def test_a_message_of_a_word_or_two_says_too_little(text: str) -> None:
    """It answers something that was asked."""
    assert not says_enough(text)


@pytest.mark.parametrize("text", ["get me somebody", "我问的是日期", "still not working"])
def test_a_short_sentence_says_enough(text: str) -> None:
    """Three words, or five characters of Chinese."""
    assert says_enough(text)
