"""The event table, and how far each listener has come in it."""

from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from warmline.conversation.event import Event
from warmline.store.rows import Shelf
from warmline.store.tables import cursors, events


class EventShelf(Shelf):
    """Fulfils `conversation.shelves.Events`; numbers rise as commits do, because writers queue."""

    def __init__(self, connection: Connection) -> None:
        """Work on the transaction that is open on this connection."""
        super().__init__(connection)
        self.has_appended = False
        """Whether somebody should be woken once this is committed."""

    def append(self, *told: Event) -> None:
        """Tell what happened, in the same transaction."""
        if not told:
            return
        rows = [
            {
                "name": event.name,
                "at": event.at,
                "conversation_id": event.conversation_id,
                "subject_id": event.subject_id,
                "details": dict(event.details),
            }
            for event in told
        ]
        for row in rows:  # one by one: a bulk insert does not promise the order of numbers
            self._connection.execute(insert(events), row)
        self.has_appended = True

    def after(self, seq: int, limit: int) -> list[Event]:
        """What was committed after a number, in the order of commits."""
        query = select(events).where(events.c.seq > seq).order_by(events.c.seq).limit(limit)
        return [_event(row) for row in self._all(query)]

    def last_seq(self) -> int:
        """The newest number; 0 when nothing has happened."""
        return int(self._connection.execute(select(func.max(events.c.seq))).scalar() or 0)

    def cursor(self, name: str) -> int:
        """How far a named listener has come; 0 at first."""
        query = select(cursors.c.seq).where(cursors.c.name == name)
        return int(self._connection.execute(query).scalar() or 0)

    def move_cursor(self, name: str, seq: int) -> None:
        """Note how far a named listener has come."""
        moved = self._connection.execute(
            update(cursors).where(cursors.c.name == name).values(seq=seq)
        )
        if moved.rowcount == 0:
            self._insert(cursors, {"name": name, "seq": seq})


def _event(row: Row[Any]) -> Event:
    return Event(**row._mapping)
