"""
The middle column: who speaks now, the course of distress, the messages, and whether to reply.

Composed from one view of the store. Readings stand under the contact's own messages only.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from warmline.actions.watch import has_alarm
from warmline.agents.agent import Agent, Role
from warmline.contacts.promise import Promise
from warmline.conversation.conversation import Conversation, Status
from warmline.conversation.message import AgentId, Author, ConversationId, Message, MessageId
from warmline.conversation.translation import Translation
from warmline.handoff.handoff import Handoff, HandoffId, HandoffState
from warmline.handoff.override import Override
from warmline.handoff.tongues import Bridge, bridge_between
from warmline.handoff.wording import why
from warmline.moments.decision import Decision, Step
from warmline.ports import Transaction
from warmline.reading.reading import Reading
from warmline.web.clock_view import ClockLine, compose_clocks
from warmline.web.complaints_view import ComplaintLine, complaint_line
from warmline.web.feeling import felt_along, is_danger
from warmline.web.memory_address import ADDRESS, NOTICE
from warmline.web.names import agent_name, contact_name
from warmline.web.override_view import override_words
from warmline.web.plots import Course, course_of, step_of
from warmline.web.reading_view import ReadingView, compose_reading
from warmline.web.times import clock_time, day_time
from warmline.web.view import View
from warmline.web.words import Words

PLOT_WIDTH, PLOT_HEIGHT = 600, 96
SHOWN_REASONS = 3
"""Under a message; all of them stand in its reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a message, masked or not."""

    text: str
    is_masked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationView:
    """A message in another language, beneath what was written."""

    text: str
    """Empty when there is none now."""
    language: str
    told: str
    """That a program translated it, or that there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnView:
    """One message as the desk shows it."""

    id: MessageId
    author: str
    by: str
    at: str
    """ISO 8601."""
    clock: str
    pieces: tuple[Piece, ...]
    language: str | None
    felt: str | None = None
    """The step of distress, of the contact's messages."""
    step: str = ""
    reasons: tuple[str, ...] = ()
    """Why something was done after this message."""
    reading: ReadingView | None = None
    promises: tuple[str, ...] = ()
    """Until when what was promised in this message is due, and how it stands."""
    translation: TranslationView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerView:
    """Who holds the word, in a line."""

    who: str
    """assistant, waiting, you, agent, watched or resolved."""
    icon: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """The column of one conversation."""

    id: ConversationId
    who: str
    speaker: SpeakerView
    course: Course | None
    plot_title: str
    plot_axis: str
    turns: tuple[TurnView, ...]
    handoff_id: HandoffId | None
    may_accept: bool
    may_decline: bool
    may_reply: bool
    cannot_reply: str
    may_see_to: bool
    """Somebody may be in danger, nobody was called, and nobody has said yet that they see to it."""
    aside: str
    """Until when it is set aside, in words; empty when it is not."""
    message_limit: int
    clocks: tuple[ClockLine, ...]
    """What has passed and what the house means to, in words."""
    may_override: bool
    complaint: ComplaintLine | None
    """The complaint that is open here."""
    clock: Callable[[datetime], str]
    """A time as the clock of the house shows it."""
    bridge: str = ""
    """That replies are translated, in a line; empty when they are not."""
    contact_language: str = ""
    """In which the contact reads, when replies are translated."""


