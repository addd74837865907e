"""
Which passages say nearly the same: two answers to one question end in a question back, or in doubt.

By words only, so that every finding explains itself. What is said in two languages is no duplicate.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from warmline.assistant.knowledge import Passage
from warmline.assistant.retrieval import terms

ALIKE_AT: Final = 0.8
"""
Shared terms over all terms of both, Dice's coefficient.

Copies with a changed figure or sentence lie above it; answers that only share their subject stay
below 0.5 in the articles of the demo.
"""
FEW_TERMS: Final = 6
"""Shorter answers ("Yes, at any hour") are alike by chance."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two passages that say nearly the same."""

    one: Passage
    other: Passage
    likeness: float
    """In [0, 1]."""


def near_duplicates(passages: Sequence[Passage]) -> Iterator[Duplicate]:
    """Pairs of passages of one language whose answers are nearly the same, in reading order."""
    held = [(passage, frozenset(terms(passage.text))) for passage in passages]
    spoken = [(passage, words) for passage, words in held if len(words) >= FEW_TERMS]
    for (one, mine), (other, theirs) in combinations(spoken, 2):
        if one.language != other.language:
            continue
        likeness = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        if likeness >= ALIKE_AT:
            yield Duplicate(one, other, likeness)
