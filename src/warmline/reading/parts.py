"""
Cuts a long message into parts, so that one sentence of danger is not lost among calm ones.

A whole message reads like its average; an emergency in the eighth of ten sentences hardly moves it.
"""

import re
from typing import Final

from warmline.reading.tokens import shorten

RISING: Final = ("emergency", "vulnerability", "asks", "abuse")
"""Heads of which a part may raise the whole message."""
LONG: Final = 40
"""Words or Han characters from which a message is also read in parts."""
SHORT: Final = 4
"""A sentence below this joins the next: 'Hello.' says nothing alone."""
PART: Final = 28
"""Words or Han characters of one part of a sentence that must be cut."""
OVERLAP: Final = 8
"""Shared by neighbours where a sentence without an end must be cut."""
MOST_PARTS: Final = 32

_UNIT = re.compile("[\u3400-\u9fff]|[^\\W\u3400-\u9fff]+")
_SENTENCE = re.compile(r"[^.!?。！？；;\n]*(?:[.!?。！？；;\n]+|\Z)")


def parts_of(text: str) -> list[str]:
    """
    Give the parts of a long message, in order; none of a short one.

    A part is one sentence, with very short ones before it; one that goes on and on is cut with an
    overlap.
    """
    text = shorten(text)
    if _length(text) < LONG:
        return []
    parts: list[str] = []
    open_part = ""
    for sentence in _SENTENCE.findall(text):
        for piece in _cut(sentence):
            if _length(open_part) >= SHORT:
                parts.append(open_part.strip())
                open_part = ""
            open_part += piece
    parts.append(open_part.strip())
    return [part for part in parts if _length(part)][:MOST_PARTS]


def _length(text: str) -> int:
    return len(_UNIT.findall(text))


def _cut(sentence: str) -> list[str]:
    units = [found.span() for found in _UNIT.finditer(sentence)]
    if len(units) <= 2 * PART:
        return [sentence]
    starts = range(0, len(units) - OVERLAP, PART - OVERLAP)
    return [sentence[units[n][0] : units[min(n + PART, len(units)) - 1][1]] for n in starts]