def compose_conversation(tx: Transaction, view: View, id: ConversationId) -> ConversationView:
    """
    One conversation as this agent may see it.

    Raises:
        NotFound: there is none with this id.
    """
    conversation = tx.conversations.get(id)
    agents = {agent.id: agent for agent in tx.agents.all()}
    messages = tx.messages.of(id)
    readings, decisions = tx.readings.of(id), tx.decisions.of(id)
    handoff = next((one for one in tx.handoffs.of(id) if not one.is_finished), None)
    who = contact_name(tx.contacts.get(conversation.contact_id), view.words)
    felt = felt_along(messages, readings, decisions)
    course = course_of(felt, width=PLOT_WIDTH, height=PLOT_HEIGHT)
    speaker = _speaker(conversation, handoff, agents, who, view)
    is_mine = handoff is not None and handoff.agent_id == view.agent.id
    made = tx.promises.of_contact(conversation.contact_id)
    bridge = bridge_between(conversation, messages, view.agent) if view.has_translator else None
    translated = {one.message_id: one for one in tx.translations.of(id)}
    return ConversationView(
        id=id,
        who=who,
        speaker=speaker,
        course=course,
        plot_title="" if course is None else course_title(course, view.words),
        plot_axis="" if course is None else _axis(course, view),
        turns=with_overrides(
            (
                replace(
                    _turn(one, readings, decisions, agents, who, view),
                    promises=_promised(made, one.id, view),
                    translation=_translation(one, translated.get(one.id), view.words),
                )
                for one in messages
            ),
            (_overridden(one, agents, view) for one in tx.overrides.of(id)),
        ),
        handoff_id=None if handoff is None else handoff.id,
        may_accept=handoff is not None and handoff.is_waiting and view.agent.may_answer,
        may_decline=is_mine and handoff is not None and handoff.state is HandoffState.OFFERED,
        may_reply=speaker.who == "you",
        cannot_reply=_cannot_reply(handoff, agents, view.words)
        if not conversation.is_watched
        else view.words("conversation.read_only_watched"),
        may_see_to=has_alarm(conversation) and view.agent.may_answer,
        aside=aside_words(conversation, view),
        message_limit=view.message_limit,
        clocks=compose_clocks(view, conversation, messages, handoff),
        may_override=view.agent.role is Role.SUPERVISOR and not conversation.is_watched,
        complaint=complaint_line(tx, view, id),
        clock=lambda at: clock_time(at, view.zone),
        bridge="" if bridge is None else _bridge(bridge, view.words),
        contact_language="" if bridge is None else bridge.contact,
    )


def aside_words(conversation: Conversation, view: View) -> str:
    """Until when a conversation is set aside; empty when it is not."""
    if conversation.snoozed_until is None:
        return ""
    at = day_time(conversation.snoozed_until, view.now, view.zone, view.words)
    return view.words("aside.until", at=at)


def with_overrides(
    turns: Iterable[TurnView], overrides: Iterable[TurnView]
) -> tuple[TurnView, ...]:
    """The history in order; of two at the same instant the message comes first."""
    history = list(turns)
    for one in overrides:
        later = (place for place, turn in enumerate(history) if turn.at > one.at)
        history.insert(next(later, len(history)), one)
    return tuple(history)


def _overridden(override: Override, agents: Mapping[AgentId, Agent], view: View) -> TurnView:
    """One override in the history: what was done in the words of the house, why in their own."""
    return TurnView(
        id=MessageId(f"o-{override.id}"),
        author="override",
        by=agent_name(agents, override.by_id, view.words),
        at=override.at.isoformat(),
        clock=clock_time(override.at, view.zone),
        pieces=(Piece(text=override_words(override, agents, view.words)),),
        language=None,
    )


def _bridge(bridge: Bridge, words: Words) -> str:
    theirs = words.nearest(f"language.{bridge.contact}", fallback=bridge.contact)
    own = words.nearest(f"language.{bridge.agent}", fallback=bridge.agent)
    return words("translation.here", theirs=theirs, own=own)


def _translation(
    message: Message, made: Translation | None, words: Words
) -> TranslationView | None:
    if made is None:
        return None
    key = "sent" if message.author is Author.AGENT else "of" if made.text else "failed_in"
    return TranslationView(
        text=made.text or "", language=made.language, told=words(f"translation.{key}")
    )


def course_title(course: Course, words: Words) -> str:
    """The finding of a plot, as its title."""
    steps = {"first": course.first.step, "last": course.last.step, "peak": course.peak.step}
    named = {key: words(f"distress.{step}") for key, step in steps.items()}
    trend = course.trend
    if len(course.marks) == 1:
        return named["last"]
    if trend in ("rose", "fell") and steps["first"] == steps["last"]:
        trend = "stayed"
    return words(f"course.{trend}", **named)


def _axis(course: Course, view: View) -> str:
    begins = clock_time(course.first.at, view.zone)
    ends = clock_time(course.last.at, view.zone)
    count = len(course.marks)
    if begins == ends:
        return view.words("course.axis_at", count=count, clock=begins)
    return view.words("course.axis", count=count, from_clock=begins, to_clock=ends)


