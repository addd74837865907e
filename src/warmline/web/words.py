"""
The words of the pages, hand-written per language, and which language a person reads.

`words/en.toml` and `words/zh.toml` hold the same keys; a test keeps it so. Words to contacts at a
handoff are not here but in `handoff/wording.py`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("en", "zh")
NATIVE_NAMES = {"en": "English", "zh": "中文"}
COOKIE = "warmline_language"

_SEAM = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![年月])(?=[A-Za-z0-9])"
    r"|(?<=[A-Za-z0-9])(?![年月日])(?=[\u4e00-\u9fff])"
)
"""Where a filled-in name or figure meets Chinese characters a space belongs; not within a date."""


@dataclass(frozen=True, slots=True)
class Words:
    """All words of one language."""

    language: str
    by_key: Mapping[str, str]

    def __call__(self, key: str, /, **fields: object) -> str:
        """The words of a key; a missing key is a programming mistake."""
        text = self.by_key[key]
        if not fields:
            return text
        said = text.format(**fields)
        return _SEAM.sub(" ", said) if self.language == "zh" else said

    def count(self, key: str, number: int, /, **fields: object) -> str:
        """The words for a number of things: `key.one` or `key.many`."""
        return self(f"{key}.one" if number == 1 else f"{key}.many", number=number, **fields)

    def nearest(self, *keys: str, fallback: str) -> str:
        """The words of the first key that there is; codes may be newer than the words."""
        for key in keys:
            if key in self.by_key:
                return self.by_key[key]
        return fallback

    def under(self, prefix: str) -> dict[str, str]:
        """All words below a prefix, for the scripts of a page."""
        start = f"{prefix}."
        return {k.removeprefix(start): v for k, v in self.by_key.items() if k.startswith(start)}


@cache
def words_of(language: str) -> Words:
    """The words of a language; English when there are none of it."""
    chosen = language if language in LANGUAGES else "en"
    tree = tomllib.loads((FOLDER / f"{chosen}.toml").read_text(encoding="utf-8"))
    return Words(chosen, dict(_flat(tree, "")))


def choose_language(wanted: str | None, cookie: str | None, accept: str | None) -> str:
    """
    The language to show: asked for, else chosen before, else the browser's, else English.

    Args:
        wanted: the `language` of the address, if any.
        cookie: what was chosen before.
        accept: the browser's Accept-Language header.
    """
    for candidate in (wanted, cookie, *_accepted(accept or "")):
        if candidate and candidate.lower().split("-")[0] in LANGUAGES:
            return candidate.lower().split("-")[0]
    return "en"


def _accepted(header: str) -> list[str]:
    ranked = []
    for place, part in enumerate(header.split(",")[:12]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((-float(quality or "1"), place, tag))
        except ValueError:
            continue
    return [tag for _, _, tag in sorted(ranked)]


def _flat(tree: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            pairs += _flat(value, f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", str(value)))
    return pairs
