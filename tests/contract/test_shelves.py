"""What is put on a shelf comes back equal, in the promised order, on both databases."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.values import (
    a_contact,
    a_conversation,
    a_handoff,
    a_message,
    a_promise,
    an_agent,
    lay,
)
from warmline.agents.agent import Availability, Lane, Load
from warmline.contacts.fact import Consent, ConsentWay, Fact, FactState
from warmline.contacts.promise import PromiseState
from warmline.conversation.conversation import Channel, Status
from warmline.conversation.message import Author, Mask
from warmline.errors import NotFound, WriteConflict
from warmline.handoff.handoff import HandoffState
from warmline.moments.decision import Decision, Reason, Step
from warmline.moments.turn import Turn
from warmline.outcomes.review import Review, Verdict
from warmline.ports import Store
from warmline.reading.reading import Cue, Reading
from warmline.testing import NOON

HOUR = timedelta(hours=1)
_NUMBERS = count(1)
DECISION = Decision(
    step=Step.HAND_OFF,
    reasons=(
        Reason(
            code="friction.asked-for-person",
            step=Step.HAND_OFF,
            weight=0.9,
            message_id="message-1",
            span=(2, 7),
        ),
        Reason(code="feeling.rising", step=Step.SOFTEN, weight=0.25, figure=0.5),
    ),
    policy_version="1",
)
READING = Reading(
    language="en",
    model="scripted",
    feelings_present=("anger",),
    distress=0.75,
    cues=(Cue(label="asks.person", start=2, end=7, source="cues/en"),),
)


def test_a_contact_comes_back_as_it_was_put(store: Store) -> None:
    """Contacts are found by id and by the id of another system, and can be changed."""
    contact = a_contact(name="Mei 李", language="zh", external_id="77", origin="crm")
    with store.transaction() as tx:
        tx.contacts.add(contact)
        tx.contacts.save(replace(contact, country="CN"))
    with store.view() as tx:
        assert tx.contacts.get(contact.id) == replace(contact, country="CN")
        assert tx.contacts.find("crm", "77") == replace(contact, country="CN")
        assert tx.contacts.find("crm", "78") is None


def a_fact(**changes: Any) -> Fact:
    """A preference that is kept."""
    fact = Fact(
        id="fact-1",
        contact_id=a_contact().id,
        what="prefers to be written to",
        kind="preference",
        source="agent",
        noted_at=NOON,
    )
    return replace(fact, **changes)


def test_facts_end_when_they_expire(store: Store) -> None:
    """A fact is remembered until the moment it expires, oldest first."""
    lay(store)
    lasting = a_fact()
    ending = a_fact(id="fact-2", expires_at=NOON + HOUR, noted_at=NOON - HOUR)
    with store.transaction() as tx:
        tx.contacts.add_fact(lasting)
        tx.contacts.add_fact(ending)
    with store.view() as tx:
        assert tx.contacts.facts(a_contact().id, NOON) == [ending, lasting]
        assert tx.contacts.facts(a_contact().id, NOON + HOUR) == [lasting]
        assert tx.contacts.ending_facts() == [ending]


def test_a_fact_counts_when_it_is_kept_and_a_need_only_with_consent(store: Store) -> None:
    """What is proposed, over, or a need nobody agreed to is stored and acted on by nobody."""
    lay(store)
    consent = Consent(given_at=NOON, way=ConsentWay.CONVERSATION, noted_by=an_agent().id)
    agreed = a_fact(
        id="fact-3", kind="need", code="need.plain", driver="capability", consent=consent,
        span=(2, 9), asked_at=NOON, decided_at=NOON, decided_by=an_agent().id, value="es",
    )  # fmt: skip
    silent = a_fact(id="fact-4", kind="need")
    proposed = a_fact(id="fact-5", state=FactState.PROPOSED)
    with store.transaction() as tx:
        for fact in (agreed, silent, proposed):
            tx.contacts.add_fact(fact)
    with store.view() as tx:
        assert [agreed] == tx.contacts.facts(a_contact().id, NOON)
        assert [agreed, silent, proposed] == tx.contacts.all_facts(a_contact().id)
        assert proposed == tx.contacts.get_fact("fact-5")


def test_a_fact_is_changed_once_by_whoever_came_first(store: Store) -> None:
    """Two agents who answer the same proposal get one answer and one clear refusal."""
    lay(store)
    with store.transaction() as tx:
        tx.contacts.add_fact(a_fact(state=FactState.PROPOSED))
        first = tx.contacts.get_fact("fact-1")
        tx.contacts.save_fact(first.decline(now=NOON, by=an_agent().id))
    with pytest.raises(WriteConflict), store.transaction() as tx:
        tx.contacts.save_fact(first.keep(now=NOON, by=None, expires_at=NOON + HOUR))


def test_a_conversation_comes_back_as_it_was_saved(store: Store) -> None:
    """Each save raises the version, and the newest is what is found."""
    lay(store)
    with store.transaction() as tx:
        opened = tx.conversations.get(a_conversation().id).become(Status.OPEN, now=NOON + HOUR)
        saved = tx.conversations.save(replace(opened, assignee_id=an_agent().id))
    assert saved.version == 1
    with store.view() as tx:
        assert tx.conversations.get(saved.id) == saved


def test_conversations_are_listed_newest_first(store: Store) -> None:
    """A contact's are ordered by start, recent ones by change."""
    lay(store)
    second = a_conversation(id="conversation-2", started_at=NOON + HOUR, changed_at=NOON - HOUR)
    with store.transaction() as tx:
        tx.conversations.add(second)
    with store.view() as tx:
        of_contact = [one.id for one in tx.conversations.of_contact(a_contact().id)]
        assert of_contact == ["conversation-2", "conversation-1"]
        assert [one.id for one in tx.conversations.recent(5)] == ["conversation-1", second.id]
        assert [one.id for one in tx.conversations.recent(1)] == ["conversation-1"]


