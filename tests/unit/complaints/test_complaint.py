"""The states of a complaint hold whatever is tried on them, in whatever order."""

from collections.abc import Callable
from dataclasses import fields
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.complaints.complaints import a_complaint
from warmline.complaints import complaint as machine
from warmline.complaints.complaint import (
    ALLOWED,
    FINISHED,
    Complaint,
    ComplaintState,
    Outcome,
    Source,
    Stepped,
)
from warmline.conversation.event import EVENT_NAMES
from warmline.conversation.message import AgentId
from warmline.errors import ComplaintForbidden
from warmline.testing import NOON

ANA = AgentId("ana")
WEEK = timedelta(days=7)

Step = Callable[[Complaint, int], Stepped | None]
STEPS: dict[str, Step] = {
    "acknowledge": lambda one, at: machine.acknowledge(one, now=_at(at)),
    "assess": lambda one, at: machine.assess(one, ANA, cause="billing", now=_at(at)),
    "set_aside": lambda one, at: machine.set_aside(one, now=_at(at)),
    "investigate": lambda one, at: machine.investigate(one, ANA, now=_at(at)),
    "extend": lambda one, at: machine.extend(
        one, due_at=one.due_at + WEEK, remind_at=one.due_at, now=_at(at)
    ),
    "answer": lambda one, at: machine.answer(one, ANA, outcome=Outcome.PARTLY, now=_at(at)),
    "communicate": lambda one, at: machine.communicate(one, now=_at(at)),
    "reopen": lambda one, at: machine.reopen(
        one, due_at=_at(at) + WEEK, remind_at=_at(at), now=_at(at)
    ),
    "withdraw": lambda one, at: machine.withdraw(one, now=_at(at)),
    "close": lambda one, at: machine.close(one, now=_at(at)),
    "note": lambda one, at: machine.note(one, now=_at(at)),
    "remind": lambda one, at: machine.remind(one, now=_at(at)),
    "grow_late": lambda one, at: machine.grow_late(one, now=_at(at)),
}
schedules = st.lists(st.sampled_from(sorted(STEPS)), max_size=25)
sources = st.sampled_from(Source)


def _at(day: int):  # type: ignore[no-untyped-def]
    return NOON + timedelta(days=3 * day)


def _go(complaint: Complaint, schedule: list[str]) -> list[tuple[Complaint, str, Complaint]]:
    """Each step that was possible: before, its name, after."""
    went = []
    for at, name in enumerate(schedule, 1):
        try:
            stepped = STEPS[name](complaint, at)
        except ComplaintForbidden:
            continue
        if stepped is not None:
            after, event = stepped
            assert event.name in EVENT_NAMES
            assert (event.subject_id, event.details["state"]) == (complaint.id, after.state.value)
            went.append((complaint, name, after))
            complaint = after
    return went


@given(schedules, sources)
def test_every_step_is_one_of_the_table(schedule: list[str], source: Source) -> None:
    """Whatever is tried, a complaint goes only where its state allows."""
    for before, _, after in _go(a_complaint(source=source), schedule):
        assert after.state is before.state or after.state in ALLOWED[before.state]


@given(schedules, sources)
def test_a_finished_complaint_never_moves_again(schedule: list[str], source: Source) -> None:
    """Neither a person nor durable work changes anything after the end."""
    for before, _, _ in _go(a_complaint(source=source), schedule):
        assert before.state not in FINISHED


@given(schedules, sources)
def test_dates_that_were_told_are_kept(schedule: list[str], source: Source) -> None:
    """No step takes back a date, and the first date that the contact heard never changes."""
    kept = ("acknowledged_at", "assessed_at", "answered_at", "communicated_at", "ended_at")
    first = a_complaint(source=source)
    for before, _, after in _go(first, schedule):
        assert (first.received_at, first.first_due_at) == (after.received_at, after.first_due_at)
        for name in kept:
            assert getattr(before, name) is None or getattr(after, name) is not None
        if before.communicated_at is not None:
            assert before.communicated_at == after.communicated_at


@given(schedules, sources)
def test_nothing_is_closed_without_a_decision_told_or_the_contacts_own_word(
    schedule: list[str], source: Source
) -> None:
    """A complaint ends told, withdrawn, or set aside before anybody took it up."""
    for before, name, after in _go(a_complaint(source=source), schedule):
        if after.state is ComplaintState.CLOSED:
            assert name == "withdraw" or before.communicated_at is not None
        if after.state is ComplaintState.SET_ASIDE:
            assert (source, before.assessed_at) == (Source.HEARD, None)


@given(schedules, sources)
def test_somebody_always_waits_or_it_is_over(schedule: list[str], source: Source) -> None:
    """An open complaint has a date; an unanswered one past its date is late, noted or not."""
    for _, _, after in _go(a_complaint(source=source), schedule):
        assert after.is_open is (after.ended_at is None)
        assert not after.is_unanswered or after.is_late(after.due_at + timedelta(seconds=1))


def test_a_state_names_what_to_do_when_it_refuses() -> None:
    """The sentence says the state and the remedy."""
    fresh = a_complaint(state=ComplaintState.ACKNOWLEDGED)
    with pytest.raises(ComplaintForbidden, match="Take it up first"):
        machine.answer(fresh, ANA, outcome=Outcome.UPHELD, now=NOON)
    assert set(ComplaintState) == set(machine.REMEDIES)


def test_a_withdrawal_is_no_decision_of_ours() -> None:
    """Nobody answers 'withdrawn' in the contact's name."""
    assessed, _ = machine.assess(
        a_complaint(state=ComplaintState.ACKNOWLEDGED), ANA, cause="delay", now=NOON
    )
    with pytest.raises(ComplaintForbidden):
        machine.answer(assessed, ANA, outcome=Outcome.WITHDRAWN, now=NOON)


def test_what_a_person_noted_cannot_be_set_aside() -> None:
    """Only what a program alone took for a complaint."""
    noted = a_complaint(state=ComplaintState.ACKNOWLEDGED, source=Source.AGENT)
    with pytest.raises(ComplaintForbidden):
        machine.set_aside(noted, now=NOON)


def test_durable_work_may_repeat_itself() -> None:
    """A second reminder and a second lateness do nothing; before its time nothing is late."""
    complaint = a_complaint(state=ComplaintState.ACKNOWLEDGED)
    assert machine.grow_late(complaint, now=NOON) is None
    reminded, _ = machine.remind(complaint, now=NOON)  # type: ignore[misc]
    assert machine.remind(reminded, now=NOON) is None
    late, _ = machine.grow_late(reminded, now=complaint.due_at)  # type: ignore[misc]
    assert machine.grow_late(late, now=complaint.due_at + WEEK) is None


def test_a_complaint_holds_no_words() -> None:
    """What was said stands in the log alone, where it can be erased."""
    telling = {"text", "words", "matter", "reason", "remedy", "name"}
    assert not telling & {field.name for field in fields(Complaint)}
