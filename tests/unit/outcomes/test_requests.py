"""Spain's rule: what counts as answered in time, from when, and why it was not."""

import csv
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.values import a_promise
from warmline.agents.hours import weekdays
from warmline.agents.service_levels import SPAIN
from warmline.contacts.promise import PromiseState
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import ConversationId
from warmline.outcomes.kept_promises import sum_up_promises
from warmline.outcomes.request_sheet import COLUMNS, spain_csv, spain_json
from warmline.outcomes.requests import PersonRequest, check_spain, time_request
from warmline.outcomes.shares import share_of

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = weekdays(MADRID, time(9), time(18))
MONDAY = datetime(2026, 11, 23, 10, tzinfo=MADRID)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def asked(
    at: datetime = MONDAY, answer: timedelta | None = None, **changes: object
) -> PersonRequest:
    """A request with the button, answered after so long."""
    request = PersonRequest(
        handoff_id="h-1",
        conversation_id=ConversationId("c-1"),
        inbox_id=InboxId("main"),
        reason_code="asked.button",
        asked_at=at,
        answered_at=None if answer is None else at + answer,
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def is_met(request: PersonRequest, now: datetime = MONDAY + timedelta(days=2)) -> bool:
    """Whether it counts as answered in time."""
    return time_request(request, hours=OFFICE, now=now).is_met


def test_less_than_three_minutes_is_in_time_and_three_are_not() -> None:
    """The law says less; the first words of a person count."""
    assert is_met(asked(answer=SPAIN - SECOND))
    assert not is_met(asked(answer=SPAIN))
    assert not is_met(asked())


def test_what_is_asked_in_opening_hours_never_pauses() -> None:
    """A minute before closing, answered two minutes after the next opening: a night too late."""
    evening = MONDAY.replace(hour=17, minute=59)
    assert not is_met(asked(evening, answer=timedelta(hours=15, minutes=2)))
    night = MONDAY.replace(hour=23)
    assert is_met(asked(night, answer=timedelta(hours=10, minutes=2)))
    assert not is_met(asked(night, answer=timedelta(hours=10, minutes=2), is_danger=True))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"accepted_at": MONDAY + MINUTE, "answered_at": MONDAY + 5 * MINUTE}, "slow-first-words"),
        ({"was_promised": True, "offers": 1}, "nobody-free"),
        ({"offers": 3}, "offers-lapsed"),
        ({"offers": 1, "ended_at": MONDAY + 4 * MINUTE}, "left"),
        ({"offers": 1}, "unanswered"),
    ],
)
def test_a_missed_one_says_what_stood_in_the_way(changes: dict[str, object], why: str) -> None:
    """From what was stored, and about the house."""
    timed = time_request(asked(**changes), hours=OFFICE, now=MONDAY + timedelta(hours=1))  # type: ignore[arg-type]
    assert why == timed.why


def test_the_share_is_of_the_contacts_own_requests_and_leaves_out_what_is_open() -> None:
    """What the program asked for stands beside it; what still has time is in neither."""
    requests = [
        asked(answer=MINUTE),
        asked(MONDAY + timedelta(days=1), answer=5 * MINUTE, handoff_id="h-2"),
        asked(answer=MINUTE, reason_code="feeling.distress-high", handoff_id="h-3"),
        asked(MONDAY + timedelta(days=2), handoff_id="h-4"),
    ]
    check = check_spain(requests, hours=OFFICE, now=MONDAY + timedelta(days=2, minutes=2))
    assert (1, 2) == (check.requests.count, check.requests.of)
    assert (2, 3, 1) == (check.all_handoffs.count, check.all_handoffs.of, check.still_open)
    assert ["h-2"] == [one.request.handoff_id for one in check.missed]
    assert ["2026-11-23", "2026-11-24"] == [day for day, _ in check.by_day]
    assert [("2026-11", 2)] == [(month, share.of) for month, share in check.by_month]
    assert check.is_kept is False
    assert check_spain([], hours=OFFICE, now=MONDAY).is_kept is None


def test_the_sheets_hold_the_same_figures() -> None:
    """JSON with intervals, CSV with a line for each request; neither names an agent."""
    requests = [asked(answer=MINUTE), asked(answer=5 * MINUTE, handoff_id="h-2", offers=2)]
    check = check_spain(requests, hours=OFFICE, now=MONDAY + timedelta(days=1))
    shown = spain_json(check, first=MONDAY.date(), last=MONDAY.date())
    assert {"met": 1, "of": 2, "rate": 0.5, "interval": [0.0945, 0.9055]} == shown["requests"]
    lines = list(csv.DictReader(spain_csv(check)))
    assert [("60", "True", ""), ("300", "False", "offers-lapsed")] == [
        (line["seconds"], line["met"], line["why"]) for line in lines
    ]
    assert not {"agent", "agent_id"} & set(COLUMNS)


@given(count=st.integers(0, 400), more=st.integers(0, 400))
def test_the_interval_holds_the_share_and_narrows(count: int, more: int) -> None:
    """It lies in [0, 1] around the share, and ten times as many cases make it narrower."""
    share = share_of(count, count + more)
    if share.rate is None:
        assert share.interval is None
        return
    assert share.interval is not None
    low, high = share.interval
    assert 0.0 <= low <= share.rate <= high <= 1.0
    wide = share_of(count * 10, (count + more) * 10).interval
    assert wide is not None
    assert wide[1] - wide[0] <= high - low


def test_a_promise_is_kept_when_it_was_kept_in_time() -> None:
    """Late is not kept, released counts for nothing, what is not due yet neither."""
    due_at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    kept = {"state": PromiseState.KEPT, "due_at": due_at}
    promises = [
        a_promise(**kept, ended_at=due_at),
        a_promise(**kept, ended_at=due_at + MINUTE),
        a_promise(due_at=due_at, state=PromiseState.LATE),
        a_promise(due_at=due_at, state=PromiseState.RELEASED, ended_at=due_at),
        a_promise(due_at=due_at + timedelta(days=40)),
        a_promise(due_at=None),
    ]
    found = sum_up_promises(promises, now=due_at + timedelta(days=1), zone=MADRID)
    assert (1, 3, 1) == (found.all.count, found.all.of, found.released)
    assert ["2026-11"] == [month for month, _ in found.by_month]
