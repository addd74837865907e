"""
What actions need of the store for conversations: what was said, in which tongue, what happened.

Parts of `ports.Transaction`, beside their nouns.
"""

from typing import Protocol

from warmline.conversation.conversation import Conversation
from warmline.conversation.event import Event
from warmline.conversation.message import ContactId, ConversationId, Message
from warmline.conversation.translation import Translation


class Conversations(Protocol):
    """The shelf of conversations."""

    def get(self, id: ConversationId) -> Conversation:
        """One conversation, or NotFound."""

    def add(self, conversation: Conversation) -> None:
        """A new one."""

    def save(self, conversation: Conversation) -> Conversation:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""

    def of_contact(self, contact_id: ContactId) -> list[Conversation]:
        """All of a contact, newest first."""

    def snoozed(self) -> list[Conversation]:
        """All that are set aside, the next to come back first."""

    def recent(self, limit: int) -> list[Conversation]:
        """The most recently changed ones."""


class Messages(Protocol):
    """The shelf of messages."""

    def add(self, message: Message) -> None:
        """A new one."""

    def find(self, conversation_id: ConversationId, client_id: str) -> Message | None:
        """The message that the sender knows by this id, if it has arrived before."""

    def of(self, conversation_id: ConversationId) -> list[Message]:
        """All of a conversation, in the order of arrival."""


class Translations(Protocol):
    """The shelf of translations."""

    def put(self, translation: Translation) -> None:
        """A translation; it takes the place of an earlier one of the same message and language."""

    def of(self, conversation_id: ConversationId) -> list[Translation]:
        """All of a conversation, in the order of its messages."""


class Events(Protocol):
    """The event table: the only thing that wakes live pages and durable work."""

    def append(self, *events: Event) -> None:
        """Tell what happened, in the same transaction."""

    def after(self, seq: int, limit: int) -> list[Event]:
        """What was committed after a number, in the order of commits."""

    def last_seq(self) -> int:
        """The newest number; 0 when nothing has happened."""

    def cursor(self, name: str) -> int:
        """How far a named listener has come; 0 at first."""

    def move_cursor(self, name: str, seq: int) -> None:
        """Note how far a named listener has come."""
