"""
Which words of a text are a hand-written cue, and how strongly each speaks.

The lists are TOML files in `cues/`, one per language, written by hand from how people phrase things
to a company. A cue only ever raises alarm. Figures of speech are painted over before the search,
and a cue of emergency is dropped when its own sentence says past, hypothetical or practised. What
a cue means for the probabilities is decided in `reader`.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from warmline.reading.reading import Cue
from warmline.reading.sieve import Gram, Sieve, grams_of

HALF_WINDOW: Final = 4000
"""A longer text keeps so many code points at either end; openings and closings carry the need."""
LANGUAGES: Final = ("en", "zh", "es", "de", "fr")
TOPICS: Final = ("", "-moments", "-aside")
"""A language has its own list and, where written, one about the conversation itself and one of
danger that is told in passing."""
LATIN: Final = ("en", "es", "de", "fr")
FEW_WORDS: Final = 6
"""Up to so many words the language is a guess, so every Latin list is read."""

PAINT: Final = "\u00b7"
"""Stands for each letter of a figure of speech; no cue has it."""

Compiler = Callable[[str], re.Pattern[str]]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_SENTENCE_END = re.compile(r"[.!?;。！？；\n]+(?=\s|$|[^\x00-\x7f])")
_ALIKE: Final = str.maketrans(
    {chr(0xFF01 + step): chr(0x21 + step) for step in range(94)}
    | {"\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'", "\u3000": " ", "\u00a0": " "}
)


class Level(StrEnum):
    """How strongly a cue speaks; the reader knows the probability of each."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"
    """Enough where nothing else reads; beside a model only a hint, which the model must share."""


