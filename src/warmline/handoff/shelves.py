"""What actions need of the store for handoffs and overrides; a part of `ports`."""

from typing import Protocol

from warmline.conversation.message import ConversationId
from warmline.handoff.handoff import Handoff, HandoffId
from warmline.handoff.override import Override


class Handoffs(Protocol):
    """The shelf of handoffs."""

    def get(self, id: HandoffId) -> Handoff:
        """One, or NotFound."""

    def add(self, handoff: Handoff) -> None:
        """A new one."""

    def save(self, handoff: Handoff) -> Handoff:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""

    def of(self, conversation_id: ConversationId) -> list[Handoff]:
        """All of a conversation, newest first."""

    def unfinished(self) -> list[Handoff]:
        """All that are not over, oldest first."""


class Overrides(Protocol):
    """The shelf of what supervisors decided instead of the program."""

    def add(self, override: Override) -> None:
        """A new one; it is never changed."""

    def of(self, conversation_id: ConversationId) -> list[Override]:
        """All of a conversation, oldest first."""

    def recent(self, limit: int) -> list[Override]:
        """The newest, newest first."""
