"""In shadow everything is decided and recorded, and nothing is said or done; danger is seen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warmline.actions.hand_off import ask_for_person, match_waiting
from warmline.actions.receive import receive
from warmline.actions.record import look_after, record, record_resolution
from warmline.actions.review import waiting_reviews
from warmline.actions.start import start_conversation
from warmline.actions.watch import has_alarm
from warmline.actions.workplace import Workplace
from warmline.conversation.conversation import Channel, Conversation, InboxId, Status
from warmline.conversation.message import AgentId, Author, ConversationId
from warmline.errors import FieldInvalid, InboxInShadow
from warmline.moments.decision import Step
from warmline.outcomes.review_queue import Ground
from warmline.testing import FixedClock

MAIN, ANA = InboxId("main"), AgentId("ana")
GAS = "There is a strong smell of gas in my kitchen"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def shadow(work: Workplace) -> Workplace:
    """The house of the tests with its inbox in shadow."""
    inbox = replace(work.house.inboxes[0], shadow=True)
    return replace(work, house=replace(work.house, inboxes=(inbox,)))


def begun(work: Workplace) -> Conversation:
    """A conversation that another system tells of."""
    return start_conversation(work, inbox_id=MAIN, channel=Channel.API)


def stands(work: Workplace, id: ConversationId) -> Conversation:
    """The conversation as stored."""
    with work.store.view() as tx:
        return tx.conversations.get(id)


def alarms(work: Workplace, id: ConversationId) -> list[object]:
    """What was told of alarms, in order: 'raised', or why one ended."""
    with work.store.view() as tx:
        told = [one for one in tx.events.after(0, 999) if one.conversation_id == id]
    return [
        one.details.get("by", "raised")
        for one in told
        if one.name.startswith("conversation.alarm_")
    ]


def test_what_would_be_done_is_recorded_and_not_done(shadow: Workplace) -> None:
    """No greeting, no answer, no safety words, no handoff; each message read and decided on."""
    conversation = begun(shadow)
    texts = ("I want to talk to a person", GAS, "How do I report a power cut?")
    received = [receive(shadow, conversation_id=conversation.id, text=text) for text in texts]
    assert [()] * 3 == [one.replies for one in received]
    assert [None] * 3 == [one.handoff for one in received]
    with shadow.store.view() as tx:
        steps = [one.step for one in tx.decisions.of(conversation.id).values()]
        authors = {one.author for one in tx.messages.of(conversation.id)}
        assert 3 == len(tx.readings.of(conversation.id))
        assert [] == tx.handoffs.unfinished()
    assert [Step.HAND_OFF, Step.EMERGENCY] == steps[:2]
    assert {Author.CONTACT} == authors


WORDS = st.sampled_from(
    [
        "I want to talk to a person", GAS, "Never mind, it was a false alarm",
        "My father died last week", "This is useless", "Thanks, solved", "我要转人工", "着火了",
    ]
)  # fmt: skip
DEEDS = st.lists(st.tuples(st.sampled_from(["hear", "agent", "bot", "resolve", "seen"]), WORDS))


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=DEEDS)
def test_whatever_happens_nothing_is_said_or_sought(
    shadow: Workplace, deeds: list[tuple[str, str]]
) -> None:
    """Only what others said is in the record, and nobody was ever asked to come."""
    id = begun(shadow).id
    for deed, text in deeds:
        if deed == "hear":
            receive(shadow, conversation_id=id, text=text)
        elif deed == "resolve":
            record_resolution(shadow, conversation_id=id)
        elif deed == "seen":
            look_after(shadow, conversation_id=id, agent_id=ANA)
        else:
            author = Author.AGENT if deed == "agent" else Author.ASSISTANT
            record(shadow, conversation_id=id, author=author, text=text)
    match_waiting(shadow)
    told = [deed for deed, _ in deeds if deed in ("hear", "agent", "bot")]
    with shadow.store.view() as tx:
        messages = tx.messages.of(id)
        assert len(told) == len(messages)
        assert all(one.notice is None for one in messages)
        assert [] == tx.handoffs.of(id)
        assert told.count("hear") == len(tx.readings.of(id)), "agents are never read"


def test_danger_raises_an_alarm_once_until_somebody_comes(shadow: Workplace) -> None:
    """Raised with the first words, not again with the next, over when an agent writes."""
    id = begun(shadow).id
    receive(shadow, conversation_id=id, text=GAS)
    assert has_alarm(stands(shadow, id))
    receive(shadow, conversation_id=id, text="The gas smell is getting stronger")
    record(shadow, conversation_id=id, author=Author.ASSISTANT, text="How can I help you?")
    assert has_alarm(stands(shadow, id)), "a program is nobody who comes"
    record(shadow, conversation_id=id, author=Author.AGENT, text="Leave the house now.")
    assert not has_alarm(stands(shadow, id))
    receive(shadow, conversation_id=id, text="We are outside, it still smells of gas")
    assert not has_alarm(stands(shadow, id)), "somebody is there"
    assert ["raised", "agent"] == alarms(shadow, id)


@pytest.mark.parametrize("how", ["withdrawn", "seen", "resolved"])
def test_an_alarm_ends_and_a_new_danger_raises_a_new_one(shadow: Workplace, how: str) -> None:
    """Called off, seen at the desk, or resolved; what comes after a resolution begins anew."""
    id = begun(shadow).id
    receive(shadow, conversation_id=id, text=GAS)
    if how == "withdrawn":
        receive(shadow, conversation_id=id, text="Sorry, false alarm, it was only the bin")
    elif how == "seen":
        look_after(shadow, conversation_id=id, agent_id=ANA)
    else:
        record_resolution(shadow, conversation_id=id)
    assert ["raised", how] == alarms(shadow, id)
    text = "My husband has collapsed and does not breathe"
    receive(shadow, conversation_id=id, text=text)
    assert has_alarm(stands(shadow, id))


def test_times_are_those_of_the_other_system(shadow: Workplace, clock: FixedClock) -> None:
    """In the order told, from the beginning on; a resolution ends the stretch even within it."""
    began = clock.now() - timedelta(hours=5)
    conversation = start_conversation(shadow, inbox_id=MAIN, channel=Channel.API, started_at=began)
    id = conversation.id
    receive(shadow, conversation_id=id, text="I want a person", sent_at=began + MINUTE)
    record(
        shadow,
        conversation_id=id,
        author=Author.AGENT,
        text="Ana here.",
        sent_at=began + 2 * MINUTE,
    )
    ended = record_resolution(shadow, conversation_id=id, at=began + 3 * MINUTE)
    assert (Status.RESOLVED, began + 3 * MINUTE) == (ended.status, ended.resolved_at)
    again = receive(shadow, conversation_id=id, text="Hello?", sent_at=began + 3 * MINUTE)
    assert again.decision is not None
    assert "asked.person" not in {reason.code for reason in again.decision.reasons}
    for wrong in (began, clock.now() + timedelta(hours=1)):
        with pytest.raises(FieldInvalid, match="sent_at"):
            receive(shadow, conversation_id=id, text="Hello?", sent_at=wrong)
        with pytest.raises(FieldInvalid, match="sent_at"):
            record(shadow, conversation_id=id, author=Author.AGENT, text="Yes?", sent_at=wrong)


def test_what_others_say_is_masked_and_taken_once(shadow: Workplace) -> None:
    """A number is not kept even in an agent's words; a second delivery changes nothing."""
    id = begun(shadow).id
    words = {"author": Author.AGENT, "text": "I call you on +353 1 677 0000.", "client_id": "a-1"}
    first = record(shadow, conversation_id=id, **words)  # type: ignore[arg-type]
    assert "677" not in first.text
    assert first == record(shadow, conversation_id=id, **words)  # type: ignore[arg-type]
    lost = record(
        shadow, conversation_id=id, author=Author.ASSISTANT, text="Sorry, I didn't understand that."
    )
    assert not lost.is_helpful, "another program's detours count as our own would"


