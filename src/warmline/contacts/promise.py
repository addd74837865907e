"""
What was promised to a contact, by whom, until when, and whether it was kept.

Finding promises in a text is `contacts/promises.py`; this file only knows their life.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from warmline.conversation.message import AgentId, ContactId, ConversationId, MessageId

PromiseId = NewType("PromiseId", str)


class PromiseState(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    LATE = "late"
    """Its time has passed and it is not kept yet; keeping it is still possible."""
    KEPT = "kept"
    RELEASED = "released"
    """The contact, or a supervisor with a reason, let us off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise to one contact."""

    id: PromiseId
    conversation_id: ConversationId
    contact_id: ContactId
    owner_id: AgentId | None
    """Who answers for it; None when it is the team's (a call-back that nobody has taken yet)."""
    what: str
    """The promise in the words in which it was made, masked."""
    due_at: datetime | None
    remind_at: datetime | None
    state: PromiseState
    made_at: datetime
    message_id: MessageId | None = None
    """The message in which it was made; None for a call-back promised by the house."""
    span: tuple[int, int] | None = None
    """Code points into that message, end exclusive."""
    reminded_at: datetime | None = None
    late_at: datetime | None = None
    ended_at: datetime | None = None
    version: int = 0

    @property
    def is_owed(self) -> bool:
        """Whether it still has to be kept."""
        return self.state in (PromiseState.OPEN, PromiseState.LATE)

    def remind(self, *, now: datetime) -> "Promise | None":
        """Note that the owner was reminded; None when there is nothing to remind of."""
        if not self.is_owed or self.reminded_at is not None:
            return None
        return replace(self, reminded_at=now)

    def grow_late(self, *, now: datetime) -> "Promise | None":
        """Note that the time has passed; None when it was kept, released or already late."""
        if self.state is not PromiseState.OPEN:
            return None
        return replace(self, state=PromiseState.LATE, late_at=now)

    def keep(self, *, now: datetime) -> "Promise | None":
        """Note that it was kept; None when it had ended already."""
        return replace(self, state=PromiseState.KEPT, ended_at=now) if self.is_owed else None

    def release(self, *, now: datetime) -> "Promise | None":
        """Let the house off; None when it had ended already."""
        return replace(self, state=PromiseState.RELEASED, ended_at=now) if self.is_owed else None
