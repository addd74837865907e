"""What actions need of the store for overrides; a part of `ports`, beside its noun."""

from typing import Protocol

from warmline.conversation.message import ConversationId
from warmline.handoff.override import Override


class Overrides(Protocol):
    """The shelf of what supervisors decided instead of the program."""

    def add(self, override: Override) -> None:
        """A new one; it is never changed."""

    def of(self, conversation_id: ConversationId) -> list[Override]:
        """All of a conversation, oldest first."""

    def recent(self, limit: int) -> list[Override]:
        """The newest, newest first."""
