"""
Two answers near each other: what they are called in the question back, and which one was meant.

The question names the two by number, so the answer can be a number, "the first", a word of a title,
or free text. It is read back from its own words: a restart or another server loses nothing.
"""

import re
from collections.abc import Sequence
from enum import Enum

from warmline.assistant.answer import WHICH, Said
from warmline.assistant.knowledge import Passage
from warmline.assistant.retrieval import terms
from warmline.assistant.talk import says

FEW_TERMS = 4
"""A reply of more words is a question of its own rather than a word of a title."""

_LINE = re.compile(r"^([12])\. (.+)$", re.MULTILINE)


class Chosen(Enum):
    """What a reply says about two choices."""

    FIRST = 0
    SECOND = 1
    BOTH = 2
    NEITHER = 3
    UNCLEAR = 4
    """Nothing about them, as far as its words show."""


def labels_of(one: Passage, other: Passage) -> tuple[str, str]:
    """What two passages are called: their titles, or their headings where the titles are one."""
    if one.title.casefold() != other.title.casefold():
        return one.title, other.title
    return one.heading, other.heading


def open_labels(said: Sequence[Said]) -> tuple[str, ...]:
    """What the choices are called when the last thing we said asks which is meant, else nothing."""
    ours = [one for one in said if not one.by_contact]
    if not ours or ours[-1].notice != WHICH:
        return ()
    return named_in(ours[-1].text)


def named_in(text: str) -> tuple[str, ...]:
    """The choices that a question back names."""
    found = tuple(label for _, label in _LINE.findall(text))
    return found if len(found) == 2 else ()


def question_before(said: Sequence[Said], notice: str | None = None) -> str:
    """
    What the contact had asked before our last message; empty when nothing is known.

    Args:
        said: the conversation so far.
        notice: look for our last message with this key instead.
    """
    ours = [at for at, one in enumerate(said) if not one.by_contact]
    if notice is not None:
        ours = [at for at in ours if said[at].notice == notice]
    asked = [one.text for one in said[: ours[-1]] if one.by_contact] if ours else []
    return asked[-1] if asked else ""


def choose(reply: str, labels: Sequence[str]) -> Chosen:
    """Which of two the contact means, by number, by place, or by a word that only one title has."""
    for kind, chosen in (
        ("first", Chosen.FIRST),
        ("second", Chosen.SECOND),
        ("both", Chosen.BOTH),
        ("neither", Chosen.NEITHER),
        ("no", Chosen.NEITHER),
        ("repair", Chosen.NEITHER),
    ):
        if says(reply, kind):
            return chosen
    words = set(terms(reply))
    if not words or len(words) > FEW_TERMS:
        return Chosen.UNCLEAR
    first, second = (set(terms(label)) for label in labels)
    hits = len(words & (first - second)), len(words & (second - first))
    if hits[0] == hits[1]:
        return Chosen.UNCLEAR
    return Chosen.FIRST if hits[0] > hits[1] else Chosen.SECOND
