"""
What the coach says while a reply is still being written: three marks, the next step, two hints.

Made for every pause of a keyboard, so it knows hand-written cues alone: no model looks at the words
of the person who writes, no score is made of them, and nothing of it is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from warmline.coaching.cues import Span
from warmline.coaching.guidance import FEWEST_WORDS, HEARD_FROM, answered, find_flags
from warmline.coaching.hints import find_hints
from warmline.coaching.parts import HEARD, Parts, find_parts
from warmline.coaching.signs import Signs, length_in_words
from warmline.coaching.situation import Situation

Standing = Literal["there", "missing", "not-needed"]

UNDERSTOOD_FROM: Final = 0.5
"""`Parts.understand` from which a reply speaks of this matter; the same as in the public shape."""
LONGEST_CARRIER: Final = 60
"""Code points of the words that carry a mark."""
STEPS: Final = ("step.done", "step.will", "step.ask", "hands-over", "safety")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One of the three parts of a good answer, as this reply has it so far."""

    part: str
    """affirm, understand or suggest."""
    standing: Standing
    words: str = ""
    """Of the reply, that carry it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """One look at the words so far."""

    marks: tuple[Mark, ...]
    has_time: bool
    """Whether the reply says when something happens."""
    says_who: bool
    """Whether the reply says which person is here, or comes."""
    flags: tuple[str, ...]
    """Codes of what had better change, the gravest first."""
    hints: tuple[str, ...]
    """Two at most."""

    def standing(self, part: str) -> Standing:
        """How a part stands."""
        return next(mark.standing for mark in self.marks if mark.part == part)


def glance(signs: Signs, situation: Situation, *, language: str) -> Glance:
    """
    Look at a reply that is being written.

    What is missing is not said before a sentence is there: nobody wants to hear after three words
    that the rest has not been written yet.

    Args:
        signs: what stands in the reply so far.
        situation: what the contact needs.
        language: of the person who writes, for the hints.
    """
    parts = find_parts(signs, situation)
    found = find_flags(signs, situation, parts)
    begun = is_begun(signs)
    flags = tuple(flag for flag in found if begun or flag.spans)
    hints = find_hints(signs, situation, parts, flags, language=language, is_begun=begun)
    return Glance(
        marks=tuple(_marks(signs, situation, parts)),
        has_time=signs.has("time", "time.now"),
        says_who=signs.has("hands-over"),
        flags=tuple(flag.code for flag in flags),
        hints=hints,
    )


def is_begun(signs: Signs) -> bool:
    """Whether there is enough to speak of what is missing: a sentence, or some words."""
    text = signs.text.rstrip()
    return text.endswith(tuple(".?!。？！")) or length_in_words(text) >= FEWEST_WORDS


def _marks(signs: Signs, situation: Situation, parts: Parts) -> Iterator[Mark]:
    is_danger = situation.danger is not None
    needs_hearing = situation.heat >= HEARD_FROM and not is_danger
    is_open = not situation.is_thanks
    heard = _places(signs, *sorted(HEARD))
    yield _mark(signs, "affirm", parts.affirm > 0, heard, is_needed=needs_hearing)
    # An answer speaks of the matter even where it shares no word with the question.
    answers = any(is_answered for _, is_answered in answered(signs, situation))
    is_understood = answers or parts.understand >= UNDERSTOOD_FROM
    restated = _places(signs, "restates")
    is_asked_for = is_open and not is_danger
    yield _mark(signs, "understand", is_understood, restated, is_needed=is_asked_for)
    suggests = signs.has("safety") if is_danger else parts.suggests
    steps = [(one.start, one.end) for one in signs.promises] or _places(signs, *STEPS)
    yield _mark(signs, "suggest", suggests, steps, is_needed=is_open)


def _mark(signs: Signs, part: str, has: bool, places: list[Span], *, is_needed: bool) -> Mark:
    if not has:
        return Mark(part=part, standing="missing" if is_needed else "not-needed")
    words = " ".join(signs.text[slice(*places[0])].split()) if places else ""
    is_long = len(words) > LONGEST_CARRIER
    shown = words[:LONGEST_CARRIER].rstrip() + "…" if is_long else words
    return Mark(part=part, standing="there", words=shown)


def _places(signs: Signs, *labels: str) -> list[Span]:
    """The whole sentences in which labels stand, in order."""
    starts = sorted(start for label in labels for start, _ in signs.found.get(label, ()))
    return [
        (one.start, one.end)
        for start in starts
        for one in signs.sentences
        if one.start <= start < one.end
    ]
