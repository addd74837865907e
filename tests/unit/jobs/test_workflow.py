"""What has happened leads to the same workflows each time it is looked at."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.values import a_complaint, a_conversation, a_handoff, a_promise
from warmline.complaints.complaint import ComplaintState
from warmline.contacts.fact import Fact, FactState
from warmline.contacts.promise import PromiseState
from warmline.conversation.conversation import Status
from warmline.conversation.event import EVENT_NAMES, Event
from warmline.conversation.message import ContactId
from warmline.handoff.handoff import HandoffState
from warmline.jobs.workflow import (
    for_complaint,
    for_digest,
    for_fact,
    for_offer,
    for_promise,
    for_snooze,
    for_translation,
    for_webhook,
)
from warmline.testing import NOON

HOUR = timedelta(hours=1)


def test_a_promise_is_watched() -> None:
    """Its owner is reminded before, its contact told how it stands, and it grows late."""
    promise = a_promise()
    planned = for_promise(promise)
    assert [(one.duty, one.start_at) for one in planned] == [
        ("remind", promise.remind_at),
        ("grow_late", promise.due_at),
        ("tell_progress", NOON + timedelta(hours=5, minutes=30)),
    ]
    assert all(one.arguments == (promise.id,) for one in planned)
    assert planned == for_promise(promise)


@pytest.mark.parametrize(
    ("changes", "duties"),
    [
        ({"reminded_at": NOON}, ["grow_late", "tell_progress"]),
        ({"reminded_at": NOON, "progress_told_at": NOON}, ["grow_late"]),
        ({"state": PromiseState.LATE, "late_at": NOON, "reminded_at": NOON}, []),
        (
            {
                "state": PromiseState.LATE,
                "late_at": NOON,
                "reminded_at": NOON,
                "tell_late_at": NOON,
            },
            ["tell_late"],
        ),
        (
            {
                "state": PromiseState.LATE,
                "late_at": NOON,
                "reminded_at": NOON,
                "tell_late_at": NOON,
                "late_told_at": NOON,
            },
            [],
        ),
        ({"state": PromiseState.LATE, "late_at": NOON}, ["remind"]),
        ({"state": PromiseState.KEPT}, []),
        ({"state": PromiseState.RELEASED}, []),
        ({"due_at": None, "remind_at": None}, []),
        ({"remind_at": None}, ["grow_late"]),
    ],
)
def test_what_is_done_is_not_planned_again(changes: dict[str, object], duties: list[str]) -> None:
    """Neither what has been done, nor what has no time."""
    assert [one.duty for one in for_promise(a_promise(**changes))] == duties


def test_another_time_is_another_workflow() -> None:
    """A promise that was moved is watched at its new time too."""
    moved = a_promise(due_at=NOON + 8 * HOUR, remind_at=NOON + 7 * HOUR)
    assert not {one.id for one in for_promise(a_promise())} & {one.id for one in for_promise(moved)}


@pytest.mark.parametrize(
    ("changes", "duties"),
    [
        ({}, ["remind_of_complaint", "complaint_grew_late"]),
        ({"reminded_at": NOON}, ["complaint_grew_late"]),
        ({"late_at": NOON, "reminded_at": NOON}, []),
        ({"state": ComplaintState.COMMUNICATED}, []),
        ({"state": ComplaintState.CLOSED}, []),
    ],
)
def test_a_complaint_is_watched_until_it_is_answered(
    changes: dict[str, object], duties: list[str]
) -> None:
    """Reminded of before its time and late at it; a date that was moved is watched anew."""
    complaint = a_complaint(**changes)
    assert duties == [one.duty for one in for_complaint(complaint)]
    moved = replace(complaint, due_at=complaint.due_at + HOUR, remind_at=NOON)
    ids = {one.id for one in for_complaint(complaint)}
    assert not ids & {one.id for one in for_complaint(moved)}


def test_what_is_set_aside_comes_back_by_its_time() -> None:
    """Another time is another workflow; what is not set aside has none."""
    aside = a_conversation(status=Status.SNOOZED, snoozed_until=NOON + HOUR)
    (planned,) = for_snooze(aside)
    assert ("wake", (aside.id,), NOON + HOUR) == (
        planned.duty,
        planned.arguments,
        planned.start_at,
    )
    (other,) = for_snooze(replace(aside, snoozed_until=NOON))
    assert planned.id != other.id
    assert [] == for_snooze(a_conversation())


def test_an_offer_lapses_by_its_number() -> None:
    """Each offer of a handoff has a workflow of its own; only a standing offer has one."""
    offered = a_handoff(
        state=HandoffState.OFFERED, offer_number=2, offer_expires_at=NOON + HOUR, agent_id="agent-1"
    )
    (planned,) = for_offer(offered)
    assert (planned.duty, planned.arguments) == ("time_out_offer", (offered.id, 2))
    assert planned.start_at == NOON + HOUR
    assert for_offer(a_handoff(state=HandoffState.OFFERED, offer_number=3)) == []
    assert for_offer(a_handoff(state=HandoffState.ACCEPTED, offer_number=2)) == []


@pytest.mark.parametrize("name", EVENT_NAMES)
def test_webhooks_hear_of_conversations_handoffs_digests_and_complaints_only(name: str) -> None:
    """Agents' breaks, decisions and promises stay in the house."""
    planned = for_webhook(Event(name=name, at=NOON, seq=7), "crm")
    is_sent = name.startswith(("conversation.", "handoff.", "digest.", "complaint."))
    assert [one.id for one in planned] == (["deliver-crm-7"] if is_sent else [])


def test_a_conversation_is_translated_only_for_an_agent() -> None:
    """Once for each event, and not while nobody was asked."""
    event = Event(
        name="message.received", at=NOON, conversation_id=a_handoff().conversation_id, seq=7
    )
    waiting, asked = a_handoff(agent_id=None), a_handoff(agent_id="agent-1")
    assert [] == for_translation(event, [waiting])
    (planned,) = for_translation(event, [waiting, asked])
    assert ("translate-7", (asked.conversation_id,)) == (planned.id, planned.arguments)


def test_an_event_without_a_number_is_not_sent() -> None:
    """What is not stored has not happened."""
    assert for_webhook(Event(name="handoff.accepted", at=NOON), "crm") == []


def test_a_digest_is_planned_once_for_its_interval() -> None:
    """Two servers and two looks within it plan the same one; the next interval has another."""
    first = for_digest(NOON, timedelta(minutes=15))
    assert first == for_digest(NOON + timedelta(minutes=14), timedelta(minutes=15))
    later = for_digest(NOON + timedelta(minutes=15), timedelta(minutes=15))
    assert (first.arguments[0] + 1,) == later.arguments  # type: ignore[operator]


def test_what_is_remembered_is_forgotten_at_its_time() -> None:
    """Also what a newer fact stands in for; nothing is planned for what is over or has no end."""
    fact = Fact(
        id="fact-1",
        contact_id=ContactId("contact-1"),
        what="Large print",
        kind="preference",
        source="agent",
        noted_at=NOON,
        expires_at=NOON + HOUR,
    )
    (planned,) = for_fact(fact)
    assert ("expire_fact", ("fact-1",), NOON + HOUR) == (
        planned.duty,
        planned.arguments,
        planned.start_at,
    )
    assert [planned] == for_fact(replace(fact, state=FactState.CORRECTED))
    assert [] == for_fact(replace(fact, state=FactState.WITHDRAWN))
    assert [] == for_fact(replace(fact, expires_at=None))
