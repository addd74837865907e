"""
In which order waiting contacts are served, and what each place in line means.

Pure. Danger first, then urgency, then waiting time. A call-back that is nearly due or late counts
as urgent as an upset contact, because a promise outweighs an earlier arrival; a need on record and
a wait beyond the target lift by half a step each. Whatever lifts somebody is named. Laws: who waits
longer never stands lower for it; nothing stands before danger.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from warmline.agents.service_levels import SPAIN
from warmline.conversation.conversation import Priority
from warmline.conversation.message import ConversationId
from warmline.handoff.handoff import HandoffId, HandoffState
from warmline.handoff.match import is_danger_code
from warmline.handoff.wording import why

RANKS = {Priority.URGENT: 2, Priority.HIGH: 4, Priority.MEDIUM: 6, Priority.LOW: 8}
"""Lower is sooner; the odd ranks are for those whom a need or a long wait lifts by half a step."""

DANGER_RANK = 0
PROMISED_RANK = RANKS[Priority.HIGH]
LIFTED_RANK = PROMISED_RANK + 1
"""Needs and waiting lift up to just below an upset contact, and never before one."""

SPARE_FOR = timedelta(minutes=1)
"""So long a heavy conversation lets an easy one of its rank pass to whoever just had a heavy one:
a third of what Spain's law gives."""


class Ground(StrEnum):
    """Why somebody stands where they stand, as the desk says it."""

    DANGER = "danger"
    URGENT = "urgent"
    UPSET = "upset"
    PROMISE_LATE = "promise-late"
    PROMISE_SOON = "promise-soon"
    NEED = "need"
    LONG_WAIT = "long-wait"


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
    has_need: bool = False
    """A need is on record, with consent."""
    is_heavy: bool = False
    """The contact brought danger, abuse or great distress."""
    target: timedelta = SPAIN
    """Within which time a person should have answered."""

    def why(self, language: str) -> str:
        """Why they wait, in about five words, in the reader's language."""
        return why(self.reason_code, language)

    def waited(self, now: datetime) -> timedelta:
        """How long they have waited."""
        return max(now - self.since, timedelta(0))

    def grounds(self, now: datetime) -> tuple[Ground, ...]:
        """What speaks for them, besides having waited, strongest first."""
        left = None if self.promised_for is None else self.promised_for - now
        stands = {
            Ground.DANGER: is_danger_code(self.reason_code),
            Ground.URGENT: self.priority is Priority.URGENT,
            Ground.UPSET: self.priority is Priority.HIGH,
            Ground.PROMISE_LATE: left is not None and left < timedelta(0),
            Ground.PROMISE_SOON: left is not None and timedelta(0) <= left <= DUE_SOON,
            Ground.NEED: self.has_need,
            Ground.LONG_WAIT: self.waited(now) >= self.target,
        }
        return tuple(ground for ground, does in stands.items() if does)

    def urgency(self, now: datetime) -> int:
        """Their rank: 0 is most urgent."""
        grounds = self.grounds(now)
        rank = RANKS[self.priority]
        if Ground.DANGER in grounds:
            return DANGER_RANK
        if rank <= PROMISED_RANK:
            return rank
        if Ground.PROMISE_LATE in grounds or Ground.PROMISE_SOON in grounds:
            return PROMISED_RANK
        lifts = (Ground.NEED in grounds) + (Ground.LONG_WAIT in grounds)
        return max(LIFTED_RANK, rank - lifts)


def order(
    waiting: Sequence[Waiting], now: datetime, *, spares_heavy: bool = False
) -> list[Waiting]:
    """
    Whom to serve first: by urgency, then by waiting time; the same input, the same order.

    Args:
        waiting: in any order.
        now: the time of the question.
        spares_heavy: everybody who is free just had a heavy conversation, so that for a minute an
            easy one of the same rank goes first; never before danger.
    """

    def key(one: Waiting) -> tuple[int, bool, datetime, str]:
        rank = one.urgency(now)
        is_new = one.waited(now) < SPARE_FOR
        lets_pass = spares_heavy and one.is_heavy and is_new and rank != DANGER_RANK
        return rank, lets_pass, one.since, one.handoff_id

    return sorted(waiting, key=key)


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