def test_messages_come_back_in_the_order_of_arrival(store: Store) -> None:
    """Arrival counts, not the time that a sender's clock gave."""
    lay(store)
    first = a_message(masks=(Mask("phone", 4, 11),), client_id="c-1", language="en")
    second = a_message(
        id="message-2",
        author=Author.ASSISTANT,
        sent_at=NOON - HOUR,
        source="power/outages",
        is_helpful=False,
    )
    with store.transaction() as tx:
        tx.messages.add(first)
        tx.messages.add(second)
    with store.view() as tx:
        assert tx.messages.of(first.conversation_id) == [first, second]
        assert tx.messages.find(first.conversation_id, "c-1") == first
        assert tx.messages.find(first.conversation_id, "c-2") is None


def test_a_client_id_arrives_once_in_a_conversation(store: Store) -> None:
    """The same client id a second time is a conflict, in another conversation it is not."""
    lay(store)
    with store.transaction() as tx:
        tx.messages.add(a_message(client_id="c-1"))
        tx.conversations.add(a_conversation(id="conversation-2"))
    with pytest.raises(WriteConflict), store.transaction() as tx:
        tx.messages.add(a_message(id="message-2", client_id="c-1"))
    with store.transaction() as tx:
        tx.messages.add(
            a_message(id="message-3", client_id="c-1", conversation_id="conversation-2")
        )
    with store.view() as tx:
        assert [one.id for one in tx.messages.of(a_conversation().id)] == ["message-1"]


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(codec=None), max_size=60))
def test_any_text_can_be_kept_without_moving_its_spans(store: Store, text: str) -> None:
    """What a database cannot hold is replaced code point by code point, nothing else changes."""
    contact = a_contact(id=f"contact-{next(_NUMBERS)}", name=text)
    with store.transaction() as tx:
        tx.contacts.add(contact)
        kept = tx.contacts.get(contact.id).name
    assert kept is not None
    assert len(kept) == len(text)
    for new, old in zip(kept, text, strict=True):
        cannot_be_kept = old == "\0" or "\ud800" <= old <= "\udfff"
        assert new == ("\ufffd" if cannot_be_kept else old)


