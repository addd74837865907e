"""
How many promises were kept in time, by the month in which they were due.

Pure, and of the house: whose promise it was is not looked at. A promise that a supervisor released
counts for nothing; one that was kept late was not kept in time; one without a time cannot be late.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from warmline.contacts.promise import Promise, PromiseState
from warmline.outcomes.shares import Share, share_of


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPromises:
    """Promises whose time has passed."""

    all: Share
    by_month: tuple[tuple[str, Share], ...]
    """'2026-11' in the time zone of the house, oldest first."""
    released: int


def sum_up_promises(promises: Iterable[Promise], *, now: datetime, zone: tzinfo) -> KeptPromises:
    """
    The kept-promise rate.

    Args:
        promises: any; those that are not due yet are left out.
        now: the time of the question.
        zone: of the house, for the months.
    """
    months: dict[str, list[bool]] = {}
    released = 0
    for promise in promises:
        if promise.due_at is None or promise.due_at > now:
            continue
        if promise.state is PromiseState.RELEASED:
            released += 1
            continue
        key = promise.due_at.astimezone(zone).strftime("%Y-%m")
        months.setdefault(key, []).append(is_kept_in_time(promise))
    by_month = tuple((key, share_of(sum(kept), len(kept))) for key, kept in sorted(months.items()))
    count = sum(share.count for _, share in by_month)
    return KeptPromises(
        all=share_of(count, sum(share.of for _, share in by_month)),
        by_month=by_month,
        released=released,
    )


def is_kept_in_time(promise: Promise) -> bool:
    """Whether it was kept, and before its time was up."""
    has_time = promise.due_at is not None and promise.ended_at is not None
    is_kept = promise.state is PromiseState.KEPT
    return is_kept and has_time and promise.ended_at <= promise.due_at  # type: ignore[operator]
