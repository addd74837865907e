"""What actions need of the store to decide: readings, turns and decisions; a part of `ports`."""

from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.conversation.message import ConversationId, MessageId
from warmline.moments.decision import Decision
from warmline.moments.turn import Turn
from warmline.reading.reading import Reading

Vectors = NDArray[np.float32]


class Readings(Protocol):
    """The shelf of readings, and of what a fold needs of each turn."""

    def add(
        self, message_id: MessageId, reading: Reading, *, vector: Vectors, similar: float
    ) -> None:
        """The reading of a contact's message; vector float32 [d], d may be 0."""

    def of(self, conversation_id: ConversationId) -> dict[MessageId, Reading]:
        """All of a conversation."""

    def vectors(self, conversation_id: ConversationId, since: datetime | None) -> Vectors:
        """Of the contact's messages after a time, float32 [n, d]."""

    def turns(self, conversation_id: ConversationId, since: datetime | None) -> list[Turn]:
        """All turns after a time, with readings, oldest first; `since` is the last resolution."""


class Decisions(Protocol):
    """The shelf of decisions."""

    def add(self, message_id: MessageId, decision: Decision) -> None:
        """The decision taken after a contact's message."""

    def of(self, conversation_id: ConversationId) -> dict[MessageId, Decision]:
        """All of a conversation."""