def test_readings_and_vectors_come_back_as_they_were_put(store: Store) -> None:
    """Readings are found by message, vectors in order and only after the time asked for."""
    lay(store)
    vectors = np.eye(2, 4, dtype=np.float32)
    with store.transaction() as tx:
        for number, vector in enumerate(vectors, start=1):
            message = a_message(id=f"message-{number}", sent_at=NOON + number * HOUR)
            tx.messages.add(message)
            tx.readings.add(message.id, READING, vector=vector, similar=0.5)
    with store.view() as tx:
        assert tx.readings.of(a_conversation().id) == {"message-1": READING, "message-2": READING}
        assert np.array_equal(tx.readings.vectors(a_conversation().id, None), vectors)
        later = tx.readings.vectors(a_conversation().id, NOON + HOUR)
        assert np.array_equal(later, vectors[1:])
        assert tx.readings.vectors(a_conversation().id, NOON + 9 * HOUR).shape == (0, 0)


def test_vectors_of_another_model_are_left_out(store: Store) -> None:
    """Only vectors as long as the newest can be compared with it; empty ones never."""
    lay(store)
    with store.transaction() as tx:
        for number, length in enumerate((4, 3, 0, 3), start=1):
            tx.messages.add(a_message(id=f"message-{number}"))
            vector = np.full(length, number, dtype=np.float32)
            tx.readings.add(f"message-{number}", READING, vector=vector, similar=0.0)
    with store.view() as tx:
        kept = tx.readings.vectors(a_conversation().id, None)
    assert np.array_equal(kept, np.array([[2, 2, 2], [4, 4, 4]], dtype=np.float32))


def test_turns_join_messages_with_what_was_read_in_them(store: Store) -> None:
    """A contact's turn has its reading, the assistant's whether it helped, a notice its key."""
    lay(store)
    with store.transaction() as tx:
        tx.messages.add(a_message())
        tx.readings.add("message-1", READING, vector=np.zeros(0, dtype=np.float32), similar=0.5)
        assistant = a_message(
            id="message-2", author=Author.ASSISTANT, sent_at=NOON + HOUR, is_helpful=False
        )
        tx.messages.add(assistant)
        notice = a_message(
            id="message-3", author=Author.SYSTEM, sent_at=NOON + HOUR, notice="handoff.accepted"
        )
        tx.messages.add(notice)
    turns = [
        Turn(
            message_id="message-1",
            author=Author.CONTACT,
            at=NOON,
            reading=READING,
            similar=0.5,
        ),
        Turn(
            message_id="message-2",
            author=Author.ASSISTANT,
            at=NOON + HOUR,
            is_helpful=False,
        ),
        Turn(
            message_id="message-3",
            author=Author.SYSTEM,
            at=NOON + HOUR,
            notice="handoff.accepted",
        ),
    ]
    with store.view() as tx:
        assert tx.readings.turns(a_conversation().id, None) == turns
        assert tx.readings.turns(a_conversation().id, NOON) == turns[1:]


def test_decisions_come_back_with_all_their_reasons(store: Store) -> None:
    """Reasons keep their order, spans and figures."""
    lay(store)
    with store.transaction() as tx:
        tx.messages.add(a_message())
        tx.decisions.add("message-1", DECISION)
    with store.view() as tx:
        assert tx.decisions.of(a_conversation().id) == {"message-1": DECISION}


def test_handoffs_are_found_until_they_are_over(store: Store) -> None:
    """Unfinished ones come oldest first, all of a conversation newest first."""
    lay(store)
    older = a_handoff(id="handoff-2", requested_at=NOON - HOUR, declined_by=frozenset({"agent-1"}))
    with store.transaction() as tx:
        tx.handoffs.add(a_handoff())
        tx.handoffs.add(older)
    with store.view() as tx:
        assert tx.handoffs.unfinished() == [older, a_handoff()]
        assert tx.handoffs.of(a_conversation().id) == [a_handoff(), older]
        assert tx.handoffs.get(older.id) == older
    with store.transaction() as tx:
        tx.handoffs.save(replace(older, state=HandoffState.WRAPPED_UP, ended_at=NOON))
    with store.view() as tx:
        assert tx.handoffs.unfinished() == [a_handoff()]


