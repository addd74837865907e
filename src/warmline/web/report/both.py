"""
Words in both languages at once: the page carries English and Chinese, and shows one of them.

`words/en.toml` and `words/zh.toml` hold the same keys; a test keeps it so.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from warmline.handoff.wording import words as contact_words
from warmline.web.words import Words, words_of

FOLDER: Final = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same in two languages."""

    en: str
    zh: str

    def in_language(self, language: str) -> str:
        """The words of one language; English for one that it does not have."""
        return self.zh if language == "zh" else self.en

    def __html__(self) -> str:
        """Both in spans, of which the style sheet shows one."""
        if self.en == self.zh:
            return str(escape(self.en))
        return Markup(
            '<span class="en" lang="en">{}</span><span class="zh" lang="zh-Hans">{}</span>'
        ).format(self.en, self.zh)


def say(key: str, /, **fields: object) -> Bilingual:
    """The words of a key; a field may itself be in both languages."""
    return Bilingual(_filled("en", key, fields), _filled("zh", key, fields))


def say_count(key: str, number: int, /, **fields: object) -> Bilingual:
    """The words for a number of things: `key.one` or `key.many`."""
    return say(f"{key}.one" if number == 1 else f"{key}.many", number=f"{number:,}", **fields)


def has(key: str) -> bool:
    """Whether there are words for a key."""
    return key in _words("en").by_key


def shared(key: str, /, **fields: object) -> Bilingual:
    """Words that the desk says too, such as the steps of distress."""
    sides = [words_of(language)(key, **_one_side(language, fields)) for language in ("en", "zh")]
    return Bilingual(*sides)


def reason(code: str) -> Bilingual:
    """A reason as the desk words it; the code itself when it is newer than the words."""
    return Bilingual(*(contact_words(one).reasons.get(code, code) for one in ("en", "zh")))


def _filled(language: str, key: str, fields: Mapping[str, object]) -> str:
    return _words(language)(key, **_one_side(language, fields))


def _one_side(language: str, fields: Mapping[str, object]) -> dict[str, object]:
    return {
        name: getattr(value, language) if isinstance(value, Bilingual) else value
        for name, value in fields.items()
    }


@cache
def _words(language: str) -> Words:
    tree = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Words(language, dict(_flat(tree, "")))


def _flat(tree: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            pairs += _flat(value, f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", str(value)))
    return pairs
