"""Supervisors may override anything, nobody else anything, and each override is on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from warmline.actions.digest import find_forgotten, gather_digest, send_digest
from warmline.actions.hand_off import (
    accept,
    ask_for_person,
    give_back,
    set_availability,
    unfinished,
)
from warmline.actions.oversee import assign, change_priority, send_away, take_off
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Availability, Role
from warmline.conversation.conversation import InboxId, Priority, Status
from warmline.conversation.message import AgentId, Author, ConversationId
from warmline.errors import FieldInvalid, HandoffForbidden, NotSpeaker, RoleMissing, TextTooLong
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.handoff.override import OverrideDeed
from warmline.testing import FixedClock

ANA, LI, SAM, AUD = (AgentId(name) for name in ("ana", "li", "sam", "aud"))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def id(work: Workplace) -> ConversationId:
    """A conversation in which a person was asked for."""
    with work.store.transaction() as tx:
        tx.agents.add(
            Agent(
                id=AUD,
                sign_in="aud",
                name="Aud",
                role=Role.AUDITOR,
                languages=("en",),
                skills=frozenset({"power"}),
                capacity=9,
                availability=Availability.ONLINE,
            )
        )
    conversation = start_conversation(work, inbox_id=InboxId("main"), language="en")
    receive(work, conversation_id=conversation.id, text="I want to talk to a person")
    return conversation.id


def running(work: Workplace, id: ConversationId) -> Handoff:
    """The handoff that is not over."""
    with work.store.view() as tx:
        found = unfinished(tx, id)
    assert found is not None
    return found


def test_a_supervisor_gives_a_conversation_to_whom_they_choose(
    work: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """From the line, then from a colleague; the contact hears who comes, the record who did it."""
    other = LI if running(work, id).agent_id == ANA else ANA
    assign(work, conversation_id=id, agent_id=other, by_id=SAM, why="Knows the street")
    assert (HandoffState.ACCEPTED, other) == (running(work, id).state, running(work, id).agent_id)
    reply(work, conversation_id=id, agent_id=other, text="I'll call you before 6 pm today.")
    back = LI if other == ANA else ANA
    clock.pass_by(MINUTE)
    assign(work, conversation_id=id, agent_id=back, by_id=SAM, why="Shift ends")
    with work.store.view() as tx:
        assert back == tx.conversations.get(id).assignee_id
        assert [back] == [promise.owner_id for promise in tx.promises.owed()]
        assert back.title() in tx.messages.of(id)[-1].text
        first, second = tx.overrides.of(id)
    assert (OverrideDeed.ASSIGNED, SAM, None, other) == (
        first.deed, first.by_id, first.before, first.after,
    )  # fmt: skip
    assert (other, back, "Shift ends") == (second.before, second.after, second.why)
    with pytest.raises(NotSpeaker):
        reply(work, conversation_id=id, agent_id=other, text="Me again")
    with pytest.raises(HandoffForbidden):
        assign(work, conversation_id=id, agent_id=back, by_id=SAM, why="Again")


def test_a_conversation_of_the_assistant_can_be_given_to_a_person(work: Workplace) -> None:
    """Also a resolved one; the assistant is silent from then on."""
    conversation = start_conversation(work, inbox_id=InboxId("main"), language="en")
    assign(work, conversation_id=conversation.id, agent_id=ANA, by_id=SAM, why="Look at this")
    assert ANA == running(work, conversation.id).agent_id
    before = receive(work, conversation_id=conversation.id, text="What are your hours?")
    assert () == tuple(one for one in before.replies if one.author is Author.ASSISTANT)


def test_a_conversation_that_is_taken_off_goes_to_somebody_else(
    work: Workplace, id: ConversationId
) -> None:
    """Its agent is not asked again; its promises are the team's until it is taken."""
    accept(work, handoff_id=running(work, id).id, agent_id=ANA)
    reply(work, conversation_id=id, agent_id=ANA, text="I'll call you before 6 pm today.")
    sought = take_off(work, conversation_id=id, by_id=SAM, why="Ana feels unwell")
    assert (HandoffState.OFFERED, LI) == (sought.state, sought.agent_id)
    with work.store.view() as tx:
        conversation = tx.conversations.get(id)
        assert (None, Status.OPEN) == (conversation.assignee_id, conversation.status)
        assert [None] == [promise.owner_id for promise in tx.promises.owed()]
    with pytest.raises(NotSpeaker):
        take_off(work, conversation_id=id, by_id=SAM, why="Again")


def test_an_agent_who_is_sent_away_leaves_nothing_behind(
    work: Workplace, id: ConversationId
) -> None:
    """What they hold and what they were offered goes on to a colleague."""
    accept(work, handoff_id=running(work, id).id, agent_id=ANA)
    set_availability(work, agent_id=LI, availability=Availability.OFFLINE)
    other = start_conversation(work, inbox_id=InboxId("main"), language="en")
    offered = ask_for_person(work, conversation_id=other.id)
    assert ANA == offered.agent_id
    set_availability(work, agent_id=LI, availability=Availability.ONLINE)
    away = send_away(work, agent_id=ANA, by_id=SAM, why="Ill, went home")
    assert Availability.OFFLINE is away.availability
    assert {LI} == {running(work, one).agent_id for one in (id, other.id)}
    with work.store.view() as tx:
        (override,) = tx.overrides.recent(5)
        told = [event.name for event in tx.events.after(0, 1000)]
    assert ("online", "offline", ANA) == (override.before, override.after, override.agent_id)
    assert 1 == told.count("override.made")


