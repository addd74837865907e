"""The shelves of agents and of their sign-in sessions."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, case, delete, func, select

from warmline.agents.agent import Agent, Availability, Lane, Load, Role
from warmline.conversation.conversation import Channel
from warmline.conversation.message import AgentId
from warmline.handoff.handoff import HandoffState
from warmline.store.rows import Shelf
from warmline.store.tables import agents, conversations, handoffs, sessions

_CARRIED = (HandoffState.ACCEPTED, HandoffState.ACTIVE)
_OFFERED = (
    select(handoffs.c.agent_id, func.count().label("offers"))
    .where(handoffs.c.state == HandoffState.OFFERED)
    .group_by(handoffs.c.agent_id)
)
_LANES = (
    select(
        handoffs.c.agent_id,
        conversations.c.channel,
        func.count().label("number"),
        func.count(handoffs.c.promised_for).label("call_backs"),
    )
    .join(conversations, conversations.c.id == handoffs.c.conversation_id)
    .where(handoffs.c.state.in_((*_CARRIED, HandoffState.OFFERED)))
    .group_by(handoffs.c.agent_id, conversations.c.channel)
)
_NEWEST = (
    select(handoffs.c.agent_id, func.max(handoffs.c.accepted_at).label("accepted_at"))
    .where(handoffs.c.accepted_at.is_not(None), handoffs.c.agent_id.is_not(None))
    .group_by(handoffs.c.agent_id)
    .subquery()
)
_LAST = select(handoffs.c.agent_id, handoffs.c.is_heavy).join(
    _NEWEST,
    and_(
        _NEWEST.c.agent_id == handoffs.c.agent_id,
        _NEWEST.c.accepted_at == handoffs.c.accepted_at,
    ),
)
"""Of each agent the handoff accepted last; several that came at the same instant count as one."""


class AgentShelf(Shelf):
    """Fulfils `agents.shelves.Agents`."""

    def get(self, id: AgentId) -> Agent:
        """One, or NotFound."""
        return _agent(self._one(agents, id, what="agent"))

    def by_sign_in(self, sign_in: str) -> Agent | None:
        """The one who signs in with this name."""
        rows = self._all(select(agents).where(agents.c.sign_in == sign_in))
        return _agent(rows[0]) if rows else None

    def add(self, agent: Agent) -> None:
        """A new one."""
        self._insert(agents, _values(agent))

    def save(self, agent: Agent) -> Agent:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""
        return replace(agent, version=self._update(agents, _values(agent), what="agent"))

    def all(self) -> list[Agent]:
        """All, by name."""
        rows = self._all(select(agents))
        # Sorted here, because databases collate differently.
        return sorted(map(_agent, rows), key=lambda agent: (agent.name, agent.id))

    def loads(self) -> list[Load]:
        """What each carries and was offered, and what came last; agents with none included."""
        taken = and_(handoffs.c.agent_id == agents.c.id, handoffs.c.accepted_at.is_not(None))
        carried = case((handoffs.c.state.in_(_CARRIED), 1), else_=0)
        offered = {row.agent_id: int(row.offers) for row in self._all(_OFFERED)}
        lanes = self._lanes()
        heavy = {row.agent_id for row in self._all(_LAST) if row.is_heavy}
        query = (
            select(
                agents.c.id,
                func.sum(carried).label("active"),
                func.max(func.coalesce(handoffs.c.ended_at, handoffs.c.accepted_at)).label("idle"),
            )
            .outerjoin(handoffs, taken)
            .group_by(agents.c.id)
            .order_by(agents.c.id)
        )
        return [
            Load(
                agent_id=row.id,
                active=row.active,
                idle_since=row.idle,
                offered=offered.get(row.id, 0),
                had_heavy=row.id in heavy,
                lanes=lanes.get(row.id, {}),
            )
            for row in self._all(query)
        ]

    def _lanes(self) -> dict[AgentId, dict[Lane, int]]:
        """Of each agent how many conversations and offers of each lane there are."""
        found: dict[AgentId, dict[Lane, int]] = {}
        for row in self._all(_LANES):
            lanes = found.setdefault(row.agent_id, {})
            lanes[Lane(row.channel)] = int(row.number)
            if row.call_backs:
                lanes[Lane.CALL_BACK] = lanes.get(Lane.CALL_BACK, 0) + int(row.call_backs)
        return found


class SessionShelf(Shelf):
    """Fulfils `agents.shelves.Sessions`."""

    def add(self, token_hash: str, agent_id: AgentId, *, expires_at: datetime) -> None:
        """A new session."""
        self._insert(
            sessions, {"token_hash": token_hash, "agent_id": agent_id, "expires_at": expires_at}
        )

    def find(self, token_hash: str, now: datetime) -> AgentId | None:
        """Whose session it is, unless it is over."""
        query = select(sessions.c.agent_id).where(
            sessions.c.token_hash == token_hash, sessions.c.expires_at > now
        )
        rows = self._all(query)
        return AgentId(rows[0].agent_id) if rows else None

    def remove(self, token_hash: str) -> None:
        """Sign out."""
        self._connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))

    def remove_all(self, agent_id: AgentId) -> None:
        """Sign out everywhere."""
        self._connection.execute(delete(sessions).where(sessions.c.agent_id == agent_id))


def _values(agent: Agent) -> dict[str, Any]:
    return asdict(agent) | {
        "skills": sorted(agent.skills),
        "channels": sorted(agent.channels),
        "limits": {lane.value: limit for lane, limit in agent.limits.items()},
    }


def _agent(row: Row[Any]) -> Agent:
    return Agent(
        **dict(row._mapping)
        | {
            "role": Role(row.role),
            "languages": tuple(row.languages),
            "skills": frozenset(row.skills),
            "availability": Availability(row.availability),
            "channels": frozenset(map(Channel, row.channels)),
            "limits": {Lane(lane): limit for lane, limit in row.limits.items()},
        }
    )
