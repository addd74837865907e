"""The shelf of handoffs."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select

from warmline.conversation.conversation import Priority
from warmline.conversation.message import ConversationId
from warmline.handoff.handoff import FINISHED, Handoff, HandoffId, HandoffState
from warmline.store.rows import Shelf
from warmline.store.tables import handoffs


class HandoffShelf(Shelf):
    """Fulfils `handoff.shelves.Handoffs`."""

    def get(self, id: HandoffId) -> Handoff:
        """One, or NotFound."""
        return _handoff(self._one(handoffs, id, what="handoff"))

    def add(self, handoff: Handoff) -> None:
        """A new one."""
        self._insert(handoffs, _values(handoff))

    def save(self, handoff: Handoff) -> Handoff:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""
        version = self._update(handoffs, _values(handoff), what="handoff")
        return replace(handoff, version=version)

    def of(self, conversation_id: ConversationId) -> list[Handoff]:
        """All of a conversation, newest first."""
        query = (
            select(handoffs)
            .where(handoffs.c.conversation_id == conversation_id)
            .order_by(handoffs.c.requested_at.desc(), handoffs.c.id.desc())
        )
        return [_handoff(row) for row in self._all(query)]

    def unfinished(self) -> list[Handoff]:
        """All that are not over, oldest first."""
        unfinished = [state for state in HandoffState if state not in FINISHED]
        query = (
            select(handoffs)
            .where(handoffs.c.state.in_(unfinished))
            .order_by(handoffs.c.requested_at, handoffs.c.id)
        )
        return [_handoff(row) for row in self._all(query)]


def _values(handoff: Handoff) -> dict[str, Any]:
    return asdict(handoff) | {
        "skills": sorted(handoff.skills),
        "declined_by": sorted(handoff.declined_by),
    }


def _handoff(row: Row[Any]) -> Handoff:
    return Handoff(
        **dict(row._mapping)
        | {
            "state": HandoffState(row.state),
            "priority": Priority(row.priority),
            "skills": frozenset(row.skills),
            "declined_by": frozenset(row.declined_by),
        }
    )