def test_a_changed_priority_is_recorded_with_what_stood_before(
    work: Workplace, id: ConversationId
) -> None:
    """On the conversation and on the handoff that runs."""
    change_priority(
        work, conversation_id=id, priority=Priority.URGENT, by_id=SAM, why="Mayor's office"
    )
    assert Priority.URGENT is running(work, id).priority
    with work.store.view() as tx:
        (override,) = tx.overrides.of(id)
        events = tx.events.after(0, 1000)
    assert ("high", "urgent") == (override.before, override.after)
    assert "Mayor" not in str(events)


DEEDS: list[tuple[Callable[..., object], dict[str, Any]]] = [
    (assign, {"agent_id": LI}),
    (take_off, {}),
    (change_priority, {"priority": Priority.LOW}),
]


@pytest.mark.parametrize(("deed", "more"), DEEDS)
@pytest.mark.parametrize("by_id", [ANA, AUD])
def test_nobody_but_a_supervisor_overrides(
    work: Workplace,
    id: ConversationId,
    deed: Callable[..., object],
    more: dict[str, Any],
    by_id: AgentId,
) -> None:
    """Agents and auditors are refused; a supervisor without a reason too; nothing changes."""
    accept(work, handoff_id=running(work, id).id, agent_id=ANA)
    before = running(work, id)
    with pytest.raises(RoleMissing):
        deed(work, conversation_id=id, by_id=by_id, why="Because", **more)
    with pytest.raises(RoleMissing):
        send_away(work, agent_id=LI, by_id=by_id, why="Because")
    with pytest.raises(FieldInvalid):
        deed(work, conversation_id=id, by_id=SAM, why="  ", **more)
    with pytest.raises(TextTooLong):
        deed(work, conversation_id=id, by_id=SAM, why="x" * 501, **more)
    assert before == running(work, id)
    with work.store.view() as tx:
        assert [] == tx.overrides.recent(5)


def test_an_auditor_is_never_asked_and_answers_nobody(work: Workplace, id: ConversationId) -> None:
    """Not even when online, free and alone."""
    for agent in (ANA, LI):
        set_availability(work, agent_id=agent, availability=Availability.OFFLINE)
    handoff = running(work, id)
    assert AUD != handoff.agent_id
    with pytest.raises(RoleMissing):
        accept(work, handoff_id=handoff.id, agent_id=AUD)
    with pytest.raises(RoleMissing):
        assign(work, conversation_id=id, agent_id=AUD, by_id=SAM, why="Try")
    with pytest.raises(RoleMissing):
        set_availability(work, agent_id=AUD, availability=Availability.ONLINE)
    other = start_conversation(work, inbox_id=InboxId("main"), language="en")
    assert ask_for_person(work, conversation_id=other.id).agent_id is None


def test_a_word_that_is_given_back_unanswered_is_not_forgotten_by_us(
    work: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """The conversation went to the assistant, the contact still waits; an answer ends it."""
    accept(work, handoff_id=running(work, id).id, agent_id=ANA)
    receive(work, conversation_id=id, text="Are you there?")
    give_back(work, conversation_id=id, agent_id=ANA)
    clock.pass_by(59 * MINUTE)
    with work.store.view() as tx:
        assert [] == find_forgotten(work.house, tx, clock.now())
    clock.pass_by(MINUTE)
    with work.store.view() as tx:
        (found,) = find_forgotten(work.house, tx, clock.now())
    assert (id, "target") == (found.conversation.id, found.promised_by)
    receive(work, conversation_id=id, text="How do I report a power cut?")
    with work.store.view() as tx:
        assert [] == find_forgotten(work.house, tx, clock.now())


def test_alarms_are_gathered_and_told_once_an_interval(
    work: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """However much is late: one event for each role; none while all is well."""
    assert running(work, id).is_waiting
    assert [] == send_digest(work, number=1)
    for _ in range(5):
        other = start_conversation(work, inbox_id=InboxId("main"), language="en")
        receive(work, conversation_id=other.id, text="I want to talk to a person")
    clock.pass_by(4 * MINUTE)
    with work.store.view() as tx:
        digest = gather_digest(work.house, tx, clock.now())
    assert (6, 6, 0, 0) == (
        digest.waiting, digest.late_answers, digest.late_promises, digest.forgotten,
    )  # fmt: skip
    told = send_digest(work, number=2)
    assert ["agent", "supervisor"] == [event.subject_id for event in told]
    assert [None, 0] == [event.details["late_promises"] for event in told]
    assert [] == send_digest(work, number=2)
    assert [] == send_digest(work, number=1)
    assert 2 == len(send_digest(work, number=3))
