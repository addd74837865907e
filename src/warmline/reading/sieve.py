"""
Which of many patterns could match a text at all, told by letters that each cannot match without.

A pattern such as 'no (?:power|light)' needs 'power' or 'light'; looking for such needles is many
times cheaper than trying every pattern. The answer errs on one side only: a pattern that would
match is never left out, and one whose needs cannot be told is always tried.
"""

import re
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

Needles = frozenset[str]
"""Every match of a pattern holds at least one of these."""
Gram = tuple[str, ...]
"""A run of letters, each by itself: cutting strings would cost more than all the rest."""

GRAM: Final = 3
"""Needles are looked up by a run of so many letters; shorter ones by all that they have."""
COMMON_FIRST: Final = " etaoinshrdlcumwfgypbvkjxqz"
"""Source: the order of letters in English prose, the space before all."""
CHANCES: Final = (1.0, 0.6, 0.2, 0.05, 0.02, 0.01)
"""Rough chance that a text holds a Latin needle of so many letters; only the order matters."""
HAN_CHANCES: Final = (1.0, 0.08, 0.006, 0.002, 0.001, 0.001)


class Sieve:
    """Tells which of its patterns are worth trying on a text."""

    def __init__(self, patterns: Sequence[re.Pattern[str]], *, painted: str) -> None:
        """
        Find the needles of each pattern.

        Args:
            patterns: n, as they will be tried.
            painted: letters that the text may gain after it went through the sieve.
        """
        self._always: list[int] = []
        owners: dict[str, list[int]] = {}
        for number, pattern in enumerate(patterns):
            needles = needles_of(pattern)
            if not needles or any(letter in needle for needle in needles for letter in painted):
                self._always.append(number)
                continue
            for needle in needles:
                owners.setdefault(needle, []).append(number)
        self._by_gram: dict[Gram, list[tuple[str, tuple[int, ...]]]] = {}
        for needle, numbers in owners.items():
            self._by_gram.setdefault(_rarest_gram(needle), []).append((needle, tuple(numbers)))
        # A set keeps the hashes of its members, which a dictionary's view would make anew.
        self._grams = frozenset(self._by_gram)

    def passing(self, text: str, grams: Set[Gram]) -> list[int]:
        """
        Give the numbers of the patterns that may match, in ascending order.

        Args:
            text: as it will be searched, but for what is painted over.
            grams: of the same text, by `grams_of`.
        """
        found = set(self._always)
        for gram in self._grams & grams:
            for needle, numbers in self._by_gram[gram]:
                if needle in text:
                    found.update(numbers)
        return sorted(found)


def needles_of(pattern: re.Pattern[str]) -> Needles | None:
    """Give needles of a pattern, the rarest that are easily told; None when there are none."""
    if pattern.flags & re.IGNORECASE:
        return None
    return _of_run(parser.parse(pattern.pattern, pattern.flags))


def _of_run(run: Iterable[Any]) -> Needles | None:
    """Of parts that must all match, one after the other, the rarest needles."""
    best: Needles | None = None
    letters = ""
    for code, detail in [*run, (codes.AT, None)]:
        if code is codes.LITERAL:
            letters += chr(detail)
            continue
        if letters:
            best = _rarer(best, frozenset({letters}))
            letters = ""
        best = _rarer(best, _of_part(code, detail))
    return best


def _of_part(code: Any, detail: Any) -> Needles | None:
    if code is codes.BRANCH:
        return _union(_of_run(run) for run in detail[1])
    if code is codes.SUBPATTERN:
        _, added, _, run = detail
        return None if added & re.IGNORECASE else _of_run(run)
    if code is codes.ATOMIC_GROUP:
        return _of_run(detail)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, _, run = detail
        return _of_run(run) if least else None
    if code is codes.ASSERT:  # what must stand beside the match stands in the text too
        return _of_run(detail[1])
    if code is codes.IN and all(one is codes.LITERAL for one, _ in detail):
        return frozenset(chr(letter) for _, letter in detail)
    return None


def _union(parts: Iterable[Needles | None]) -> Needles | None:
    whole: set[str] = set()
    for part in parts:
        if part is None:
            return None
        whole |= part
    return frozenset(whole)


def _rarer(one: Needles | None, other: Needles | None) -> Needles | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other, key=lambda needles: sum(map(_chance, needles)))


def _chance(needle: str) -> float:
    chances = CHANCES if needle.isascii() else HAN_CHANCES
    return chances[min(len(needle.strip()), len(chances) - 1)]


def grams_of(text: str) -> set[Gram]:
    """Give every run of one to three letters."""
    grams: set[Gram] = set(zip(text, strict=True))
    grams.update(pairwise(text))
    grams.update(zip(text, text[1:], text[2:], strict=False))
    return grams


def _rarest_gram(needle: str) -> Gram:
    """The run of letters within a needle that it is looked up by."""
    places = range(max(1, len(needle) - GRAM + 1))
    return max((tuple(needle[place : place + GRAM]) for place in places), key=_rarity)


def _rarity(gram: Gram) -> int:
    return sum(COMMON_FIRST.find(letter) % len(COMMON_FIRST) for letter in gram)
