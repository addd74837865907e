"""
What an agent is told while writing: the coach's look at the words so far, and a draft of the rest.

Nothing is stored and nothing is told to anybody else. Only the agent who has the word may ask. The
contact's messages are not read again: their readings are on record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from warmline.actions.hand_off import held_by
from warmline.actions.reply import preview_promises
from warmline.actions.speech import language_of
from warmline.actions.translate import names_of
from warmline.actions.workplace import Workplace
from warmline.assistant.answer import Answer, Said
from warmline.coaching.drafting import Draft, approved, compose, quote
from warmline.coaching.exchange import ContextTurn, Exchange
from warmline.coaching.glance import Glance
from warmline.coaching.situation import Situation, Vectors
from warmline.contacts.promises import FoundPromise
from warmline.contacts.wishes import wishes_of
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import AgentId, Author, ConversationId
from warmline.errors import FieldInvalid, LanguageModelFailed
from warmline.handoff.tongues import bridge_between
from warmline.handoff.wording import due_phrase, say_danger
from warmline.llm.draft_words import DraftTask, word_draft
from warmline.reading.reading import Reading

LOOKED_BACK = 60
"""Turns: what is older has been dealt with, and the first look stays quick."""
ANSWER_WITHIN = timedelta(hours=2)
"""Working time after which a drafted promise falls due; the agent changes it before sending."""
NO_ANSWER = Answer(is_helpful=False, notice="assistant.unknown")
HALF_HOUR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the words so far would promise, and what the coach says to them."""

    promises: tuple[FoundPromise, ...]
    glance: Glance


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What both need of a conversation."""

    conversation: Conversation
    exchange: Exchange
    situation: Situation
    language: str
    """Of the contact."""
    writes: str
    """In which the agent writes: another one where a translator stands between."""
    names: tuple[str, ...]
    """Of people in the record."""
    owed: frozenset[datetime]
    """When what was promised to the contact falls due."""


def advise(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    agent_id: AgentId,
    text: str,
    language: str,
) -> Advice:
    """
    Look at a reply that is being written.

    Args:
        work: the installation.
        conversation_id: in which it is written.
        agent_id: who writes.
        text: the words so far.
        language: in which the agent reads hints.

    Raises:
        NotSpeaker: the conversation is not with this agent.
    """
    case = _case(work, conversation_id, agent_id)
    return _looked_at(work, case, text, language)


def draft(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    agent_id: AgentId,
    text: str,
) -> Draft:
    """
    Compose what the words so far lack, from the firm's articles and approved phrases.

    With a language model the same is worded by it, as far as every sentence stands on those; no
    transaction is open meanwhile.

    Args:
        work: the installation.
        conversation_id: in which it is written.
        agent_id: who will send it, or not.
        text: the words so far; what they have already is not drafted again.

    Raises:
        NotSpeaker: the conversation is not with this agent.
    """
    case = _case(work, conversation_id, agent_id)
    situation = case.situation
    if situation.danger is not None:
        said = say_danger(situation.danger, case.language, country=work.house.country)
        return Draft(text="" if said in text else said, parts=("suggest",))
    answer = _answer(work, case, text)
    seen = _looked_at(work, case, text, case.language).glance
    with work.store.view() as tx:
        name = tx.agents.get(agent_id).name
    due = _due(work, case.language)
    plain = compose(situation, answer, seen, language=case.language, name=name, due=due)
    if work.writer is None or not plain.text or situation.is_thanks:
        return plain
    task = DraftTask(
        plain=plain,
        passage=answer.text if plain.source is not None else "",
        phrases=tuple(approved(case.language, name=name, due=due)),
        turns=case.exchange.context,
        written=text,
        language=case.language,
        names=case.names,
        owed=case.owed,
    )
    try:
        return word_draft(
            task,
            work.writer,
            work.reader.vectors,
            lambda words: preview_promises(work, text=words, language=case.language),
        )
    except LanguageModelFailed:
        return plain


def _answer(work: Workplace, case: _Case, text: str) -> Answer:
    """What the articles say to the contact's question; else to all that is not answered yet."""
    said = [Said(text=one) for one in (*case.exchange.our_texts, text)]
    last = case.situation.last
    questions = dict.fromkeys(one for one in (quote(last), last) if one)
    answers = [work.assistant.answer(one, language=case.language, said=said) for one in questions]
    # Between two near answers the agent chooses, who has read the conversation; the best leads.
    quoted = [one.choices[0] if one.choices else one for one in answers]
    return max(quoted, key=lambda one: one.is_helpful and bool(one.text), default=NO_ANSWER)


