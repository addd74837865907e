"""
What a reply had better not do: each flag is a small function over its signs and the situation.

A flag says where it stands, so that it can be shown in the words themselves. None of them grades
a person: they speak of words, and of what this contact needs from them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from warmline.coaching.cues import Span
from warmline.coaching.parts import Parts
from warmline.coaching.signs import STOCK, Signs, length_in_words
from warmline.coaching.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One thing to change, with the places where it stands; none when something is missing."""

    code: str
    spans: tuple[Span, ...] = ()
    amount: float = 1.0
    """How often, or how far beyond the limit."""


_NOT = re.compile(r"\bnot\b|n't\b|不(?:是|在)?$")

Rule = Callable[[Signs, Situation, Parts], Flag | None]

WORDS_IN_DANGER: Final = 60
WORDS_WHEN_SHORT: Final = 28
"""Four lines of a telephone, for somebody who asked for few words."""
WORDS_FOR_THANKS: Final = 40
WORDS_WHEN_UPSET: Final = 110
WORDS_TO_ANSWER: Final = (35.0, 1.2, 45.0)
"""For a calm contact: to begin with, for each word of theirs, and more when they asked how. What
one reads at such a moment without skipping; own judgement, one line of the desk is 14 words."""
ABOUT_IT: Final = 0.6
"""`Parts.understand` from which a reply is surely about the matter."""
FEWEST_WORDS: Final = 6
HEARD_FROM: Final = 0.45
"""Distress from which a solution alone feels cold."""
APOLOGIES: Final = 2
"""One is meant, two are heard, three are noise."""


def find_flags(signs: Signs, situation: Situation, parts: Parts) -> tuple[Flag, ...]:
    """All flags of a reply, the gravest first."""
    return tuple(flag for rule in RULES if (flag := rule(signs, situation, parts)) is not None)


