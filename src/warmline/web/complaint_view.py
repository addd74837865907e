"""One complaint as a colleague sees it: dates, the next step as forms, the log with its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from warmline.complaints.complaint import CAUSES, Complaint, ComplaintId, ComplaintState, Outcome
from warmline.complaints.log import Entry
from warmline.conversation.message import AgentId, ConversationId
from warmline.ports import Transaction
from warmline.web.complaints_view import about, distance_to, owned_by
from warmline.web.names import agent_name, contact_name
from warmline.web.pages import Page
from warmline.web.times import day_time
from warmline.web.view import View

HANDS = ("contact", "assistant", "integrator", "house")
"""Who did something in the log, when it was no agent."""
DECISIONS = (Outcome.UPHELD, Outcome.PARTLY, Outcome.NOT_UPHELD)

DEEDS = {
    ComplaintState.RECEIVED: ("withdraw", "note"),
    ComplaintState.ACKNOWLEDGED: ("take_up", "aside", "extend", "withdraw", "note"),
    ComplaintState.ASSESSED: ("investigate", "answer", "extend", "withdraw", "note"),
    ComplaintState.INVESTIGATING: ("answer", "extend", "withdraw", "note"),
    ComplaintState.ANSWERED: ("withdraw", "note"),
    ComplaintState.COMMUNICATED: ("close", "reopen", "withdraw", "note"),
    ComplaintState.CLOSED: (),
    ComplaintState.SET_ASIDE: (),
}
"""What a colleague may do in each state, the next step first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """One step of ISO 10002, and when it was reached."""

    name: str
    at: str
    """Empty when it was not reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One entry of the log."""

    number: int
    did: str
    by: str
    at: str
    instant: str
    """ISO 8601."""
    words: str
    is_erased: bool
    seal: str
    """The beginning of the entry's hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintView:
    """One complaint."""

    id: ComplaintId
    conversation_id: ConversationId
    tracking: str
    who: str
    matter: str
    state: str
    due: str
    distance: str
    about: str
    owner: str
    outcome: str
    is_late: bool
    is_open: bool
    is_unanswered: bool
    extended: int
    first_due: str
    dates: tuple[DateLine, ...]
    deeds: tuple[str, ...]
    log: tuple[LogLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintPage(Page):
    """The page of one complaint."""

    template: ClassVar[str] = "complaint.html"
    complaint: ComplaintView
    causes: tuple[str, ...] = CAUSES
    decisions: tuple[str, ...] = DECISIONS
    no_cut_off: bool = False
    seq: int = 0


def compose_complaint(tx: Transaction, view: View, id: ComplaintId) -> ComplaintView:
    """
    One complaint, as it stands.

    Raises:
        NotFound: there is none with this id.
    """
    complaint, words = tx.complaints.get(id), view.words
    entries = tx.complaint_log.entries([id])
    received = next(one for one in entries if one.what == "complaint.received")
    outcome = complaint.outcome
    return ComplaintView(
        id=id,
        conversation_id=complaint.conversation_id,
        tracking=complaint.key,
        who=contact_name(tx.contacts.get(complaint.contact_id), words),
        matter=received.words or words("complaint.erased"),
        state=words(f"complaint.state.{complaint.state.value}"),
        due=day_time(complaint.due_at, view.now, view.zone, words),
        distance=distance_to(complaint, view),
        about=about(complaint, words),
        owner=owned_by(tx, complaint, view),
        outcome="" if outcome is None else words(f"complaint.outcome.{outcome.value}"),
        is_late=complaint.is_late(view.now),
        is_open=complaint.is_open,
        is_unanswered=complaint.is_unanswered,
        extended=complaint.extensions,
        first_due=day_time(complaint.first_due_at, view.now, view.zone, words),
        dates=_dates(complaint, view),
        deeds=_deeds(complaint),
        log=tuple(_line(entry, tx, view) for entry in reversed(entries)),
    )


def _deeds(complaint: Complaint) -> tuple[str, ...]:
    known = DEEDS[complaint.state]
    return known if complaint.is_to_confirm else tuple(one for one in known if one != "aside")


def _dates(complaint: Complaint, view: View) -> tuple[DateLine, ...]:
    reached = {
        "received": complaint.received_at,
        "acknowledged": complaint.acknowledged_at,
        "assessed": complaint.assessed_at,
        "investigating": complaint.investigating_at,
        "answered": complaint.answered_at,
        "communicated": complaint.communicated_at,
        "set_aside" if complaint.state is ComplaintState.SET_ASIDE else "closed": (
            complaint.ended_at
        ),
    }
    return tuple(
        DateLine(
            name=view.words(f"complaint.did.{step}"),
            at="" if at is None else day_time(at, view.now, view.zone, view.words),
        )
        for step, at in without_skipped(reached).items()
    )


def without_skipped(reached: Mapping[str, datetime | None]) -> dict[str, datetime | None]:
    """Steps in their order, without those that were left out on the way to a later one."""
    last = max((place for place, at in enumerate(reached.values()) if at is not None), default=0)
    return {
        step: at
        for place, (step, at) in enumerate(reached.items())
        if at is not None or place > last
    }


def _line(entry: Entry, tx: Transaction, view: View) -> LogLine:
    words = view.words
    due = day_time(entry.due_at, view.now, view.zone, words)
    if entry.by in HANDS:
        by = words(f"complaint.by_{entry.by}")
    else:
        agents = {agent.id: agent for agent in tx.agents.all()}
        by = agent_name(agents, AgentId(entry.by), words)
    return LogLine(
        number=entry.number,
        did=words(f"complaint.did.{entry.what.removeprefix('complaint.')}", due=due),
        by=by,
        at=day_time(entry.at, view.now, view.zone, words),
        instant=entry.at.isoformat(),
        words=entry.words or "",
        is_erased=entry.seal is not None and entry.words is None,
        seal=entry.hash[:8],
    )
