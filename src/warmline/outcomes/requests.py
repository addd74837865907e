"""
Requests for a person, and whether a person answered within the time: Spain's rule as a check.

Pure. A person's answer is the first message of one; taking the conversation is none. A request
while the firm is closed is timed from the opening; a request while it is open, and any request in
danger, is never paused. Figures are of the house, by day and month, and never of an agent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from warmline.agents.hours import Hours
from warmline.agents.service_levels import SPAIN
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import ConversationId
from warmline.outcomes.shares import Share, share_of

WANTED_SHARE = 0.95
"""Ley 10/2025 (BOE 27-12-2025): 95 % of requests for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRequest:
    """One request for a person, and what became of it."""

    handoff_id: str
    conversation_id: ConversationId
    inbox_id: InboxId
    reason_code: str
    asked_at: datetime
    answered_at: datetime | None = None
    """The first message of a person."""
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    was_promised: bool = False
    """Nobody could be asked, and a call-back was promised."""
    offers: int = 0
    is_danger: bool = False

    @property
    def is_by_contact(self) -> bool:
        """Whether the contact asked, by words or button, and not the program for them."""
        return self.reason_code.partition(".")[0] == "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedRequest:
    """A request with what its clock shows."""

    request: PersonRequest
    counts_from: datetime
    """When its clock began: when it was asked, or when the firm opened."""
    waited: timedelta
    """Until the answer, the end, or now."""
    is_met: bool
    is_open: bool
    """Neither met nor missed yet: it waits, and there is still time."""
    why: str = ""
    """Of a missed one: nobody-free, offers-lapsed, slow-first-words, left or unanswered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpainCheck:
    """Whether the rule was kept in a period."""

    requests: Share
    """Of the contacts' own requests: met over decided."""
    all_handoffs: Share
    """Of every handoff, also those that the program began."""
    still_open: int
    """Asked so lately that nothing is decided; in no share."""
    missed: tuple[TimedRequest, ...]
    """The contacts' own, oldest first."""
    timed: tuple[TimedRequest, ...]
    """Every handoff of the period, oldest first."""
    by_day: tuple[tuple[str, Share], ...]
    """ISO date in the time zone of the house; days with requests only."""
    by_month: tuple[tuple[str, Share], ...]

    @property
    def is_kept(self) -> bool | None:
        """Whether the share reaches what the law asks; None when there was no request."""
        rate = self.requests.rate
        return None if rate is None else rate >= WANTED_SHARE


def time_request(
    request: PersonRequest, *, hours: Hours, now: datetime, within: timedelta = SPAIN
) -> TimedRequest:
    """
    What the clock of one request shows.

    Args:
        request: as stored.
        hours: of the house.
        now: up to when it waits, if it still does.
        within: less than this is in time.
    """
    asked_at = request.asked_at
    counts_from = asked_at if request.is_danger else hours.next_opening(asked_at)
    until = request.answered_at or request.ended_at or now
    waited = max(until - counts_from, timedelta(0))
    is_met = request.answered_at is not None and waited < within
    is_waiting = request.answered_at is None and request.ended_at is None
    is_open = is_waiting and waited < within
    return TimedRequest(
        request=request,
        counts_from=counts_from,
        waited=waited,
        is_met=is_met,
        is_open=is_open,
        why="" if is_met or is_open else _why(request, counts_from + within),
    )


def check_spain(requests: Sequence[PersonRequest], *, hours: Hours, now: datetime) -> SpainCheck:
    """
    Sum up a period.

    Args:
        requests: all of it, oldest first.
        hours: of the house.
        now: the time of the check.
    """
    timed = [time_request(request, hours=hours, now=now) for request in requests]
    decided = [one for one in timed if not one.is_open]
    own = [one for one in decided if one.request.is_by_contact]
    return SpainCheck(
        requests=_share(own),
        all_handoffs=_share(decided),
        still_open=len(timed) - len(decided),
        missed=tuple(one for one in own if not one.is_met),
        timed=tuple(timed),
        by_day=_by(own, "%Y-%m-%d", hours),
        by_month=_by(own, "%Y-%m", hours),
    )


def _why(request: PersonRequest, due_at: datetime) -> str:
    """What stood in the way, from what was stored; never whose fault it was."""
    if request.accepted_at is not None and request.accepted_at < due_at:
        return "slow-first-words"
    if request.was_promised:
        return "nobody-free"
    if request.offers > 1:
        return "offers-lapsed"
    return "left" if request.ended_at is not None else "unanswered"


def _share(timed: Sequence[TimedRequest]) -> Share:
    return share_of(sum(one.is_met for one in timed), len(timed))


def _by(timed: Sequence[TimedRequest], form: str, hours: Hours) -> tuple[tuple[str, Share], ...]:
    groups: dict[str, list[TimedRequest]] = {}
    for one in timed:
        key = one.request.asked_at.astimezone(hours.timezone).strftime(form)
        groups.setdefault(key, []).append(one)
    return tuple((key, _share(groups[key])) for key in sorted(groups))
