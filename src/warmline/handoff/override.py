"""
What a supervisor decided instead of the program: who, what, about whom, why, when.

Everything may be overridden and nothing silently: the deed and its record commit together. The
words of a reason are for colleagues; no event or log carries them.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warmline.conversation.message import AgentId, ConversationId


class OverrideDeed(StrEnum):
    """What can be decided instead of the program."""

    ASSIGNED = "assigned"
    """A conversation was given to an agent, whoever had it."""
    TAKEN_OFF = "taken-off"
    """A conversation was taken from its agent; somebody else is sought."""
    PRIORITY_CHANGED = "priority-changed"
    """How soon a person should look."""
    SENT_AWAY = "sent-away"
    """An agent gets no offers until they say otherwise: illness, a break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One such decision, as recorded; it is never changed."""

    id: str
    at: datetime
    by_id: AgentId
    """The supervisor."""
    deed: OverrideDeed
    why: str
    """In the supervisor's words, masked."""
    conversation_id: ConversationId | None = None
    agent_id: AgentId | None = None
    """Whom it is about: who got it, who had it, who was sent away."""
    before: str | None = None
    """The priority, the availability or the agent's id that stood before."""
    after: str | None = None
