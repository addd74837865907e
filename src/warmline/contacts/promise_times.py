"""
What a spoken time means on the clock: the calendar under the grammars of promises.

The rules are DESIGN section 9: today and the end of the day are 18:00, a morning ends at 12:00, an
afternoon at 18:00, an evening at 21:00, a week on its Friday, a window at its end; hours and days
are exact sums, working days count from the next one. How each language says them is not known here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

from warmline.agents.hours import Hours

DAY_END = time(18)
FIRST_THING = time(10)
NOON = time(12)
EVENING_END = time(21)

MOST_COUNTED = 1500
MOST_WORKING = 260
"""Units, and working ones: a day in minutes is said, and a year of working days; larger numbers are
no time that anyone could keep, and would be counted for long."""

FRIDAY = 4
SUNDAY = 6

Part = Literal["first", "morning", "noon", "afternoon", "end", "evening", "night"]

Half = Literal["am", "pm"] | None

END_OF_PART: dict[Part, time] = {
    "first": FIRST_THING,
    "morning": NOON,
    "noon": NOON,
    "afternoon": DAY_END,
    "end": DAY_END,
    "evening": EVENING_END,
    "night": EVENING_END,
}

Kind = Literal["exact", "day", "part", "clock", "zone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time on the clock as said: '5', '5 pm', '17:00'."""

    hour: int
    minute: int = 0
    half: Half = None
    """Which half of the day, when it was said or follows from the form."""

    def at(self, part: Part | None) -> time:
        """
        The time meant: 'five' in an office is the afternoon, 'nine' the morning.

        Args:
            part: the part of the day said with it, which settles the half.
        """
        half = self.half or _half_of(part, self.hour)
        hour = self.hour % 24
        if half == "pm" and hour < 12:
            hour += 12
        elif self.half == "am" and hour == 12:
            hour = 0
        elif half is None and 1 <= hour <= 7:
            hour += 12
        return time(hour, self.minute)

    @property
    def is_open(self) -> bool:
        """Whether the half of the day was left to the listener."""
        return self.half is None and 1 <= self.hour <= 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """
    One part of a spoken time.

    Units:
        start and end are code points into the text, end exclusive.
    """

    kind: Kind
    start: int
    end: int
    due_at: datetime | None = None
    """Of an exact piece."""
    day: date | None = None
    part: Part | None = None
    clock: Clock | None = None
    leads: bool = False
    """A coming day named outright ('tomorrow'): a later time in the sentence may stand on it."""
    zone: tzinfo | None = None
    """Named beside the time: '5 pm Eastern'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenTime:
    """One whole spoken time and what it means."""

    start: int
    end: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day on which something is said, and the firm's working days."""

    sent_at: datetime
    hours: Hours

    @property
    def today(self) -> date:
        """The date in the zone of the message."""
        return self.sent_at.date()

    def in_days(self, days: int) -> date:
        """A date so many days from today."""
        return self.today + timedelta(days=days)

    def weekday(self, weekday: int, *, week: int | None = None) -> date:
        """
        A day of the week: the next one, or the one of a week counted from this (0), next (1) …

        This week's day that has passed already is the next one.
        """
        ahead = weekday - self.today.weekday()
        if week is not None:
            ahead += 7 * week
            return self.in_days(ahead if ahead >= 0 else ahead + 7)
        return self.in_days(ahead if ahead > 0 else ahead + 7)

    def month_end(self, months: int = 0) -> date:
        """The last day of this month, or of a later one."""
        month = self.today.month - 1 + months + 1
        first = date(self.today.year + month // 12, month % 12 + 1, 1)
        return first - timedelta(days=1)

    def day_of_month(self, day: int, month: int | None = None, year: int | None = None) -> date:
        """
        The next such date.

        Raises:
            ValueError: there is no such date.
        """
        if month is None:
            here = self.today
            if day < here.day:
                here = self.month_end() + timedelta(days=1)
            return here.replace(day=day)
        found = date(year or self.today.year, month, day)
        return found if year or found >= self.today else found.replace(year=found.year + 1)

    def working_days(self, days: int) -> datetime:
        """The end of the n-th working day from the next one on."""
        day = self.today
        for _ in range(days):
            day += timedelta(days=1)
            while not self.hours.is_working_day(day):
                day += timedelta(days=1)
        return self.at(day, DAY_END)

    def working_hours(self, hours: float) -> datetime:
        """The instant after so many hours of opening."""
        zone = self.sent_at.tzinfo or self.hours.timezone
        here = replace(self.hours, timezone=zone)
        return here.add_working_time(self.sent_at, timedelta(hours=hours)).astimezone(zone)

    def at(self, day: date, clock: time) -> datetime:
        """A time of a day in the zone of the message."""
        return datetime.combine(day, clock, tzinfo=self.sent_at.tzinfo)


def join_pieces(
    text: str,
    pieces: Sequence[Piece],
    calendar: Calendar,
    *,
    gap: Callable[[str], bool],
    is_range: Callable[[str], bool],
    parts: Callable[[str, str], bool] | None = None,
) -> list[SpokenTime]:
    """
    Join neighbouring pieces into whole times and give each its meaning.

    Args:
        text: in which the pieces stand.
        pieces: in any order; where two overlap, the longer stands.
        calendar: of the message.
        gap: whether the words between two pieces hold them together.
        is_range: whether the words between two days make a window of them.
        parts: whether the words before the first of two days, and those between, keep them apart.
    """
    groups: list[list[Piece]] = []
    for piece in _apart(pieces):
        between = text[groups[-1][-1].end : piece.start] if groups else ""
        if groups and _fits(groups[-1], piece) and gap(between):
            groups[-1].append(piece)
        elif (
            groups
            and _same_kind(groups[-1], piece)
            and (is_range(between) or gap(between))
            and not (parts and piece.kind == "day" and parts(text[: groups[-1][0].start], between))
        ):
            # A window ends at its end; of 'next week, on Monday' the closer word counts.
            whole = replace(piece, start=min(one.start for one in groups[-1]))
            groups[-1] = [*(one for one in groups[-1] if one.kind != piece.kind), whole]
        else:
            groups.append([piece])
    return [
        SpokenTime(
            start=min(one.start for one in group),
            end=group[-1].end,
            due_at=_meaning_there(group, calendar, _led_by(groups[:place])),
        )
        for place, group in enumerate(groups)
        if any(one.kind != "zone" for one in group)
    ]


def _led_by(earlier: Sequence[Sequence[Piece]]) -> date | None:
    """The coming day that an earlier time of the sentence named: 'tomorrow I check, by 10 …'."""
    days = [one.day for group in earlier for one in group if one.leads]
    return days[-1] if days else None


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (-(one.end - one.start), one.start)):
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda one: one.start)


