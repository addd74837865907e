"""
Which hand-written cues of the coach stand in a text, and where.

The lists are TOML files in `cues/`, one per language: a label, its patterns, what silences it in
the same sentence, an example and a near miss. They describe what a reply says to the contact, or
what the contact asked for; nothing here is about the person who writes the reply.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from warmline.reading.cues import fold

LANGUAGES: Final = ("en", "zh", "es", "de")
LONGEST: Final = 3000
"""Code points that are looked at; no reply is longer, and patterns stay quick."""
LONGEST_SENTENCE: Final = 400
"""A text without full stops is cut, so that a hostile one costs no more than any other."""
MOST_SENTENCES: Final = 120
"""Twice what an honest text of this length has; a hostile one costs no more."""

Span = tuple[int, int]
"""Code points, end exclusive."""

_END = re.compile(r"(?:[.!?](?=[\s\"')\]]|$)|[。！？；;…\n])+[\"'”’)\]]*\s*")

_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachCue:
    """The patterns of one label in one language, with what proves them."""

    label: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    """What silences the cue when it stands in the same sentence."""
    examples: tuple[str, ...]
    near_misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text, with its place."""

    start: int
    end: int
    text: str
    """Folded: lower case, plain punctuation."""

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return self.text.rstrip(" \"'”’)\n").endswith("?")


@cache
def load_cues(language: str) -> Mapping[str, CoachCue]:
    """The cues of a language by label; English for languages without a list."""
    name = language.replace("_", "-").split("-")[0].lower()
    name = name if name in LANGUAGES else "en"
    path = files("warmline.coaching") / "cues" / f"{name}.toml"
    return parse_cues(path.read_text(encoding="utf-8"))


def parse_cues(toml: str) -> Mapping[str, CoachCue]:
    """
    Compile a list from its file.

    `{name}` stands for the alternatives of that name in the table `words`; `~` for a gap of up to
    forty characters within a sentence.
    """
    shape = tomllib.loads(toml)
    words: dict[str, str] = {}
    for name, pattern in shape.pop("words", {}).items():
        words[name] = f"(?:{_filled(pattern, words)})"
    return {
        label: CoachCue(
            label=label,
            pattern=_compiled(entry["any"], words),
            unless=_compiled(entry["unless"], words) if "unless" in entry else None,
            examples=tuple(entry.get("example", ())),
            near_misses=tuple(entry.get("near_miss", ())),
        )
        for label, entry in shape.items()
        if isinstance(entry, dict)
    }


def _compiled(alternatives: list[str], words: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(_filled(one, words) for one in alternatives))


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    for name, alternatives in words.items():
        pattern = pattern.replace("{" + name + "}", alternatives)
    return pattern.replace("~", r"[^.!?;。！？；\n]{0,40}?")


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Cut a text into sentences; abbreviations are cut too, which harms no cue."""
    plain = fold(text[:LONGEST])
    found: list[Sentence] = []
    start = 0
    for end in (*(mark.end() for mark in _END.finditer(plain)), len(plain)):
        for left in range(start, end, LONGEST_SENTENCE):
            part = plain[left : min(end, left + LONGEST_SENTENCE)]
            if _WORD.search(part) and len(found) < MOST_SENTENCES:
                found.append(Sentence(left, left + len(part), part))
        start = end
    return tuple(found)


def find_label(sentences: tuple[Sentence, ...], cue: CoachCue | None) -> tuple[Span, ...]:
    """
    All places of a cue, in order.

    Units:
        spans are code points into the text as given, end exclusive.
    """
    if cue is None:
        return ()
    return tuple(
        (sentence.start + hit.start(), sentence.start + hit.end())
        for sentence in sentences
        if not (cue.unless and cue.unless.search(sentence.text))
        for hit in cue.pattern.finditer(sentence.text)
        if hit.end() > hit.start()
    )
