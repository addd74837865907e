"""The shelf of reviews: what people said afterwards about turns."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import Row, delete, select

from warmline.conversation.message import ConversationId
from warmline.outcomes.review import Review, Verdict
from warmline.store.rows import Shelf
from warmline.store.tables import decisions, reviews


class ReviewShelf(Shelf):
    """Fulfils `outcomes.shelves.Reviews`."""

    def put(self, review: Review) -> None:
        """A verdict; it takes the place of an earlier one of the same person on the same turn."""
        self._connection.execute(
            delete(reviews).where(
                reviews.c.message_id == review.message_id,
                reviews.c.reviewer_id == review.reviewer_id,
            )
        )
        self._insert(reviews, asdict(review))

    def of(self, conversation_id: ConversationId) -> list[Review]:
        """All of a conversation, oldest first."""
        query = select(reviews).where(reviews.c.conversation_id == conversation_id)
        return _reviews(self._all(query.order_by(reviews.c.given_at, reviews.c.id)))

    def all(self) -> list[Review]:
        """All, oldest first."""
        return _reviews(self._all(select(reviews).order_by(reviews.c.given_at, reviews.c.id)))

    def reason_codes(self) -> frozenset[str]:
        """The reasons of all decisions that somebody has reviewed."""
        reviewed = select(reviews.c.message_id)
        query = select(decisions.c.reasons).where(decisions.c.message_id.in_(reviewed))
        return frozenset(shape["code"] for row in self._all(query) for shape in row.reasons)


def _reviews(rows: Iterable[Row[Any]]) -> list[Review]:
    return [Review(**dict(row._mapping) | {"verdict": Verdict(row.verdict)}) for row in rows]
