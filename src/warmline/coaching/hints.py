"""
At most two hints, in the language of whoever reads them, as one colleague to another: what to add
or drop, with the words. Never a mark on the person.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from warmline.coaching.cues import LANGUAGES
from warmline.coaching.guidance import Flag
from warmline.coaching.parts import Parts
from warmline.coaching.signs import Signs
from warmline.coaching.situation import Situation

MOST: Final = 2
LONGEST_QUOTE: Final = 40


@cache
def load_hints(language: str) -> Mapping[str, str]:
    """The hints of a language by code; English for languages without them."""
    name = language.split("-")[0].lower()
    name = name if name in LANGUAGES else "en"
    path = files("warmline.coaching") / "hints" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def find_hints(
    signs: Signs,
    situation: Situation,
    parts: Parts,
    flags: tuple[Flag, ...],
    *,
    language: str | None = None,
    is_begun: bool = True,
) -> tuple[str, ...]:
    """
    The two hints that help most.

    Args:
        signs: what stands in the reply.
        situation: what the contact needs.
        parts: what the reply has.
        flags: what it had better not do, the gravest first.
        language: of the person who reads the hints; that of the reply when None.
        is_begun: whether the reply is far enough to speak of a step that is missing.
    """
    words = load_hints(language or signs.language)
    hints: list[str] = []
    for code, quote in _wanted(signs, situation, parts, flags, is_begun=is_begun):
        hint = words[code].format(quote=quote)
        if hint not in hints:
            hints.append(hint)
    return tuple(hints[:MOST])


def _wanted(
    signs: Signs,
    situation: Situation,
    parts: Parts,
    flags: tuple[Flag, ...],
    *,
    is_begun: bool,
) -> Iterator[tuple[str, str]]:
    """Codes of hints with the words that they quote, the most needed first."""
    for flag in flags:
        yield _code(flag, situation), _quote(signs, flag)
    if situation.is_thanks or situation.danger or not is_begun:
        return
    if not parts.suggests:
        yield "next-step", ""
    elif not signs.has("time", "time.now") and (parts.will or parts.timed):
        yield "time", ""


def _code(flag: Flag, situation: Situation) -> str:
    if flag.code == "solution-without-acknowledgement" and situation.is_grief:
        return "grief"
    return flag.code


def _quote(signs: Signs, flag: Flag) -> str:
    if not flag.spans:
        return ""
    start, end = flag.spans[0]
    quote = " ".join(signs.text[start:end].split())
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE].rstrip() + "…"
