"""An explanation names words of the message, and leaving them out weakens the label."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.reading.explain import MOST_SPANS, explain, without, words_of
from warmline.reading.onnx_reader import OnnxReader

TOLD = (
    ("There is a strong smell of gas in my kitchen", "en", "emergency.kinds.gas", "gas"),
    ("我要转人工", "zh", "asks.person", "人工"),
    ("Thanks a lot, that was quick", "en", "feelings.gratitude", "Thanks"),
)


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    """Give the shipped model."""
    return OnnxReader(threads=1)


@pytest.mark.model
@pytest.mark.parametrize(("text", "language", "label", "word"), TOLD)
def test_the_word_that_carries_a_label_is_named(
    reader: OnnxReader, text: str, language: str, label: str, word: str
) -> None:
    """A reader of the explanation sees the word that a person would point at."""
    told = {one.label: one for one in explain(reader, text, language)}[label]
    assert any(word in text[start:end] for start, end in told.spans)


@pytest.mark.model
@pytest.mark.parametrize(("text", "language", "label", "word"), TOLD)
def test_the_probability_without_the_words_is_what_the_model_says(
    reader: OnnxReader, text: str, language: str, label: str, word: str
) -> None:
    """Faithful by how it is made: leave the words out, read again, the same figure."""
    del word
    told = {one.label: one for one in explain(reader, text, language)}[label]
    (again,) = reader.chances_of([without(text, told.spans)])
    assert told.without == pytest.approx(float(again[reader.chances.index(label)]), abs=1e-3)
    assert told.without < told.probability


@pytest.mark.model
def test_danger_in_one_sentence_of_a_long_message_is_explained_there(reader: OnnxReader) -> None:
    """What was found in a part is named in that part, at its place in the whole."""
    calm = "The bills came on time and the portal is easy to use. " * 4
    danger = "My father has collapsed and is not breathing. "
    text = calm + danger + calm
    told = {one.label: one for one in explain(reader, text, "en")}["emergency"]
    assert told.without < 0.5 * told.probability
    assert told.spans
    assert all(len(calm) <= start < end <= len(calm + danger) for start, end in told.spans)


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["", " ", "🤬🤬", "\x00\x01", "\ud800 lone", "a" * 100_000, "救命 " * 300, "?!…"]
)
def test_odd_texts_are_explained_or_left_alone(reader: OnnxReader, text: str) -> None:
    """No crash, no hang, never a span outside the text."""
    for told in explain(reader, text, "und"):
        assert 1 <= len(told.spans) <= MOST_SPANS or told.without == told.probability
        assert all(0 <= start < end <= len(text) for start, end in told.spans)


@given(st.text(max_size=60))
@settings(max_examples=100)
def test_words_cover_no_character_twice(text: str) -> None:
    """Words come in order, do not overlap, and lie in the text."""
    words = words_of(text, [(n, n + 1) for n in range(len(text))])
    assert all(start < end for start, end in words)
    assert all(a[1] <= b[0] for a, b in pairwise(words))
    assert not words or words[-1][1] <= len(text)


def test_leaving_out_keeps_the_rest() -> None:
    """Only the spans go, also when they touch."""
    assert without("one two three", [(8, 13), (0, 4)]) == "two "
    assert without("abc", [(0, 2), (1, 3)]) == ""
