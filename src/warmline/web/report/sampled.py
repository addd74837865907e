"""A sample of conversations that open turn by turn: what was said, read and decided."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from warmline.conversation.message import Author
from warmline.moments.archive import Replayed
from warmline.moments.decision import Decision, Step
from warmline.outcomes.trial import PER_STEP, Seen, Trial
from warmline.reading.redaction import redact
from warmline.web.plots import Course, Felt, course_of, step_of
from warmline.web.report.both import Bilingual, reason, say, say_count, shared

WIDTH, HEIGHT = 160, 40
NEVER: Final = datetime.min.replace(tzinfo=UTC)
"""Where an archive has no times; the line goes by messages, not by time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn as the page shows it."""

    author: str
    name: Bilingual
    text: str | None
    """Masked; None when messages were left out."""
    time: str
    feeling: str = ""
    """One of the steps of distress, of the contact's turns."""
    feeling_word: Bilingual | None = None
    figure: str = ""
    step: str = ""
    step_word: Bilingual | None = None
    because: Bilingual | None = None
    other: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One conversation of the sample."""

    id: str
    language: str
    step: str
    step_word: Bilingual
    turns_word: Bilingual
    course: Course
    trend: Bilingual
    turns: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """The block."""

    title: Bilingual
    notes: tuple[Bilingual, ...]
    conversations: tuple[Opened, ...]


def sampled_block(trial: Trial, *, has_texts: bool) -> Sampled | None:
    """The sample; None when there is nothing to open."""
    seen = trial.sample
    if not seen:
        return None
    title = say("sample.title_one") if len(seen) == 1 else say("sample.title", number=len(seen))
    privacy = say("sample.masked") if has_texts else say("sample.left_out")
    return Sampled(
        title=title,
        notes=(say("sample.note", per_step=PER_STEP), privacy),
        conversations=tuple(_opened(one, has_texts=has_texts) for one in seen),
    )


def _opened(seen: Seen, *, has_texts: bool) -> Opened:
    felt = [_felt(seen, one) for one in seen.decided]
    course = course_of(felt, width=WIDTH, height=HEIGHT)
    assert course is not None  # a sample has at least one turn of the contact
    decided = {one.turn: one for one in seen.decided}
    turns = tuple(
        _said(seen, place, decided.get(place), has_texts=has_texts)
        for place in range(len(seen.conversation.turns))
    )
    return Opened(
        id=seen.conversation.id,
        language=seen.decided[0].reading.language,
        step=seen.step.value,
        step_word=say(f"short.{seen.step.value}"),
        turns_word=say_count("sample.turns", len(seen.decided)),
        course=course,
        trend=_trend(course),
        turns=turns,
    )


def _trend(course: Course) -> Bilingual:
    """How distress ran, in words; of one message only how it sounded."""
    first, last = shared(f"distress.{course.first.step}"), shared(f"distress.{course.last.step}")
    if len(course.marks) == 1:
        return last
    is_level = course.trend in ("rose", "fell") and first == last
    trend = "stayed" if is_level else course.trend
    return shared(
        f"course.{trend}", first=first, last=last, peak=shared(f"distress.{course.peak.step}")
    )


def _felt(seen: Seen, one: Replayed) -> Felt:
    return Felt(
        at=seen.conversation.turns[one.turn].at or NEVER,
        distress=one.reading.distress,
        is_danger=one.decision.step is Step.EMERGENCY,
        message_id=f"{one.conversation}/{one.turn}",
    )


def _said(seen: Seen, place: int, decided: Replayed | None, *, has_texts: bool) -> Said:
    turn = seen.conversation.turns[place]
    author = turn.author.value
    text = redact(turn.text).text if has_texts else None
    time = "" if turn.at is None else f"{turn.at:%Y-%m-%d %H:%M}"
    if decided is None or turn.author is not Author.CONTACT:
        return Said(author=author, name=say(f"author.{author}"), text=text, time=time)
    decision, distress = decided.decision, decided.reading.distress
    feeling = step_of(distress, is_danger=decision.step is Step.EMERGENCY)
    return Said(
        author=author,
        name=say(f"author.{author}"),
        text=text,
        time=time,
        feeling=feeling,
        feeling_word=shared(f"distress.{feeling}"),
        figure=f"{distress:.2f}",
        step=decision.step.value,
        step_word=say(f"step.{decision.step.value}"),
        because=_because(decision),
        other=_other(decided),
    )


def _because(decision: Decision) -> Bilingual | None:
    """The reasons of the step that won, each once."""
    codes = [one.code for one in decision.reasons if one.step is decision.step]
    if not codes:
        return None
    return say("sample.because", reasons=together([reason(one) for one in dict.fromkeys(codes)]))


def _other(decided: Replayed) -> Bilingual | None:
    """What the other policy would have done here, where it differs."""
    other = decided.other
    if other is None or other.step is decided.decision.step:
        return None
    step = say(f"step.{other.step.value}")
    return say("sample.with_other", policy=other.policy_version, step=step)


def together(words: list[Bilingual]) -> Bilingual:
    """Several, joined as each language joins."""
    return Bilingual("; ".join(one.en for one in words), "；".join(one.zh for one in words))
