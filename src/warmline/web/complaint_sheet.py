"""
The figure sheet of a month: one question a block, its finding as the title, the figures below.

And the same complaints as lines of CSV: dates and codes, no key, no name, no words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from warmline.agents.house import House
from warmline.complaints.complaint import Complaint
from warmline.complaints.figures import MonthFigures, month_of, working_days
from warmline.outcomes.table_cells import csv_line
from warmline.web.pages import Page
from warmline.web.words import Words

COLUMNS = (
    "id", "inbox", "source", "state", "cause", "outcome", "received_at", "acknowledged_at",
    "assessed_at", "first_due_at", "due_at", "communicated_at", "ended_at", "extensions",
    "working_days", "is_late",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One figure of a block."""

    name: str
    count: int
    share: float
    """Of the largest or of all, in per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One question with its finding."""

    key: str
    finding: str
    how: str
    """How it was counted."""
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A month."""

    month: str
    title: str
    before: str
    after: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage(Page):
    """The figure sheet."""

    template: ClassVar[str] = "complaint_figures.html"
    sheet: Sheet
    seq: int


def compose_sheet(figures: MonthFigures, house: House, words: Words) -> Sheet:
    """The month in words."""
    first = month_of(figures.month)
    blocks = [_received(figures, words)]
    if figures.received:
        blocks += [
            _acknowledged(figures, house, words),
            _answered(figures, words),
            _speed(figures, words),
            _outcomes(figures, words),
            _causes(figures, words),
            _inboxes(figures, house, words),
        ]
    blocks.append(_now(figures, words))
    return Sheet(
        month=figures.month,
        title=words("complaint.sheet.title", month=_named(first, words)),
        before=_shifted(first, -1),
        after=_shifted(first, 1),
        blocks=tuple(blocks),
    )


def sheet_rows(
    complaints: Sequence[Complaint], month: str, house: House, now: datetime
) -> Iterator[str]:
    """
    The complaints of a month as CSV, the names of the columns first.

    Raises:
        FieldInvalid: it is no month.
    """
    first, zone = month_of(month), house.hours.timezone
    yield csv_line(COLUMNS)
    for one in complaints:
        if one.received_at.astimezone(zone).date().replace(day=1) != first:
            continue
        told = one.communicated_at
        days = "" if told is None else working_days(one.received_at, told, house.hours)
        yield csv_line(
            (
                one.id, one.inbox_id, one.source, one.state, one.cause, one.outcome,
                one.received_at, one.acknowledged_at, one.assessed_at, one.first_due_at,
                one.due_at, told, one.ended_at, one.extensions, days,
                "yes" if one.first_due_at < (told or one.ended_at or now) else "no",
            )
        )  # fmt: skip


def _received(figures: MonthFigures, words: Words) -> Block:
    finding = words("complaint.sheet.received_none")
    if figures.received:
        before = figures.received_before
        finding = words("complaint.sheet.received", number=figures.received, before=before)
    how = words("complaint.sheet.received_how", heard=figures.heard, aside=figures.set_aside)
    return Block(key="received", finding=finding, how=how)


def _acknowledged(figures: MonthFigures, house: House, words: Words) -> Block:
    number, days = figures.acknowledged_in_time, house.complaints.acknowledge_days
    return Block(
        key="acknowledged",
        finding=words(
            "complaint.sheet.acknowledged", number=number, all=figures.received, days=days
        ),
        how=words("complaint.sheet.acknowledged_how"),
    )


def _answered(figures: MonthFigures, words: Words) -> Block:
    finding = words("complaint.sheet.answered_none")
    if figures.due:
        number = figures.answered_in_time
        finding = words("complaint.sheet.answered", number=number, all=figures.due)
    counts = {
        words("complaint.sheet.in_time"): figures.answered_in_time,
        words("complaint.sheet.answered_late"): figures.answered_late,
        words("complaint.sheet.open_in_time"): figures.open_in_time,
        words("complaint.sheet.open_late"): figures.open_late,
        words("complaint.sheet.withdrawn_before"): figures.withdrawn,
    }
    how = words("complaint.sheet.answered_how")
    return Block(key="answered", finding=finding, how=how, bars=_bars(counts, figures.received))


def _speed(figures: MonthFigures, words: Words) -> Block:
    finding = words("complaint.sheet.speed_none")
    if figures.median_days is not None:
        finding = words("complaint.sheet.speed", days=f"{figures.median_days:g}")
    how = words("complaint.sheet.speed_how", extended=figures.extended)
    return Block(key="speed", finding=finding, how=how)


def _outcomes(figures: MonthFigures, words: Words) -> Block:
    how = words("complaint.sheet.outcomes_how")
    if not figures.outcomes:
        return Block(key="outcomes", finding=words("complaint.sheet.outcomes_none"), how=how)
    named = {words(f"complaint.outcome.{one}"): n for one, n in figures.outcomes.items()}
    all, most = sum(named.values()), max(named, key=lambda one: named[one])
    finding = words("complaint.sheet.outcomes", outcome=most, number=named[most], all=all)
    return Block(key="outcomes", finding=finding, how=how, bars=_bars(named, all))


def _causes(figures: MonthFigures, words: Words) -> Block:
    named = {words(f"complaint.about.{one}"): n for one, n in figures.by_cause.items()}
    known = [one for one in figures.by_cause if one != "unassessed"]
    all, finding = figures.received, words("complaint.sheet.causes_none")
    if known:
        most = words(f"complaint.about.{known[0]}")
        finding = words("complaint.sheet.causes", cause=most, number=named[most], all=all)
    how = words("complaint.sheet.causes_how")
    return Block(key="causes", finding=finding, how=how, bars=_bars(named, all))


def _inboxes(figures: MonthFigures, house: House, words: Words) -> Block:
    named = {_inbox(house, id): number for id, number in figures.by_inbox.items()}
    most, all = next(iter(named)), figures.received
    finding = words("complaint.sheet.inboxes", inbox=most, number=named[most], all=all)
    how = words("complaint.sheet.inboxes_how")
    return Block(key="inboxes", finding=finding, how=how, bars=_bars(named, all))


def _now(figures: MonthFigures, words: Words) -> Block:
    finding = words("complaint.sheet.now_none")
    if figures.open_in_all:
        finding = words("complaint.sheet.now", open=figures.open_in_all, late=figures.late_in_all)
    return Block(key="now", finding=finding, how=words("complaint.sheet.now_how"))


def _bars(counts: Mapping[str, int], all: int) -> tuple[Bar, ...]:
    return tuple(
        Bar(name=name, count=count, share=round(100 * count / all, 1))
        for name, count in counts.items()
    )


def _inbox(house: House, id: str) -> str:
    """The name of an inbox; an id that the house no longer knows stands for itself."""
    return next((inbox.name for inbox in house.inboxes if inbox.id == id), id)


def _named(first: date, words: Words) -> str:
    month = words(f"time.month.{first.month}")
    return f"{first.year}年{month}" if words.language == "zh" else f"{month} {first.year}"


def _shifted(first: date, by: int) -> str:
    place = first.year * 12 + first.month - 1 + by
    return f"{place // 12:04d}-{place % 12 + 1:02d}"
