"""
What this contact needs from a reply now: danger, distress, grief, questions, wishes, what is known.

Only the contact's turns are read. What the reader finds is folded as the moment folds it, so that
a withdrawn ask is not held against a reply; the coach's own cues can only add to it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.coaching.cues import CoachCue, find_label, load_cues, sentences_of
from warmline.coaching.exchange import Exchange, content_words
from warmline.coaching.signs import length_in_words
from warmline.conversation.message import Author, MessageId
from warmline.moments.fold import fold
from warmline.moments.policy import Policy
from warmline.moments.record import Record
from warmline.moments.signals import BEREAVEMENT
from warmline.moments.so_far import so_far
from warmline.moments.turn import Turn
from warmline.reading.reading import Reading

Vectors = NDArray[np.float32]

UPSET_AT_LEAST = 0.55
"""Distress when the coach's own words of upset stand in the last turns; a careful reader's mark."""
GRIEF_AT_LEAST = 0.8
QUESTIONS = ("when", "amount", "why", "how", "yes-no")
_DENIED = re.compile(
    r"\b(?:not|isn't|ain't) (?:really |even |that |so )?(angry|upset|mad|annoyed|furious|sad|"
    r"scared|worried|frustrated|disappointed)\b|不是?(?:在)?(?:要)?(生气|发火|着急|难过|抱怨|失望|害怕)"
)
KNOWABLE = ("number", "phone", "email", "address", "date", "model", "photo", "name", "tried")
PRAISE_WORDS: Final = 10.0
"""Longer messages with a word of praise tell something besides; whether they thank is not sure."""
STORY_WORDS = 9
"""So many content words tell what the matter is; asking for it again would be asking twice."""


class ContactReader(Protocol):
    """Reads the contact's messages; the agent's never."""

    def read_many(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None
    ) -> list[Reading]:
        """Read n texts, in the order given."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """
        Sentence vectors of unit length.

        Shapes:
            float32 [n, d]; d is 0 when there is no model.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a reply has to meet."""

    language: str
    """Of the contact."""
    danger: str | None
    """The kind of danger to life or health, when it is present."""
    heat: float
    """How much the contact needs to be heard first, in [0, 1]."""
    is_grief: bool
    is_repeated: bool
    """The contact has written about this matter before."""
    wants_person: bool
    is_thanks: bool
    """The contact only thanks or closes; nothing is open."""
    is_vulnerable: bool
    questions: frozenset[str]
    """Kinds of questions that are open: when, amount, why, how, yes-no."""
    wants_short: bool
    """The contact asked for few or easy words, or said why they need them."""
    denied: frozenset[str]
    """Feelings that the contact said they do not have: telling them so would be wrong."""
    avoids: frozenset[str]
    """Ways that the contact asked us not to use: phones, links."""
    known: frozenset[str]
    """What the contact has told already and must not be asked again."""
    words: frozenset[str]
    """Content words of all that the contact wrote."""
    said: str
    """All that the contact wrote, to see which words and numbers are theirs."""
    last: str
    """What is not answered yet."""


def read_situation(exchange: Exchange, reader: ContactReader, policy: Policy) -> Situation:
    """
    Read what the contact needs.

    Args:
        exchange: the turns and the reply.
        reader: reads the contact's turns.
        policy: its thresholds say from when a figure counts.
    """
    texts = exchange.contact_texts
    readings = reader.read_many(texts, [exchange.language] * len(texts)) if texts else []
    language = exchange.language or (readings[-1].language if readings else "und")
    state = fold(_turns(exchange, readings), Record())
    so = so_far(state, policy)
    last = "\n".join(exchange.unanswered)
    cues = load_cues(_cue_language(language, last))
    told = _labels(last, cues)
    all_told = _labels("\n".join(texts), cues)
    is_grief = BEREAVEMENT in state.signals or "contact.grief" in all_told
    danger = so.emergency or ("unnamed" if "contact.danger" in told else None)
    is_thanks = _is_thanks(told, danger, words=length_in_words(last))
    heat = max(so.distress, UPSET_AT_LEAST if "contact.upset" in told else 0.0)
    return Situation(
        language=language,
        danger=danger,
        heat=0.0 if is_thanks else min(1.0, max(heat, GRIEF_AT_LEAST if is_grief else 0.0)),
        is_grief=is_grief,
        is_repeated="repeat-contact" in so.asks,
        wants_person="contact.person" in told or bool({"person", "callback"} & set(so.asks)),
        is_thanks=is_thanks,
        is_vulnerable=bool(so.vulnerability) or "contact.no-link" in all_told,
        questions=frozenset(kind for kind in QUESTIONS if f"contact.{kind}" in told),
        wants_short="contact.short" in all_told,
        denied=frozenset(
            next(filter(None, found)) for found in _DENIED.findall("\n".join(texts).lower())
        ),
        avoids=frozenset(
            way
            for way, label in (("phones", "no-phone"), ("links", "no-link"))
            if f"contact.{label}" in all_told
        ),
        known=_known(texts, all_told),
        words=content_words(" ".join(texts)),
        said=" ".join(texts),
        last=last,
    )


def _turns(exchange: Exchange, readings: Sequence[Reading]) -> list[Turn]:
    coming = iter(readings)
    return [
        Turn(
            message_id=MessageId(str(place)),
            author=turn.author,
            reading=next(coming) if turn.author is Author.CONTACT else None,
        )
        for place, turn in enumerate(exchange.context)
    ]


def _cue_language(language: str, text: str) -> str:
    han = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return "zh" if han * 3 > len(text) else language


def _labels(text: str, cues: Mapping[str, CoachCue]) -> frozenset[str]:
    sentences = sentences_of(text)
    return frozenset(
        label
        for label, cue in cues.items()
        if label.startswith(("contact.", "known.")) and find_label(sentences, cue)
    )


def _is_thanks(told: frozenset[str], danger: str | None, *, words: float) -> bool:
    open_matters = {f"contact.{kind}" for kind in (*QUESTIONS, "upset", "person", "grief")}
    # After a story, 'Brilliant.' is bitter; it closes only what is short.
    closes = "contact.thanks" in told or ("contact.praise" in told and words <= PRAISE_WORDS)
    return danger is None and closes and not told & open_matters


def _known(texts: Sequence[str], told: frozenset[str]) -> frozenset[str]:
    known = {name for name in KNOWABLE if f"known.{name}" in told}
    if len(content_words(" ".join(texts))) >= STORY_WORDS:
        known.add("story")
    return frozenset(known)
