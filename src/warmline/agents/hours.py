"""
When the firm is open: weekly hours and holidays in its own time zone, and sums of working time.

Pure: the time comes in by argument. Sums run over instants, so a day on which the clocks change
has as many working hours as it truly has. Results are aware UTC.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from warmline.errors import FieldInvalid

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

HORIZON_DAYS = 400
"""How far ahead an opening is looked for: a year and a long holiday."""

MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of opening within a day; closing at 00:00 means the midnight that ends it."""

    opens: time
    closes: time

    def on(self, day: date, timezone: tzinfo) -> tuple[datetime, datetime]:
        """The two instants of this stretch on a day."""
        last = day + timedelta(days=1) if self.closes == MIDNIGHT else day
        return _instant(day, self.opens, timezone), _instant(last, self.closes, timezone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The opening hours of a firm."""

    timezone: tzinfo
    weekly: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    """By day of the week, Monday is 0; a day that is missing is closed. In order of time."""
    holidays: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether the firm opens at all on a day."""
        return day not in self.holidays and bool(self.weekly.get(day.weekday()))

    def is_open(self, now: datetime) -> bool:
        """Whether the firm is open at a time."""
        opens, _ = self.current_or_next(now)
        return opens <= now

    def next_opening(self, now: datetime) -> datetime:
        """The time itself when the firm is open, otherwise when it opens next."""
        opens, _ = self.current_or_next(now)
        return max(opens, now).astimezone(UTC)

    def closing(self, now: datetime) -> datetime:
        """When the stretch closes that is open now, or that opens next."""
        return self.current_or_next(now)[1]

    def current_or_next(self, now: datetime) -> tuple[datetime, datetime]:
        """
        The stretch that is open now, or that opens next.

        Raises:
            FieldInvalid: the firm does not open within the horizon.
        """
        return next(self._stretches(now))

    def add_working_time(self, start: datetime, working_time: timedelta) -> datetime:
        """The instant at which so much opening time has passed since the start."""
        left = working_time
        for opens, closes in self._stretches(start):
            begins = max(opens, start)
            if left <= closes - begins:
                return (begins + left).astimezone(UTC)
            left -= closes - begins
        raise self._never()

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How much opening time lies between two instants; none when they stand the wrong way."""
        total = timedelta(0)
        day = start.astimezone(self.timezone).date()
        last = end.astimezone(self.timezone).date()
        while day <= last:
            spans = self.weekly[day.weekday()] if self.is_working_day(day) else ()
            for opens, closes in (span.on(day, self.timezone) for span in spans):
                inside = min(closes, end.astimezone(UTC)) - max(opens, start.astimezone(UTC))
                total += max(inside, timedelta(0))
            day += timedelta(days=1)
        return total

    def end_of_working_day(self, now: datetime) -> datetime:
        """The last closing of today when it is still ahead, otherwise of the next working day."""
        first_close = self.closing(now)
        day = (first_close - timedelta(microseconds=1)).astimezone(self.timezone).date()
        return self._last_closing(day)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The last closing of the n-th working day after the day of the start; 0 is that day's."""
        if days == 0:
            return self.end_of_working_day(start)
        left = days
        today = start.astimezone(self.timezone).date()
        for ahead in range(1, HORIZON_DAYS + days * 3):
            day = today + timedelta(days=ahead)
            left -= self.is_working_day(day)
            if left == 0:
                return self._last_closing(day)
        raise self._never()

    def _last_closing(self, day: date) -> datetime:
        return self.weekly[day.weekday()][-1].on(day, self.timezone)[1]

    def _stretches(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        today = now.astimezone(self.timezone).date()
        for ahead in range(HORIZON_DAYS):
            day = today + timedelta(days=ahead)
            if not self.is_working_day(day):
                continue
            for span in self.weekly[day.weekday()]:
                opens, closes = span.on(day, self.timezone)
                if closes > now:
                    yield opens, closes
        raise self._never()

    def _never(self) -> FieldInvalid:
        return FieldInvalid(
            field="hours",
            value="closed for more than a year",
            remedy="Give at least one weekday with opening hours that is not a holiday.",
        )


def always(timezone: tzinfo) -> Hours:
    """Open day and night."""
    return Hours(timezone=timezone, weekly=dict.fromkeys(range(7), (Span(MIDNIGHT, MIDNIGHT),)))


def weekdays(timezone: tzinfo, opens: time, closes: time) -> Hours:
    """Open from Monday to Friday at the same hours."""
    return Hours(timezone=timezone, weekly=dict.fromkeys(range(5), (Span(opens, closes),)))


def _instant(day: date, clock: time, timezone: tzinfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone).astimezone(UTC)