def _speaker(
    conversation: Conversation,
    handoff: Handoff | None,
    agents: Mapping[AgentId, Agent],
    who: str,
    view: View,
) -> SpeakerView:
    words = view.words
    if conversation.is_watched and conversation.status is not Status.RESOLVED:
        said = words("conversation.speaker_watched", name=who)
        return SpeakerView(who="watched", icon="reading", words=said)
    if handoff is None:
        if conversation.status is Status.RESOLVED:
            said = words("conversation.speaker_resolved")
            return SpeakerView(who="resolved", icon="check", words=said)
        said = words("conversation.speaker_assistant", name=who)
        return SpeakerView(who="assistant", icon="assistant", words=said)
    if handoff.is_waiting:
        return SpeakerView(
            who="waiting", icon="waiting", words=_waiting_words(handoff, agents, who, view)
        )
    if handoff.agent_id == view.agent.id:
        said = words("conversation.speaker_you", name=who)
        return SpeakerView(who="you", icon="person", words=said)
    agent = agent_name(agents, handoff.agent_id, words)
    said = words("conversation.speaker_agent", agent=agent, name=who)
    return SpeakerView(who="agent", icon="person", words=said)


def _waiting_words(handoff: Handoff, agents: Mapping[AgentId, Agent], who: str, view: View) -> str:
    words = view.words
    if handoff.state is HandoffState.OFFERED:
        if handoff.agent_id == view.agent.id:
            return words("conversation.speaker_offered_you", name=who)
        agent = agent_name(agents, handoff.agent_id, words)
        return words("conversation.speaker_offered", name=who, agent=agent)
    if handoff.promised_for is not None:
        due = day_time(handoff.promised_for, view.now, view.zone, words)
        return words("conversation.speaker_promised", name=who, due=due)
    return words("conversation.speaker_waiting", name=who)


def _cannot_reply(handoff: Handoff | None, agents: Mapping[AgentId, Agent], words: Words) -> str:
    if handoff is None:
        return words("conversation.read_only_assistant")
    if handoff.is_waiting:
        return words("conversation.read_only")
    return words("conversation.read_only_agent", agent=agent_name(agents, handoff.agent_id, words))


def _turn(
    message: Message,
    readings: Mapping[MessageId, Reading],
    decisions: Mapping[MessageId, Decision],
    agents: Mapping[AgentId, Agent],
    who: str,
    view: View,
) -> TurnView:
    words = view.words
    by = {
        Author.CONTACT: who,
        Author.AGENT: agent_name(agents, message.agent_id, words),
        Author.ASSISTANT: words("author.assistant"),
        Author.SYSTEM: words("author.system"),
    }[message.author]
    reading = readings.get(message.id)
    decision = decisions.get(message.id)
    is_told = decision is not None and decision.step is not Step.CARRY_ON
    reasons = reasons_of(decision, words) if decision is not None and is_told else ()
    return TurnView(
        id=message.id,
        author=message.author.value,
        by=by,
        at=message.sent_at.isoformat(),
        clock=clock_time(message.sent_at, view.zone),
        pieces=tuple(pieces_of(message)),
        language=message.language if message.language != "und" else None,
        felt=step_of(reading.distress, is_danger=is_danger(decision)) if reading else None,
        step=decision.step.value if decision is not None and is_told else "",
        reasons=reasons[:SHOWN_REASONS],
        reading=compose_reading(reading, message.text, reasons, words) if reading else None,
    )


def reasons_of(decision: Decision, words: Words) -> tuple[str, ...]:
    """Why something was decided, in words: signs by name first, strongest first."""
    named_first = sorted(decision.reasons, key=lambda one: one.code.startswith("learned."))
    said = (why(reason.code, words.language) for reason in named_first)
    return tuple(dict.fromkeys(said))


def _promised(promises: Sequence[Promise], message_id: MessageId, view: View) -> tuple[str, ...]:
    words = view.words
    said = (
        words(
            f"promise.stands_{one.state}",
            due=words("time.no_time")
            if one.due_at is None
            else day_time(one.due_at, view.now, view.zone, words),
        )
        for one in promises
        if one.message_id == message_id
    )
    return tuple(dict.fromkeys(said))


def pieces_of(message: Message) -> list[Piece]:
    """The text of a message, with what is masked apart."""
    link = ADDRESS.search(message.text) if message.notice == NOTICE else None
    if link is not None:
        before, after = message.text[: link.start()], message.text[link.end() :]
        return [Piece(text=before), Piece(text="[link]", is_masked=True), Piece(text=after)]
    pieces, at = [], 0
    for mask in sorted(message.masks, key=lambda one: one.start):
        pieces.append(Piece(text=message.text[at : mask.start]))
        pieces.append(Piece(text=message.text[mask.start : mask.end], is_masked=True))
        at = mask.end
    pieces.append(Piece(text=message.text[at:]))
    return [piece for piece in pieces if piece.text]
