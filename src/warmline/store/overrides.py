"""The shelf of overrides: what supervisors decided instead of the program."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, select

from warmline.conversation.message import ConversationId
from warmline.handoff.override import Override, OverrideDeed
from warmline.store.rows import Shelf
from warmline.store.tables import overrides


class OverrideShelf(Shelf):
    """Fulfils `handoff.shelves.Overrides`; what is written stays as it is."""

    def add(self, override: Override) -> None:
        """A new one."""
        self._insert(overrides, asdict(override))

    def of(self, conversation_id: ConversationId) -> list[Override]:
        """All of a conversation, oldest first."""
        query = select(overrides).where(overrides.c.conversation_id == conversation_id)
        return _overrides(self._all(query.order_by(overrides.c.at, overrides.c.id)))

    def recent(self, limit: int) -> list[Override]:
        """The newest, newest first."""
        query = select(overrides).order_by(overrides.c.at.desc(), overrides.c.id.desc())
        return _overrides(self._all(query.limit(limit)))


def _overrides(rows: Iterable[Row[Any]]) -> list[Override]:
    return [Override(**dict(row._mapping) | {"deed": OverrideDeed(row.deed)}) for row in rows]