_RANK: Final = {Level.DOUBTFUL: 0, Level.LIKELY: 1, Level.SURE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One cue of a list, with what proves it."""

    label: str
    level: Level
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    """A pattern that silences the cue when it stands in the same sentence."""
    is_guarded: bool
    """Whether the guards of the list apply."""
    source: str
    example: str
    near_miss: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What silences cues of some labels, or makes them doubtful, and what overrules it."""

    labels: tuple[str, ...]
    pattern: re.Pattern[str]
    overruled_by: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CueList:
    """The cues of one language."""

    language: str
    entries: tuple[Entry, ...]
    guards: tuple[Guard, ...]
    """They silence a cue of the same sentence."""
    doubts: tuple[Guard, ...]
    """They make a cue doubtful wherever they stand in a message: jest, a game, study."""
    figures: tuple[re.Pattern[str], ...]
    """Figures of speech, painted over before the search."""
    entry_sieve: Sieve
    figure_sieve: Sieve
    """Both only spare time: what they leave out would not match."""
    folding: Mapping[int, str] = field(default_factory=dict)
    """Letter by letter, such as traditional to simplified characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A cue in a text with its strength."""

    cue: Cue
    level: Level


def find_cues(text: str, language: str) -> tuple[Cue, ...]:
    """
    Find the cues of a text, in the order of their place.

    Units:
        spans are code points into the text as given, end exclusive.
    """
    return tuple(found.cue for found in weigh_cues(text, language))


def weigh_cues(text: str, language: str) -> tuple[Found, ...]:
    """Find the cues of a text with the strength of each; see `find_cues`."""
    chosen = lists_for(text, language)
    found: dict[tuple[str, int, int], Found] = {}
    for offset, part in _windows(text):
        folded = Folded(part)
        for cue_list in chosen:
            for hit in _search(folded, cue_list, offset):
                place = (hit.cue.label, hit.cue.start, hit.cue.end)
                # Two entries may find the same words: the stronger one is kept.
                if place not in found or _RANK[hit.level] > _RANK[found[place].level]:
                    found[place] = hit
    return tuple(sorted(found.values(), key=lambda hit: (hit.cue.start, hit.cue.end)))


def lists_for(text: str, language: str) -> tuple[CueList, ...]:
    """
    The lists that a text is read with.

    Its own language; English wherever there are Latin letters, because people switch; Chinese
    wherever there are Han characters; every Latin list for a short or unknown text.
    """
    head = text[: 2 * HALF_WINDOW]
    chosen: list[str] = []
    if _HAN.search(head):
        chosen.append("zh")
    if _LATIN.search(head):
        own = language.split("-")[0]
        is_guess = language == "und" or len(head.split()) <= FEW_WORDS
        chosen += LATIN if is_guess else dict.fromkeys(("en", own))
    names = (f"{name}{topic}" for name in chosen if name in LANGUAGES for topic in TOPICS)
    return tuple(load_list(name) for name in names if name in _shipped())


def load_all() -> None:
    """Compile every list now; it takes most of a second, which no contact should wait for."""
    for name in _shipped():
        load_list(name)


@cache
def _shipped() -> frozenset[str]:
    names = (path.name for path in (files("warmline.reading") / "cues").iterdir())
    return frozenset(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


@cache
def load_list(name: str) -> CueList:
    """Read and compile a list, 'en' or 'en-moments'; once, since a list never changes."""
    path = files("warmline.reading") / "cues" / f"{name}.toml"
    cue_list = parse_list(path.read_text(encoding="utf-8"))
    whole, _, topic = name.partition("-")
    if not topic:
        return cue_list
    main = load_list(whole)
    return replace(cue_list, doubts=main.doubts, folding=main.folding)


def parse_list(toml: str) -> CueList:
    """
    Compile a list from its file.

    In every pattern `{name}` stands for the alternatives of that name in the table `words`, and
    `~` for a gap of up to forty characters within a sentence.
    """
    shape = tomllib.loads(toml)
    words: dict[str, str] = {}
    for name, pattern in shape.get("words", {}).items():
        words[name] = f"(?:{_filled(pattern, words)})"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(_filled(pattern, words))

    entries = tuple(_entry(cue, shape, compiled) for cue in shape["cue"])
    figures = tuple(map(compiled, shape.get("figures", ())))
    return CueList(
        language=shape["language"],
        entries=entries,
        guards=tuple(_guard(one, compiled) for one in shape.get("guard", ())),
        doubts=tuple(_guard(one, compiled) for one in shape.get("doubt", ())),
        figures=figures,
        entry_sieve=Sieve([entry.pattern for entry in entries], painted=PAINT),
        figure_sieve=Sieve(figures, painted=PAINT),
        folding=str.maketrans(*shape["fold"]) if "fold" in shape else {},
    )


def _entry(cue: Mapping[str, Any], shape: Mapping[str, Any], compiled: Compiler) -> Entry:
    return Entry(
        label=cue["label"],
        level=Level(cue["level"]),
        pattern=compiled(cue["pattern"]),
        unless=_if_given(cue.get("unless"), compiled),
        is_guarded=cue.get("guarded", True),
        source=cue.get("source") or shape["source"],
        example=cue["example"],
        near_miss=cue.get("near_miss"),
    )


def _guard(shape: Mapping[str, Any], compiled: Compiler) -> Guard:
    return Guard(
        labels=tuple(shape["labels"]),
        pattern=compiled(shape["pattern"]),
        overruled_by=_if_given(shape.get("overruled_by"), compiled),
    )


def _if_given(pattern: str | None, compiled: Compiler) -> re.Pattern[str] | None:
    return None if pattern is None else compiled(pattern)


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    for name, alternatives in words.items():
        pattern = pattern.replace("{" + name + "}", alternatives)
    return pattern.replace("~", r"[^.!?;。！？；\n]{0,40}?")


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text that are read, each with its place."""
    if len(text) <= 2 * HALF_WINDOW:
        yield 0, text
        return
    yield 0, text[:HALF_WINDOW]
    yield len(text) - HALF_WINDOW, text[-HALF_WINDOW:]


def fold(text: str) -> str:
    """Lower case and plain forms of letters, each code point staying in its place."""
    lowered = text.lower()
    if len(lowered) != len(text):  # 'İ' becomes two code points
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(_ALIKE)


class Folded:
    """A text as the cues see it, with the runs of letters that the sieves look for."""

    def __init__(self, text: str) -> None:
        """Fold it once for all lists that ask no more."""
        self._plain = fold(text)
        self._grams = grams_of(self._plain)

    def seen_by(self, cue_list: CueList) -> tuple[str, set[Gram]]:
        """The text and its runs, folded further where a list asks for it."""
        further = self._plain.translate(cue_list.folding) if cue_list.folding else self._plain
        return further, self._grams if further == self._plain else grams_of(further)


def _search(text: Folded, cue_list: CueList, offset: int) -> Iterator[Found]:
    plain, grams = text.seen_by(cue_list)
    unpainted = plain
    passing = cue_list.entry_sieve.passing(plain, grams)
    for number in cue_list.figure_sieve.passing(plain, grams):
        plain = cue_list.figures[number].sub(lambda hit: PAINT * len(hit.group()), plain)
    for entry in (cue_list.entries[number] for number in passing):
        for hit in entry.pattern.finditer(plain):
            if hit.end() > hit.start() and not _is_silenced(plain, hit, entry, cue_list.guards):
                cue = Cue(
                    label=entry.label,
                    start=offset + hit.start(),
                    end=offset + hit.end(),
                    source=f"cues/{cue_list.language}",
                )
                is_doubtful = _any_speaks(cue_list.doubts, entry.label, unpainted)
                yield Found(cue=cue, level=Level.DOUBTFUL if is_doubtful else entry.level)
                break  # one is enough to raise, and bounds the time on a hostile text


def _is_silenced(text: str, hit: re.Match[str], entry: Entry, guards: tuple[Guard, ...]) -> bool:
    sentence = _sentence(text, hit.start(), hit.end())
    if entry.unless is not None and entry.unless.search(sentence):
        return True
    return entry.is_guarded and _any_speaks(guards, entry.label, sentence)


def _any_speaks(guards: tuple[Guard, ...], label: str, text: str) -> bool:
    return any(
        guard.pattern.search(text) and not (guard.overruled_by and guard.overruled_by.search(text))
        for guard in guards
        if label.startswith(guard.labels)
    )


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a span, at most 200 code points to either side."""
    before = text[max(0, start - 200) : start]
    ends = [end_mark.end() for end_mark in _SENTENCE_END.finditer(before)]
    left = start - len(before) + (ends[-1] if ends else 0)
    following = _SENTENCE_END.search(text, end, min(len(text), end + 200))
    return text[left : following.end() if following else min(len(text), end + 200)]
