"""Briefs of twenty conversations written by hand: each statement stands on the record."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from warmline.contacts.contact import Contact
from warmline.contacts.fact import Fact
from warmline.contacts.memory_wording import words_of_fact
from warmline.contacts.promise import Promise, PromiseId, PromiseState
from warmline.conversation.conversation import (
    Channel,
    Conversation,
    InboxId,
    Priority,
    Speaker,
    Status,
)
from warmline.conversation.message import Author, ContactId, ConversationId, Message, MessageId
from warmline.handoff.brief import CAUTION_AT, Brief, Record, Statement, compose
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader

FOLDER = Path(__file__).parent / "briefs"
LANGUAGES = {"english": "en", "chinese": "zh"}
STORIES = [
    pytest.param(LANGUAGES[path.stem], story, place % 2 == 1, id=f"{path.stem}-{story['name']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for place, story in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["brief"])
]
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
CONTACT, CONVERSATION = ContactId("k"), ConversationId("c")
QUOTED = re.compile(r"[“\"](.+?)[”\"]|(\d[\w./-]{2,})")


def the_record(language: str, story: dict[str, Any], reader: CueReader, *, is_late: bool) -> Record:
    """The conversation as it would be stored, with one fact and one promise beside it."""
    messages = tuple(_message(place, line) for place, line in enumerate(story["said"]))
    own = [one for one in messages if one.author is Author.CONTACT]
    read = reader.read_many([one.text for one in own], [language] * len(own))
    readings = {one.id: reading for one, reading in zip(own, read, strict=True)}
    conversation = Conversation(
        id=CONVERSATION,
        inbox_id=InboxId("main"),
        contact_id=CONTACT,
        channel=Channel.WEB,
        status=Status.OPEN,
        speaker=Speaker.AGENT,
        priority=Priority.MEDIUM,
        started_at=START,
        changed_at=START,
        language=language,
    )
    fact = Fact(
        id="f",
        contact_id=CONTACT,
        what="Rings the bell on the left",
        kind="fact",
        source="m0",
        noted_at=START,
    )
    promise = Promise(
        id=PromiseId("p"),
        conversation_id=CONVERSATION,
        contact_id=CONTACT,
        owner_id=None,
        what="call about the meter" if language == "en" else "回电说电表的事",
        due_at=START + timedelta(minutes=30 if is_late else 600),
        remind_at=None,
        state=PromiseState.OPEN,
        made_at=START,
    )
    return Record(
        conversation=conversation,
        contact=Contact(id=CONTACT, created_at=START),
        messages=messages,
        readings=readings,
        facts=(fact,),
        promises=(promise,),
    )


def _message(place: int, line: str) -> Message:
    who, text = line.split(": ", 1)
    said = Message(
        id=MessageId(f"m{place}"),
        conversation_id=CONVERSATION,
        author=Author.CONTACT,
        text=text,
        sent_at=START + timedelta(minutes=place),
    )
    if who == "c":
        return said
    if text == "?":
        return replace(said, author=Author.ASSISTANT, notice="assistant.unknown")
    return replace(said, author=Author.ASSISTANT, source=text)


def the_brief(record: Record) -> Brief:
    """The brief as Ana reads it, an hour later, in the contact's language."""
    return compose(
        record,
        language=record.conversation.language or "en",
        now=START + timedelta(hours=1),
        timezone=ZoneInfo("UTC"),
        agent_name="Ana",
    )


def stands(statement: Statement, record: Record) -> bool:
    """Whether what a line says is written where it says that it stands."""
    language = record.conversation.language or "en"
    if statement.source == "fact":
        return any(
            one.id == statement.source_id and words_of_fact(one, language) == statement.text
            for one in record.facts
        )
    message = next((one for one in record.messages if one.id == statement.source_id), None)
    if message is None:
        return False
    if message.author is Author.ASSISTANT:
        return (message.source or "") in statement.text
    reading = record.readings[message.id]
    quoted = [left or right for left, right in QUOTED.findall(statement.text)]
    tail = re.split(r"[:：] ?", statement.text)[-1]
    is_written = all(one in message.text for one in quoted) if quoted else tail in message.text
    return is_written or any(value >= CAUTION_AT for value in reading.vulnerability.values())


@pytest.mark.parametrize(("language", "story", "is_late"), STORIES)
def test_every_statement_traces_to_a_message_or_a_record(
    language: str, story: dict[str, Any], is_late: bool, languages: LanguageFinder
) -> None:
    """Need, mood, facts, promises, what was tried and given: all of it is on record."""
    record = the_record(language, story, CueReader(languages), is_late=is_late)
    brief = the_brief(record)
    texts = {one.id: one.text for one in record.messages}
    assert brief.need is not None
    assert brief.need.text == texts[brief.need.message_id][brief.need.start : brief.need.end]
    assert brief.mood is not None
    assert set(texts) >= {id for id, _ in brief.mood.course}
    assert [("p", is_late)] == [(one.promise_id, one.is_late) for one in brief.promises]
    lines = (*brief.facts, *brief.tried, *brief.not_again, *brief.cautions)
    assert [] == [one for one in lines if not stands(one, record)]


@pytest.mark.parametrize(("language", "story", "is_late"), STORIES)
def test_the_first_sentence_asks_for_nothing_that_was_answered(
    language: str, story: dict[str, Any], is_late: bool, languages: LanguageFinder
) -> None:
    """Beside the contact's own words no question of it is about what they gave or tried."""
    record = the_record(language, story, CueReader(languages), is_late=is_late)
    brief = the_brief(record)
    assert brief.need is not None
    own = brief.first.replace(brief.need.text.rstrip(" .。!！"), "")
    asked = re.findall(r"[^.!?。！？]*[?？]", own)
    given = [*story["answered"], *(one.text for one in (*brief.tried, *brief.not_again))]
    assert [] == [one for one in asked for words in given if words.lower() in one.lower()]
    assert asked == []


def test_there_are_ten_in_each_language() -> None:
    """Twenty conversations, half of them Chinese, each with something answered already."""
    counted = [one.values[0] for one in STORIES]
    assert {"en": 10, "zh": 10} == {name: counted.count(name) for name in ("en", "zh")}
    assert all(one.values[1]["answered"] for one in STORIES)
