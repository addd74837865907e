"""
How well a reply serves this contact at this moment: points for what it gives, less what it costs.

Every point has a code, so the score can be explained line by line. The weights are set by hand and
kept in order by the stories in `tests/stories/replies`: danger before all, then what happens next
and when, then being heard as far as the contact's distress asks for it, then plainness. A stock
phrase never adds; a concrete step with a time never costs.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from warmline.coaching.guidance import HEARD_FROM, Flag, answered, answers_at_once, limit_of
from warmline.coaching.parts import Parts
from warmline.coaching.signs import LECTURE, Signs, length_in_words
from warmline.coaching.situation import Situation

SPREAD: Final = 18.0
"""Points that move a middling score of 50 to 73."""

AFFIRM: Final = (3.0, 11.0)
"""For a calm contact, and what full distress adds."""
UNDERSTAND: Final = 6.0
TIMED, DONE, COMING, INSTRUCTS, WILL = 16.0, 13.0, 11.0, 8.0, 6.0
"""We act by a time; we have acted; it happens at a time; what to do; we act."""
FURTHER_INSTRUCTION: Final = (1.5, 4.0)
"""Each further sentence of instruction when the contact asked how, and at most."""
SECOND_STEP: Final = 0.35
"""What each further kind of step counts."""
STEP_AFTER_THANKS: Final = 0.2
STEP_WHEN_ASKED: Final = 0.6
"""To a calm question the answer is the step."""
ANSWER: Final = 9.0
ANSWER_FIRST: Final = 3.0
"""In the first sentence, where it is looked for."""
HONEST: Final = 5.0
SPECIFIC: Final = 6.0
REASON, CHOICE, FALLBACK = 3.0, 2.5, 3.0
GENTLE: Final = (1.0, 6.0)
"""Easy ways, for anyone and for those who need them."""
CARE_QUESTION: Final = 2.0
LITTLE_TOLD: Final = 30.0
EXPLORES: Final = 10.0
"""Asks the one thing that decides what would help, of somebody who has told little."""
FEW_WORDS: Final = 9.0
"""As short as asked for."""
SAFETY, SAFETY_LATER, SAFETY_LEAST = 24.0, 6.0, 8.0
"""Safety in the first sentence, what each sentence before it costs, and at least."""
HANDS_OVER: Final = 14.0
WELCOME: Final = 5.0
POLITE: Final = 1.5
FILLER: Final = (1.5, 7.0)
"""A sentence that says nothing, and at most."""
LIKENESS: Final = 4.0

COSTS: Final[Mapping[str, tuple[float, float, float]]] = {
    "ignores-emergency": (30.0, 0.0, 30.0),
    "help-not-ours": (20.0, 0.0, 20.0),
    "wrong-language": (25.0, 0.0, 25.0),
    "asks-secret": (14.0, 0.0, 14.0),
    "ignores-person-ask": (14.0, 0.0, 14.0),
    "blame": (13.0, 3.0, 19.0),
    "denies-feeling": (12.0, 3.0, 18.0),
    "diagnosis": (12.0, 2.0, 16.0),
    "asks-again": (11.0, 2.0, 15.0),
    "ignores-preference": (10.0, 0.0, 10.0),
    "sales-push": (10.0, 2.0, 16.0),
    "unkeepable-promise": (10.0, 2.0, 14.0),
    "deflects": (8.0, 3.0, 16.0),
    "warmth-without-solution": (9.0, 0.0, 9.0),
    "no-date": (7.0, 0.0, 7.0),
    "ignores-question": (5.0, 2.0, 9.0),
    "solution-without-acknowledgement": (5.0, 0.0, 5.0),
    "vague-promise": (5.0, 2.0, 9.0),
    "jargon": (5.0, 2.5, 14.0),
    "tone-deaf": (6.0, 2.0, 10.0),
    "false-familiarity": (6.0, 2.0, 10.0),
    "robot-phrase": (5.0, 2.0, 9.0),
    "guess": (4.0, 2.0, 8.0),
    "excess-apology": (3.0, 2.0, 9.0),
    "too-long": (0.5, 0.12, 13.0),
    "too-short": (5.0, 0.0, 5.0),
    "exclamation-noise": (2.5, 1.0, 6.0),
    "stock-phrase": (5.0, 2.5, 14.0),
}
"""Each flag: what it costs once, what each further unit costs, and at most."""


_OR = re.compile(r"\bor\b|还是|\bo\b|\boder\b")


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the scorecard."""

    code: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The score with its lines."""

    points: tuple[Point, ...]

    @property
    def score(self) -> float:
        """
        From 0 to 100; 50 when nothing speaks for or against the reply.

        Rounded to two places, so that two replies rarely tie.
        """
        total = sum(point.points for point in self.points)
        return round(100.0 / (1.0 + math.exp(-total / SPREAD)), 2)


def weigh(
    signs: Signs,
    situation: Situation,
    parts: Parts,
    flags: tuple[Flag, ...],
    *,
    likeness: float = 0.0,
) -> Scorecard:
    """
    Weigh a reply.

    Args:
        signs: what stands in the reply.
        situation: what the contact needs.
        parts: affirm, understand, suggest, and the next step.
        flags: what it had better not do.
        likeness: of the reply with what it answers, in [0, 1]; 0 without sentence vectors.
    """
    gains = [*_heard(signs, situation, parts), *_helped(signs, situation, parts)]
    gains += [*_served(signs, situation), Point("likeness", LIKENESS * likeness)]
    costs = [Point(flag.code, -_cost(flag)) for flag in flags]
    costs.append(Point("filler", -_filler(signs, situation)))
    return Scorecard(points=tuple(point for point in (*gains, *costs) if point.points))


def _heard(signs: Signs, situation: Situation, parts: Parts) -> Iterator[Point]:
    calm, distressed = AFFIRM
    weight = calm if situation.danger else calm + distressed * situation.heat
    yield Point("affirm", weight * parts.affirm)
    yield Point("understand", UNDERSTAND * parts.understand)
    if signs.has("question.care") and (situation.heat or situation.danger):
        yield Point("care", CARE_QUESTION)


def _helped(signs: Signs, situation: Situation, parts: Parts) -> Iterator[Point]:
    yield Point("next-step", _steps(situation, parts))
    replies = [is_answered for _, is_answered in answered(signs, situation)]
    yield Point("answer", ANSWER * min(sum(replies), 2))
    if any(replies) and signs.sentences:
        first = replace(signs, sentences=signs.sentences[:1])
        yield Point("answer-first", ANSWER_FIRST * answers_at_once(first, situation))
    yield Point("specific", SPECIFIC * (1.0 - math.exp(-len(signs.specifics) / 2)))
    yield Point("honest", HONEST * (signs.has("honest") and parts.suggests))
    if _explores(signs, situation):
        yield Point("explores", EXPLORES)
    if "why" in situation.questions or situation.heat:
        yield Point("reason", REASON * signs.has("reason"))


def _explores(signs: Signs, situation: Situation) -> bool:
    """Whether it asks for the cause where little was told, and offers what it might be."""
    if situation.questions or situation.danger or situation.is_thanks:
        return False
    if length_in_words(situation.last) > LITTLE_TOLD:
        return False
    return any(one.is_question and _OR.search(one.text) for one in signs.sentences)


def _steps(situation: Situation, parts: Parts) -> float:
    each, most = FURTHER_INSTRUCTION
    asks_how = "how" in situation.questions
    further = min(most, each * max(0, parts.instructions - 1)) if asks_how else 0.0
    kinds = (
        TIMED * parts.timed,
        DONE * parts.done,
        COMING * parts.coming,
        INSTRUCTS * (parts.instructions > 0) + further,
        WILL * parts.will,
    )
    ranked = sorted(kinds, reverse=True)
    steps = ranked[0] + SECOND_STEP * sum(ranked[1:3])
    if situation.is_thanks:
        return steps * STEP_AFTER_THANKS
    is_calm_question = bool(situation.questions) and situation.heat < HEARD_FROM
    return steps * (STEP_WHEN_ASKED if is_calm_question else 1.0)


def _served(signs: Signs, situation: Situation) -> Iterator[Point]:
    if situation.danger:
        yield Point("safety", _safety(signs))
    if situation.wants_person:
        yield Point("hands-over", HANDS_OVER * signs.has("hands-over"))
    if situation.is_thanks:
        yield Point("welcome", WELCOME * signs.has("welcome", "affirm.feeling"))
    else:
        yield Point("choice", CHOICE * signs.has("choice"))
        yield Point("fallback", FALLBACK * signs.has("fallback"))
    if situation.wants_short and length_in_words(signs.text) <= limit_of(situation):
        yield Point("few-words", FEW_WORDS)
    anyone, in_need = GENTLE
    weight = in_need if situation.is_vulnerable or situation.is_grief else anyone
    own = signs.own()
    yield Point("gentle", weight * any(one in own for one in signs.sentences_with("gentle")))
    if signs.language.startswith("zh"):
        yield Point("polite", _politeness(signs))


def _safety(signs: Signs) -> float:
    first = signs.sentences_with("safety")
    if not first:
        return 0.0
    return max(SAFETY_LEAST, SAFETY - SAFETY_LATER * signs.sentences.index(first[0]))


def _politeness(signs: Signs) -> float:
    """In Chinese service 您 is expected; 你 to a contact is not."""
    plain = signs.plain.replace("迷你", "")
    return POLITE * ("您" in plain) - 2 * POLITE * ("你" in plain)


def _filler(signs: Signs, situation: Situation) -> float:
    """Sentences that neither hear, nor tell, nor do anything."""
    each, most = FILLER
    empty = sum(
        not signs.labels_in(one) - SAYS_NOTHING and not any(letter.isdigit() for letter in one.text)
        for one in signs.sentences
    )
    return min(most, each * empty) * (0.5 if situation.is_thanks else 1.0)


SAYS_NOTHING: Final = frozenset(
    {"request", "vague", "upbeat", "apology", "robot-phrase", "shuts", "guess", "welcome", LECTURE}
)
"""Labels that make no sentence worth reading."""


def _cost(flag: Flag) -> float:
    once, further, most = COSTS[flag.code]
    beyond = flag.amount if flag.code == "too-long" else flag.amount - 1
    return min(most, once + further * max(0.0, beyond))
