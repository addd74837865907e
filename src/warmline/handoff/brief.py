"""
What the agent reads first: need, mood, facts, promises, what was tried, what not to ask again.

Composed from the record alone; every statement names the message or the record that it stands on.
Of the contact only what they wrote and need is said, never what they are. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Literal

from warmline.contacts.contact import Contact
from warmline.contacts.fact import Fact
from warmline.contacts.memory_wording import words_of_fact
from warmline.contacts.promise import Promise, PromiseId, PromiseState
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import Author, Message, MessageId
from warmline.handoff.given import Given, find_given
from warmline.handoff.need import Need, choose_need
from warmline.handoff.wording import due_phrase, say
from warmline.moments.decision import Decision, Step
from warmline.reading.labels import VULNERABILITY
from warmline.reading.reading import Reading

CAUTION_AT = 0.5
"""A probability from which a need for more care is more likely there than not."""

UPSET_AT = 2 / 3
"""Distress above it is high: DESIGN section 9."""

MOODS = ((0.2, "calm"), (0.4, "uneasy"), (UPSET_AT, "upset"), (1.01, "distressed"))
"""Distress below each figure, in words: LOOK, 'Distress'."""

TURN_BY = 0.15
"""A change of distress that a reader would notice."""

Source = Literal["message", "fact", "promise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One line of a brief, and what it stands on."""

    text: str
    source_id: str
    """The id of the message, fact or promise."""
    source: Source = "message"
    at: datetime | None = None
    """When that was said or noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPromise:
    """One promise that is owed."""

    promise_id: PromiseId
    what: str
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """How the contact sounds, and how that went."""

    word: str
    """calm, uneasy, upset, distressed or in-danger."""
    turn: str
    """rising, falling or steady."""
    text: str
    """Both, in the agent's language."""
    message_id: MessageId
    """The newest message that it stands on."""
    course: tuple[tuple[MessageId, float], ...] = ()
    """Distress in [0, 1] along the contact's messages, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Half a page, read in fifteen seconds."""

    who: str | None
    language: str
    """Of the conversation."""
    need: Need | None
    mood: Mood | None
    first: str
    """A sentence to start from, in the conversation's language."""
    facts: tuple[Statement, ...] = ()
    promises: tuple[BriefPromise, ...] = ()
    tried: tuple[Statement, ...] = ()
    not_again: tuple[Statement, ...] = ()
    cautions: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that a brief is composed from."""

    conversation: Conversation
    contact: Contact
    messages: Sequence[Message]
    """Of the conversation, oldest first."""
    readings: Mapping[MessageId, Reading] = field(default_factory=dict)
    decisions: Mapping[MessageId, Decision] = field(default_factory=dict)
    facts: Sequence[Fact] = ()
    promises: Sequence[Promise] = ()
    """All to this contact; only what is owed is shown."""

    @property
    def recent(self) -> list[Message]:
        """The messages since the conversation was last resolved."""
        resolved_at = self.conversation.resolved_at
        return [one for one in self.messages if resolved_at is None or one.sent_at > resolved_at]


def compose(
    record: Record,
    *,
    language: str,
    now: datetime,
    timezone: tzinfo,
    agent_name: str | None = None,
) -> Brief:
    """
    Compose the brief of a conversation as it stands.

    Args:
        record: all that is known.
        language: of the agent, for all but the first sentence.
        now: the time of reading.
        timezone: of the house.
        agent_name: as contacts see it; the first sentence introduces itself with it.
    """
    recent = record.recent
    need = choose_need(recent, record.readings)
    owed = tuple(_owed(record.promises, now))
    spoken = record.conversation.language or record.contact.language or language
    given = find_given(recent)
    mood = _mood(record, recent, language)
    return Brief(
        who=record.contact.name,
        language=spoken,
        need=need,
        mood=mood,
        first=_first(
            record,
            spoken,
            need=need,
            word=None if mood is None else mood.word,
            late=_late(owed, spoken, now=now, timezone=timezone),
            agent_name=agent_name,
        ),
        facts=tuple(_facts(record.facts, language)),
        promises=owed,
        tried=tuple(_tried(recent, given, language)),
        not_again=tuple(_not_again(given, language)),
        cautions=tuple(_cautions(record, recent, language)),
    )


def _owed(promises: Sequence[Promise], now: datetime) -> Iterator[BriefPromise]:
    for promise in promises:
        if promise.is_owed:
            is_past = promise.due_at is not None and promise.due_at < now
            yield BriefPromise(
                promise_id=promise.id,
                what=promise.what,
                due_at=promise.due_at,
                is_late=promise.state is PromiseState.LATE or is_past,
            )


def _mood(record: Record, recent: Sequence[Message], language: str) -> Mood | None:
    course = tuple(
        (one.id, record.readings[one.id].distress) for one in recent if one.id in record.readings
    )
    if not course:
        return None
    newest, distress = course[-1]
    earlier = [value for _, value in course[:-1]] or [distress]
    change = distress - sum(earlier) / len(earlier)
    turn = "rising" if change >= TURN_BY else "falling" if change <= -TURN_BY else "steady"
    word = next(word for limit, word in MOODS if distress < limit)
    decision = record.decisions.get(newest)
    if decision is not None and decision.step is Step.EMERGENCY:
        word = "in-danger"
    text = say(f"brief.turn.{turn}", language, mood=say(f"brief.mood.{word}", language))
    return Mood(word=word, turn=turn, text=text, message_id=newest, course=course)


def _facts(facts: Sequence[Fact], language: str) -> Iterator[Statement]:
    for fact in facts:
        text = words_of_fact(fact, language)
        yield Statement(text=text, source_id=fact.id, source="fact", at=fact.noted_at)


def _tried(recent: Sequence[Message], given: Sequence[Given], language: str) -> Iterator[Statement]:
    for message in recent:
        if message.author is not Author.ASSISTANT:
            continue
        if message.source is not None:
            text = say("brief.tried.article", language, source=message.source)
            yield Statement(text=text, source_id=message.id, at=message.sent_at)
        elif (message.notice or "").startswith("assistant.unknown"):
            text = say("brief.tried.unknown", language)
            yield Statement(text=text, source_id=message.id, at=message.sent_at)
    for one in given:
        if one.kind == "tried":
            text = say("brief.tried.contact", language, words=one.value)
            yield Statement(text=text, source_id=one.message_id)


def _not_again(given: Sequence[Given], language: str) -> Iterator[Statement]:
    for one in given:
        if one.kind == "tried":
            continue
        label = say(f"brief.given.{one.kind}", language)
        masked = say("brief.given.masked", language)
        yield Statement(text=f"{label} {one.value or masked}", source_id=one.message_id)


def _cautions(record: Record, recent: Sequence[Message], language: str) -> Iterator[Statement]:
    for driver in VULNERABILITY:
        shown = [
            (record.readings[one.id].vulnerability.get(driver, 0.0), one)
            for one in recent
            if one.id in record.readings
        ]
        probability, message = max(shown, key=lambda pair: pair[0], default=(0.0, None))
        if message is not None and probability >= CAUTION_AT:
            text = say(f"brief.caution.{driver}", language)
            yield Statement(text=text, source_id=message.id, at=message.sent_at)
    for fact in record.facts:
        if fact.is_need:
            text = words_of_fact(fact, language)
            yield Statement(text=text, source_id=fact.id, source="fact", at=fact.noted_at)


def _late(
    owed: Sequence[BriefPromise], language: str, *, now: datetime, timezone: tzinfo
) -> tuple[str, str] | None:
    """What is owed and late, and until when it was promised; None when nothing is."""
    for one in owed:
        if one.is_late and one.due_at is not None:
            return one.what, due_phrase(one.due_at, language, now=now, timezone=timezone)
    return None


def _first(
    record: Record,
    language: str,
    *,
    need: Need | None,
    word: str | None,
    late: tuple[str, str] | None,
    agent_name: str | None,
) -> str:
    name = record.contact.name
    hello = say("brief.hello.named", language, name=name) if name else say("brief.hello", language)
    i_am = say("brief.i-am", language, agent=agent_name) if agent_name else ""
    if word == "in-danger":
        return i_am + say("brief.first.safety", language)
    if late is not None:
        return hello + i_am + say("brief.first.broken", language, what=late[0], due=late[1])
    if need is None:
        return hello + i_am + say("brief.first.no-need", language)
    key = "brief.first.feeling" if word == "distressed" else "brief.first"
    return hello + i_am + say(key, language, need=need.text.rstrip(" .。!！"))
