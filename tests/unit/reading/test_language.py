"""The language finder: scripts are certain, short Latin texts follow the prior."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.reading.language import LanguageFinder, is_tag

FINDER = LanguageFinder()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The power has been out since this morning", "en"),
        ("我要转人工", "zh"),
        ("電費幾時交", "zh"),
        ("お願いします、電気が止まりました", "ja"),
        ("전기가 나갔어요", "ko"),
        ("У нас нет света с утра", "ru"),
        ("Ich möchte meinen Vertrag kündigen", "de"),
        ("Quiero hablar con una persona de verdad", "es"),
        ("Je voudrais parler à quelqu'un tout de suite", "fr"),
        ("ok", "en"),
        ("hello there", "en"),
        ("", "und"),
        ("👍👍", "und"),
        ("12345", "und"),
        ("My friend 王伟 cannot log in today", "en"),
        ("我的wifi又断了", "zh"),
    ],
)
def test_the_language_is_found(text: str, language: str) -> None:
    """Each of these is recognised."""
    assert language == FINDER.find(text)


def test_a_well_formed_hint_wins() -> None:
    """What the caller knows is better than a guess; nonsense is not taken."""
    assert "es" == FINDER.find("ok", hint="es")
    assert "zh-Hant" == FINDER.find("ok", hint="zh-Hant")
    assert "en" == FINDER.find("ok", hint="not a tag!")


@given(st.text())
def test_any_text_has_a_language_and_always_the_same(text: str) -> None:
    """The answer is a tag, and deterministic."""
    assert is_tag(FINDER.find(text))
    assert FINDER.find(text) == FINDER.find(text)
