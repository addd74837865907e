"""The shelf of messages, in the order of arrival."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from warmline.conversation.message import Author, ConversationId, Mask, Message
from warmline.store.rows import Shelf
from warmline.store.tables import messages

_COLUMNS = [column for column in messages.c if column.name != "position"]


class MessageShelf(Shelf):
    """Fulfils `conversation.shelves.Messages`."""

    def add(self, message: Message) -> None:
        """A new one; WriteConflict when its client id has arrived before."""
        self._insert(messages, asdict(message))

    def find(self, conversation_id: ConversationId, client_id: str) -> Message | None:
        """The message that the sender knows by this id, if it has arrived before."""
        query = select(*_COLUMNS).where(
            messages.c.conversation_id == conversation_id, messages.c.client_id == client_id
        )
        rows = self._all(query)
        return _message(rows[0]) if rows else None

    def of(self, conversation_id: ConversationId) -> list[Message]:
        """All of a conversation, in the order of arrival."""
        query = (
            select(*_COLUMNS)
            .where(messages.c.conversation_id == conversation_id)
            .order_by(messages.c.position)
        )
        return [_message(row) for row in self._all(query)]


def _message(row: Row[Any]) -> Message:
    values = dict(row._mapping)
    masks = tuple(Mask(**mask) for mask in row.masks)
    return Message(**values | {"author": Author(row.author), "masks": masks})