def test_no_contact_is_left_without_an_answer(shadow: Workplace, work: Workplace) -> None:
    """Nobody begins a chat where nobody answers; what began live goes on live."""
    with pytest.raises(InboxInShadow):
        start_conversation(shadow, inbox_id=MAIN)
    with pytest.raises(InboxInShadow):
        ask_for_person(shadow, conversation_id=begun(shadow).id)
    before = start_conversation(work, inbox_id=MAIN)
    received = receive(shadow, conversation_id=before.id, text="I want to talk to a person")
    assert received.handoff is not None
    assert received.replies


def test_only_what_is_watched_is_told_by_others(work: Workplace, clock: FixedClock) -> None:
    """In a live conversation nobody else speaks, and times are our own."""
    id = start_conversation(work, inbox_id=MAIN, channel=Channel.API).id
    with pytest.raises(FieldInvalid, match="author"):
        record(work, conversation_id=id, author=Author.AGENT, text="Hello")
    with pytest.raises(FieldInvalid, match="sent_at"):
        receive(work, conversation_id=id, text="Hello", sent_at=clock.now())
    with pytest.raises(FieldInvalid, match="resolved"):
        record_resolution(work, conversation_id=id)
    with pytest.raises(FieldInvalid, match="started_at"):
        start_conversation(work, inbox_id=MAIN, started_at=clock.now())


def test_a_watched_turn_is_reviewed_until_a_person_came(shadow: Workplace) -> None:
    """What was decided and what people did differ; with a person there is nothing to decide."""
    id = begun(shadow).id
    receive(shadow, conversation_id=id, text="Where do I read my meter?")
    record(shadow, conversation_id=id, author=Author.AGENT, text="On the black box.")
    receive(shadow, conversation_id=id, text="I want to talk to a person")
    missed = begun(shadow).id
    receive(shadow, conversation_id=missed, text="I want to talk to a person")
    record(shadow, conversation_id=missed, author=Author.ASSISTANT, text="Choose a number.")
    with shadow.store.view() as tx:
        one, other = waiting_reviews(shadow, tx, reviewer_id=AgentId("sam"))
    assert {id, missed} == {one.occasion.conversation_id, other.occasion.conversation_id}
    assert all(Ground.DISAGREES in waiting.grounds for waiting in (one, other))
    assert not any(waiting.occasion.was_handed_off for waiting in (one, other))
