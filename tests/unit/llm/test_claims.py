"""What a sentence claims is found by its form, in English and Chinese."""

import pytest

from warmline.llm import claims

FIGURES = {
    "It costs 1,250.50 euros in 3 instalments.": {"1250.5", "3"},
    "Zwei Tage, 1.000 Euro": {"2", "1000"},
    "I'll call at 6 pm, or 9:05 a.m.": {"18:00", "9:05"},
    "下午3点半前，两天内，共200元": {"15:30", "2", "200"},
    "One of our colleagues": set(),
}
DEEDS = (
    "I have refunded the amount.",
    "We've already sent an engineer.",
    "Your complaint was accepted.",
    "I just cancelled it for you.",
    "已经为您退款。",
    "我帮您取消了。",
    "您的申请已通过。",
)
NO_DEEDS = (
    "I'll look into it and write to you before 18:00.",
    "Write your street and house number here.",
    "You can pay in six instalments.",
    "I'm sorry that this took your time.",
    "我去查，今天18:00前给您回复。",
    "可以分六期付款，不收利息。",
)


@pytest.mark.parametrize("text", FIGURES)
def test_figures_have_one_form(text: str) -> None:
    """However a figure is written, it can be looked for in a source."""
    assert FIGURES[text] == claims.figures(text)


def test_deeds_said_to_be_done_are_told_from_offers() -> None:
    """A model has done nothing, so whatever it says it did is untrue."""
    assert [] == [text for text in DEEDS if not claims.claims_deed(text)]
    assert [] == [text for text in NO_DEEDS if claims.claims_deed(text)]


def test_links_and_telephones_are_found_however_they_are_dressed() -> None:
    """With and without a scheme, with and without spaces."""
    found = claims.links("See https://www.Evil.example/x. or evil.top, call +44 (0)7700 900-123")
    assert {"evil.example/x", "evil.top", "4407700900123"} == found


def test_denials_and_vows_are_found() -> None:
    """A sentence that denies stands on no source that affirms."""
    assert claims.denies("It can't be paid in instalments.")
    assert claims.denies("不能分期。")
    assert not claims.denies("It can be paid in instalments.")
    assert claims.vows("我们保证今天修好。")
    assert claims.vows("They'll call back.")
    assert not claims.vows("They want a call.")
