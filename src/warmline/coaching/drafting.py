"""
A draft to begin a reply from: what it still lacks, from the firm's articles and approved phrases.

The phrases stand in `phrases/<language>.toml`, written by hand; the answer is a passage of the
firm's own. Nothing is invented, nothing is left to be filled in, and nothing is sent by this.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from warmline.assistant.answer import Answer
from warmline.coaching.cues import LANGUAGES
from warmline.coaching.glance import Glance
from warmline.coaching.situation import Situation
from warmline.reading.cover import LINK

LONGEST_QUOTE: Final = 90
"""Code points of the contact's own words; more would make them read what they wrote."""
_SENTENCE: Final = re.compile(r"[^.!?。！？\n]*[^\W_][^.!?。！？\n]*[.!?。！？]*")
_CLAUSE: Final = re.compile(r"[，；](?=[^，；]{4})")

Phrases = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Words that somebody may send after reading them; empty when nothing is lacking."""

    text: str
    parts: tuple[str, ...] = ()
    """affirm, understand, suggest: what was added."""
    source: str | None = None
    """The article that the answer stands in: 'billing/direct-debit'."""
    title: str | None = None
    """The article's title."""
    is_worded: bool = False
    """Whether a language model worded it; every sentence of it has been checked then."""
    dropped: tuple[str, ...] = ()
    """Why sentences of the model were left out: deed, promise, figure, link, words..."""


@cache
def load_phrases(language: str) -> Phrases:
    """The approved phrases of a language; English for languages without them."""
    name = language.replace("_", "-").split("-")[0].lower()
    name = name if name in LANGUAGES else "en"
    path = files("warmline.coaching") / "phrases" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def approved(language: str, *, name: str, due: str) -> Iterator[str]:
    """Every approved phrase that says something by itself, filled in."""
    for part, phrases in load_phrases(language).items():
        for key, phrase in phrases.items():
            if part == "understand" or (key == "promise" and not due):
                continue
            yield phrase.format(name=name, due=due)


def quote(said: str) -> str:
    """The contact's question in their words, else their first sentence; empty when too long."""
    sentences = [one.group().strip() for one in _SENTENCE.finditer(said)]
    short = [one for one in sentences if len(one) <= LONGEST_QUOTE and "[" not in one]
    # What somebody else links to is not repeated in the firm's name.
    fitting = [one for one in short if LINK.search(one) is None]
    # A Chinese sentence may hold a whole story before its question.
    questions = [_CLAUSE.split(one)[-1] for one in fitting if one.endswith(("?", "？"))]
    return next(iter([*questions, *fitting]), "")


def compose(
    situation: Situation,
    answer: Answer,
    seen: Glance,
    *,
    language: str,
    name: str,
    due: str,
) -> Draft:
    """
    Put together what the words so far lack.

    Args:
        situation: what the contact needs; not a danger, which has words of its own.
        answer: of the firm's articles to what the contact wrote last.
        seen: the coach's look at the words so far.
        language: of the contact.
        name: of the agent, for a contact who asked for a person.
        due: until when an answer can be promised, as people say it; empty for no promise.
    """
    phrases = load_phrases(language)
    lines = list(_lines(situation, answer, seen, phrases, name=name, due=due))
    joint = "" if language.startswith("zh") else " "
    own = joint.join(text for part, text in lines if part != "article")
    passage = next((text for part, text in lines if part == "article"), "")
    used = bool(passage)
    return Draft(
        text="\n\n".join(text for text in (own, passage) if text),
        parts=tuple(dict.fromkeys("suggest" if part == "article" else part for part, _ in lines)),
        source=answer.source if used else None,
        title=answer.title if used else None,
    )


def _lines(
    situation: Situation,
    answer: Answer,
    seen: Glance,
    phrases: Phrases,
    *,
    name: str,
    due: str,
) -> Iterator[tuple[str, str]]:
    """The sentences of a draft with the part that each is."""
    if situation.is_thanks:
        if seen.standing("suggest") != "there":
            yield "suggest", phrases["suggest"]["thanks"]
        return
    if seen.standing("affirm") == "missing":
        yield "affirm", phrases["affirm"][_trouble(situation)]
    if situation.wants_person and not seen.says_who:
        yield "suggest", phrases["suggest"]["person"].format(name=name)
    if seen.standing("understand") == "missing" and (said := quote(situation.last)):
        kind = "asked" if said.endswith(("?", "？")) else "wrote"
        yield "understand", phrases["understand"][kind].format(quote=said)
    if answer.is_helpful and answer.text:
        yield "article", answer.text
    elif seen.standing("suggest") == "missing" and due:
        yield "suggest", phrases["suggest"]["promise"].format(due=due)


def _trouble(situation: Situation) -> str:
    return "grief" if situation.is_grief else "again" if situation.is_repeated else "upset"
