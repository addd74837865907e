"""The brief: the need in the contact's own words, and nothing that the record does not hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from warmline.contacts.contact import Contact
from warmline.contacts.fact import Fact
from warmline.contacts.promise import Promise, PromiseId, PromiseState
from warmline.conversation.conversation import (
    Channel,
    Conversation,
    InboxId,
    Priority,
    Speaker,
    Status,
)
from warmline.conversation.message import (
    Author,
    ContactId,
    ConversationId,
    Mask,
    Message,
    MessageId,
)
from warmline.handoff.brief import Brief, Record, compose
from warmline.moments.decision import Decision, Step
from warmline.reading.labels import VULNERABILITY
from warmline.reading.reading import Reading, zeros

MADRID = ZoneInfo("Europe/Madrid")
START = datetime(2026, 11, 20, 9, tzinfo=UTC)
NOW = START + timedelta(hours=1)


def a_record(*said: str, language: str = "en", readings: tuple[Reading | None, ...] = ()) -> Record:
    """A conversation; 'a:' opens the assistant's lines, all others are the contact's."""
    messages = []
    for place, line in enumerate(said):
        is_assistant = line.startswith("a:")
        messages.append(
            Message(
                id=MessageId(f"m{place}"),
                conversation_id=ConversationId("c"),
                author=Author.ASSISTANT if is_assistant else Author.CONTACT,
                text=line.removeprefix("a:").strip(),
                sent_at=START + timedelta(minutes=place),
                source="billing/direct-debit" if is_assistant else None,
            )
        )
    read = {
        messages[place].id: reading for place, reading in enumerate(readings) if reading is not None
    }
    conversation = Conversation(
        id=ConversationId("c"),
        inbox_id=InboxId("main"),
        contact_id=ContactId("k"),
        channel=Channel.WEB,
        status=Status.OPEN,
        speaker=Speaker.AGENT,
        priority=Priority.MEDIUM,
        started_at=START,
        changed_at=START,
        language=language,
    )
    contact = Contact(id=ContactId("k"), created_at=START, name="Rosa")
    return Record(conversation=conversation, contact=contact, messages=messages, readings=read)


def a_promise(due_at: datetime | None, state: PromiseState = PromiseState.OPEN) -> Promise:
    """A promise to this contact."""
    return Promise(
        id=PromiseId("p"),
        conversation_id=ConversationId("c"),
        contact_id=ContactId("k"),
        owner_id=None,
        what="call you about the meter",
        due_at=due_at,
        remind_at=None,
        state=state,
        made_at=START,
    )


def briefed(record: Record, language: str = "en") -> Brief:
    """The brief for Ana."""
    return compose(record, language=language, now=NOW, timezone=MADRID, agent_name="Ana")


def a_reading(distress: float = 0.0, **drivers: float) -> Reading:
    """A reading with a distress and drivers of vulnerability."""
    named = {name.replace("_", "-"): value for name, value in drivers.items()}
    return Reading(
        language="en",
        model="scripted",
        distress=distress,
        vulnerability=zeros(VULNERABILITY) | named,
    )


ENGLISH_STORIES = [
    ("Hi", "I was charged twice for November and need the second payment back.", "hello??"),
    ("The water has been brown since Monday, is it safe for my baby?", "anyone there?", "human"),
    ("My car broke down on the A7 near exit 212.", "I want to talk to a real person", "now please"),
    ("You cancelled my contract 88-1203 without asking me.", "a: See our page.", "useless bot"),
    ("Thanks.", "When will the power be back in Calle Mayor?", "ok", "still waiting"),
]

CHINESE_STORIES = [
    ("你好", "我家从昨天晚上就停电了，什么时候能恢复？", "在吗", "转人工"),
    ("你们多扣了我三百块钱，请退给我。", "有人吗？", "人工客服"),
    ("电表一直报警，我换过电池还是响。", "喂", "怎么不说话"),
    ("我母亲上周去世了，她的合同怎么办理过户？", "谢谢"),
    ("拖车等了两个小时还没来。", "急", "人呢？"),
]

NEEDS = [
    *zip(ENGLISH_STORIES, (1, 0, 0, 0, 1), strict=True),
    *zip(CHINESE_STORIES, (1, 0, 0, 0, 0), strict=True),
]


@pytest.mark.parametrize(("said", "place"), NEEDS)
def test_the_need_is_the_sentence_that_says_it(said: tuple[str, ...], place: int) -> None:
    """Not the greeting, not the last 'hello??', not the call for a person."""
    brief = briefed(a_record(*said))
    assert brief.need is not None
    assert brief.need.message_id == f"m{place}"
    text = said[place]
    assert text[brief.need.start : brief.need.end] == brief.need.text


def test_danger_is_the_need_wherever_it_was_said() -> None:
    """A sentence with danger in it outweighs a longer one about money."""
    danger = replace(a_reading(0.5), emergency=0.97)
    record = a_record(
        "I was charged twice for November and need the second payment back by Friday.",
        "I smell gas in the kitchen.",
        "hello??",
        readings=(a_reading(0.4), danger, a_reading(0.9)),
    )
    brief = briefed(record)
    assert brief.need is not None
    assert brief.need.text == "I smell gas in the kitchen."


def test_mood_tells_where_it_stands_and_how_it_went() -> None:
    """Distress along the messages becomes a word and a turn."""
    record = a_record(
        "One", "Two", "Three", readings=(a_reading(0.1), a_reading(0.3), a_reading(0.8))
    )
    mood = briefed(record).mood
    assert mood is not None
    assert (mood.word, mood.turn, mood.text) == ("distressed", "rising", "Distressed, and rising")
    assert mood.course == (("m0", 0.1), ("m1", 0.3), ("m2", 0.8))
    chinese = briefed(record, "zh").mood
    assert chinese is not None
    assert chinese.text == "非常着急难过，越来越重"


def test_mood_calms_down_and_stays_silent_without_readings() -> None:
    """A falling course is told as such; without readings nothing is claimed."""
    record = a_record("One", "Two", readings=(a_reading(0.9), a_reading(0.3)))
    mood = briefed(record).mood
    assert mood is not None
    assert mood.text == "Uneasy, and calming down"
    assert briefed(a_record("One")).mood is None


def test_in_danger_the_first_sentence_asks_for_safety_only() -> None:
    """Danger comes before names, needs and promises."""
    record = a_record("I smell gas", readings=(a_reading(0.5),))
    decision = Decision(step=Step.EMERGENCY, reasons=(), policy_version="1")
    brief = briefed(replace(record, decisions={MessageId("m0"): decision}))
    assert brief.mood is not None
    assert brief.mood.word == "in-danger"
    assert "Are you safe" in brief.first


def test_what_was_given_is_named_and_not_shown_when_masked() -> None:
    """Numbers with their message; masked data by kind only."""
    record = a_record("My order number is 4471-B, since Monday. Call [phone].")
    masked = replace(record.messages[0], masks=(Mask("phone", 46, 53),))
    brief = briefed(replace(record, messages=[masked]))
    told = {one.text: one.source_id for one in brief.not_again}
    assert told == {
        "Order 4471-B": "m0",
        "Phone number (given, masked)": "m0",
        "When: since Monday": "m0",
    }


def test_chinese_details_are_found_too() -> None:
    """Order numbers, times and what was tried, in Chinese."""
    record = a_record("订单号20261120778，我已经重启过了，昨天晚上开始就这样。", language="zh")
    brief = briefed(record, "zh")
    assert [one.text for one in brief.not_again] == ["订单号 20261120778", "时间： 昨天晚上开始"]
    assert [one.text for one in brief.tried] == ["已经试过：“我已经重启过了”"]


def test_what_the_assistant_answered_is_told_with_its_article() -> None:
    """The agent sees which article was given, and what the contact tried."""
    record = a_record(
        "It fails.", "a: Pay by direct debit.", "I already restarted the box twice, nothing"
    )
    assert [(one.text, one.source_id) for one in briefed(record).tried] == [
        ("The assistant answered from billing/direct-debit", "m1"),
        ("Tried already: “I already restarted the box twice, nothing”", "m2"),
    ]


def test_an_unknown_answer_is_told_as_such() -> None:
    """That the assistant did not know is part of what was tried."""
    record = a_record("Why?", "a: I don't know that.")
    unknown = replace(record.messages[1], source=None, notice="assistant.unknown")
    brief = briefed(replace(record, messages=[record.messages[0], unknown]))
    assert [one.text for one in brief.tried] == ["The assistant said that it did not know"]


def test_cautions_are_needs_and_name_their_message() -> None:
    """Of vulnerability only the need is told, from the message that shows it most."""
    record = a_record("One", "Two", readings=(a_reading(health=0.6), a_reading(health=0.9)))
    (caution,) = briefed(record).cautions
    assert caution.source_id == "m1"
    assert "one thing at a time" in caution.text
    assert briefed(a_record("One", readings=(a_reading(health=0.3),))).cautions == ()


def test_facts_and_noted_needs_carry_their_source() -> None:
    """A fact keeps its id and date; a need is also a caution."""
    fact = Fact(
        id="f1",
        contact_id=ContactId("k"),
        what="prefers to be written to",
        kind="need",
        source="agent",
        noted_at=START,
    )
    brief = briefed(replace(a_record("One"), facts=[fact]))
    assert [(one.text, one.source_id, one.at) for one in brief.facts] == [
        ("prefers to be written to", "f1", START)
    ]
    assert brief.cautions == brief.facts


def test_a_broken_promise_is_taken_up_first() -> None:
    """What we did not keep comes before anything else in the first sentence."""
    late = replace(a_record("Where is my call?"), promises=[a_promise(NOW - timedelta(hours=1))])
    brief = briefed(late)
    assert [one.is_late for one in brief.promises] == [True]
    assert "call you about the meter" in brief.first
    open_one = replace(late, promises=[a_promise(NOW + timedelta(hours=1))])
    assert [one.is_late for one in briefed(open_one).promises] == [False]
    assert "We did not keep it" not in briefed(open_one).first
    kept = replace(late, promises=[a_promise(None, PromiseState.KEPT)])
    assert briefed(kept).promises == ()


def test_nothing_before_the_last_resolution_is_brought_up() -> None:
    """A solved matter is not the need of today."""
    record = a_record("I was charged twice for November.", "My meter does not work any more.")
    solved = replace(record.conversation, resolved_at=START + timedelta(seconds=30))
    brief = briefed(replace(record, conversation=solved))
    assert brief.need is not None
    assert brief.need.message_id == "m1"


def test_the_first_sentence_speaks_the_contacts_language_and_asks_nothing() -> None:
    """It names the need, introduces the agent, and asks for nothing that was given."""
    english = briefed(a_record(*ENGLISH_STORIES[0]), "zh").first
    assert english.startswith("Hello Rosa. This is Ana.")
    assert "charged twice" in english
    chinese = briefed(a_record(*CHINESE_STORIES[1], language="zh")).first
    assert chinese.startswith("Rosa，您好，我是Ana。")
    assert "多扣了我三百块钱" in chinese
    for sentence in (english, chinese):
        assert "?" not in sentence
        assert "？" not in sentence


@pytest.mark.parametrize("said", [*ENGLISH_STORIES, *CHINESE_STORIES])
def test_every_statement_stands_on_the_record(said: tuple[str, ...]) -> None:
    """Whatever the brief says names a message of this conversation."""
    record = a_record(*said, readings=tuple(a_reading(0.5, capability=0.8) for _ in said))
    brief = briefed(record)
    ids = {message.id for message in record.messages}
    for statement in (*brief.tried, *brief.not_again, *brief.cautions):
        assert statement.source_id in ids
    assert brief.mood is not None
    assert brief.mood.message_id in ids


def test_an_empty_conversation_has_a_brief() -> None:
    """Before the first word there is no need and no mood, and still a first sentence."""
    brief = briefed(a_record())
    assert (brief.need, brief.mood) == (None, None)
    assert "I'm here now" in brief.first


def test_a_long_need_is_cut_between_words() -> None:
    """Half a page stays half a page."""
    long = "I need the money back because " + "I paid and waited, " * 20 + "and nothing came"
    need = briefed(a_record(long)).need
    assert need is not None
    assert len(need.text) <= 162
    assert long.startswith(need.text.removesuffix(" …"))
