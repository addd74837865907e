"""What actions need of the store to tell how it went: service, reviews, shadow; part of `ports`."""

from datetime import datetime
from typing import Protocol

from warmline.contacts.promise import Promise
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import AgentId, ContactId, ConversationId
from warmline.outcomes.requests import PersonRequest
from warmline.outcomes.review import Review
from warmline.outcomes.shadow import Watched


class Service(Protocol):
    """Questions over several shelves: who waits, who asked for a person, who knows whom."""

    def requests(self, since: datetime, until: datetime) -> list[PersonRequest]:
        """Requests for a person from a time until before another, oldest first."""

    def unanswered(self) -> list[Conversation]:
        """Conversations of any status whose contact's word waits, the longest wait first."""

    def known_to(self, contact_id: ContactId) -> list[AgentId]:
        """Who has answered a contact before, the last one first."""

    def promises_due(self, since: datetime, until: datetime) -> list[Promise]:
        """Promises of every state that were due from a time until before another."""


class Reviews(Protocol):
    """The shelf of reviews: what people said afterwards about turns."""

    def put(self, review: Review) -> None:
        """A verdict; it takes the place of an earlier one of the same person on the same turn."""

    def of(self, conversation_id: ConversationId) -> list[Review]:
        """All of a conversation, oldest first."""

    def all(self) -> list[Review]:
        """All, oldest first."""

    def reason_codes(self) -> frozenset[str]:
        """The reasons of all decisions that somebody has reviewed."""


class Watches(Protocol):
    """The shelf of conversations that are only watched."""

    def begun(self, since: datetime, until: datetime) -> list[Watched]:
        """All that began from a time on and before another, oldest first."""

    def last_before(self, at: datetime) -> datetime | None:
        """When the newest one began that began before a time."""

    def alarmed(self) -> list[ConversationId]:
        """Those at which somebody should look now, the oldest first."""
