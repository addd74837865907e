"""
What must happen later because of what has happened: pure, from nouns to workflows.

A workflow's id follows from what it is for, so that planning the same thing twice, after a crash or
in two servers, starts it once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from warmline.complaints.complaint import Complaint
from warmline.contacts.fact import Fact
from warmline.contacts.promise import Promise
from warmline.conversation.conversation import Conversation
from warmline.conversation.event import Event
from warmline.handoff.handoff import Handoff, HandoffState

SENT_OUT = ("conversation.", "handoff.", "digest.", "complaint.")
"""Events whose names begin so are sent to webhooks."""


TRANSLATED = ("message.received", "handoff.offered", "handoff.accepted")
"""Events after which there may be something that the agent cannot read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """One duty to be carried out once, at a time."""

    id: str
    """The same for the same work; also the idempotency key."""
    duty: str
    """Which function of `Duties`."""
    arguments: tuple[str | int, ...]
    start_at: datetime | None = None
    """None means at once."""


def for_promise(promise: Promise) -> list[Workflow]:
    """
    Remind its owner, tell the contact how it stands, note that it has grown late, and tell that.

    Nothing once it has ended, and nothing that was done before.
    """
    planned: list[Workflow] = []
    if not promise.is_owed:
        return planned
    if promise.remind_at is not None and promise.reminded_at is None:
        planned.append(_at("remind", promise.id, promise.remind_at))
    if promise.due_at is not None and promise.late_at is None:
        planned.append(_at("grow_late", promise.id, promise.due_at))
        if promise.progress_at is not None and promise.progress_told_at is None:
            planned.append(_at("tell_progress", promise.id, promise.progress_at))
    if promise.may_tell_late and promise.tell_late_at is not None:
        planned.append(_at("tell_late", promise.id, promise.tell_late_at))
    return planned


def for_snooze(conversation: Conversation) -> list[Workflow]:
    """Bring it back at its time; nothing for what is not set aside."""
    if conversation.snoozed_until is None:
        return []
    return [_at("wake", conversation.id, conversation.snoozed_until)]


def for_complaint(complaint: Complaint) -> list[Workflow]:
    """Remind the house, and note when it has grown late; nothing once it is answered."""
    planned: list[Workflow] = []
    if not complaint.is_unanswered:
        return planned
    if complaint.reminded_at is None:
        planned.append(_at("remind_of_complaint", complaint.id, complaint.remind_at))
    if complaint.late_at is None:
        planned.append(_at("complaint_grew_late", complaint.id, complaint.due_at))
    return planned


def for_fact(fact: Fact) -> list[Workflow]:
    """Forget it when its time is over; nothing for what is over already or has no end."""
    if fact.is_over or fact.expires_at is None:
        return []
    return [_at("expire_fact", fact.id, fact.expires_at)]


def for_offer(handoff: Handoff) -> list[Workflow]:
    """Let the offer that stands now lapse when its time is up."""
    if handoff.state is not HandoffState.OFFERED or handoff.offer_expires_at is None:
        return []
    return [
        Workflow(
            id=f"time_out_offer-{handoff.id}-{handoff.offer_number}",
            duty="time_out_offer",
            arguments=(handoff.id, handoff.offer_number),
            start_at=handoff.offer_expires_at,
        )
    ]


def for_webhook(event: Event, endpoint_id: str) -> list[Workflow]:
    """Send one event to one endpoint, when it is one that is sent out."""
    if event.seq is None or not event.name.startswith(SENT_OUT):
        return []
    return [
        Workflow(
            id=f"deliver-{endpoint_id}-{event.seq}",
            duty="deliver",
            arguments=(endpoint_id, event.seq),
        )
    ]


def for_translation(event: Event, handoffs: Sequence[Handoff]) -> list[Workflow]:
    """Say a conversation in the language of the agent who was asked or has it, if there is one."""
    asked = {one.conversation_id for one in handoffs if one.agent_id is not None}
    if event.seq is None or event.conversation_id not in asked or event.conversation_id is None:
        return []
    return [
        Workflow(id=f"translate-{event.seq}", duty="translate", arguments=(event.conversation_id,))
    ]


def for_digest(now: datetime, every: timedelta) -> Workflow:
    """Gather what is late, once for the interval that a time lies in, in however many servers."""
    number = int(now.timestamp() // every.total_seconds())
    return Workflow(id=f"digest-{number}", duty="digest", arguments=(number,))


def _at(duty: str, id: str, start_at: datetime) -> Workflow:
    # The time is part of the id, so that a promise with a new time is watched anew.
    return Workflow(
        id=f"{duty}-{id}-{int(start_at.timestamp())}",
        duty=duty,
        arguments=(id,),
        start_at=start_at,
    )
