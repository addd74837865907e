"""
What was promised to a contact, by whom, until when, and whether it was kept.

Finding promises in a text is `contacts/promises.py`; this file only knows their life. The contact
hears of it twice at most: before its time how it stands, and after it that it is late.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from warmline.conversation.message import AgentId, ContactId, ConversationId, MessageId

PromiseId = NewType("PromiseId", str)

WORTH_PROGRESS = timedelta(hours=1)
"""Whoever was promised something within the hour hears how it ended, not how it goes."""
LATE_TOLD_AFTER = timedelta(minutes=5)
"""Whoever is writing the answer at the stroke of the hour may finish it."""


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
    progress_told_at: datetime | None = None
    """When the contact was told, before its time, that it is still open."""
    tell_late_at: datetime | None = None
    """When the contact is to be told that it is late; None when nobody is to be told (any more)."""
    late_told_at: datetime | None = None
    """When the contact was told that it is late."""
    version: int = 0

    @property
    def is_owed(self) -> bool:
        """Whether it still has to be kept."""
        return self.state in (PromiseState.OPEN, PromiseState.LATE)

    @property
    def progress_at(self) -> datetime | None:
        """
        When the contact should hear that it is still open; None when that would tell nothing.

        Half-way between the owner's reminder and the time, so that the owner has the first half.
        """
        if self.due_at is None or self.remind_at is None or self.remind_at >= self.due_at:
            return None
        if self.due_at - self.made_at < WORTH_PROGRESS:
            return None
        return self.due_at - (self.due_at - self.remind_at) / 2

    def may_tell_progress(self, *, now: datetime) -> bool:
        """Whether it is open, its time has not come, and the contact was not told yet."""
        is_before = self.due_at is not None and now < self.due_at
        return self.state is PromiseState.OPEN and is_before and self.progress_told_at is None

    @property
    def may_tell_late(self) -> bool:
        """Whether the contact is still to be told that it is late."""
        is_told = self.late_told_at is not None
        return self.state is PromiseState.LATE and self.tell_late_at is not None and not is_told

    def tell_progress(self, *, now: datetime) -> "Promise":
        """Note that the contact was told that it is still open."""
        return replace(self, progress_told_at=now)

    def tell_late(self, *, now: datetime) -> "Promise":
        """Note that the contact was told that it is late."""
        return replace(self, late_told_at=now)

    def put_off(self, *, until: datetime) -> "Promise":
        """Tell the contact later that it is late: something else comes first."""
        return replace(self, tell_late_at=until)

    def leave_untold(self) -> "Promise":
        """Do not tell the contact that it is late: somebody has, or they do not want it."""
        return replace(self, tell_late_at=None)

    def remind(self, *, now: datetime) -> "Promise | None":
        """Note that the owner was reminded; None when there is nothing to remind of."""
        if not self.is_owed or self.reminded_at is not None:
            return None
        return replace(self, reminded_at=now)

    def grow_late(self, *, now: datetime) -> "Promise | None":
        """Note that the time has passed; None when it was kept, released or already late."""
        if self.state is not PromiseState.OPEN:
            return None
        tell_at = now + LATE_TOLD_AFTER
        return replace(self, state=PromiseState.LATE, late_at=now, tell_late_at=tell_at)

    def keep(self, *, now: datetime) -> "Promise | None":
        """Note that it was kept; None when it had ended already."""
        return replace(self, state=PromiseState.KEPT, ended_at=now) if self.is_owed else None

    def release(self, *, now: datetime) -> "Promise | None":
        """Let the house off; None when it had ended already."""
        return replace(self, state=PromiseState.RELEASED, ended_at=now) if self.is_owed else None