def _by_cue(code: str, *labels: str) -> Rule:
    """A flag that is only a matter of words."""

    def rule(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
        del situation, parts
        spans = tuple(span for label in labels for span in signs.found.get(label, ()))
        return Flag(code=code, spans=spans, amount=len(spans)) if spans else None

    return rule


def _ignores_emergency(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    if situation.danger is None or signs.has("safety"):
        return None
    return Flag(code="ignores-emergency")


def _help_not_ours(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    spans = signs.found.get("help-not-ours", ())
    return Flag(code="help-not-ours", spans=spans) if spans and situation.danger else None


def _denies_feeling(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    """Makes a feeling small, or tells the contact one that they said they do not have."""
    del parts
    text = signs.plain.lower()
    told = tuple(
        (at, at + len(word))
        for word in sorted(situation.denied)
        for at in [text.find(word)]
        if at >= 0 and not _NOT.search(text[max(0, at - 16) : at])
    )
    spans = (*signs.found.get("denies-feeling", ()), *told)
    return Flag(code="denies-feeling", spans=spans, amount=len(spans)) if spans else None


def _jargon(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    """Words of the trade, unless they are the contact's own."""
    del parts
    said = situation.said.lower()
    spans = tuple(
        (start, end)
        for start, end in signs.found.get("jargon", ())
        if signs.plain[start:end].lower() not in said
    )
    return Flag(code="jargon", spans=spans, amount=len(spans)) if spans else None


def _vague_promise(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    """Something is to happen at no time that anyone could hold us to."""
    del situation, parts
    spans = tuple(
        span
        for sentence in signs.sentences_with("vague")
        if "time" not in signs.labels_in(sentence)
        for span in signs.found["vague"]
        if sentence.start <= span[0] < sentence.end
    )
    return Flag(code="vague-promise", spans=spans, amount=len(spans)) if spans else None


def _asks_again(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    """Asks for what the contact has told: content, not words, decides."""
    del parts
    spans = tuple(
        span
        for name in sorted(situation.known)
        for span in signs.found.get(f"asks-for.{name}", ())
        if _is_asked(signs, span)
    )
    return Flag(code="asks-again", spans=spans, amount=len(spans)) if spans else None


def _is_asked(signs: Signs, span: Span) -> bool:
    for sentence in signs.sentences:
        if sentence.start <= span[0] < sentence.end:
            labels = signs.labels_in(sentence)
            is_ours = {"step.done", "restates"} & labels and not sentence.is_question
            return (sentence.is_question or "request" in labels) and not is_ours
    return False


def _ignores_person_ask(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    if not situation.wants_person or signs.has("hands-over"):
        return None
    return Flag(code="ignores-person-ask")


def _ignores_preference(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    spans = tuple(
        span for way in sorted(situation.avoids) for span in signs.found.get(f"reply.{way}", ())
    )
    return Flag(code="ignores-preference", spans=spans) if spans else None


ANSWERED_BY: Final = {
    "when": ("time", "time.now"),
    "why": ("reason", "honest"),
    "how": ("step.ask", "step.done", "step.will"),
    "yes-no": ("yes-no", "step.done", "step.will", "honest"),
}


def answered(signs: Signs, situation: Situation) -> Iterator[tuple[str, bool]]:
    """Each open question with whether the reply has an answer of its kind."""
    for kind in sorted(situation.questions):
        yield kind, _answers(signs, kind)


def answers_at_once(signs: Signs, situation: Situation) -> bool:
    """Whether the first sentence of these signs answers one of the questions."""
    for sentence in signs.sentences[:1]:
        labels = signs.labels_in(sentence)
        has_figure = any(letter.isdigit() for letter in sentence.text)
        return any(
            has_figure if kind == "amount" else bool(labels & set(ANSWERED_BY[kind]))
            for kind in situation.questions
        ) and not labels & {"deflects", "shuts", "asks-for.story"}
    return False


def _answers(signs: Signs, kind: str) -> bool:
    if kind == "amount":
        return any(letter.isdigit() for letter in signs.plain)
    if kind == "when":
        return signs.has(*ANSWERED_BY[kind])
    return any(
        labels & set(ANSWERED_BY[kind]) and not labels & {"deflects", "shuts"}
        for labels in map(signs.labels_in, signs.sentences)
    )


def _no_date(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    is_open = "when" in situation.questions and not situation.danger
    return Flag(code="no-date") if is_open and not signs.has("time", "time.now") else None


def _ignores_question(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    if situation.danger:
        return None
    missed = [kind for kind, is_answered in answered(signs, situation) if not is_answered]
    missed = [kind for kind in missed if kind != "when"]
    # Figures and times that speak of the matter are an answer in other words.
    if parts.understand >= ABOUT_IT and signs.specifics and not signs.has("deflects", "shuts"):
        return None
    return Flag(code="ignores-question", amount=len(missed)) if missed else None


def _warmth_without_solution(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    is_warm = parts.affirm > 0 or signs.has(STOCK, "welcome", "apology")
    is_open = not situation.is_thanks and not parts.suggests
    answers = any(done for _, done in answered(signs, situation))
    if not (is_warm and is_open) or answers or signs.specifics:
        return None
    return Flag(code="warmth-without-solution")


def _solution_without_acknowledgement(
    signs: Signs, situation: Situation, parts: Parts
) -> Flag | None:
    if situation.heat < HEARD_FROM or situation.danger or parts.affirm > 0:
        return None
    return Flag(code="solution-without-acknowledgement") if signs.plain.strip() else None


def _too_long(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    beyond = length_in_words(signs.text) - limit_of(situation)
    return Flag(code="too-long", amount=beyond) if beyond > 0 else None


def limit_of(situation: Situation) -> float:
    """How many words this contact reads now."""
    if situation.wants_short:
        return WORDS_WHEN_SHORT
    if situation.danger:
        return WORDS_IN_DANGER
    if situation.is_thanks:
        return WORDS_FOR_THANKS
    if situation.heat >= HEARD_FROM:
        return WORDS_WHEN_UPSET
    start, each, for_how = WORDS_TO_ANSWER
    wanted = start + each * length_in_words(situation.last)
    wanted += for_how if "how" in situation.questions else 0.0
    return min(WORDS_WHEN_UPSET, wanted)


def _too_short(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    is_short = length_in_words(signs.plain) < FEWEST_WORDS
    is_enough = situation.is_thanks or situation.danger or parts.suggests
    if not is_short or is_enough or any(done for _, done in answered(signs, situation)):
        return None
    return Flag(code="too-short")


def _exclamation_noise(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    places = tuple(
        (at, at + 1)
        for at, letter in enumerate(signs.text)
        if letter in "!！" or ord(letter) >= 0x1F300
    )
    allowed = 0 if situation.heat >= HEARD_FROM or situation.is_grief else 1
    return (
        Flag(code="exclamation-noise", spans=places, amount=len(places))
        if len(places) > allowed
        else None
    )


def _excess_apology(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del situation, parts
    spans = signs.found.get("apology", ())
    if len(spans) <= APOLOGIES:
        return None
    return Flag(code="excess-apology", spans=spans[1:], amount=len(spans) - 1)


def _upbeat_in_grief(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    spans = signs.found.get("upbeat", ())
    is_out_of_place = situation.is_grief or situation.danger or situation.heat >= HEARD_FROM
    return Flag(code="tone-deaf", spans=spans) if spans and is_out_of_place else None


def _wrong_language(signs: Signs, situation: Situation, parts: Parts) -> Flag | None:
    del parts
    own, theirs = signs.language.split("-")[0], situation.language.split("-")[0]
    is_other = theirs != "und" and own != theirs and length_in_words(signs.text) > FEWEST_WORDS
    return Flag(code="wrong-language") if is_other else None


RULES: Final[tuple[Rule, ...]] = (
    _ignores_emergency,
    _help_not_ours,
    _wrong_language,
    _by_cue("asks-secret", "asks-secret"),
    _ignores_person_ask,
    _by_cue("blame", "blame"),
    _denies_feeling,
    _by_cue("diagnosis", "diagnosis"),
    _asks_again,
    _ignores_preference,
    _by_cue("sales-push", "sales-push"),
    _by_cue("unkeepable-promise", "unkeepable-promise"),
    _by_cue("deflects", "deflects", "shuts"),
    _warmth_without_solution,
    _no_date,
    _ignores_question,
    _solution_without_acknowledgement,
    _vague_promise,
    _jargon,
    _upbeat_in_grief,
    _by_cue("false-familiarity", "false-familiarity"),
    _by_cue("robot-phrase", "robot-phrase"),
    _by_cue("guess", "guess"),
    _excess_apology,
    _too_long,
    _too_short,
    _exclamation_noise,
    _by_cue(STOCK, STOCK),
)
