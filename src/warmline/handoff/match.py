"""
Who should be asked to take a handoff, or until when a call-back can honestly be promised.

Pure, over the roster as it stands. Language, then skill, then free capacity; the least loaded
first, then whoever has been idle longest. What is urgent may do without the skill, and without the
language when no speaker is online; danger goes to anyone online, even beyond their capacity. An
agent who says 'online' is asked whatever the clock says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from warmline.agents.agent import Agent, Availability, Load
from warmline.agents.hours import Hours
from warmline.conversation.conversation import Priority
from warmline.conversation.message import AgentId
from warmline.handoff.handoff import Handoff
from warmline.reading.labels import EMERGENCY_KINDS

CALL_BACK_WITHIN = timedelta(hours=2)
"""Working time for a call-back: one person can see through a queue of a dozen in it."""

URGENT_CALL_BACK_WITHIN = timedelta(hours=1)

CLOCK_STEP = timedelta(minutes=30)
"""A promised time is a clear one, on the hour or the half."""

NEVER_BUSY = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Either an agent to ask, or the time of a call-back; and in both cases why."""

    agent_id: AgentId | None
    code: str
    """free, stretched (without the skill or the language) or danger; everyone-busy,
    everyone-declined, nobody-online or out-of-hours."""
    promise_for: datetime | None = None
    """Until when somebody will surely call back; None when there is an agent."""

    @classmethod
    def offer(cls, agent_id: AgentId, code: str = "free") -> "Match":
        """Ask this agent."""
        return cls(agent_id=agent_id, code=code)

    @classmethod
    def none(cls, code: str, promise_for: datetime) -> "Match":
        """Nobody can be asked now; a call-back can be promised for a time."""
        return cls(agent_id=None, code=code, promise_for=promise_for)


def is_danger(handoff: Handoff) -> bool:
    """Whether life or health is in danger."""
    family, _, kind = handoff.reason_code.partition(".")
    return family == "safety" and kind in EMERGENCY_KINDS


def match(
    handoff: Handoff,
    agents: Sequence[Agent],
    loads: Sequence[Load],
    *,
    hours: Hours,
    now: datetime,
) -> Match:
    """
    Choose whom to ask.

    Args:
        handoff: waiting for a person.
        agents: the whole roster, online or not.
        loads: what each carries; an agent who is missing carries nothing.
        hours: of the house, for the time of a promise.
        now: the time of the choice.
    """
    load_of = {load.agent_id: load for load in loads}
    online = [agent for agent in agents if agent.availability is Availability.ONLINE]
    willing = [agent for agent in online if agent.id not in handoff.declined_by]
    if is_danger(handoff) and online:
        # Somebody must be asked: a person who declined is asked again before nobody is.
        asked = min(willing or online, key=lambda agent: _danger_order(handoff, agent, load_of))
        return Match.offer(asked.id, "danger")
    able = [agent for agent in willing if _is_able(handoff, agent, agents, online)]
    free = [agent for agent in able if agent.capacity > _active(agent, load_of)]
    if free:
        chosen = min(free, key=lambda agent: _order(handoff, agent, load_of))
        lacks = _lacking(handoff, chosen) or not speaks(chosen, handoff.language)
        return Match.offer(chosen.id, "stretched" if lacks else "free")
    promise_for = call_back_time(handoff.priority, hours=hours, now=now)
    if able:
        return Match.none("everyone-busy", promise_for)
    if not hours.is_open(now):
        return Match.none("out-of-hours", promise_for)
    return Match.none("everyone-declined" if online else "nobody-online", promise_for)


def call_back_time(priority: Priority, *, hours: Hours, now: datetime) -> datetime:
    """
    A time until which a call-back can be kept: inside the opening hours, clear on the clock.

    The working time runs from now, or from the next opening; the sum is rounded up to the half
    hour, but never beyond the closing of that day.
    """
    within = URGENT_CALL_BACK_WITHIN if priority is Priority.URGENT else CALL_BACK_WITHIN
    due_at = hours.add_working_time(now, within)
    closes = hours.closing(due_at - timedelta(microseconds=1))
    return min(_rounded_up(due_at.astimezone(hours.timezone)), closes).astimezone(UTC)


def speaks(agent: Agent, language: str) -> bool:
    """Whether an agent speaks a language, whatever the region: 'zh-TW' is 'zh' here."""
    return _primary(language) in map(_primary, agent.languages)


def _is_able(
    handoff: Handoff, agent: Agent, roster: Sequence[Agent], online: Sequence[Agent]
) -> bool:
    """By language and skill, as far as anybody in the house could do it better."""
    is_urgent = handoff.priority is Priority.URGENT
    peers = [other for other in roster if speaks(other, handoff.language)]
    present = [other for other in online if speaks(other, handoff.language)]
    if not peers or (is_urgent and not present):
        peers = list(roster)
    elif not speaks(agent, handoff.language):
        return False
    best = min(_lacking(handoff, other) for other in peers)
    return is_urgent or _lacking(handoff, agent) <= best


def _order(
    handoff: Handoff, agent: Agent, load_of: dict[AgentId, Load]
) -> tuple[bool, int, float, datetime, str]:
    return (
        not speaks(agent, handoff.language),
        _lacking(handoff, agent),
        _active(agent, load_of) / max(agent.capacity, 1),
        _idle_since(agent, load_of),
        agent.id,
    )


def _danger_order(
    handoff: Handoff, agent: Agent, load_of: dict[AgentId, Load]
) -> tuple[bool, bool, int, int, datetime, str]:
    active = _active(agent, load_of)
    return (
        not speaks(agent, handoff.language),
        active >= agent.capacity,
        active,
        _lacking(handoff, agent),
        _idle_since(agent, load_of),
        agent.id,
    )


def _lacking(handoff: Handoff, agent: Agent) -> int:
    return len(handoff.skills - agent.skills)


def _active(agent: Agent, load_of: dict[AgentId, Load]) -> int:
    load = load_of.get(agent.id)
    return 0 if load is None else load.active


def _idle_since(agent: Agent, load_of: dict[AgentId, Load]) -> datetime:
    load = load_of.get(agent.id)
    return NEVER_BUSY if load is None or load.idle_since is None else load.idle_since


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _rounded_up(moment: datetime) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    over = (moment - midnight) % CLOCK_STEP
    return moment if not over else moment + (CLOCK_STEP - over)