def _fits(group: Sequence[Piece], piece: Piece) -> bool:
    return all(piece.kind != other.kind for other in group) and not (
        piece.kind == "exact" and any(other.kind != "day" for other in group)
    )


def _same_kind(group: Sequence[Piece], piece: Piece) -> bool:
    return any(one.kind == piece.kind for one in group)


def _meaning_there(group: Sequence[Piece], calendar: Calendar, led_by: date | None) -> datetime:
    """The time in the zone that was named, told in the zone of the message."""
    zone = next((one.zone for one in group if one.zone is not None), None)
    if zone is None:
        return _meaning(group, calendar, led_by)
    there = replace(calendar, sent_at=calendar.sent_at.astimezone(zone))
    return _meaning(group, there, led_by).astimezone(calendar.sent_at.tzinfo)


def _meaning(group: Sequence[Piece], calendar: Calendar, led_by: date | None) -> datetime:
    exact = next((one.due_at for one in group if one.due_at is not None), None)
    day = next((one.day for one in group if one.day is not None), None)
    part = next((one.part for one in group if one.part is not None), None)
    clock = next((one.clock for one in group if one.clock is not None), None)
    if day is None and exact is None:
        day = led_by
    if exact is not None:
        return exact if clock is None else calendar.at(exact.date(), clock.at(part))
    if clock is not None:
        return _clock_meaning(calendar, clock, part, day)
    due_at = calendar.at(day or calendar.today, END_OF_PART[part] if part else DAY_END)
    if due_at > calendar.sent_at:
        return due_at
    if day is None:
        return due_at + timedelta(days=1)
    # Said after the end of the day that it speaks of: the day itself still has its night.
    return calendar.at(day, time(23, 59)) if day == calendar.today else due_at


def _clock_meaning(
    calendar: Calendar, clock: Clock, part: Part | None, day: date | None
) -> datetime:
    meant = calendar.at(day or calendar.today, clock.at(part))
    is_midnight = clock.hour == 12 and clock.half is None and part in ("evening", "night")
    if is_midnight:
        return calendar.at(day or calendar.today, time(0)) + timedelta(days=1)
    if clock.hour == 24:
        return meant + timedelta(days=1)
    if meant > calendar.sent_at:
        return meant
    if clock.is_open and part is None and clock.hour < 12:
        other = calendar.at(day or calendar.today, replace(clock, half="pm").at(None))
        if other > calendar.sent_at:
            return other
    return meant + timedelta(days=1) if day is None else meant


def _half_of(part: Part | None, hour: int) -> Half:
    if part in ("first", "morning"):
        return "am"
    if part in ("afternoon", "evening"):
        return "pm"
    if part == "noon":
        return "pm" if hour <= 3 or hour == 12 else "am"
    if part == "night":
        return "pm" if 5 <= hour <= 11 else "am"
    return None


def is_countable(amount: float, *, is_working: bool = False) -> bool:
    """Whether a length of so many units, or working ones, is one that people promise."""
    return amount <= (MOST_WORKING if is_working else MOST_COUNTED)


def matches(pattern: str) -> Callable[[str], bool]:
    """A test whether a whole text is of a pattern, whatever its case."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.fullmatch(text) is not None
