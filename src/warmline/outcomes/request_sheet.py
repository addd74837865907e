"""The check of Spain's rule as figures for others: one JSON object, or CSV with a line each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from warmline.agents.service_levels import SPAIN
from warmline.outcomes.requests import WANTED_SHARE, SpainCheck, TimedRequest
from warmline.outcomes.shares import Share
from warmline.outcomes.table_cells import csv_line

LAW = "ES Ley 10/2025"
COLUMNS = (
    "handoff", "conversation", "inbox", "reason", "by_contact", "asked_at", "counts_from",
    "answered_at", "seconds", "met", "why",
)  # fmt: skip


def period(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the midnight that begins a day to the one that ends another, in UTC."""
    begins = datetime.combine(first, time(0), tzinfo=zone)
    ends = datetime.combine(last + timedelta(days=1), time(0), tzinfo=zone)
    return begins.astimezone(UTC), ends.astimezone(UTC)


def spain_json(check: SpainCheck, *, first: date, last: date) -> dict[str, object]:
    """
    The whole check, rates and intervals to four places; no name and no word of anybody.

    Args:
        check: of the period.
        first: its first day, in the time zone of the house.
        last: its last day, included.
    """
    return {
        "law": LAW,
        "from": first.isoformat(),
        "to": last.isoformat(),
        "wanted": WANTED_SHARE,
        "within_seconds": int(SPAIN.total_seconds()),
        "kept": check.is_kept,
        "requests": share_json(check.requests),
        "all_handoffs": share_json(check.all_handoffs),
        "still_open": check.still_open,
        "by_day": {day: share_json(share) for day, share in check.by_day},
        "by_month": {month: share_json(share) for month, share in check.by_month},
        "missed": [dict(zip(COLUMNS, _row(one), strict=True)) for one in check.missed],
    }


def share_json(share: Share) -> dict[str, object]:
    """A share with its interval."""
    interval = share.interval
    return {
        "met": share.count,
        "of": share.of,
        "rate": None if share.rate is None else round(share.rate, 4),
        "interval": None if interval is None else [round(bound, 4) for bound in interval],
    }


def spain_csv(check: SpainCheck) -> Iterator[str]:
    """A head and a line for every request of the period."""
    for row in (COLUMNS, *map(_row, check.timed)):
        yield csv_line(row)


def _row(timed: TimedRequest) -> tuple[object, ...]:
    request = timed.request
    met = None if timed.is_open else timed.is_met
    return (
        request.handoff_id,
        request.conversation_id,
        request.inbox_id,
        request.reason_code,
        request.is_by_contact,
        request.asked_at.isoformat(),
        timed.counts_from.isoformat(),
        None if request.answered_at is None else request.answered_at.isoformat(),
        round(timed.waited.total_seconds()),
        met,
        timed.why or None,
    )
