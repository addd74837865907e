"""The phrase book says the same in each language, and only what is true whoever says it."""

import re

import pytest

from warmline.coaching.phrasebook import LANGUAGES, load_book, phrases_for

FIELDS = {"name", "firm", "time", "number"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_book_has_the_same_phrases_with_the_same_fields(language: str) -> None:
    """Whoever chooses by meaning sends that meaning."""
    own, english = load_book(language), load_book("en")
    assert list(english) == list(own)
    for key, phrase in own.items():
        fields = set(re.findall(r"\{(\w+)\}", phrase))
        assert fields == set(re.findall(r"\{(\w+)\}", english[key])), key
        assert fields <= FIELDS, key
        assert "!" not in phrase.replace("¡", "!"), key
        assert "！" not in phrase, key


def test_a_phrase_is_filled_in_with_its_meaning_beside_it() -> None:
    """In the contact's language, chosen in the agent's."""
    found = phrases_for("es-MX", own="zh", name="Ana", firm="北湖", time="16:30", number="112")
    by_key = {one.key: one for one in found}
    assert ("我16:30给您打电话。", "Le llamo a las 16:30.") == (
        by_key["call"].own,
        by_key["call"].theirs,
    )
    assert "112" in by_key["danger-call"].theirs


def test_without_a_number_nobody_is_told_to_call_one() -> None:
    """A phrase with a hole in it is worse than none."""
    found = phrases_for("fr", own="en", name="Ana", firm="N", time="16:30", number=None)
    assert not [one for one in found if "call" in one.key and "danger" in one.key]
    assert [one for one in found if one.key == "danger-safe"]
