"""Opening hours: what is open when, and sums of working time, also when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.agents.hours import Hours, Span, always, weekdays
from warmline.errors import FieldInvalid

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = weekdays(MADRID, time(9), time(18))

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def madrid(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A time on the clock of Madrid in 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=MADRID)


def test_opening_is_included_and_closing_is_not() -> None:
    """At 09:00 the firm is open, at 18:00 it is closed."""
    assert OFFICE.is_open(madrid(20, 9))
    assert OFFICE.is_open(madrid(20, 17, 59))
    assert not OFFICE.is_open(madrid(20, 18))
    assert not OFFICE.is_open(madrid(21, 12))


def test_friday_evening_opens_on_monday_and_a_holiday_is_left_out() -> None:
    """The next opening jumps the weekend, and a holiday on Monday too."""
    assert madrid(23, 9) == OFFICE.next_opening(madrid(20, 19))
    closed_monday = Hours(
        timezone=MADRID, weekly=OFFICE.weekly, holidays=frozenset({date(2026, 11, 23)})
    )
    assert madrid(24, 9) == closed_monday.next_opening(madrid(20, 19))


def test_working_time_runs_only_while_open() -> None:
    """Two hours from Friday 17:00 end on Monday at 10:00."""
    assert madrid(23, 10) == OFFICE.add_working_time(madrid(20, 17), timedelta(hours=2))
    assert madrid(20, 12) == OFFICE.add_working_time(madrid(20, 10), timedelta(hours=2))


def test_working_time_that_ends_at_closing_is_due_the_same_day() -> None:
    """One hour from 17:00 is 18:00, not the next morning."""
    assert madrid(20, 18) == OFFICE.add_working_time(madrid(20, 17), timedelta(hours=1))


def test_the_day_on_which_clocks_change_has_the_hours_that_it_truly_has() -> None:
    """Madrid's 25 October 2026 has 25 hours, its 29 March 23."""
    day_and_night = always(MADRID)
    day = timedelta(days=1)
    assert madrid(25, 23, month=10) == day_and_night.add_working_time(madrid(25, 0, month=10), day)
    assert madrid(30, 1, month=3) == day_and_night.add_working_time(madrid(29, 0, month=3), day)


def test_working_days_count_from_the_next_one_and_end_at_closing() -> None:
    """Three working days from a Thursday end on Tuesday at 18:00."""
    assert madrid(24, 18) == OFFICE.add_working_days(madrid(19, 11), 3)
    assert madrid(23, 18) == OFFICE.add_working_days(madrid(21, 11), 1)


def test_the_working_day_ends_at_its_last_closing() -> None:
    """With a break at noon the day ends in the evening; after that, the next one's end counts."""
    siesta = Hours(
        timezone=MADRID,
        weekly=dict.fromkeys(range(5), (Span(time(9), time(14)), Span(time(16), time(20)))),
    )
    assert madrid(20, 20) == siesta.end_of_working_day(madrid(20, 10))
    assert madrid(23, 20) == siesta.end_of_working_day(madrid(20, 21))
    assert madrid(20, 20) == siesta.add_working_days(madrid(20, 10), 0)


def test_a_firm_that_never_opens_is_refused() -> None:
    """Hours without a single opening name the field and what to do."""
    with pytest.raises(FieldInvalid, match="at least one weekday"):
        Hours(timezone=MADRID).next_opening(madrid(20, 9))


@given(MOMENTS)
def test_the_next_opening_is_open_and_never_past(now: datetime) -> None:
    """Whatever the time, the firm is open at its next opening, which is not before now."""
    opening = OFFICE.next_opening(now)
    assert opening >= now
    assert OFFICE.is_open(opening)


@given(MOMENTS, st.integers(1, 3000), st.integers(1, 3000))
def test_working_time_adds_up(now: datetime, first: int, second: int) -> None:
    """Adding two stretches one after the other is adding their sum."""
    one, two = timedelta(minutes=first), timedelta(minutes=second)
    step_by_step = OFFICE.add_working_time(OFFICE.add_working_time(now, one), two)
    assert step_by_step == OFFICE.add_working_time(now, one + two)
