"""The shelf of conversations."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select

from warmline.conversation.conversation import Channel, Conversation, Priority, Speaker, Status
from warmline.conversation.message import ContactId, ConversationId
from warmline.store.rows import Shelf
from warmline.store.tables import conversations


class ConversationShelf(Shelf):
    """Fulfils `conversation.shelves.Conversations`."""

    def get(self, id: ConversationId) -> Conversation:
        """One conversation, or NotFound."""
        return conversation_in(self._one(conversations, id, what="conversation"))

    def add(self, conversation: Conversation) -> None:
        """A new one."""
        self._insert(conversations, asdict(conversation))

    def save(self, conversation: Conversation) -> Conversation:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""
        version = self._update(conversations, asdict(conversation), what="conversation")
        return replace(conversation, version=version)

    def of_contact(self, contact_id: ContactId) -> list[Conversation]:
        """All of a contact, newest first."""
        query = (
            select(conversations)
            .where(conversations.c.contact_id == contact_id)
            .order_by(conversations.c.started_at.desc(), conversations.c.id.desc())
        )
        return [conversation_in(row) for row in self._all(query)]

    def snoozed(self) -> list[Conversation]:
        """All that are set aside, the next to come back first."""
        query = (
            select(conversations)
            .where(conversations.c.snoozed_until.is_not(None))
            .order_by(conversations.c.snoozed_until, conversations.c.id)
        )
        return [conversation_in(row) for row in self._all(query)]

    def recent(self, limit: int) -> list[Conversation]:
        """The most recently changed ones."""
        query = (
            select(conversations)
            .order_by(conversations.c.changed_at.desc(), conversations.c.id.desc())
            .limit(limit)
        )
        return [conversation_in(row) for row in self._all(query)]


def conversation_in(row: Row[Any]) -> Conversation:
    """The conversation that a row holds."""
    values = dict(row._mapping)
    return Conversation(
        **values
        | {
            "channel": Channel(row.channel),
            "status": Status(row.status),
            "speaker": Speaker(row.speaker),
            "priority": Priority(row.priority),
        }
    )
