"""
The stored state machine of a handoff: who was asked, who accepted, how it ended.

requested → offered → accepted → active → returned or wrapped-up; offered → declined or timed-out →
offered again; nobody → promised (a call-back with a time), which an agent may still accept.
Each step is a pure function from a handoff and a time to a new handoff and the event that tells of
it. Laws: a finished handoff never moves again; only the agent who holds the offer can accept it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from warmline.conversation.conversation import Priority
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ConversationId
from warmline.errors import HandoffForbidden

HandoffId = NewType("HandoffId", str)


class HandoffState(StrEnum):
    """Where a handoff stands."""

    REQUESTED = "requested"
    """A person is needed; nobody has been asked yet."""
    OFFERED = "offered"
    """One agent has been asked and may accept or decline."""
    PROMISED = "promised"
    """Nobody was free; the contact has been promised a call-back with a time."""
    ACCEPTED = "accepted"
    """An agent has taken it and reads the brief."""
    ACTIVE = "active"
    """The agent has written."""
    RETURNED = "returned"
    """The conversation was given back to the assistant."""
    WRAPPED_UP = "wrapped-up"
    """The agent has finished, with a disposition."""


FINISHED = frozenset({HandoffState.RETURNED, HandoffState.WRAPPED_UP})
WAITING = frozenset({HandoffState.REQUESTED, HandoffState.OFFERED, HandoffState.PROMISED})
HELD = frozenset({HandoffState.ACCEPTED, HandoffState.ACTIVE})
"""An agent has it; out of these only a supervisor can move it to somebody else."""

ALLOWED: dict[HandoffState, frozenset[HandoffState]] = {
    HandoffState.REQUESTED: frozenset(
        {HandoffState.OFFERED, HandoffState.PROMISED, HandoffState.ACCEPTED}
    ),
    HandoffState.OFFERED: frozenset(
        {HandoffState.REQUESTED, HandoffState.PROMISED, HandoffState.ACCEPTED}
    ),
    HandoffState.PROMISED: frozenset({HandoffState.OFFERED, HandoffState.ACCEPTED}),
    HandoffState.ACCEPTED: frozenset(
        {HandoffState.ACTIVE, HandoffState.RETURNED, HandoffState.WRAPPED_UP}
    ),
    HandoffState.ACTIVE: frozenset({HandoffState.RETURNED, HandoffState.WRAPPED_UP}),
    HandoffState.RETURNED: frozenset(),
    HandoffState.WRAPPED_UP: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """One stretch in which a person is needed in a conversation."""

    id: HandoffId
    conversation_id: ConversationId
    state: HandoffState
    priority: Priority
    language: str
    skills: frozenset[str]
    """What the agent should know: 'power', 'water', 'car', 'billing', 'complaints'."""
    reason_code: str
    """The strongest reason of the decision that asked for it."""
    requested_at: datetime
    agent_id: AgentId | None = None
    """Whom it is offered to, or who has it."""
    offer_number: int = 0
    """How many offers there were; a time-out names the offer that it belongs to."""
    offer_expires_at: datetime | None = None
    declined_by: frozenset[AgentId] = frozenset()
    promised_for: datetime | None = None
    """Until when the call-back was promised, when nobody was free."""
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    disposition: str | None = None
    is_heavy: bool = False
    """The contact brought danger, abuse or great distress; counted from the contact's words."""
    version: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether it has ended for good."""
        return self.state in FINISHED

    @property
    def is_waiting(self) -> bool:
        """Whether the contact still waits for a person."""
        return self.state in WAITING


Moved = tuple[Handoff, Event]
"""A handoff after a step, and the event that tells of it."""


def offer(
    handoff: Handoff,
    agent_id: AgentId,
    *,
    now: datetime,
    expires_at: datetime,
    why: str = "free",
) -> Moved:
    """Ask one agent, for a reason as in `match.Match`; the offer stands until it expires."""
    moved = _moved(handoff, HandoffState.OFFERED)
    offered = replace(
        moved,
        agent_id=agent_id,
        offer_number=handoff.offer_number + 1,
        offer_expires_at=expires_at,
    )
    return offered, _event("handoff.offered", offered, now, match=why)


def accept(handoff: Handoff, agent_id: AgentId, *, now: datetime) -> Moved:
    """
    Take the conversation; the first agent to accept has it, whoever it was offered to.

    Raises:
        HandoffForbidden: somebody has it already, or it is over.
    """
    moved = _moved(handoff, HandoffState.ACCEPTED)
    accepted = replace(moved, agent_id=agent_id, accepted_at=now, offer_expires_at=None)
    return accepted, _event("handoff.accepted", accepted, now)


def decline(handoff: Handoff, agent_id: AgentId, *, now: datetime) -> Moved:
    """
    Say no to an offer; it goes back to be offered to somebody else.

    Raises:
        HandoffForbidden: the offer is not this agent's, or is over.
    """
    if handoff.state is not HandoffState.OFFERED or handoff.agent_id != agent_id:
        raise HandoffForbidden(id=handoff.id, state=handoff.state, wanted="declined")
    declined = _freed(handoff, agent_id)
    return declined, _event("handoff.declined", declined, now, agent_id=agent_id)


def time_out(handoff: Handoff, offer_number: int, *, now: datetime) -> Moved | None:
    """
    Let an offer lapse; None when that offer was answered meanwhile.

    Args:
        handoff: as stored now.
        offer_number: the offer whose time is up; a later offer is left alone.
        now: the time of the lapse.
    """
    if handoff.state is not HandoffState.OFFERED or handoff.offer_number != offer_number:
        return None
    lapsed = _freed(handoff, handoff.agent_id)
    return lapsed, _event("handoff.timed_out", lapsed, now, agent_id=handoff.agent_id)


def promise_call_back(handoff: Handoff, *, due_at: datetime, now: datetime) -> Moved:
    """Nobody is free: the contact is promised a call-back with a time."""
    moved = _moved(handoff, HandoffState.PROMISED)
    promised = replace(moved, agent_id=None, offer_expires_at=None, promised_for=due_at)
    return promised, _event("handoff.promised", promised, now)


def start(handoff: Handoff, *, now: datetime) -> Moved:
    """The agent has written the first reply."""
    started = _moved(handoff, HandoffState.ACTIVE)
    return started, _event("handoff.started", started, now)


def give_back(handoff: Handoff, *, now: datetime) -> Moved:
    """Give the conversation back to the assistant."""
    returned = replace(_moved(handoff, HandoffState.RETURNED), ended_at=now)
    return returned, _event("handoff.returned", returned, now)


def wrap_up(handoff: Handoff, disposition: str, *, now: datetime) -> Moved:
    """Finish, with the outcome code."""
    ended = replace(_moved(handoff, HandoffState.WRAPPED_UP), ended_at=now, disposition=disposition)
    return ended, _event("handoff.wrapped_up", ended, now)


def reassign(handoff: Handoff, agent_id: AgentId, *, now: datetime) -> Moved:
    """
    A supervisor gives a conversation that is held to another agent.

    Raises:
        HandoffForbidden: nobody holds it, or this agent does.
    """
    if handoff.state not in HELD or handoff.agent_id == agent_id:
        raise HandoffForbidden(id=handoff.id, state=handoff.state, wanted="reassigned")
    given = replace(handoff, state=HandoffState.ACCEPTED, agent_id=agent_id, accepted_at=now)
    return given, _event("handoff.reassigned", given, now)


def take_off(handoff: Handoff, *, now: datetime) -> Moved:
    """
    A supervisor takes a held conversation from its agent; somebody else is sought.

    Raises:
        HandoffForbidden: nobody holds it.
    """
    if handoff.state not in HELD:
        raise HandoffForbidden(id=handoff.id, state=handoff.state, wanted="taken off")
    # A call-back that was promised has been kept or is owed as before; a new one may be promised.
    freed = replace(_freed(handoff, handoff.agent_id), promised_for=None, accepted_at=None)
    return freed, _event("handoff.taken_off", freed, now, agent_id=handoff.agent_id)


def _moved(handoff: Handoff, state: HandoffState) -> Handoff:
    if state not in ALLOWED[handoff.state]:
        raise HandoffForbidden(id=handoff.id, state=handoff.state, wanted=state)
    return replace(handoff, state=state)


def _freed(handoff: Handoff, agent_id: AgentId | None) -> Handoff:
    declined_by = handoff.declined_by if agent_id is None else handoff.declined_by | {agent_id}
    return replace(
        handoff,
        state=HandoffState.REQUESTED,
        agent_id=None,
        offer_expires_at=None,
        declined_by=declined_by,
    )


def _event(
    name: str,
    handoff: Handoff,
    now: datetime,
    *,
    agent_id: AgentId | None = None,
    match: str | None = None,
) -> Event:
    return Event(
        name=name,
        at=now,
        conversation_id=handoff.conversation_id,
        subject_id=handoff.id,
        details={
            "agent_id": agent_id or handoff.agent_id,
            "state": handoff.state.value,
            "offer_number": handoff.offer_number,
            "reason": handoff.reason_code,
            "disposition": handoff.disposition,
            "match": match,
            "promised_for": None
            if handoff.promised_for is None
            else handoff.promised_for.isoformat(),
        },
    )
