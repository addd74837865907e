"""
What is remembered, in words: for colleagues, for the contact, and as the question for consent.

Written by hand for each language in `memory/words-<language>.toml`; a language without a file reads
English. Words that somebody wrote themselves are given back as they are.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from warmline.agents.memory_terms import MONTH, MemoryTerms
from warmline.contacts.catalogue import CATALOGUE
from warmline.contacts.fact import Fact

LANGUAGES = ("en", "zh", "es", "de")

Reader = Literal["agent", "contact"]


def phrase(code: str, value: str | None, language: str, *, reader: Reader = "agent") -> str:
    """
    Something to remember, in words.

    Args:
        code: a key of `CATALOGUE`.
        value: what goes with it.
        language: of whoever reads.
        reader: a colleague, or the contact.
    """
    words = _words(language)
    kind = CATALOGUE[code].value
    said = words["values"].get(kind, {}).get(value, value)
    text: str = words[reader][code].format(value=said)
    return text


def words_of_fact(fact: Fact, language: str, *, reader: Reader = "agent") -> str:
    """A fact in the reader's language where it has a code, else as it was written."""
    if fact.is_over or fact.code not in CATALOGUE:
        return fact.what
    return phrase(fact.code, fact.value, language, reader=reader)


def ask_consent(fact: Fact, language: str, terms: MemoryTerms) -> str:
    """
    The question with which an agent asks the contact whether a need may be noted.

    Args:
        fact: the need.
        language: of the contact.
        terms: how long it would be kept, which is said.
    """
    what = words_of_fact(fact, language, reader="contact")
    months = terms.keeping(fact.kind) // MONTH
    asked: str = _words(language)["ask"].format(what=what, months=months)
    return asked


@cache
def _words(language: str) -> Mapping[str, Any]:
    primary = language.replace("_", "-").split("-")[0].lower()
    name = primary if primary in LANGUAGES else LANGUAGES[0]
    path = files("warmline.contacts") / "memory" / f"words-{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
