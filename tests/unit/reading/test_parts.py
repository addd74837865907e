"""A long message is read in parts, a shouted one also quietly, and nothing of it is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.parts import LONG, MOST_PARTS, excerpts_of, parts_of, plain_form

CALM = {
    "en": "I moved here in spring. The bills came on time. The portal is easy to use. "
    "Last month I changed the plan. The price is fine. My neighbour recommended you.",
    "zh": "我春天搬到这里。账单一直很准时。网站也挺好用的。"
    "上个月我换了套餐。价格还可以。是邻居推荐的你们。",
}
DANGER = {
    "en": "My father has collapsed and is not breathing.",
    "zh": "我爸爸倒在地上没有呼吸了。",
}


def test_a_short_message_has_no_parts() -> None:
    """Most messages are read once."""
    assert [] == parts_of("When does the shop open?")
    assert [] == parts_of("")


@given(st.lists(st.sampled_from(["gas", "smell", "the", "我", "家", "."]), max_size=600))
def test_every_word_stands_in_a_part(words: list[str]) -> None:
    """Whatever is cut, nothing is left out, up to the number of parts."""
    text = " ".join(words)
    parts = parts_of(text)
    assert len(parts) < 2 * MOST_PARTS
    if parts and len(parts) < MOST_PARTS:
        assert set(re.findall(r"\w+", text)) == set(re.findall(r"\w+", " ".join(parts)))


def test_a_sentence_without_an_end_is_cut_with_an_overlap() -> None:
    """What somebody dictates has no full stops."""
    words = [f"w{n}" for n in range(4 * LONG)]
    parts = parts_of(" ".join(words))
    assert len(parts) > 3
    assert set(words) == set(" ".join(parts).split())
    assert set(parts[0].split()) & set(parts[1].split())


@given(st.text(max_size=300))
def test_the_plain_form_keeps_every_place(text: str) -> None:
    """Words are named by their places in the message as it was written."""
    assert len(text) == len(plain_form(text))


@given(
    st.lists(st.sampled_from(["GAS ", "Smell ", "the. ", "我家 ", "\U0001f642", "! "]), max_size=90)
)
def test_excerpts_stand_where_they_say(words: list[str]) -> None:
    """An excerpt is the plain form of what stands at its place."""
    text = "".join(words)
    for one in excerpts_of(text):
        assert one.text == plain_form(text)[one.start : one.start + len(one.text)]


def test_short_capitals_are_no_shouting() -> None:
    """An abbreviation stays what it is."""
    assert "IBAN?" == plain_form("IBAN?")
    assert "where is my order" == plain_form("WHERE IS MY ORDER")


def test_neighbours_are_read_together() -> None:
    """'She fell.' and 'She does not answer.' say more together."""
    text = "We moved in May and like it a lot here. " * 4 + "She fell over. She does not answer me."
    assert "She fell over. She does not answer me." in parts_of(text)


@pytest.mark.model
@pytest.mark.parametrize("language", ["en", "zh"])
def test_danger_among_calm_sentences_is_found(language: str) -> None:
    """Calm sentences before and behind do not hide an emergency, and are none themselves."""
    reader = OnnxReader(threads=1)
    calm, danger = CALM[language], DANGER[language]
    place = reader.columns.index("emergency")
    alone, hidden, nothing = reader.probabilities(
        [danger, f"{calm} {danger} {calm}", f"{calm} {calm}"]
    )[:, place]
    assert hidden >= 0.8 * alone
    assert alone >= 0.5
    assert nothing < 0.2


@pytest.mark.model
def test_capitals_and_pictures_hide_no_danger() -> None:
    """However somebody types, the same words are the same danger."""
    reader = OnnxReader(threads=1)
    place = reader.columns.index("emergency")
    texts = [DANGER["en"], DANGER["en"].upper(), f"{DANGER['en']} \U0001f64f\U0001f614"]
    alone, shouted, decked = reader.probabilities(texts)[:, place]
    assert min(shouted, decked) >= 0.8 * alone
