"""
One thread in one inbox, from open to resolved, and who holds the word in it.

The status table and the rule of one speaker live here; what they mean for queues and people is
judged elsewhere. Status words follow Chatwoot's conversation model, so that connectors need no
dictionary.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from warmline.conversation.message import AgentId, ContactId, ConversationId
from warmline.errors import StatusForbidden

InboxId = NewType("InboxId", str)


class Channel(StrEnum):
    """By which medium messages arrive."""

    WEB = "web"
    API = "api"
    EMAIL = "email"


class Status(StrEnum):
    """Where a conversation stands."""

    PENDING = "pending"
    """The assistant has it."""
    OPEN = "open"
    """A person has it, or is being sought."""
    SNOOZED = "snoozed"
    """Its agent has set it aside until a time, or until the contact writes."""
    RESOLVED = "resolved"
    """It is done; the next message opens it again."""


ALLOWED: dict[Status, frozenset[Status]] = {
    Status.PENDING: frozenset({Status.OPEN, Status.SNOOZED, Status.RESOLVED}),
    Status.OPEN: frozenset({Status.PENDING, Status.SNOOZED, Status.RESOLVED}),
    Status.SNOOZED: frozenset({Status.OPEN, Status.PENDING, Status.RESOLVED}),
    Status.RESOLVED: frozenset({Status.PENDING, Status.OPEN}),
}


class Priority(StrEnum):
    """How soon a person should look."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class Speaker(StrEnum):
    """Who holds the word: exactly one of the two, at any time."""

    ASSISTANT = "assistant"
    AGENT = "agent"
    """An agent, or the empty chair of one: from the moment a handoff is requested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One thread in one inbox."""

    id: ConversationId
    inbox_id: InboxId
    contact_id: ContactId
    channel: Channel
    status: Status
    speaker: Speaker
    priority: Priority
    started_at: datetime
    changed_at: datetime
    language: str | None = None
    assignee_id: AgentId | None = None
    waiting_since: datetime | None = None
    """Since when the contact's last word has had no answer of the speaker."""
    snoozed_until: datetime | None = None
    """When it comes back to whoever set it aside; None unless it is snoozed."""
    resolved_at: datetime | None = None
    """When it was last resolved; nothing before counts for the next moment."""
    is_watched: bool = False
    """It began in shadow: it is decided on and shown, and the house says and does nothing in it."""
    version: int = 0
    """Rises with each save; a save of an older one is a conflict."""

    def become(self, status: Status, *, now: datetime) -> "Conversation":
        """
        Move to another status.

        Raises:
            StatusForbidden: the status table has no such step.
        """
        if status is self.status:
            return self
        if status not in ALLOWED[self.status]:
            raise StatusForbidden(id=self.id, status=self.status, wanted=status)
        resolved_at = now if status is Status.RESOLVED else self.resolved_at
        until = self.snoozed_until if status is Status.SNOOZED else None
        return replace(
            self, status=status, changed_at=now, resolved_at=resolved_at, snoozed_until=until
        )