def _looked_at(work: Workplace, case: _Case, text: str, language: str) -> Advice:
    promises = tuple(preview_promises(work, text=text, language=case.writes))
    glance = work.coach.glance_at(
        text,
        case.situation,
        sent_at=work.clock.now().astimezone(work.house.hours.timezone),
        promises=promises,
        language=language,
    )
    return Advice(promises=promises, glance=glance)


def _case(work: Workplace, conversation_id: ConversationId, agent_id: AgentId) -> _Case:
    with work.store.view() as tx:
        conversation, _ = held_by(tx, conversation_id, agent_id)
        messages = tx.messages.of(conversation_id)[-LOOKED_BACK:]
        readings = tx.readings.of(conversation_id)
        agent = tx.agents.get(agent_id)
        names = names_of(tx.contacts.get(conversation.contact_id), tx.agents.all())
        promises = tx.promises.of_contact(conversation.contact_id)
        wishes = wishes_of(tx.contacts.facts(conversation.contact_id, work.clock.now()))
    language = language_of(work, conversation)
    bridge = None if work.translator is None else bridge_between(conversation, messages, agent)
    # Notices are the house's own words, and no turn that somebody answers.
    spoken = [one for one in messages if one.author is not Author.SYSTEM and one.notice is None]
    exchange = Exchange(
        context=tuple(ContextTurn(author=one.author, text=one.text) for one in spoken),
        reply="",
        language=language,
    )
    known = _Known({one.text: readings[one.id] for one in spoken if one.id in readings}, work)
    read = work.coach.understand(exchange, known)
    situation = replace(
        read,
        avoids=read.avoids | wishes.avoids,
        is_vulnerable=read.is_vulnerable or wishes.has_need,
    )
    return _Case(
        conversation=conversation,
        exchange=exchange,
        situation=situation,
        language=language,
        writes=language if bridge is None else bridge.agent,
        names=names,
        owed=frozenset(one.due_at for one in promises if one.is_owed and one.due_at is not None),
    )


class _Known:
    """Gives the readings that are on record; what has none is read."""

    def __init__(self, readings: Mapping[str, Reading], work: Workplace) -> None:
        """Take the readings by the text that they are of."""
        self._readings = readings
        self._work = work

    def read_many(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None
    ) -> list[Reading]:
        """Readings of n texts, in the order given."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._readings]
        fresh = self._work.reader.read_many(missing) if missing else []
        del languages
        known = {**self._readings, **dict(zip(missing, fresh, strict=True))}
        return [known[text] for text in texts]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """None: likeness is not looked at while somebody writes."""
        return np.zeros((len(texts), 0), dtype=np.float32)


def _due(work: Workplace, language: str) -> str:
    """Until when an answer can be promised, as people say it; empty when the house never opens."""
    now, hours = work.clock.now(), work.house.hours
    try:
        due_at = next_half_hour(hours.add_working_time(now, ANSWER_WITHIN))
    except FieldInvalid:
        return ""
    return due_phrase(due_at, language, now=now, timezone=hours.timezone)


def next_half_hour(at: datetime) -> datetime:
    """The half hour that begins next, so that a promise is said as people say it."""
    over = timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)
    return at if not over else at - over + HALF_HOUR
