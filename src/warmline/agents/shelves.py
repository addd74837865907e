"""What actions need of the store for agents, and for who is signed in; a part of `ports`."""

from datetime import datetime
from typing import Protocol

from warmline.agents.agent import Agent, Load
from warmline.conversation.message import AgentId


class Agents(Protocol):
    """The shelf of agents."""

    def get(self, id: AgentId) -> Agent:
        """One, or NotFound."""

    def by_sign_in(self, sign_in: str) -> Agent | None:
        """The one who signs in with this name."""

    def add(self, agent: Agent) -> None:
        """A new one."""

    def save(self, agent: Agent) -> Agent:
        """A changed one, with its version raised."""

    def all(self) -> list[Agent]:
        """All, by name."""

    def loads(self) -> list[Load]:
        """What each carries and was offered: handoffs accepted and not over, offers that stand."""


class Sessions(Protocol):
    """Sign-in sessions; the store keeps a hash of the token, never the token."""

    def add(self, token_hash: str, agent_id: AgentId, *, expires_at: datetime) -> None:
        """A new session."""

    def find(self, token_hash: str, now: datetime) -> AgentId | None:
        """Whose session it is, unless it is over."""

    def remove(self, token_hash: str) -> None:
        """Sign out."""

    def remove_all(self, agent_id: AgentId) -> None:
        """Sign out everywhere."""
