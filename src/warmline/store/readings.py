"""The shelves of readings and decisions: what was found in a contact's message, and what for."""

from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, select

from warmline.conversation.message import Author, ConversationId, MessageId
from warmline.moments.acceptance import accepts_person
from warmline.moments.decision import Decision, Reason, Step
from warmline.moments.turn import Turn
from warmline.reading.reading import Reading
from warmline.store.rows import Shelf
from warmline.store.tables import decisions, messages, readings


class ReadingShelf(Shelf):
    """Fulfils `moments.shelves.Readings`; figures as in the public shape, to four places."""

    def add(
        self,
        message_id: MessageId,
        reading: Reading,
        *,
        vector: NDArray[np.float32],
        similar: float,
    ) -> None:
        """The reading of a contact's message; vector float32 [d], d may be 0."""
        self._insert(
            readings,
            {
                "message_id": message_id,
                "reading": reading.to_json(),
                "vector": vector,
                "similar": similar,
            },
        )

    def of(self, conversation_id: ConversationId) -> dict[MessageId, Reading]:
        """All of a conversation."""
        query = (
            select(readings.c.message_id, readings.c.reading)
            .join(messages, messages.c.id == readings.c.message_id)
            .where(messages.c.conversation_id == conversation_id)
            .order_by(messages.c.position)
        )
        return {row.message_id: Reading.from_json(row.reading) for row in self._all(query)}

    def vectors(
        self, conversation_id: ConversationId, since: datetime | None
    ) -> NDArray[np.float32]:
        """
        Of the contact's messages after a time; those of another model's length are left out.

        Shapes:
            float32 [n, d]; [0, 0] when there are none.
        """
        query = (
            select(readings.c.vector)
            .join(messages, messages.c.id == readings.c.message_id)
            .where(messages.c.conversation_id == conversation_id)
            .order_by(messages.c.position)
        )
        kept = [row.vector for row in self._all(_after(query, since)) if row.vector.size]
        if not kept:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([vector for vector in kept if vector.size == kept[-1].size])

    def turns(self, conversation_id: ConversationId, since: datetime | None) -> list[Turn]:
        """All turns after a time, with readings, oldest first."""
        query = (
            select(
                messages.c.id,
                messages.c.author,
                messages.c.text,
                messages.c.sent_at,
                messages.c.is_helpful,
                messages.c.notice,
                readings.c.reading,
                readings.c.similar,
            )
            .outerjoin(readings, messages.c.id == readings.c.message_id)
            .where(messages.c.conversation_id == conversation_id)
            .order_by(messages.c.position)
        )
        turns, offer = [], ""
        for row in self._all(_after(query, since)):
            author = Author(row.author)
            turns.append(
                Turn(
                    message_id=row.id,
                    author=author,
                    at=row.sent_at,
                    reading=None if row.reading is None else Reading.from_json(row.reading),
                    similar=row.similar or 0.0,
                    accepts_person=author is Author.CONTACT and accepts_person(offer, row.text),
                    is_helpful=row.is_helpful,
                    notice=row.notice,
                )
            )
            offer = row.text if author is Author.ASSISTANT else ""
        return turns


class DecisionShelf(Shelf):
    """Fulfils `moments.shelves.Decisions`; figures as in the public shape, to four places."""

    def add(self, message_id: MessageId, decision: Decision) -> None:
        """The decision taken after a contact's message."""
        self._insert(
            decisions,
            {
                "message_id": message_id,
                "step": decision.step,
                "reasons": [reason.to_json() for reason in decision.reasons],
                "policy_version": decision.policy_version,
                "emergency_kind": decision.emergency_kind,
            },
        )

    def of(self, conversation_id: ConversationId) -> dict[MessageId, Decision]:
        """All of a conversation."""
        query = (
            select(decisions)
            .join(messages, messages.c.id == decisions.c.message_id)
            .where(messages.c.conversation_id == conversation_id)
            .order_by(messages.c.position)
        )
        return {
            row.message_id: Decision(
                step=Step(row.step),
                reasons=tuple(_reason(shape) for shape in row.reasons),
                policy_version=row.policy_version,
                emergency_kind=row.emergency_kind,
            )
            for row in self._all(query)
        }


def _after(query: Select[Any], since: datetime | None) -> Select[Any]:
    return query if since is None else query.where(messages.c.sent_at > since)


def _reason(shape: dict[str, Any]) -> Reason:
    span = shape["span"]
    return Reason(
        code=shape["code"],
        step=Step(shape["step"]),
        weight=shape["weight"],
        message_id=shape["message"],
        span=None if span is None else (span[0], span[1]),
        figure=shape["figure"],
        carried_by=tuple(shape.get("carried_by", {}).items()),
    )
