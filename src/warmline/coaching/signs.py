"""
What a reply contains: its sentences, the cues in them, its promises. No judgement yet.

Stock phrases are painted over before anything else is looked for, so that empty words never count
as warmth, as a step or as length that a short reply lacks.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from warmline.coaching.cues import LONGEST, Sentence, Span, find_label, load_cues, sentences_of
from warmline.coaching.exchange import content_words
from warmline.contacts.promises import FoundPromise, find_promises

LEFT_OVER = 28
"""Characters beside a stock phrase, below which its whole sentence is part of it."""
STOCK = "stock-phrase"
LECTURE = "lecture"
"""How such things are in general, in place of this one: 'a leak can have many causes'."""
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:['’-]\w+)*|\d+")
_SPECIFIC = re.compile(
    r"[$€£¥]?\d[\d.,:]*%?|(?<=[a-z,;] )[A-Z][a-zé]+|[“\"「《][^”\"」》]{2,30}[”\"」》]"
)
HAN_PER_WORD = 1.7
"""Chinese characters that say as much as one English word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What stands in a reply."""

    text: str
    plain: str
    """The text with stock phrases painted over, place by place."""
    language: str
    """The list of cues it was read with."""
    sentences: tuple[Sentence, ...]
    """Of the plain text."""
    found: Mapping[str, tuple[Span, ...]]
    """Places by label."""
    promises: tuple[FoundPromise, ...]
    words: frozenset[str]
    """Content words of the plain text."""
    specifics: frozenset[str]
    """Numbers, names and quoted labels of the plain text."""

    def has(self, *labels: str) -> bool:
        """Whether any of the labels stands in the reply."""
        return any(self.found.get(label) for label in labels)

    def count(self, label: str) -> int:
        """How often a label stands in the reply."""
        return len(self.found.get(label, ()))

    def own(self, *, with_lectures: bool = False) -> tuple[Sentence, ...]:
        """
        The sentences that speak of this case.

        Args:
            with_lectures: count what is said of such things in general, for whoever asked why.
        """
        lectures = () if with_lectures else self.sentences_with(LECTURE)
        return tuple(one for one in self.sentences if one not in lectures)

    def labels_in(self, sentence: Sentence) -> frozenset[str]:
        """The labels that begin within a sentence."""
        return frozenset(
            label
            for label, spans in self.found.items()
            if any(sentence.start <= start < sentence.end for start, _ in spans)
        )

    def sentences_with(self, label: str) -> tuple[Sentence, ...]:
        """The sentences in which a label stands."""
        return tuple(
            one
            for one in self.sentences
            if any(one.start <= start < one.end for start, _ in self.found.get(label, ()))
        )


def read_signs(
    reply: str,
    *,
    language: str,
    sent_at: datetime,
    promises: Sequence[FoundPromise] | None = None,
) -> Signs:
    """
    Look for everything that the coach knows in a reply.

    Args:
        reply: as written so far.
        language: of the reply.
        sent_at: the time from which its promises count.
        promises: when they have been found already.
    """
    text = reply[:LONGEST]
    cues = load_cues(language)
    stock = find_label(sentences_of(text), cues.get(STOCK))
    plain = _painted_over(text, stock)
    sentences = sentences_of(plain)
    found = {
        label: find_label(sentences, cue)
        for label, cue in cues.items()
        if label != STOCK and not label.startswith(("contact.", "known."))
    }
    return Signs(
        text=text,
        plain=plain,
        language=language,
        sentences=sentences,
        found={**found, STOCK: stock},
        promises=tuple(
            find_promises(plain, sent_at=sent_at, language=language)
            if promises is None
            else _not_painted(promises, plain)
        ),
        words=content_words(plain),
        specifics=frozenset(_SPECIFIC.findall(plain)),
    )


def length_in_words(text: str) -> float:
    """How long a text is; Chinese characters count for what they say."""
    return len(_WORD.findall(text)) + len(_HAN.findall(text)) / HAN_PER_WORD


def _not_painted(promises: Sequence[FoundPromise], plain: str) -> Iterator[FoundPromise]:
    """Those that are no part of a stock phrase."""
    return (one for one in promises if plain[one.start : one.end].strip())


def _painted_over(text: str, spans: tuple[Span, ...]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    painted = "".join(letters)
    for sentence in sentences_of(text):
        is_touched = any(sentence.start <= start < sentence.end for start, _ in spans)
        rest = painted[sentence.start : sentence.end].split()
        if is_touched and len(" ".join(rest)) <= (
            LEFT_OVER if not _HAN.search(text) else LEFT_OVER // 2
        ):
            letters[sentence.start : sentence.end] = " " * (sentence.end - sentence.start)
    return "".join(letters)
