"""The list of complaints: late ones first, then what nobody has looked at; and the desk's line."""

from dataclasses import dataclass
from typing import ClassVar

from warmline.complaints.complaint import Complaint, ComplaintId, ComplaintState
from warmline.conversation.message import ConversationId
from warmline.ports import Transaction
from warmline.web.names import agent_name, contact_name
from warmline.web.pages import Page
from warmline.web.times import day_time, duration
from warmline.web.view import View
from warmline.web.words import Words

GROUPS = ("late", "confirm", "soon", "later", "told")
MATTER_LENGTH = 200
"""Code points of the matter on the list; the whole of it stands on the complaint's own page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRow:
    """One open complaint."""

    id: ComplaintId
    tracking: str
    matter: str
    due: str
    distance: str
    state: str
    of: str
    """Of whom, with whom, about what."""
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintGroup:
    """Complaints that are to be looked at for the same reason."""

    key: str
    """One of GROUPS."""
    rows: tuple[ComplaintRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintsPage(Page):
    """All complaints that are open."""

    template: ClassVar[str] = "complaints.html"
    lead: str
    groups: tuple[ComplaintGroup, ...]
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintLine:
    """The open complaint of a conversation, in a line above it."""

    id: ComplaintId
    words: str
    is_late: bool


def compose_complaints(tx: Transaction, view: View) -> tuple[str, tuple[ComplaintGroup, ...]]:
    """The lead in words, and the open complaints by what they wait for."""
    complaints = tx.complaints.open()
    if not complaints:
        return view.words("complaint.lead_none"), ()
    matters = matters_of(tx, [one.id for one in complaints])
    groups: dict[str, list[ComplaintRow]] = {key: [] for key in GROUPS}
    for complaint in complaints:
        groups[_group(complaint, view)].append(_row(tx, complaint, matters, view))
    late = len(groups["late"])
    lead = "complaint.lead_late" if late else "complaint.lead_open"
    shown = tuple(ComplaintGroup(key=key, rows=tuple(rows)) for key, rows in groups.items() if rows)
    return view.words(lead, late=late, open=len(complaints)), shown


def complaint_line(tx: Transaction, view: View, id: ConversationId) -> ComplaintLine | None:
    """The complaint that is open in a conversation, for the desk."""
    complaint = next((one for one in tx.complaints.of(id) if one.is_open), None)
    if complaint is None:
        return None
    late = complaint.is_late(view.now)
    key = "desk_late" if late else "desk_line" if complaint.is_unanswered else "desk_told"
    due = day_time(complaint.due_at, view.now, view.zone, view.words)
    said = view.words(f"complaint.{key}", tracking=complaint.key, due=due)
    return ComplaintLine(id=complaint.id, words=said, is_late=late)


def urgent_complaints(tx: Transaction, view: View) -> int:
    """How many are late, or heard by the assistant and not looked at yet."""
    return sum(one.is_late(view.now) or one.is_to_confirm for one in tx.complaints.open())


def matters_of(tx: Transaction, ids: list[ComplaintId]) -> dict[ComplaintId, str]:
    """What each complaint is about, in the words of its first entry; empty when erased."""
    entries = tx.complaint_log.entries(ids)
    return {
        one.complaint_id: one.words or "" for one in entries if one.what == "complaint.received"
    }


def about(complaint: Complaint, words: Words) -> str:
    """What it is about, by its cause."""
    return words(f"complaint.about.{complaint.cause or 'unassessed'}")


def distance_to(complaint: Complaint, view: View) -> str:
    """How long is left, or by how much it is late; when it was answered, once it is."""
    words = view.words
    if complaint.answered_at is not None and not complaint.is_unanswered:
        at = day_time(complaint.answered_at, view.now, view.zone, words)
        return words("complaint.was_due", at=at)
    length = duration(abs(complaint.due_at - view.now), words)
    key = "late_by" if complaint.is_late(view.now) else "due_in"
    return words(f"complaint.{key}", length=length)


def owned_by(tx: Transaction, complaint: Complaint, view: View) -> str:
    """Whose it is, in words."""
    if complaint.owner_id is None:
        return view.words("complaint.owner_none")
    if complaint.owner_id == view.agent.id:
        return view.words("complaint.owner_you")
    agents = {agent.id: agent for agent in tx.agents.all()}
    return view.words("complaint.owner", name=agent_name(agents, complaint.owner_id, view.words))


def _group(complaint: Complaint, view: View) -> str:
    if complaint.is_late(view.now):
        return "late"
    if complaint.state is ComplaintState.COMMUNICATED:
        return "told"
    if complaint.is_to_confirm:
        return "confirm"
    return "soon" if complaint.remind_at <= view.now else "later"


def _row(
    tx: Transaction, complaint: Complaint, matters: dict[ComplaintId, str], view: View
) -> ComplaintRow:
    words = view.words
    who = contact_name(tx.contacts.get(complaint.contact_id), words)
    separator = "，" if words.language == "zh" else ", "
    of = separator.join(
        (words("complaint.from", name=who), owned_by(tx, complaint, view), about(complaint, words))
    )
    matter = matters.get(complaint.id) or words("complaint.erased")
    cut = f"{matter[:MATTER_LENGTH]}…" if len(matter) > MATTER_LENGTH else matter
    due = day_time(complaint.due_at, view.now, view.zone, words)
    distance = distance_to(complaint, view)
    return ComplaintRow(
        id=complaint.id,
        tracking=complaint.key,
        matter=cut,
        due=due if complaint.is_unanswered else distance,
        distance=distance if complaint.is_unanswered else "",
        state=words(f"complaint.state.{complaint.state.value}"),
        of=of,
        is_late=complaint.is_late(view.now),
    )
