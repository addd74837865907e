"""
What of a contact's message is worth remembering, as proposals for an agent's yes or no.

The patterns are TOML files in `memory/`, one per language, written by hand from how people tell a
company how they wish to be treated. A sentence that is hypothetical, over, or about somebody else
proposes nothing. A proposal says the need and where it was said; what the person suffers from has
no place in it. Nothing is stored here; what becomes of a proposal is `remembering.py`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from warmline.contacts.catalogue import CATALOGUE, slot_of
from warmline.contacts.proposal_values import read_value

LANGUAGES: Final = ("en", "zh", "es", "de")
HALF_WINDOW: Final = 1500
"""Characters at the beginning and at the end that are looked at, so that patterns stay quick."""
MOST_SENTENCES: Final = 60
LONGEST_SENTENCE: Final = 400

_HAN = re.compile("[\u4e00-\u9fff]")
_SENTENCE = re.compile(
    r"(?:[^.!?;。！？；\n]|(?<=\d)\.(?=\d)|(?<=[ap])\.(?=\s?m)|\.(?=[a-z]))+[.!?。！？]*"
)
_ALIKE: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00a0": " ", "，": ","})
_QUOTED = re.compile(r"“[^“”\n]{6,}”|\"[^\"\n]{6,}\"|「[^「」\n]{4,}」|(?m:^>.*$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """
    One thing that could be remembered.

    Units:
        start and end are code points into the text as given, end exclusive.
    """

    code: str
    """A key of `CATALOGUE`."""
    value: str | None
    start: int
    end: int

    @property
    def slot(self) -> str:
        """What there is only one of."""
        return slot_of(self.code, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One way of saying it."""

    code: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    """Silences it when it stands in the same sentence."""
    is_over: bool = False
    """The wish itself is that something end, so that 'any more' does not silence it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternList:
    """The patterns of one language."""

    patterns: tuple[Pattern, ...]
    silent: re.Pattern[str]
    """A sentence with it proposes nothing: hypothetical, over, of somebody else."""
    not_asked: re.Pattern[str]
    """A question with it asks us about us, and wishes nothing."""


def propose(text: str, language: str) -> list[Proposal]:
    """
    Find what is worth remembering; of what there is only one of, the last that was said.

    Args:
        text: of a contact, masked.
        language: BCP 47, as the reader found it.
    """
    found: dict[str, Proposal] = {}
    for name in _lists_for(text, language):
        for start, sentence in _sentences(text):
            for proposal in _in_sentence(sentence, load_patterns(name), start):
                found[proposal.slot] = proposal
    return sorted(found.values(), key=lambda one: (one.start, one.code))


def _in_sentence(sentence: str, known: PatternList, offset: int) -> Iterator[Proposal]:
    is_silent = known.silent.search(sentence) is not None
    if sentence.rstrip().endswith(("?", "？")) and known.not_asked.search(sentence):
        return
    for one in known.patterns:
        if is_silent and not one.is_over:
            continue
        found = one.pattern.search(sentence)
        if found is None or (one.unless is not None and one.unless.search(sentence)):
            continue
        kind = CATALOGUE[one.code].value
        value = None if kind is None else read_value(kind, found["value"], sentence)
        if kind is None or value is not None:
            start, end = found.span()
            yield Proposal(code=one.code, value=value, start=offset + start, end=offset + end)


@cache
def load_patterns(language: str) -> PatternList:
    """The patterns of a language, compiled once."""
    path = files("warmline.contacts") / "memory" / f"{language}.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    parts: Mapping[str, str] = table["parts"]
    return PatternList(
        patterns=tuple(
            Pattern(
                code=row["code"],
                pattern=_compiled(row["pattern"], parts),
                unless=_compiled(row["unless"], parts) if "unless" in row else None,
                is_over=row.get("is_over", False),
            )
            for row in table["patterns"]
        ),
        silent=_compiled(table["silent"], parts),
        not_asked=_compiled(table["not_asked"], parts),
    )


def load_all() -> None:
    """Compile every list now, so that no contact waits for it."""
    for language in LANGUAGES:
        load_patterns(language)


def _compiled(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    """With each `<part>` put in; line breaks in the file are for the eye."""
    joined = "".join(line.strip(" ") if line.strip() else "" for line in pattern.splitlines())
    for name, part in parts.items():
        joined = joined.replace(f"<{name}>", f"(?:{part})")
    return re.compile(joined, re.IGNORECASE)


def _lists_for(text: str, language: str) -> list[str]:
    head = text[: 2 * HALF_WINDOW]
    own = language.replace("_", "-").split("-")[0].lower()
    chosen = ["zh"] if _HAN.search(head) else []
    if re.search("[A-Za-z]{2}", head):
        chosen += [own] if own in ("es", "de") else ["en"]
    return chosen


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    windows = [(0, text)]
    if len(text) > 2 * HALF_WINDOW:
        windows = [(0, text[:HALF_WINDOW]), (len(text) - HALF_WINDOW, text[-HALF_WINDOW:])]
    for offset, part in windows:
        plain = _QUOTED.sub(lambda found: " " * len(found.group()), part.translate(_ALIKE))
        for count, found in enumerate(_SENTENCE.finditer(plain)):
            if count >= MOST_SENTENCES:
                break
            yield offset + found.start(), found.group()[:LONGEST_SENTENCE]
