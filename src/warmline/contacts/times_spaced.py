"""
How languages that write spaces say a time: one grammar, a lexicon for each language.

The lexicon holds the words (see `times_en`, `times_es`, `times_de`); this file finds the pieces of
a spoken time in a text, and `promise_times` says what they mean.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from warmline.contacts.promise_times import (
    FRIDAY,
    SUNDAY,
    Calendar,
    Clock,
    Half,
    Part,
    Piece,
    SpokenTime,
    is_countable,
    join_pieces,
    matches,
)
from warmline.contacts.zones import zone_pieces

MINUTES_PER_UNIT = {"minute": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}

DIGITS = r"\d+(?:[.,]\d+)?"


@dataclass(frozen=True)
class Lexicon:
    """
    The words for times in one language, as patterns without capturing groups.

    Longer alternatives stand before shorter ones.
    """

    language: str
    days: Mapping[str, int]
    """Pattern of a day to how many days ahead: 'tomorrow' is 1."""
    day_parts: Mapping[str, tuple[int, Part]]
    """Pattern of a day and its part in one: 'tonight'."""
    parts: Mapping[str, Part]
    first_parts: tuple[str, ...]
    """Patterns of an early start: 'first thing'."""
    weekdays: tuple[str, ...]
    """Monday first."""
    months: tuple[str, ...]
    next_week: str
    """Said before or after a weekday: it is the one of next week."""
    this_week: str
    weeks: Mapping[str, int]
    """Pattern of a whole week to how many weeks ahead: its Friday."""
    weekend: str
    month_ends: Mapping[str, int]
    end_of_month: str
    """Of a month by name, which stands as MONTH: 'the end of November'."""
    year_end: str
    numbers: Mapping[str, float]
    articles: frozenset[str]
    """The patterns among the numbers that are also articles, or count nothing on a clock."""
    units: Mapping[str, str]
    """Pattern to minute, hour, day, workday, week or month."""
    working: str
    """Before the unit: 'working', 'business'."""
    working_after: str
    """After the unit: 'hábiles'."""
    within: str
    """What makes a length a deadline, before it: 'within'."""
    after_length: str
    """The same after it: 'from now'."""
    or_to: str
    """Between the two ends of a range."""
    lengths: Mapping[str, int]
    """Whole patterns with their length in minutes: 'within the hour'."""
    next_working_day: str
    clock_before: str
    """What makes a bare number a clock time: 'by', 'at'."""
    clock_after: str
    """What may follow a clock time: "o'clock"."""
    am: str
    pm: str
    clock_words: Mapping[str, tuple[int, int]]
    """Whole clock words: 'noon' is (12, 0)."""
    minutes_of: Mapping[str, int]
    """Pattern before an hour to its minutes: 'half past ' is 30, 'quarter to ' is -15."""
    between: str
    """What opens a window on the clock."""
    date_patterns: tuple[str, ...]
    """With named groups day, month, year, of which month may be a word."""
    gap: str
    """What may stand between the pieces of one time."""
    range_gap: str
    """What makes a window of two days."""

    @cached_property
    def number(self) -> str:
        """A number in figures or words."""
        words = "|".join(sorted(self.numbers, key=len, reverse=True))
        return rf"(?:{DIGITS}|(?:{words})(?!\w))"

    @cached_property
    def weekday(self) -> str:
        """Any weekday."""
        return "|".join(f"(?:{name})" for name in self.weekdays)

    @cached_property
    def unit(self) -> str:
        """Any unit of length."""
        return "|".join(self.units)

    @cached_property
    def month(self) -> str:
        """Any month."""
        return "|".join(f"(?:{name})" for name in self.months)


_AND = re.compile(r"\b(?:and|y|und)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|entre|zwischen)(?: \w+){0,2}\s*$", re.IGNORECASE)


def spoken_times(text: str, lexicon: Lexicon, calendar: Calendar) -> list[SpokenTime]:
    """Find the times said in a text, in order."""
    found = [
        *_lengths(text, lexicon, calendar),
        *_days(text, lexicon, calendar),
        *_dates(text, lexicon, calendar),
        *_clocks(text, lexicon),
        *zone_pieces(text, lexicon.language),
    ]
    return join_pieces(
        text,
        found,
        calendar,
        gap=matches(rf"\W*(?:(?:{lexicon.gap})\W*)*"),
        is_range=matches(rf"\W*(?:{lexicon.range_gap})\W*"),
        parts=_are_two,
    )


def _are_two(before: str, between: str) -> bool:
    """'Today and on Friday' are two times; 'between Monday and Friday' is one window."""
    return bool(_AND.search(between)) and not _BETWEEN.search(before)


def _find(pattern: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)


def _lengths(text: str, lexicon: Lexicon, calendar: Calendar) -> Iterator[Piece]:
    number, unit = lexicon.number, lexicon.unit
    amount = (
        rf"(?P<low>{number})(?:\s*(?:{lexicon.or_to})\s*(?P<high>{number}))?"
        rf"[\s-]*(?P<work>{lexicon.working})?[\s-]*(?P<unit>{unit})(?!\w)"
        rf"(?P<after>\s+(?:{lexicon.working_after}))?"
    )
    pattern = rf"(?:{lexicon.within})\s+{amount}|{amount.replace('?P<', '?P<x')}"
    pattern = rf"{pattern}\s*(?:{lexicon.after_length})"
    for found in _find(pattern, text):
        groups = {key.removeprefix("x"): value for key, value in found.groupdict().items() if value}
        due_at = _length_meaning(groups, lexicon, calendar)
        if due_at is not None:
            yield Piece(kind="exact", start=found.start(), end=found.end(), due_at=due_at)
    for whole, minutes in lexicon.lengths.items():
        for found in _find(whole, text):
            due_at = calendar.sent_at + timedelta(minutes=minutes)
            yield Piece(kind="exact", start=found.start(), end=found.end(), due_at=due_at)
    for found in _find(lexicon.next_working_day, text):
        day = calendar.working_days(1).date()
        yield Piece(kind="day", start=found.start(), end=found.end(), day=day)


def _length_meaning(
    groups: Mapping[str, str], lexicon: Lexicon, calendar: Calendar
) -> datetime | None:
    amount = _number(groups.get("high") or groups["low"], lexicon)
    unit = next(
        name for words, name in lexicon.units.items() if re.fullmatch(words, groups["unit"], re.I)
    )
    is_working = "work" in groups or "after" in groups or unit == "workday"
    if not is_countable(amount, is_working=is_working):
        return None
    if is_working and unit in ("day", "workday"):
        return calendar.working_days(max(1, round(amount)))
    if is_working and unit == "hour":
        return calendar.working_hours(amount)
    if unit == "month":
        months = round(amount)
        last = calendar.month_end(months)
        day = last.replace(day=min(calendar.today.day, last.day))
        return calendar.at(day, calendar.sent_at.time())
    return calendar.sent_at + timedelta(minutes=amount * MINUTES_PER_UNIT[unit])


def _number(text: str, lexicon: Lexicon) -> float:
    if text[0].isdigit():
        return float(text.replace(",", "."))
    return next(
        value for words, value in lexicon.numbers.items() if re.fullmatch(words, text, re.I)
    )


def _days(text: str, lexicon: Lexicon, calendar: Calendar) -> Iterator[Piece]:
    for pattern, ahead in lexicon.days.items():
        for found in _find(pattern, text):
            day = calendar.in_days(ahead)
            place = (found.start(), found.end())
            yield Piece(kind="day", start=place[0], end=place[1], day=day, leads=ahead > 0)
    for pattern, (ahead, part) in lexicon.day_parts.items():
        for found in _find(pattern, text):
            day = calendar.in_days(ahead)
            yield Piece(kind="day", start=found.start(), end=found.end(), day=day, part=part)
    for pattern, name in lexicon.parts.items():
        for found in _find(pattern, text):
            yield Piece(kind="part", start=found.start(), end=found.end(), part=name)
    for pattern in lexicon.first_parts:
        for found in _find(pattern, text):
            yield Piece(kind="part", start=found.start(), end=found.end(), part="first")
    yield from _weekdays(text, lexicon, calendar)
    yield from _stretches(text, lexicon, calendar)


def _weekdays(text: str, lexicon: Lexicon, calendar: Calendar) -> Iterator[Piece]:
    pattern = (
        rf"(?:(?P<next>{lexicon.next_week})\s+|(?P<this>{lexicon.this_week})\s+)?"
        rf"(?P<day>{lexicon.weekday})(?:\s+(?P<later>{lexicon.next_week}))?"
    )
    for found in _find(pattern, text):
        place = next(
            place
            for place, name in enumerate(lexicon.weekdays)
            if re.fullmatch(name, found["day"], re.I)
        )
        is_next = found["next"] or found["later"]
        week = 1 if is_next else 0 if found["this"] else None
        day = calendar.weekday(place, week=week)
        yield Piece(kind="day", start=found.start(), end=found.end(), day=day)


def _stretches(text: str, lexicon: Lexicon, calendar: Calendar) -> Iterator[Piece]:
    ends = [
        *((words, calendar.weekday(FRIDAY, week=week)) for words, week in lexicon.weeks.items()),
        *((words, calendar.month_end(month)) for words, month in lexicon.month_ends.items()),
        (lexicon.weekend, calendar.weekday(SUNDAY, week=0)),
        (lexicon.year_end, calendar.today.replace(month=12, day=31)),
    ]
    for pattern, day in ends:
        for found in _find(pattern, text):
            yield Piece(kind="day", start=found.start(), end=found.end(), day=day)


def _dates(text: str, lexicon: Lexicon, calendar: Calendar) -> Iterator[Piece]:
    for found in _find(lexicon.end_of_month.replace("MONTH", f"(?P<month>{lexicon.month})"), text):
        month = _month(found["month"], lexicon) or calendar.today.month
        ahead = (month - calendar.today.month) % 12
        day = calendar.month_end(ahead)
        yield Piece(kind="day", start=found.start(), end=found.end(), day=day)
    for pattern in (*lexicon.date_patterns, r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"):
        for found in _find(pattern.replace("MONTH", f"(?P<month>{lexicon.month})"), text):
            groups = found.groupdict()
            try:
                year = groups.get("year")
                day = calendar.day_of_month(
                    int(groups["day"]),
                    _month(groups.get("month"), lexicon),
                    int(year) if year else None,
                )
            except (ValueError, OverflowError):
                continue
            yield Piece(kind="day", start=found.start(), end=found.end(), day=day)


def _month(text: str | None, lexicon: Lexicon) -> int | None:
    if text is None or text.isdigit():
        return int(text) if text else None
    return next(
        place + 1 for place, name in enumerate(lexicon.months) if re.fullmatch(name, text, re.I)
    )


def _clocks(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    half = rf"(?:\s*(?:(?P<am>{lexicon.am})|(?P<pm>{lexicon.pm})))"
    minutes = "|".join(sorted(lexicon.minutes_of, key=len, reverse=True))
    # An article counts hours ("in an hour") but names none: "by a colleague" is no clock.
    named = (words for words in lexicon.numbers if words not in lexicon.articles)
    hours = "|".join(sorted(named, key=len, reverse=True))
    hour = rf"(?P<hour>[01]?\d|2[0-4]|{hours})"
    first = rf"(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d|h)?(?:\s*(?:{lexicon.am}|{lexicon.pm}|h))?"
    first = rf"(?:{first}|{hours}|{'|'.join(lexicon.clock_words)})"
    ending = rf"(?:[:.h](?P<minute>[0-5]\d))?{half}?(?:\s*(?:{lexicon.clock_after}))?"
    number = rf"(?:(?P<minutes>{minutes})\s*)?{hour}{ending}"
    not_length = (
        rf"(?!\s*(?:[-–%€$£/]|of (?:our|my|the|us|them)\b|(?:{lexicon.or_to})\s*\d|"
        rf"(?:{lexicon.working}|{lexicon.unit})\b|"
        rf"\d|(?:\.|st|nd|rd|th|de|of)?\s*(?:of\s+|de\s+)?(?:{lexicon.month})\b))"
    )
    window = rf"(?:{lexicon.between})\s+{first}\s*(?:{lexicon.clock_after})?\s*(?:{lexicon.or_to})"
    told = rf"[:.][0-5]\d|\s*(?:{lexicon.am}|{lexicon.pm}|{lexicon.clock_after})(?!\w)"
    # '7.30 to 9 am': the end tells that both are clocks; 'nine and eleven' are two.
    range_end = rf"(?!(?:and|und|y)\b)(?:{lexicon.or_to})\s*(?=\d+(?:{told}))"
    for pattern in (
        rf"{window}\s*{number}{not_length}",
        rf"{first}\s*{range_end}(?!\d+\s*(?:{lexicon.unit})\b){number}{not_length}",
        rf"{first}\s*[-–]\s*{number}{not_length}",
        rf"(?:{lexicon.clock_before})\s+{number}{not_length}",
        rf"(?:(?P<minutes>{minutes})\s*){hour}{half}?",
        rf"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?{half}",
        rf"(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d){not_length}",
        rf"(?P<hour>[01]?\d|2[0-4])\s*(?:{lexicon.clock_after})",
    ):
        for found in _find(pattern, text):
            clock = _clock(found.groupdict(), lexicon)
            if clock is not None:
                yield Piece(kind="clock", start=found.start(), end=found.end(), clock=clock)
    for pattern, (at_hour, at_minute) in lexicon.clock_words.items():
        for found in _find(pattern, text):
            clock = Clock(hour=at_hour, minute=at_minute, half="pm" if at_hour == 12 else None)
            yield Piece(kind="clock", start=found.start(), end=found.end(), clock=clock)


def _clock(groups: Mapping[str, str | None], lexicon: Lexicon) -> Clock | None:
    amount = _number(groups["hour"] or "", lexicon)
    if amount != int(amount) or amount > 24:
        return None
    hour, minute = int(amount), int(groups.get("minute") or 0)
    before = groups.get("minutes")
    if before:
        minute = next(
            value
            for words, value in lexicon.minutes_of.items()
            if re.fullmatch(words, before, re.I)
        )
        if minute < 0:
            hour, minute = hour - 1, minute + 60
    half: Half = "am" if groups.get("am") else "pm" if groups.get("pm") else None
    if half is None and groups.get("minute") and len(groups["hour"] or "") == 2 and hour < 10:
        half = "am"
    return Clock(hour=hour, minute=minute, half=half)
