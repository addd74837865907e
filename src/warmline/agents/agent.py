"""A human who answers: sign-in name, languages, skills, capacity, presence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from warmline.conversation.conversation import Channel
from warmline.conversation.message import AgentId


class Role(StrEnum):
    """What a signed-in person may do."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    """Everything an agent may, and override, review and administer."""
    AUDITOR = "auditor"
    """Reads everything, changes nothing, answers nobody."""


class Availability(StrEnum):
    """Whether offers may come, as the agent says it."""

    ONLINE = "online"
    BREAK = "break"
    OFFLINE = "offline"


class Lane(StrEnum):
    """What a conversation takes of an agent: its channel, and a call-back besides."""

    WEB = "web"
    API = "api"
    EMAIL = "email"
    CALL_BACK = "call-back"
    """Nobody was free, and the contact was promised that somebody would be in touch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A human who answers."""

    id: AgentId
    sign_in: str
    """The name to sign in with; unique, lower case."""
    name: str
    """As contacts see it: 'Ana'."""
    role: Role
    languages: tuple[str, ...]
    """BCP 47, best first."""
    skills: frozenset[str]
    capacity: int
    """How many conversations at once, of all lanes together."""
    availability: Availability
    channels: frozenset[Channel] = frozenset()
    """By which media offers may come; none named means by any."""
    limits: Mapping[Lane, int] = field(default_factory=dict)
    """How many of one lane at once, within the capacity; one not named has no limit of its own."""
    password_hash: str = ""
    """argon2id; empty means that nobody can sign in."""
    version: int = 0

    @property
    def may_answer(self) -> bool:
        """Whether contacts may be brought to them at all."""
        return self.role is not Role.AUDITOR

    def takes(self, channel: Channel | None) -> bool:
        """Whether offers may come by this medium; an unknown one is no hindrance."""
        return not self.channels or channel is None or channel in self.channels

    def has_room(self, load: "Load", lanes: Collection[Lane]) -> bool:
        """Whether one more conversation of these lanes fits beside what they carry."""
        if self.capacity <= load.active + load.offered:
            return False
        return all(load.lanes.get(lane, 0) < self.limits.get(lane, self.capacity) for lane in lanes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What an agent carries now: counted, never inferred."""

    agent_id: AgentId
    active: int
    """Conversations that the agent has accepted and not ended."""
    idle_since: datetime | None = None
    """When the agent last accepted or ended a conversation; None when never, or not known."""
    offered: int = 0
    """Offers that stand: the agent may accept each of them at any moment."""
    had_heavy: bool = False
    """Whether the conversation accepted last was heavy by what the contact brought."""
    lanes: Mapping[Lane, int] = field(default_factory=dict)
    """Of these conversations and offers, how many are of each lane."""
