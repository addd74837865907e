"""What must not leave the house is covered, and stands in its place again afterwards."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.reading.cover import TOKEN, cover, uncover
from warmline.reading.names import find_names

SECRETS = {
    "My daughter Sofia is six and Sofia has asthma.": ("Sofia",),
    "Dr Patel told my husband, Tom Baker, to wait.": ("Patel", "Tom", "Baker"),
    "my name is tom baker, order 88213345": ("tom", "baker", "88213345"),
    "Marek said yes. I gave Marek the meter number 7734120.": ("Marek", "7734120"),
    "She was born on 3 May 1951 and lives at 12 Baker Street.": ("1951", "12 Baker"),
    "Call 07700 900123 or write to jo@example.org, www.jo.example.": ("07700", "jo@", "jo.ex"),
    "Mein Mann Jürgen wartet, und Frau Keller ruft nicht an.": ("Jürgen", "Keller"),
    "Me llamo Lucía Gómez y mi madre Carmen está sola.": ("Luc", "Gómez", "Carmen"),
    "Je m'appelle Élodie Martin, mon fils Théo est malade.": ("lodie", "Martin", "Théo"),
    "我叫张伟，我妈妈李秀英要用氧气机，王先生说过。": ("张伟", "李秀英", "王"),
    "女儿小雨在家，合同号99812345，电话13812345678": ("小雨", "99812345", "138"),
    "收件人：欧阳明，生日是1990年3月5日。": ("欧阳", "1990"),
}
PIECES = """
My mother Ruth called Mr Stone on 07700 900123 [phone] [name-1] 我叫张伟 李秀英 88213345 . ,
https://a.example/b 12:30 2026-11-20 power out no 没有电 Ana 1 [ ] born on 3 May 1951
"""
WORDS = st.lists(st.sampled_from(PIECES.split()), max_size=25).map(" ".join)


@pytest.mark.parametrize("text", SECRETS)
def test_names_numbers_and_days_of_people_are_covered(text: str) -> None:
    """Of the contact and of those they speak of, in five languages."""
    (covered,) = cover([text]).texts
    assert [] == [secret for secret in SECRETS[text] if secret in covered]


@given(texts=st.lists(st.one_of(WORDS, st.text(max_size=60)), max_size=4))
def test_what_was_covered_comes_back_whole(texts: list[str]) -> None:
    """Whatever the texts: nothing is lost on the way out and back."""
    covered = cover(texts, ["Ana"])
    assert texts == [uncover(one, covered.key) for one in covered.texts]


@given(texts=st.lists(WORDS, min_size=1, max_size=4))
def test_nothing_that_was_covered_stands_anywhere_else(texts: list[str]) -> None:
    """The same name in another message is the same person."""
    covered = cover(texts)
    names = [value for token, value in covered.key.items() if token.startswith("[name")]
    bare = [TOKEN.sub(" ", one) for one in covered.texts]
    for name in names:
        assert not [one for one in bare if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", one)]


def test_a_known_name_is_covered_wherever_it_stands() -> None:
    """The record knows whom it is about, even in small letters and in the middle of Chinese."""
    covered = cover(["hello ana, where is the bill", "请问ana在吗"], ["Ana"])
    assert ("hello [name-1], where is the bill", "请问[name-1]在吗") == covered.texts


def test_ordinary_words_stay() -> None:
    """A model that sees nothing can word nothing."""
    for text in (
        "The power has been out since Monday at 12:30, and it is 3 degrees.",
        "Der Strom ist seit Montag weg und die Heizung geht nicht.",
        "家里从中午停电，老人要用氧气机，请尽快。",
    ):
        assert (text,) == cover([text]).texts


@given(text=st.text(max_size=200))
def test_names_are_found_without_overlap_and_in_order(text: str) -> None:
    """Spans can be cut out one after the other."""
    spans = find_names(text, ["Ana"])
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
