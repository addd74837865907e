"""The shelf of watched conversations: a day of them at once, and those with an alarm."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select

from warmline.conversation.conversation import InboxId, Priority, Status
from warmline.conversation.message import Author, ConversationId
from warmline.moments.decision import Step
from warmline.outcomes.shadow import Watched, WatchedTurn
from warmline.store.rows import Shelf
from warmline.store.tables import conversations, decisions, messages


class WatchShelf(Shelf):
    """Fulfils `outcomes.shelves.Watches`; two queries a day, however many there were."""

    def begun(self, since: datetime, until: datetime) -> list[Watched]:
        """All that began from a time on and before another, oldest first."""
        here = and_(
            conversations.c.is_watched,
            conversations.c.started_at >= since,
            conversations.c.started_at < until,
        )
        said: dict[str, list[Row[Any]]] = {}
        for row in self._all(_said(here)):
            said.setdefault(row.conversation_id, []).append(row)
        began = (
            select(
                conversations.c.id,
                conversations.c.inbox_id,
                conversations.c.started_at,
                conversations.c.status,
            )
            .where(here)
            .order_by(conversations.c.started_at, conversations.c.id)
        )
        return [_watched(row, said.get(row.id, [])) for row in self._all(began)]

    def last_before(self, at: datetime) -> datetime | None:
        """When the newest one began that began before a time."""
        query = select(func.max(conversations.c.started_at)).where(
            conversations.c.is_watched, conversations.c.started_at < at
        )
        found: datetime | None = self._connection.execute(query).scalar()
        return found

    def alarmed(self) -> list[ConversationId]:
        """Those at which somebody should look now, the oldest first."""
        query = (
            select(conversations.c.id)
            .where(conversations.c.is_watched, conversations.c.priority == Priority.URGENT)
            .order_by(conversations.c.started_at, conversations.c.id)
        )
        return [row.id for row in self._all(query)]


def _said(here: ColumnElement[bool]) -> Any:
    return (
        select(
            messages.c.conversation_id,
            messages.c.id,
            messages.c.author,
            messages.c.sent_at,
            decisions.c.step,
        )
        .join(conversations, conversations.c.id == messages.c.conversation_id)
        .outerjoin(decisions, decisions.c.message_id == messages.c.id)
        .where(here)
        .order_by(messages.c.position)
    )


def _watched(row: Row[Any], said: Iterable[Row[Any]]) -> Watched:
    turns: list[WatchedTurn] = []
    came_after = None
    for one in said:
        if one.author == Author.AGENT and came_after is None:
            came_after = len(turns)
        elif one.step is not None:
            turns.append(WatchedTurn(message_id=one.id, at=one.sent_at, step=Step(one.step)))
    return Watched(
        conversation_id=row.id,
        inbox_id=InboxId(row.inbox_id),
        began_at=row.started_at,
        turns=tuple(turns),
        came_after=came_after,
        is_resolved=row.status == Status.RESOLVED,
    )