def test_owed_promises_come_by_due_time(store: Store) -> None:
    """Those without a time come last; kept ones do not come at all."""
    lay(store)
    due, timeless = a_promise(span=(0, 31)), a_promise(id="promise-2", due_at=None, owner_id=None)
    late = a_promise(id="promise-3", due_at=NOON, state=PromiseState.LATE, late_at=NOON)
    kept = a_promise(id="promise-4", state=PromiseState.KEPT, made_at=NOON + HOUR)
    with store.transaction() as tx:
        for promise in (timeless, due, kept, late):
            tx.promises.add(promise)
    with store.view() as tx:
        assert tx.promises.owed() == [late, due, timeless]
        assert tx.promises.of_contact(a_contact().id)[0] == kept
        assert len(tx.promises.of_contact(a_contact().id)) == 4


def test_agents_are_found_by_sign_in_and_listed_by_name(store: Store) -> None:
    """Sign-in names are unique; a save raises the version."""
    ana, bo = an_agent(), an_agent(id="agent-2", sign_in="bo", name="Bo", skills=frozenset())
    with store.transaction() as tx:
        tx.agents.add(bo)
        tx.agents.add(ana)
        paused = tx.agents.save(replace(ana, availability=Availability.BREAK))
    assert paused == replace(ana, availability=Availability.BREAK, version=1)
    with pytest.raises(WriteConflict), store.transaction() as tx:
        tx.agents.add(an_agent(id="agent-3"))
    with store.view() as tx:
        assert tx.agents.all() == [paused, bo]
        assert tx.agents.by_sign_in("bo") == bo
        assert tx.agents.by_sign_in("nobody") is None


def test_loads_count_what_was_accepted_and_is_not_over(store: Store) -> None:
    """An offer counts apart; a finished handoff is none any more but tells since when."""
    lay(store)
    taken = {"agent_id": an_agent().id, "accepted_at": NOON}
    with store.transaction() as tx:
        tx.agents.add(an_agent(id="agent-2", sign_in="bo"))
        tx.handoffs.add(a_handoff(state=HandoffState.ACTIVE, **taken))
        tx.handoffs.add(a_handoff(id="handoff-2", state=HandoffState.ACCEPTED, **taken))
        over = a_handoff(id="handoff-3", state=HandoffState.RETURNED, ended_at=NOON + HOUR, **taken)
        tx.handoffs.add(over)
        offered = a_handoff(id="handoff-4", state=HandoffState.OFFERED, agent_id="agent-2")
        tx.handoffs.add(offered)
    with store.view() as tx:
        assert tx.agents.loads() == [
            Load(agent_id="agent-1", active=2, idle_since=NOON + HOUR, lanes={Lane.WEB: 2}),
            Load(agent_id="agent-2", active=0, offered=1, lanes={Lane.WEB: 1}),
        ]


def test_loads_count_lanes_apart(store: Store) -> None:
    """By channel; whoever was promised a call-back counts as one too, until it is over."""
    lay(store)
    email = a_conversation(id="conversation-2", channel=Channel.EMAIL)
    taken = {"agent_id": an_agent().id, "accepted_at": NOON, "state": HandoffState.ACTIVE}
    with store.transaction() as tx:
        tx.conversations.add(email)
        tx.handoffs.add(a_handoff(**taken, promised_for=NOON))
        tx.handoffs.add(a_handoff(id="handoff-2", conversation_id=email.id, **taken))
        over = {"agent_id": an_agent().id, "state": HandoffState.RETURNED, "promised_for": NOON}
        tx.handoffs.add(a_handoff(id="handoff-3", accepted_at=NOON, ended_at=NOON, **over))
    with store.view() as tx:
        (load,) = tx.agents.loads()
    assert {Lane.WEB: 1, Lane.EMAIL: 1, Lane.CALL_BACK: 1} == load.lanes


def test_limits_of_lanes_come_back_equal(store: Store) -> None:
    """With their lanes, not as bare texts."""
    agent = an_agent(limits={Lane.EMAIL: 3, Lane.CALL_BACK: 1})
    with store.transaction() as tx:
        tx.agents.add(agent)
    with store.view() as tx:
        assert agent == tx.agents.get(agent.id)


def test_what_is_set_aside_is_found_by_its_time(store: Store) -> None:
    """The next to come back first, and nothing else; it comes back equal."""
    lay(store)
    aside = {"status": Status.SNOOZED, "assignee_id": an_agent().id}
    later = a_conversation(id="conversation-2", snoozed_until=NOON + HOUR, **aside)
    sooner = a_conversation(id="conversation-3", snoozed_until=NOON, **aside)
    with store.transaction() as tx:
        tx.conversations.add(later)
        tx.conversations.add(sooner)
    with store.view() as tx:
        assert [sooner, later] == tx.conversations.snoozed()
    with store.transaction() as tx:
        tx.conversations.save(sooner.become(Status.OPEN, now=NOON))
    with store.view() as tx:
        assert [later.id] == [one.id for one in tx.conversations.snoozed()]


