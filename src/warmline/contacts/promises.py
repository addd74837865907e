"""
Which promises a text makes to the contact, and until when each must be kept.

Sentence by sentence: the times said in it (`promise_times`), what it commits us to
(`commitments`), and the two brought together. What becomes of a promise is `promise.py`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import islice

from warmline.agents.hours import Hours, weekdays
from warmline.contacts.commitments import Commitment, Grammar, commitments
from warmline.contacts.commitments_de import GERMAN_PROMISES
from warmline.contacts.commitments_en import ENGLISH_PROMISES
from warmline.contacts.commitments_es import SPANISH_PROMISES
from warmline.contacts.commitments_zh import commitments_zh
from warmline.contacts.promise_times import Calendar, SpokenTime
from warmline.contacts.times_de import GERMAN
from warmline.contacts.times_en import ENGLISH
from warmline.contacts.times_es import SPANISH
from warmline.contacts.times_spaced import Lexicon, spoken_times
from warmline.contacts.times_zh import spoken_times_zh
from warmline.errors import FieldInvalid

HALF_WINDOW = 1500
"""Characters at the beginning and at the end that are looked at, so that patterns stay quick: a
reply is shorter, and where one is not, its promises stand at its end."""

MOST_SENTENCES = 100
"""Looked at in each part; more than a reply of this length has, and a hostile one costs no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPromise:
    """
    One promise in a text.

    Units:
        start and end are code points into the text as given, end exclusive.
    """

    what: str
    """The words in which it is made."""
    due_at: datetime | None
    """In the zone of the message; None when no time was said."""
    start: int
    end: int

    def to_json(self) -> dict[str, object]:
        """The public shape: DESIGN section 9."""
        due = None if self.due_at is None else self.due_at.isoformat()
        return {"what": self.what, "due": due, "by": "us", "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Tongue:
    """What is needed to find promises in one language."""

    times: Callable[[str, Calendar], list[SpokenTime]]
    commitments: Callable[[str, list[SpokenTime]], list[Commitment]]
    hints: str
    """Small words by which the language is known when nobody says it."""


def _spaced(lexicon: Lexicon, grammar: Grammar, hints: str) -> Tongue:
    return Tongue(
        times=lambda text, calendar: spoken_times(text, lexicon, calendar),
        commitments=lambda sentence, times: commitments(sentence, times, grammar),
        hints=hints,
    )


TONGUES = {
    "en": _spaced(ENGLISH, ENGLISH_PROMISES, r"\b(?:the|you|your|we|will|and|is|it|by|to)\b"),
    "es": _spaced(SPANISH, SPANISH_PROMISES, r"\b(?:el|la|los|que|de|le|su|por|para|y|en)\b"),
    "de": _spaced(GERMAN, GERMAN_PROMISES, r"\b(?:der|die|das|und|ich|wir|Sie|Ihnen|bis|am|ist)\b"),
    "zh": Tongue(times=spoken_times_zh, commitments=commitments_zh, hints=r"[\u4e00-\u9fff]"),
}

SENTENCE_END = re.compile(
    r"(?:(?<!\b[ap])(?<![ap]\.m)(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bapprox)(?<!\d)\.|"
    r"(?<=\d)\.(?=\s+[A-Z¿¡]|\s*$)|[!?。！？…]|\n)(?=\s|$|[”\"')）\u4e00-\u9fff])|[。！？；\n]",
    re.IGNORECASE,
)

QUOTED = re.compile(
    r"“[^“”\n]{6,}”|\"[^\"\n]{6,}\"|「[^「」\n]{4,}」|(?m:^>.*$)|(?<!\w)'[^'\n]{8,}'(?!\w)"
)

LONGEST_SENTENCE = 600
"""Characters; what never ends is cut, so that hostile text costs no more than honest text."""

_WORD = re.compile(r"[^\W_]")

FRAGMENT = 24
"""Characters beside its time, below which a sentence is only a time for the one before."""


def find_promises(
    text: str,
    *,
    sent_at: datetime,
    language: str | None = None,
    hours: Hours | None = None,
) -> list[FoundPromise]:
    """
    Find the promises that a reply makes.

    Args:
        text: of an agent or the assistant; of a very long one its beginning and its end.
        sent_at: when it is sent; its offset is the zone of all times in the text.
        language: BCP 47; found from the text when None.
        hours: of the house, for its working days; Monday to Friday when None.

    Raises:
        FieldInvalid: sent_at has no offset.
    """
    if sent_at.tzinfo is None:
        raise FieldInvalid(
            field="sent_at", value="without an offset", remedy="Write it as 2026-11-20T14:05+01:00."
        )
    calendar = Calendar(sent_at, hours or weekdays(sent_at.tzinfo, time(9), time(18)))
    tongue = TONGUES[_language(text, language)]
    return [
        replace(one, start=one.start + offset, end=one.end + offset)
        for offset, part in _windows(text)
        for one in _found(_unquoted(part), part, tongue, calendar)
    ]


def _found(plain: str, text: str, tongue: Tongue, calendar: Calendar) -> Iterator[FoundPromise]:
    last: FoundPromise | None = None
    for start, end in islice(_sentences(plain), MOST_SENTENCES):
        sentence = plain[start:end]
        times = tongue.times(sentence, calendar)
        bound = tongue.commitments(sentence, times)
        if (
            last is not None
            and not bound
            and last.due_at is None
            and _is_time_only(sentence, times)
        ):
            last = replace(last, due_at=times[-1].due_at, end=start + times[-1].end)
            last = replace(last, what=text[last.start : last.end])
            continue
        if last is not None:
            yield last
            last = None
        found = [_promise(text, start, one) for one in bound]
        yield from found[:-1]
        last = found[-1] if found else None
    if last is not None:
        yield last


def _promise(text: str, offset: int, bound: Commitment) -> FoundPromise:
    start, end = offset + bound.start, offset + bound.end
    while start < end and text[start] in " \t\n,，;；:：":
        start += 1
    joined = re.match(r"(?:and|then|und|y)\s+", text[start:end], re.IGNORECASE)
    start += joined.end() if joined else 0
    due_at = None if bound.time is None else bound.time.due_at
    return FoundPromise(what=text[start:end], due_at=due_at, start=start, end=end)


def _is_time_only(sentence: str, times: list[SpokenTime]) -> bool:
    rest = len(sentence.strip()) - sum(one.end - one.start for one in times)
    return bool(times) and rest <= FRAGMENT and not sentence.rstrip().endswith(("?", "？"))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [*(found.end() for found in SENTENCE_END.finditer(text)), len(text)]:
        for begin in range(start, end, LONGEST_SENTENCE):
            stop = min(begin + LONGEST_SENTENCE, end)
            if _WORD.search(text, begin, stop):
                yield begin, stop
        start = end


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text that are looked at, each with its place."""
    if len(text) <= 2 * HALF_WINDOW:
        yield 0, text
        return
    yield 0, text[:HALF_WINDOW]
    yield len(text) - HALF_WINDOW, text[-HALF_WINDOW:]


def _unquoted(text: str) -> str:
    """The text with the words of others blanked out, position by position."""
    blanked = QUOTED.sub(lambda found: " " * len(found.group()), text)
    return blanked if len(blanked.split()) * 4 > len(text.split()) else text


def _language(text: str, language: str | None) -> str:
    head = text[:HALF_WINDOW]
    ideographs = len(re.findall(TONGUES["zh"].hints, head))
    if ideographs * 4 > len(head):
        return "zh"
    primary = (language or "").replace("_", "-").split("-")[0].lower()
    if primary in TONGUES and primary != "zh":
        return primary
    spaced = [name for name in TONGUES if name != "zh"]
    return max(spaced, key=lambda name: len(re.findall(TONGUES[name].hints, head, re.IGNORECASE)))
