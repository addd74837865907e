"""The promises page: what is owed, by whom, until when; the late ones first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from warmline.contacts.promise import Promise, PromiseId, PromiseState
from warmline.conversation.message import ConversationId
from warmline.outcomes.kept_promises import sum_up_promises
from warmline.ports import Transaction
from warmline.web.names import agent_name, contact_name
from warmline.web.pages import Page
from warmline.web.service_view import ShareRow, share_row
from warmline.web.times import day_time, duration
from warmline.web.view import View

KEPT_OVER = timedelta(days=366)
"""The rate is of so long: the same month of last year is still in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRow:
    """One promise that is owed."""

    id: PromiseId
    conversation_id: ConversationId
    what: str
    due: str
    distance: str
    who: str
    of: str
    """To whom, by whom, made when, and what the contact was told of it since."""
    is_late: bool
    may_release: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseGroup:
    """Promises that fall due at about the same time."""

    key: str
    """late, today, later or undated."""
    rows: tuple[PromiseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptView:
    """How many promises the house kept in time; never by who made them."""

    title: str
    """The finding."""
    months: tuple[ShareRow, ...]
    """Newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisesPage(Page):
    """All promises that are owed."""

    template: ClassVar[str] = "promises.html"
    lead: str
    whose: str
    """mine or all."""
    kept: KeptView
    groups: tuple[PromiseGroup, ...]
    seq: int


def compose_promises(
    tx: Transaction, view: View, *, whose: str, is_supervisor: bool
) -> tuple[str, tuple[PromiseGroup, ...]]:
    """The lead in words, and the promises by when they are due."""
    owed = [one for one in tx.promises.owed() if whose == "all" or _is_mine(one, view)]
    late = sum(is_late(one, view.now) for one in owed)
    agents = {agent.id: agent for agent in tx.agents.all()}
    groups: dict[str, list[PromiseRow]] = {key: [] for key in ("late", "today", "later", "undated")}
    for promise in owed:
        who = contact_name(tx.contacts.get(promise.contact_id), view.words)
        by = agent_name(agents, promise.owner_id, view.words) if promise.owner_id else None
        groups[_group(promise, view)].append(_row(promise, view, who, by, is_supervisor))
    shown = tuple(PromiseGroup(key=key, rows=tuple(rows)) for key, rows in groups.items() if rows)
    if not owed:
        return view.words("promise.lead_none"), ()
    lead = "promise.lead_late" if late else "promise.lead_open"
    return view.words(lead, late=late, open=len(owed) - late), shown


def compose_kept(tx: Transaction, view: View) -> KeptView:
    """The kept-promise rate of a year, by the month in which promises were due."""
    due = tx.service.promises_due(view.now - KEPT_OVER, view.now)
    kept = sum_up_promises(due, now=view.now, zone=view.zone)
    whole = share_row("", kept.all, view.words)
    fields = {"rate": whole.rate, "count": whole.count, "between": whole.interval}
    return KeptView(
        title=view.words("kept.title", **fields) if kept.all.of else view.words("kept.none"),
        months=tuple(share_row(month, share, view.words) for month, share in kept.by_month[::-1]),
    )


def due_soon(tx: Transaction, view: View, *, is_supervisor: bool) -> tuple[PromiseRow, ...]:
    """
    What has to be kept now: reminded of, or late; an agent's own, a supervisor's every late one.
    """
    agents = {agent.id: agent for agent in tx.agents.all()}
    rows = []
    for promise in tx.promises.owed():
        late = is_late(promise, view.now)
        is_mine = _is_mine(promise, view) and (late or promise.reminded_at is not None)
        if is_mine or (late and is_supervisor):
            who = contact_name(tx.contacts.get(promise.contact_id), view.words)
            by = agent_name(agents, promise.owner_id, view.words) if promise.owner_id else None
            rows.append(_row(promise, view, who, by, is_supervisor))
    return tuple(rows)


def late_count(tx: Transaction, view: View, *, is_supervisor: bool) -> int:
    """How many late promises this person should see: a supervisor all, an agent their own."""
    owed = tx.promises.owed()
    return sum(is_late(one, view.now) and (is_supervisor or _is_mine(one, view)) for one in owed)


def is_late(promise: Promise, now: datetime) -> bool:
    """Whether its time has passed, even in the seconds before durable work has noted it."""
    has_passed = promise.due_at is not None and promise.due_at < now
    return promise.state is PromiseState.LATE or has_passed


def _is_mine(promise: Promise, view: View) -> bool:
    return promise.owner_id in (view.agent.id, None)


def _group(promise: Promise, view: View) -> str:
    if is_late(promise, view.now):
        return "late"
    if promise.due_at is None:
        return "undated"
    is_today = promise.due_at.astimezone(view.zone).date() == view.now.astimezone(view.zone).date()
    return "today" if is_today else "later"


def _row(promise: Promise, view: View, who: str, by: str | None, is_supervisor: bool) -> PromiseRow:
    words = view.words
    late = is_late(promise, view.now)
    owner = words("promise.owner_you") if promise.owner_id == view.agent.id else by
    made = words("promise.made", at=day_time(promise.made_at, view.now, view.zone, words))
    separator = "，" if words.language == "zh" else ", "
    of = separator.join(
        (
            words("promise.whom", name=who),
            words("promise.owner", name=owner or words("promise.owner_team")),
            made,
            *_told(promise, view),
        )
    )
    return PromiseRow(
        id=promise.id,
        conversation_id=promise.conversation_id,
        what=promise.what,
        due=words("time.no_time")
        if promise.due_at is None
        else day_time(promise.due_at, view.now, view.zone, words),
        distance=_distance(promise, view, late),
        who=who,
        of=of,
        is_late=late,
        may_release=is_supervisor,
    )


def _told(promise: Promise, view: View) -> list[str]:
    """What the contact has been told last, so that nobody tells it anew."""
    for key, at in (("late", promise.late_told_at), ("open", promise.progress_told_at)):
        if at is not None:
            when = day_time(at, view.now, view.zone, view.words)
            return [view.words(f"promise.told_{key}", at=when)]
    return []


def _distance(promise: Promise, view: View, late: bool) -> str:
    if promise.due_at is None:
        return ""
    length = duration(abs(promise.due_at - view.now), view.words)
    return view.words("promise.late_by" if late else "promise.due_in", length=length)