def test_a_session_ends(store: Store) -> None:
    """A session is found until it expires or is removed."""
    lay(store)
    with store.transaction() as tx:
        tx.sessions.add("hash-1", an_agent().id, expires_at=NOON + HOUR)
        tx.sessions.add("hash-2", an_agent().id, expires_at=NOON + HOUR)
        tx.sessions.remove("hash-2")
    with store.view() as tx:
        assert tx.sessions.find("hash-1", NOON) == an_agent().id
        assert tx.sessions.find("hash-1", NOON + HOUR) is None
        assert tx.sessions.find("hash-2", NOON) is None


@pytest.mark.parametrize("shelf", ["conversations", "handoffs", "promises", "contacts", "agents"])
def test_what_does_not_exist_is_not_found(store: Store, shelf: str) -> None:
    """Every shelf says NotFound for an id that it does not know, with the id."""
    with store.view() as tx, pytest.raises(NotFound) as caught:
        getattr(tx, shelf).get("nothing")
    assert caught.value.fields["id"] == "nothing"


def test_an_older_version_is_not_saved(store: Store) -> None:
    """Of two who change the same version, the second is told, and nothing of theirs is kept."""
    lay(store)
    with store.transaction() as tx:
        tx.handoffs.add(a_handoff())
        tx.promises.add(a_promise())
    for shelf, mine in (
        ("conversations", a_conversation()),
        ("handoffs", a_handoff()),
        ("promises", a_promise()),
        ("agents", an_agent()),
    ):
        with store.transaction() as tx:
            assert getattr(tx, shelf).save(mine).version == 1
        with pytest.raises(WriteConflict), store.transaction() as tx:
            getattr(tx, shelf).save(mine)


def test_a_change_to_nothing_is_not_found(store: Store) -> None:
    """A save of what was never added is not a conflict."""
    with pytest.raises(NotFound), store.transaction() as tx:
        tx.handoffs.save(a_handoff())
    with pytest.raises(NotFound), store.transaction() as tx:
        tx.contacts.save(a_contact())


def test_the_newest_verdict_of_a_person_on_a_turn_stands(store: Store) -> None:
    """Reviews come back as put; a person has one word on a turn, two people have two."""
    lay(store)
    sam = an_agent(id="agent-2", sign_in="sam")
    first = Review(
        id="review-1",
        conversation_id=a_conversation().id,
        message_id=a_message().id,
        reviewer_id=an_agent().id,
        verdict=Verdict.SHOULD_HAVE_BEEN,
        needed_at_id=a_message().id,
        given_at=NOON,
    )
    changed = replace(
        first, id="review-3", verdict=Verdict.HANDLED_RIGHTLY, needed_at_id=None, is_blind=False
    )
    other = replace(first, id="review-2", reviewer_id=sam.id, given_at=NOON + HOUR)
    with store.transaction() as tx:
        tx.agents.add(sam)
        tx.messages.add(a_message())
        tx.decisions.add(a_message().id, DECISION)
        assert frozenset() == tx.reviews.reason_codes()
        for review in (first, other, changed):
            tx.reviews.put(review)
    with store.view() as tx:
        assert [changed, other] == tx.reviews.of(a_conversation().id) == tx.reviews.all()
        assert [] == tx.reviews.of("conversation-2")
        assert {"friction.asked-for-person", "feeling.rising"} == tx.reviews.reason_codes()


def test_a_verdict_names_a_message_that_exists(store: Store) -> None:
    """A review of nothing is refused."""
    lay(store)
    review = Review(
        id="review-1",
        conversation_id=a_conversation().id,
        message_id="message-7",
        reviewer_id=an_agent().id,
        verdict=Verdict.HANDLED_RIGHTLY,
        given_at=NOON,
    )
    with pytest.raises(NotFound), store.transaction() as tx:
        tx.reviews.put(review)
