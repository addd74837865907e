"""
Complaints by API: note one, and see how it stands, by its id or by its key.

An integrator sees the log with its words; a contact's token notes and sees complaints of its own
conversation, without the log.
"""

from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from warmline.actions.complain import complain
from warmline.complaints.complaint import Complaint, ComplaintId, Source
from warmline.complaints.key import read_key
from warmline.complaints.log import Entry
from warmline.conversation.message import ConversationId
from warmline.errors import ComplaintKeyMistyped, NotFound
from warmline.ports import Transaction
from warmline.web.api import REFUSALS, CalledBy
from warmline.web.entrance import Here
from warmline.web.errors import not_found
from warmline.web.limits import COMPLAINT_KEYS, MESSAGES
from warmline.web.shapes import Body, MessageShape, message_shape
from warmline.web.text import SafeText

router = APIRouter(prefix="/api/v1", tags=["v1"], responses=REFUSALS)


class ComplaintBody(Body):
    """A complaint to note."""

    conversation: SafeText = Field(min_length=1, max_length=100)
    matter: SafeText | None = Field(
        None, min_length=1, description="What it is about; null takes the contact's last message."
    )


class ComplaintShape(BaseModel):
    """A complaint as it stands."""

    id: str
    key: str
    conversation: str
    inbox: str
    state: str
    source: str
    is_open: bool
    cause: str | None
    outcome: str | None
    owner_id: str | None
    received_at: datetime
    acknowledged_at: datetime | None
    assessed_at: datetime | None
    communicated_at: datetime | None
    ended_at: datetime | None
    first_due_at: datetime
    due_at: datetime
    is_late: bool


class EntryShape(BaseModel):
    """An entry of a complaint's log; words are null when there are none, or they were erased."""

    number: int
    at: datetime
    what: str
    by: str
    words: str | None
    hash: str


class NotedShape(BaseModel):
    """A complaint that was noted, and what the contact has to be shown."""

    ok: Literal[True] = True
    complaint: ComplaintShape
    replies: list[MessageShape]


class FollowedShape(BaseModel):
    """How a complaint stands; its log for integrators alone."""

    ok: Literal[True] = True
    complaint: ComplaintShape
    log: list[EntryShape] | None = None


@router.post("/complaints", status_code=201)
def note_complaint(here: Here, by: CalledBy, body: ComplaintBody) -> NotedShape:
    """Note a complaint: it gets its key and its date at once; one at a time in a conversation."""
    id = ConversationId(body.conversation)
    by.may_see(id)
    now = here.work.clock.now()
    if not by.is_integrator:
        here.limits.take(MESSAGES, id, now=now)
    source = Source.INTEGRATOR if by.is_integrator else Source.CONTACT
    noted = complain(here.work, conversation_id=id, source=source, matter=body.matter)
    with here.work.store.view() as tx:
        said = tx.messages.of(id)
    replies = [one for one in said if one.notice == "complaint.received" and noted.key in one.text]
    return NotedShape(
        complaint=complaint_shape(noted, now), replies=[message_shape(one) for one in replies]
    )


@router.get("/complaints/{id}")
def follow_complaint(here: Here, by: CalledBy, id: str) -> FollowedShape:
    """How a complaint stands, by its id or by its key."""
    now = here.work.clock.now()
    if by.conversation_id is not None:
        here.limits.take(COMPLAINT_KEYS, by.conversation_id, now=now)
    with here.work.store.view() as tx:
        found = _found(tx, id)
        if by.conversation_id not in (None, found.conversation_id):
            raise not_found("complaint", id)
        shape = FollowedShape(complaint=complaint_shape(found, now))
        if by.is_integrator:
            shape.log = [_entry_shape(one) for one in tx.complaint_log.entries([found.id])]
    return shape


def complaint_shape(complaint: Complaint, now: datetime) -> ComplaintShape:
    """A complaint in its public shape."""
    return ComplaintShape(
        id=complaint.id,
        key=complaint.key,
        conversation=complaint.conversation_id,
        inbox=complaint.inbox_id,
        state=complaint.state.value,
        source=complaint.source.value,
        is_open=complaint.is_open,
        cause=complaint.cause,
        outcome=None if complaint.outcome is None else complaint.outcome.value,
        owner_id=complaint.owner_id,
        received_at=complaint.received_at,
        acknowledged_at=complaint.acknowledged_at,
        assessed_at=complaint.assessed_at,
        communicated_at=complaint.communicated_at,
        ended_at=complaint.ended_at,
        first_due_at=complaint.first_due_at,
        due_at=complaint.due_at,
        is_late=complaint.is_late(now),
    )


def _entry_shape(entry: Entry) -> EntryShape:
    return EntryShape(
        number=entry.number,
        at=entry.at,
        what=entry.what,
        by=entry.by,
        words=entry.words,
        hash=entry.hash,
    )


def _found(tx: Transaction, id: str) -> Complaint:
    try:
        found = tx.complaints.find(read_key(id))
    except ComplaintKeyMistyped:
        found = None
    if found is not None:
        return found
    try:
        return tx.complaints.get(ComplaintId(id))
    except NotFound as error:
        raise not_found("complaint", id) from error
