"""
Says what else of a message is read besides the whole: its plain form, and parts of a long one.

A whole message reads like its average; an emergency in the eighth of ten sentences hardly moves it.
Capitals and pictures lead the model astray: it has met few. Places stay those of the text as given.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from warmline.reading.tokens import MOST_CHARACTERS

RISING: Final[tuple[str, ...]] = ("emergency", "vulnerability", "asks", "abuse")
"""Heads that the plain form may raise."""
STRONG: Final[tuple[str, ...]] = (
    "emergency",
    "vulnerability",
    "abuse",
    "asks.person",
    "asks.complaint",
    "asks.cancel",
    "asks.legal",
)
"""Heads that a part may raise. 'I wrote in spring' or 'from my phone' says nothing by itself."""
LONG: Final = 40
"""Words or Han characters from which a message is also read in parts."""
SHORT: Final = 4
"""A sentence below this joins the next: 'Hello.' says nothing alone."""
PART: Final = 28
"""Words or Han characters of one part of a sentence that must be cut."""
OVERLAP: Final = 8
"""Shared by neighbours where a sentence without an end must be cut."""
MOST_PARTS: Final = 32
"""Sentences that are read alone; each is read with its neighbour too."""
CAPITALS: Final = 0.8
"""Share of capitals among the letters that have them: beyond, they carry nothing."""
LEAST_LETTERS: Final = 8
"""'OK' and 'IBAN' are not shouted."""

_UNIT = re.compile("[\u3400-\u9fff]|[^\\W\u3400-\u9fff]+")
_SENTENCE = re.compile(r"[^.!?。！？；;\n]*(?:[.!?。！？；;\n]+|\Z)")
_PICTURE = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Something else of a message that is read, and the heads that it may raise."""

    start: int
    """Code points into the text as given."""
    text: str
    raises: tuple[str, ...]


def excerpts_of(text: str) -> list[Excerpt]:
    """
    Give what is read of a message besides the whole; nothing of most.

    The plain form comes first, where it differs; then the parts of a long message.
    """
    plain = plain_form(text)
    form = [Excerpt(0, plain, RISING)] if plain != text and _UNIT.search(plain) else []
    return form + [Excerpt(start, plain[start:end], STRONG) for start, end in _spans_of(plain)]


def plain_form(text: str) -> str:
    """
    Give a text without pictures, and without capitals where nearly all letters are.

    As long as the text, so that places stay what they are.
    """
    plain = _PICTURE.sub(" ", text)
    cased = [letter for letter in plain if letter.isupper() or letter.islower()]
    shouted = sum(letter.isupper() for letter in cased)
    if len(cased) < LEAST_LETTERS or shouted <= CAPITALS * len(cased):
        return plain
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in plain)


def parts_of(text: str) -> list[str]:
    """
    Give the parts of a long message; none of a short one.

    A part is one sentence, with very short ones before it, or two neighbours: 'She fell. She does
    not answer.' Without end marks it is a stretch of words that overlaps the next.
    """
    return [text[start:end] for start, end in _spans_of(text)]


def _spans_of(text: str) -> list[Span]:
    if _length(text) < LONG:
        return []
    half = MOST_CHARACTERS // 2
    stretches = [(0, len(text))]
    if len(text) > MOST_CHARACTERS:
        stretches = [(0, half), (len(text) - half, len(text))]
    singles = [one for start, end in stretches for one in _sentences(text, start, end)][:MOST_PARTS]
    return singles + [(first[0], second[1]) for first, second in pairwise(singles)]


def _sentences(text: str, start: int, end: int) -> list[Span]:
    """Sentences of a stretch, very short ones joined to the next, endless ones cut."""
    spans: list[Span] = []
    opened: int | None = None
    for found in _SENTENCE.finditer(text, start, end):
        for first, last in _cut(text, *found.span()):
            opened = first if opened is None else opened
            if _length(text[opened:last]) >= SHORT:
                spans.append((opened, last))
                opened = None
    if opened is not None and _length(text[opened:end]):
        spans.append((opened, end))
    return [_stripped(text, span) for span in spans]


def _cut(text: str, start: int, end: int) -> list[Span]:
    units = [found.span() for found in _UNIT.finditer(text, start, end)]
    if len(units) <= 2 * PART:
        return [(start, end)] if start < end else []
    starts = range(0, len(units) - OVERLAP, PART - OVERLAP)
    return [(units[n][0], units[min(n + PART, len(units)) - 1][1]) for n in starts]


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _length(text: str) -> int:
    return len(_UNIT.findall(text))
