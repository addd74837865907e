"""
The coach: a reply with its context in, the guidance of DESIGN section 9 out.

Pure but for the reader that it is given; nothing is kept. It speaks of the words and of what the
contact needs from them, never of the person who writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from warmline.coaching.cues import LANGUAGES, LONGEST
from warmline.coaching.empathy import EmpathyReader, Mechanism, find_mechanisms
from warmline.coaching.exchange import Exchange
from warmline.coaching.glance import Glance, glance
from warmline.coaching.guidance import Flag, find_flags
from warmline.coaching.hints import find_hints
from warmline.coaching.parts import Parts, find_parts
from warmline.coaching.scorecard import Scorecard, weigh
from warmline.coaching.signs import Signs, read_signs
from warmline.coaching.situation import ContactReader, Situation, read_situation
from warmline.contacts.promises import FoundPromise
from warmline.moments.policy import Policy
from warmline.reading.language import LanguageFinder

UNLIKE, ALIKE = 0.3, 0.65
"""Cosines of the encoder between unrelated and closely related texts, by eye on our own pairs."""
SURE_WORDS: Final = 8
"""Fewer Latin words do not tell their language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What the coach has to say about one reply."""

    scorecard: Scorecard
    mechanisms: dict[str, Mechanism]
    parts: Parts
    signs: Signs
    flags: tuple[Flag, ...]
    hints: tuple[str, ...]

    @property
    def score(self) -> float:
        """How well the reply serves this contact now, 0 to 100."""
        return self.scorecard.score

    def to_json(self, *, id: str | int | float | None = None) -> dict[str, object]:
        """The public shape: DESIGN section 9."""
        parts, due = self.parts, self.parts.due_at
        return {
            "id": id,
            "score": self.score,
            "mechanisms": {name: one.to_json() for name, one in self.mechanisms.items()},
            "parts": {
                "affirm": parts.affirm > 0,
                "understand": parts.understand >= 0.5,
                "suggest": parts.suggests,
            },
            "next_step": {
                "present": parts.suggests,
                "due": None if due is None else due.isoformat(),
            },
            "promises": [promise.to_json() for promise in self.signs.promises],
            "flags": [flag.code for flag in self.flags],
            "hints": list(self.hints),
        }


class Coach:
    """Looks at replies before they are sent."""

    def __init__(
        self,
        reader: ContactReader,
        policy: Policy,
        *,
        empathy: EmpathyReader | None = None,
        languages: LanguageFinder | None = None,
    ) -> None:
        """
        Take what it works with.

        Args:
            reader: reads the contact's turns.
            policy: its thresholds say from when a reading counts.
            empathy: a trained head, when one is installed.
            languages: a finder that is already loaded.
        """
        self._reader = reader
        self._policy = policy
        self._empathy = empathy
        self._languages = languages or LanguageFinder()

    def look_at(self, exchange: Exchange, *, sent_at: datetime) -> Guidance:
        """
        Look at one reply.

        Args:
            exchange: the reply with its context.
            sent_at: when it would be sent; its offset is the zone of the times in it.
        """
        situation = self.understand(exchange)
        language = self._language_of(exchange.reply, situation)
        signs = read_signs(exchange.reply, language=language, sent_at=sent_at)
        parts = find_parts(signs, situation)
        flags = find_flags(signs, situation, parts)
        likeness = self._likeness(situation.last, signs.plain)
        return Guidance(
            scorecard=weigh(signs, situation, parts, flags, likeness=likeness),
            mechanisms=find_mechanisms(signs, situation.last, self._empathy),
            parts=parts,
            signs=signs,
            flags=flags,
            hints=find_hints(signs, situation, parts, flags),
        )

    def understand(self, exchange: Exchange, reader: ContactReader | None = None) -> Situation:
        """
        What the contact needs from a reply now.

        Args:
            exchange: the turns; the reply does not matter.
            reader: one that knows the readings already; the coach's own when None.
        """
        return read_situation(exchange, reader or self._reader, self._policy)

    def glance_at(
        self,
        reply: str,
        situation: Situation,
        *,
        sent_at: datetime,
        promises: Sequence[FoundPromise],
        language: str,
    ) -> Glance:
        """
        Look at a reply that is being written, with no model and no score.

        Args:
            reply: the words so far.
            situation: what the contact needs.
            sent_at: when it would be sent.
            promises: found in the words so far.
            language: of the person who writes, for the hints.
        """
        written_in = self._language_of(reply[:LONGEST], situation)
        signs = read_signs(reply, language=written_in, sent_at=sent_at, promises=promises)
        return glance(signs, situation, language=language)

    def _language_of(self, reply: str, situation: Situation) -> str:
        """The language of the reply; that of the contact when its words do not tell another."""
        found = self._languages.find(reply).split("-")[0]
        theirs = situation.language.split("-")[0]
        is_han = found == "zh" or theirs == "zh"
        tells = is_han or (found in LANGUAGES and len(reply.split()) >= SURE_WORDS)
        return found if tells and found != "und" else theirs

    def _likeness(self, said: str, reply: str) -> float:
        if not said.strip() or not reply.strip():
            return 0.0
        vectors = self._reader.vectors([said, reply])
        if vectors.size == 0:
            return 0.0
        cosine = float(vectors[0] @ vectors[1])
        return float(np.clip((cosine - UNLIKE) / (ALIKE - UNLIKE), 0.0, 1.0))
