"""The month is counted in the house's own days, by the first date, and about nobody."""

from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.complaints.complaints import a_complaint
from warmline.agents.hours import Hours, Span, weekdays
from warmline.complaints.complaint import ComplaintId, ComplaintState, Outcome, Source
from warmline.complaints.figures import MonthFigures, figures_of, working_days
from warmline.conversation.conversation import InboxId
from warmline.errors import FieldInvalid
from warmline.testing import NOON

MADRID = ZoneInfo("Europe/Madrid")
HOLIDAYS = frozenset({date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 25)})
HOURS = Hours(
    timezone=MADRID,
    weekly=dict.fromkeys(range(5), (Span(time(9), time(18)),)),
    holidays=HOLIDAYS,
)
UTC_HOURS = weekdays(ZoneInfo("UTC"), time(9), time(18))
minutes = st.integers(0, 2 * 365 * 24 * 60)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-23T10:00+01:00", "2026-12-16T18:00+01:00"),  # two holidays in between
        ("2026-11-21T23:00+01:00", "2026-12-15T18:00+01:00"),  # a Saturday: Monday is the first
        ("2026-10-14T10:00+02:00", "2026-11-04T18:00+01:00"),  # summer time ends on 25 October
        ("2026-03-20T17:59+01:00", "2026-04-10T18:00+02:00"),  # and begins on 29 March
    ],
)
def test_fifteen_working_days_end_at_closing_time(received: str, due: str) -> None:
    """Weekends and holidays do not count, and the clock on the wall is the house's."""
    start, end = datetime.fromisoformat(received), datetime.fromisoformat(due)
    assert end == HOURS.add_working_days(start, 15)
    assert 15 == working_days(start, end, HOURS)


@given(minutes, st.integers(1, 40))
def test_adding_and_counting_working_days_agree(minute: int, days: int) -> None:
    """Over weekends, holidays and changes of the clock alike."""
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    due = HOURS.add_working_days(start, days)
    assert days == working_days(start, due, HOURS)
    assert HOURS.is_working_day(due.astimezone(MADRID).date())
    assert time(18) == due.astimezone(MADRID).time()


def test_a_month_is_counted() -> None:
    """Received, in time, late, open, withdrawn, set aside, by outcome, cause and inbox."""
    due = NOON + timedelta(days=21)
    complaints = [
        a_complaint(
            id=ComplaintId("in-time"),
            state=ComplaintState.CLOSED,
            cause="billing",
            outcome=Outcome.UPHELD,
            acknowledged_at=NOON,
            communicated_at=NOON + timedelta(days=4),
            ended_at=NOON + timedelta(days=5),
        ),
        a_complaint(
            id=ComplaintId("answered-late"),
            state=ComplaintState.COMMUNICATED,
            cause="billing",
            outcome=Outcome.NOT_UPHELD,
            acknowledged_at=NOON + timedelta(days=3),
            communicated_at=due + timedelta(days=2),
            due_at=due + timedelta(days=10),
            extensions=1,
            source=Source.AGENT,
            inbox_id=InboxId("zh"),
        ),
        a_complaint(id=ComplaintId("open"), state=ComplaintState.INVESTIGATING, cause="delay"),
        a_complaint(
            id=ComplaintId("withdrawn"),
            state=ComplaintState.CLOSED,
            outcome=Outcome.WITHDRAWN,
            ended_at=NOON,
            acknowledged_at=NOON,
        ),
        a_complaint(id=ComplaintId("none"), state=ComplaintState.SET_ASIDE, ended_at=NOON),
        a_complaint(id=ComplaintId("before"), received_at=NOON - timedelta(days=10)),
    ]
    now = due + timedelta(days=3)
    figures = figures_of(complaints, month="2026-03", hours=UTC_HOURS, acknowledge_days=2, now=now)
    assert (4, 1, 1) == (figures.received, figures.received_before, figures.set_aside)
    assert (1, 1) == (figures.answered_in_time, figures.answered_late)
    assert (0, 1, 1) == (figures.open_in_time, figures.open_late, figures.withdrawn)
    assert (2, 1) == (figures.acknowledged_in_time, figures.extended)
    assert {"upheld": 1, "not-upheld": 1, "withdrawn": 1} == figures.outcomes
    assert {"billing": 2, "delay": 1, "unassessed": 1} == figures.by_cause
    assert ["web", "zh"] == list(figures.by_inbox)
    assert 10.5 == figures.median_days
    assert (3, 2) == (figures.open_in_all, figures.late_in_all)


def test_an_extension_does_not_make_a_late_answer_early() -> None:
    """Figures measure by the date that the contact heard first."""
    late = a_complaint(
        state=ComplaintState.CLOSED,
        communicated_at=NOON + timedelta(days=30),
        due_at=NOON + timedelta(days=40),
        ended_at=NOON + timedelta(days=31),
        extensions=1,
    )
    figures = figures_of(
        [late], month="2026-03", hours=UTC_HOURS, acknowledge_days=2, now=NOON + timedelta(days=60)
    )
    assert (0, 1) == (figures.answered_in_time, figures.answered_late)


def test_the_month_is_the_houses() -> None:
    """Half past midnight in Madrid is the new month, whatever UTC says."""
    at = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    complaint = a_complaint(received_at=at)
    november = figures_of([complaint], month="2026-11", hours=HOURS, acknowledge_days=2, now=at)
    assert 1 == november.received


@pytest.mark.parametrize("month", ["", "2026", "2026-13", "202611", "november", "2026-1-1"])
def test_what_is_no_month_is_refused(month: str) -> None:
    """The sentence shows how to write one."""
    with pytest.raises(FieldInvalid, match="2026-11"):
        figures_of([], month=month, hours=HOURS, acknowledge_days=2, now=NOON)


def test_no_figure_is_about_an_agent() -> None:
    """Agents are never scored."""
    assert not [one.name for one in fields(MonthFigures) if "agent" in one.name]
