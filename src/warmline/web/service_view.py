"""The service page: Spain's rule by day and month, with its interval, and the missed with why."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from warmline.conversation.message import ConversationId
from warmline.handoff.wording import why
from warmline.outcomes.requests import WANTED_SHARE, SpainCheck, TimedRequest
from warmline.outcomes.shares import Share
from warmline.web.pages import Page
from warmline.web.times import day_time, duration, exact_duration
from warmline.web.view import View
from warmline.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """A share over a day or a month."""

    label: str
    count: str
    rate: str
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedRow:
    """One request that was not answered in time."""

    conversation_id: ConversationId
    at: str
    waited: str
    reason: str
    """Why a person was asked for."""
    why: str
    """What stood in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceBoard:
    """The whole page."""

    first: str
    last: str
    title: str
    """The finding."""
    standing: str
    """The share of all handoffs, and what is still open."""
    months: tuple[ShareRow, ...]
    days: tuple[ShareRow, ...]
    missed: tuple[MissedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePage(Page):
    """Whether requests for a person are answered by one in time."""

    template: ClassVar[str] = "service.html"
    board: ServiceBoard
    seq: int


def compose_service(check: SpainCheck, view: View, *, first: date, last: date) -> ServiceBoard:
    """The check in words and figures."""
    words = view.words
    every = share_row("", check.all_handoffs, words)
    return ServiceBoard(
        first=first.isoformat(),
        last=last.isoformat(),
        title=_title(check, words),
        standing=words(
            "service.standing", count=every.count, rate=every.rate, open=check.still_open
        ),
        months=tuple(share_row(label, share, words) for label, share in check.by_month),
        days=tuple(share_row(label, share, words) for label, share in reversed(check.by_day)),
        missed=tuple(_missed(one, view) for one in reversed(check.missed)),
    )


def share_row(label: str, share: Share, words: Words) -> ShareRow:
    """A share as a row: '12 of 13', '92.3 %', 'between 66.7 and 98.6 %'."""
    rate, interval = share.rate, share.interval
    between = ""
    if interval is not None:
        low, high = (f"{bound * 100:.1f}" for bound in interval)
        between = words("service.between", low=low, high=high)
    return ShareRow(
        label=label,
        count=words("service.of", count=share.count, of=share.of),
        rate="–" if rate is None else f"{rate * 100:.1f} %",
        interval=between,
    )


def _title(check: SpainCheck, words: Words) -> str:
    if check.is_kept is None:
        return words("service.title_none")
    row = share_row("", check.requests, words)
    key = "service.title_kept" if check.is_kept else "service.title_missed"
    wanted = f"{WANTED_SHARE * 100:.0f} %"
    return words(key, rate=row.rate, count=row.count, wanted=wanted)


def _missed(timed: TimedRequest, view: View) -> MissedRow:
    request, words = timed.request, view.words
    is_long = timed.waited.total_seconds() >= 600
    waited = duration(timed.waited, words) if is_long else exact_duration(timed.waited, words)
    return MissedRow(
        conversation_id=request.conversation_id,
        at=day_time(request.asked_at, view.now, view.zone, words),
        waited=waited if request.answered_at is not None else words("service.never", waited=waited),
        reason=why(request.reason_code, words.language),
        why=words(f"service.why_{timed.why}"),
    )
