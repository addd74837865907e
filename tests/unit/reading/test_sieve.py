"""The sieve: it spares time, and never a cue."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.reading.cues import LANGUAGES, PAINT, fold, load_list
from warmline.reading.sieve import Sieve, grams_of, needles_of

LISTS = [load_list(language) for language in LANGUAGES]
ENTRIES = [entry for cue_list in LISTS for entry in cue_list.entries]
SIEVE = Sieve([entry.pattern for entry in ENTRIES], painted=PAINT)
PIECES = sorted({word for entry in ENTRIES for word in fold(entry.example).split()})


def passing(text: str) -> set[int]:
    """The numbers of the cues that the sieve lets through."""
    return set(SIEVE.passing(text, grams_of(text)))


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("no (?:power|light)", {"power", "light"}),
        ("(?:smell|reek)s? of gas", {" of gas"}),
        ("gas(?! bill)", {"gas"}),
        ("[火烟]", {"火", "烟"}),
        ("(?=.*urgent)x", {"urgent"}),
        (r"\d{3}-?", None),
        ("(?:gas)?", None),
        ("gas|\\w+", None),
        ("(?i)gas", None),
    ],
)
def test_needles_are_what_a_match_cannot_do_without(
    pattern: str, expected: set[str] | None
) -> None:
    """Alternatives add up, what may be missing counts for nothing, letter case is left alone."""
    found = needles_of(re.compile(pattern))
    assert expected == (None if found is None else set(found))


def test_every_example_passes_its_own_cue() -> None:
    """A cue is tried on the text that it was written for."""
    for number, entry in enumerate(ENTRIES):
        text = fold(entry.example)
        if entry.pattern.search(text):
            assert number in passing(text)


@settings(deadline=None)  # the first texts compile what they need
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=12).map(" ".join))
def test_no_cue_that_would_match_is_left_out(text: str) -> None:
    """Whatever the text, the sieve errs on the side of trying."""
    plain = fold(text)
    let_through = passing(plain)
    for number, entry in enumerate(ENTRIES):
        assert number in let_through or not entry.pattern.search(plain)


def test_a_letter_that_is_painted_later_makes_no_needle() -> None:
    """A pattern that could match painted text is always tried."""
    assert [0] == Sieve([re.compile("a·b")], painted="·").passing("a", grams_of("a"))


def test_the_sieve_leaves_most_cues_out_of_an_ordinary_message() -> None:
    """It would be of no use if it let everything through."""
    assert len(passing("what time do you open on saturday?")) < len(ENTRIES) / 4
