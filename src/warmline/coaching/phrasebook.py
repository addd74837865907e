"""
Safe phrases of service in five languages, for agents who do not write the contact's own.

Written by hand in `phrasebook/<language>.toml`, the same keys in each. A phrase says only what is
true whoever says it; the agent chooses it, may change it, and sends it like any words.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from warmline.conversation.translation import primary

LANGUAGES: Final = ("en", "zh", "es", "de", "fr")
"""The fallback first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One phrase."""

    key: str
    own: str
    """What it means, in the agent's language."""
    theirs: str
    """What is put into the reply."""


def phrases_for(
    language: str, *, own: str, name: str, firm: str, time: str, number: str | None
) -> tuple[Phrase, ...]:
    """
    All phrases of a language, filled in.

    Args:
        language: of the contact; English for languages without a book.
        own: of the agent, for the meaning.
        name: of the agent.
        firm: of the house.
        time: a clock time for a call.
        number: to call in danger; None leaves out what needs one.
    """
    theirs, meaning = load_book(language), load_book(own)
    fields = {"name": name, "firm": firm, "time": time, "number": number or ""}
    return tuple(
        Phrase(key=key, own=meaning[key].format(**fields), theirs=phrase.format(**fields))
        for key, phrase in theirs.items()
        if number is not None or "{number}" not in phrase
    )


@cache
def load_book(language: str) -> Mapping[str, str]:
    """The phrases of a language by their keys; English for languages without a book."""
    name = primary(language)
    name = name if name in LANGUAGES else LANGUAGES[0]
    path = files("warmline.coaching") / "phrasebook" / f"{name}.toml"
    book: Mapping[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["phrases"]
    return book
