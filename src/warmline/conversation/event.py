"""
What happened, dotted and in the past tense, stored beside the change that it tells of.

The event table is the only thing that wakes live pages and durable work: it is written in the same
transaction as the change, so nothing can happen untold, and nothing told can fail to have happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from warmline.conversation.message import ConversationId

EVENT_NAMES = (
    "conversation.started",
    "conversation.status_changed",
    "conversation.speaker_changed",
    "conversation.alarm_raised",
    "conversation.alarm_ended",
    "conversation.contact_told",
    "conversation.snoozed",
    "conversation.woken",
    "message.received",
    "message.sent",
    "message.translated",
    "message.recorded",
    "decision.made",
    "handoff.requested",
    "handoff.offered",
    "handoff.accepted",
    "handoff.declined",
    "handoff.timed_out",
    "handoff.promised",
    "handoff.started",
    "handoff.reassigned",
    "handoff.taken_off",
    "handoff.returned",
    "handoff.wrapped_up",
    "promise.made",
    "promise.reminded",
    "promise.late",
    "promise.put_off",
    "promise.kept",
    "promise.released",
    "fact.proposed",
    "fact.kept",
    "fact.declined",
    "fact.withdrawn",
    "fact.expired",
    "memory.link_sent",
    "contact.exported",
    "contact.erased",
    "agent.availability_changed",
    "agent.capacity_changed",
    "review.given",
    "override.made",
    "digest.gathered",
    "complaint.received",
    "complaint.acknowledged",
    "complaint.assessed",
    "complaint.investigating",
    "complaint.extended",
    "complaint.noted",
    "complaint.answered",
    "complaint.communicated",
    "complaint.reopened",
    "complaint.closed",
    "complaint.set_aside",
    "complaint.reminded",
    "complaint.late",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One stored fact about a conversation."""

    name: str
    """One of EVENT_NAMES."""
    at: datetime
    conversation_id: ConversationId | None = None
    subject_id: str | None = None
    """The message, handoff or promise that it is about."""
    details: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)
    """Codes, ids and figures; never text of a message."""
    seq: int | None = None
    """Rises in the order of commits; given by the store."""
