"""
The shelf of service: who waits, who asked for a person and when one answered, who knows whom.

Questions over several tables, answered by the database, so that no page reads every message.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select

from warmline.contacts.promise import Promise, PromiseState
from warmline.conversation.conversation import Conversation, InboxId
from warmline.conversation.message import AgentId, Author, ContactId
from warmline.handoff.match import is_danger_code
from warmline.outcomes.requests import PersonRequest
from warmline.store.conversations import conversation_in
from warmline.store.promises import promise_in
from warmline.store.rows import Shelf
from warmline.store.tables import conversations, handoffs, messages, promises

_IS_ANSWER = and_(
    messages.c.conversation_id == handoffs.c.conversation_id,
    messages.c.author == Author.AGENT,
    messages.c.sent_at >= handoffs.c.requested_at,
    or_(handoffs.c.ended_at.is_(None), messages.c.sent_at <= handoffs.c.ended_at),
)


class ServiceShelf(Shelf):
    """Fulfils `outcomes.shelves.Service`."""

    def requests(self, since: datetime, until: datetime) -> list[PersonRequest]:
        """Requests for a person from a time until before another, oldest first."""
        query = (
            select(
                handoffs,
                conversations.c.inbox_id,
                func.min(messages.c.sent_at).label("answered_at"),
            )
            .join(conversations, conversations.c.id == handoffs.c.conversation_id)
            .outerjoin(messages, _IS_ANSWER)
            .where(handoffs.c.requested_at >= since, handoffs.c.requested_at < until)
            .group_by(handoffs.c.id, conversations.c.inbox_id)
            .order_by(handoffs.c.requested_at, handoffs.c.id)
        )
        return [_request(row) for row in self._all(query)]

    def unanswered(self) -> list[Conversation]:
        """Conversations of any status whose contact's word waits, the longest wait first."""
        query = (
            select(conversations)
            .where(conversations.c.waiting_since.is_not(None))
            .order_by(conversations.c.waiting_since, conversations.c.id)
        )
        return [conversation_in(row) for row in self._all(query)]

    def known_to(self, contact_id: ContactId) -> list[AgentId]:
        """Who has answered a contact before, the last one first."""
        query = (
            select(messages.c.agent_id, func.max(messages.c.position).label("last"))
            .join(conversations, conversations.c.id == messages.c.conversation_id)
            .where(conversations.c.contact_id == contact_id, messages.c.agent_id.is_not(None))
            .group_by(messages.c.agent_id)
        )
        return [AgentId(row.agent_id) for row in self._all(_newest_first(query))]

    def promises_due(self, since: datetime, until: datetime) -> list[Promise]:
        """Promises of every state that were due from a time until before another."""
        query = (
            select(promises)
            .where(promises.c.due_at >= since, promises.c.due_at < until)
            .where(promises.c.state.in_(list(PromiseState)))
            .order_by(promises.c.due_at, promises.c.id)
        )
        return [promise_in(row) for row in self._all(query)]


def _newest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(func.max(messages.c.position).desc())


def _request(row: Row[Any]) -> PersonRequest:
    return PersonRequest(
        handoff_id=row.id,
        conversation_id=row.conversation_id,
        inbox_id=InboxId(row.inbox_id),
        reason_code=row.reason_code,
        asked_at=row.requested_at,
        answered_at=row.answered_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        was_promised=row.promised_for is not None,
        offers=row.offer_number,
        is_danger=is_danger_code(row.reason_code),
    )
