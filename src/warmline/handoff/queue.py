"""
In which order waiting contacts are served, and what each place in line means.

Pure. Urgency first, then waiting time; a call-back that is nearly due or late counts as urgent as
an upset contact, because a promise outweighs an earlier arrival.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from warmline.conversation.conversation import Priority
from warmline.conversation.message import ConversationId
from warmline.handoff.handoff import HandoffId, HandoffState
from warmline.handoff.wording import why

URGENCY = (Priority.URGENT, Priority.HIGH, Priority.MEDIUM, Priority.LOW)

DUE_SOON = timedelta(minutes=15)
"""From here on a promised call-back is served as if its contact were upset."""

TYPICAL_TURN = timedelta(minutes=3)
"""How long it takes until one busy agent can take one more; an estimate that is told as 'about'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One contact who waits for a person."""

    handoff_id: HandoffId
    conversation_id: ConversationId
    priority: Priority
    reason_code: str
    """The strongest reason of the decision that asked for a person."""
    since: datetime
    """When a person was asked for."""
    language: str
    state: HandoffState = HandoffState.REQUESTED
    contact_name: str | None = None
    promised_for: datetime | None = None
    """Until when a call-back was promised."""
    distress: tuple[float, ...] = ()
    """The course over the contact's messages, oldest first, in [0, 1]."""

    def why(self, language: str) -> str:
        """Why they wait, in about five words, in the reader's language."""
        return why(self.reason_code, language)

    def waited(self, now: datetime) -> timedelta:
        """How long they have waited."""
        return max(now - self.since, timedelta(0))

    def urgency(self, now: datetime) -> int:
        """Their rank: 0 is most urgent."""
        rank = URGENCY.index(self.priority)
        is_due = self.promised_for is not None and self.promised_for - now <= DUE_SOON
        return min(rank, URGENCY.index(Priority.HIGH)) if is_due else rank


def order(waiting: Sequence[Waiting], now: datetime) -> list[Waiting]:
    """Whom to serve first: by urgency, then by waiting time; the same input, the same order."""
    return sorted(waiting, key=lambda one: (one.urgency(now), one.since, one.handoff_id))


def place_in_line(waiting: Sequence[Waiting], handoff_id: HandoffId, now: datetime) -> int | None:
    """The place of one contact, 1 is next; None when they no longer wait."""
    ids = [one.handoff_id for one in order(waiting, now)]
    return ids.index(handoff_id) + 1 if handoff_id in ids else None


def estimate_minutes(place: int, online: int) -> int:
    """
    About how many minutes until a place in line is served.

    Args:
        place: 1 is next.
        online: how many agents are online; nobody online counts as one.
    """
    turns = ceil(place / max(online, 1))
    return max(1, round(turns * TYPICAL_TURN / timedelta(minutes=1)))
