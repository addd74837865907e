"""
No words that nobody says: every key of the pages and of the notices is used somewhere.

The accident this prevents: a translator who polishes, in each language, sentences that no page has
shown for a year, and a reader who looks in vain for the place that shows them.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from warmline.handoff.wording import words as notices_of
from warmline.reading.labels import ASKS, NEEDS
from warmline.web.words import words_of

SRC = Path(__file__).parents[2] / "src" / "warmline"
PAGES = [*SRC.rglob("*.html"), *SRC.rglob("*.js")]
KEY = re.compile(r"[._]?[a-z][\w.-]*")
QUOTED = re.compile(r"""(['"`])([._]?[a-z][\w.-]*)(?=\1|\$\{)""")
"""A key in a template or script, or a part that is put before or behind another."""

COUNTS = ("one", "many")
LABELLED = {*(f"ask.{one}" for one in ASKS), *(f"need.{one}" for one in NEEDS)}
"""Words of labels: their key is put together from a family and whatever was read."""


def literals() -> Iterator[str]:
    """Every piece of text in code and pages that could be a key or begin one."""
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in PAGES:
        yield from (found[2] for found in QUOTED.finditer(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def said() -> frozenset[str]:
    """What code and pages name; of an event the last part too, which is told as a deed."""
    named = {one for one in literals() if KEY.fullmatch(one)}
    return frozenset(named | {one.rpartition(".")[2] for one in named})


def unsaid(keys: Iterable[str], said: frozenset[str]) -> list[str]:
    """
    Keys that no code names, whole or by a beginning and the parts that fill it in.

    Words of the contact's chat are named without their first part.
    """
    return [key for key in keys if not is_named(key, said)]


def is_named(key: str, said: frozenset[str]) -> bool:
    """Whether the code names a key as it is, or begins it and knows all that follows."""
    if key in said or key.removeprefix("chat.") in said:
        return True
    return any(key[:n] in said and is_known(key[n:], said) for n in cuts(key, "._-"))


def is_known(rest: str, said: frozenset[str]) -> bool:
    """Whether the rest of a key is put together from words of the code, numbers and counts."""
    if rest in said or rest in COUNTS or rest.isdecimal():
        return True
    return any(
        is_known(rest[: n - 1], said) and (is_known(rest[n:], said) or rest[n - 1 :] in said)
        for n in cuts(rest, "._")
    )


def cuts(key: str, seams: str) -> list[int]:
    """The places in a key behind each seam."""
    return [n for n in range(1, len(key)) if key[n - 1] in seams]


def test_every_word_of_the_pages_is_said(said: frozenset[str]) -> None:
    """What no page shows is taken out, in both languages."""
    assert unsaid(words_of("en").by_key.keys() - LABELLED, said) == []


def test_every_notice_is_told(said: frozenset[str]) -> None:
    """What no contact is ever told is taken out, in four languages."""
    assert unsaid(notices_of("en").sentences, said) == []


def test_a_word_that_nobody_says_is_found(said: frozenset[str]) -> None:
    """Names that only look alike do not count."""
    assert unsaid(["queue.nobody-says-this"], said) == ["queue.nobody-says-this"]
