"""
Who should be asked to take a handoff, or until when a call-back can honestly be promised.

Pure, over the roster as it stands. Language, then skill, then free capacity, of the channel too and
of call-backs where an agent has a limit for them; then whoever the
contact wishes for or knows, the least loaded, whoever has been idle longest. A heavy conversation
is not followed by another for the same agent while a colleague is free, and an easy one goes to who
had a heavy one before: counted from what contacts brought, never from how an agent is. What is
urgent may do without the skill, and without the language when no speaker is online; danger goes to
anyone online, even beyond their capacity. An agent who says 'online' is asked whatever the clock
says. The choice is of one handoff; it ranks nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from warmline.agents.agent import Agent, Availability, Lane, Load
from warmline.agents.hours import Hours
from warmline.conversation.conversation import Channel, Priority
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
    """free; wished or known (by the contact), spared (a heavy one, past who just had one), relieved
    (an easy one, to who just had a heavy one), stretched (without the skill or the language),
    danger; everyone-busy, everyone-declined, nobody-online or out-of-hours."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What ties a conversation to some people more than to others; gathered by the caller."""

    channel: Channel | None = None
    """By which medium it comes; None is no hindrance to anybody."""
    known_to: Sequence[AgentId] = ()
    """Who has answered this contact before, the last one first."""
    wished: frozenset[AgentId] = frozenset()
    """Whom the contact would rather have, as remembered with consent."""
    unwished: frozenset[AgentId] = frozenset()
    """Whom the contact would rather not have; asked only when nobody else is free."""


@dataclass(frozen=True, slots=True)
class _Table:
    """What is looked up again and again during one choice."""

    handoff: Handoff
    ties: Ties
    load_of: dict[AgentId, Load] = field(default_factory=dict)

    def load(self, agent: Agent) -> Load:
        return self.load_of.get(agent.id) or Load(agent_id=agent.id, active=0)

    def taken(self, agent: Agent) -> int:
        load = self.load(agent)
        return load.active + load.offered

    def has_room(self, agent: Agent) -> bool:
        lanes = lanes_of(self.ties.channel, self.handoff)
        return agent.has_room(self.load(agent), lanes)

    def is_second_heavy(self, agent: Agent) -> bool:
        return self.handoff.is_heavy and self.load(agent).had_heavy


NO_TIES = Ties()


def is_danger(handoff: Handoff) -> bool:
    """Whether life or health is in danger."""
    return is_danger_code(handoff.reason_code)


def is_danger_code(reason_code: str) -> bool:
    """Whether a reason speaks of danger to life or health."""
    family, _, kind = reason_code.partition(".")
    return family == "safety" and kind in EMERGENCY_KINDS


def match(
    handoff: Handoff,
    agents: Sequence[Agent],
    loads: Sequence[Load],
    *,
    hours: Hours,
    now: datetime,
    ties: Ties = NO_TIES,
) -> Match:
    """
    Choose whom to ask.

    Args:
        handoff: waiting for a person.
        agents: the whole roster, online or not; who may not answer is left out.
        loads: what each carries; an agent who is missing carries nothing.
        hours: of the house, for the time of a promise.
        now: the time of the choice.
        ties: the channel, and whom the contact knows or wishes for.
    """
    table = _Table(handoff, ties, {load.agent_id: load for load in loads})
    roster = [agent for agent in agents if agent.may_answer]
    online = [agent for agent in roster if agent.availability is Availability.ONLINE]
    here = [agent for agent in online if agent.takes(ties.channel)]
    willing = [agent for agent in here if agent.id not in handoff.declined_by]
    if is_danger(handoff) and online:
        # Somebody must be asked: a person who declined is asked again before nobody is.
        asked = min(willing or here or online, key=lambda agent: _danger_order(table, agent))
        return Match.offer(asked.id, "danger")
    able = [agent for agent in willing if _is_able(handoff, agent, roster, here)]
    free = [agent for agent in able if table.has_room(agent)]
    if free:
        chosen = min(free, key=lambda agent: _order(table, agent))
        return Match.offer(chosen.id, _why(table, chosen, free))
    promise_for = call_back_time(handoff.priority, hours=hours, now=now)
    if able:
        return Match.none("everyone-busy", promise_for)
    if not hours.is_open(now):
        return Match.none("out-of-hours", promise_for)
    return Match.none("everyone-declined" if here else "nobody-online", promise_for)


def lanes_of(channel: Channel | None, handoff: Handoff) -> tuple[Lane, ...]:
    """What a conversation takes: its channel, and a call-back when one was promised."""
    lanes = () if channel is None else (Lane(channel.value),)
    return lanes if handoff.promised_for is None else (*lanes, Lane.CALL_BACK)


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


def _why(table: _Table, chosen: Agent, free: Sequence[Agent]) -> str:
    """The code that explains a choice: what decided it over everybody else who was free."""
    if _lacking(table.handoff, chosen) or not speaks(chosen, table.handoff.language):
        return "stretched"
    if chosen.id in table.ties.wished:
        return "wished"
    if chosen.id in table.ties.known_to:
        return "known"
    plain = min(free, key=lambda agent: _order(table, agent, counts_exposure=False))
    if plain.id == chosen.id:
        return "free"
    return "spared" if table.handoff.is_heavy else "relieved"


def _order(
    table: _Table, agent: Agent, *, counts_exposure: bool = True
) -> tuple[bool, int, bool, bool, bool, int, float, bool, datetime, str]:
    handoff, ties = table.handoff, table.ties
    known = list(ties.known_to)
    is_relief = not handoff.is_heavy and table.load(agent).had_heavy
    return (
        not speaks(agent, handoff.language),
        _lacking(handoff, agent),
        counts_exposure and table.is_second_heavy(agent),
        agent.id in ties.unwished,
        agent.id not in ties.wished,
        known.index(agent.id) if agent.id in known else len(known),
        table.taken(agent) / max(agent.capacity, 1),
        counts_exposure and not is_relief,
        table.load(agent).idle_since or NEVER_BUSY,
        agent.id,
    )


def _danger_order(table: _Table, agent: Agent) -> tuple[bool, bool, bool, int, int, datetime, str]:
    taken = table.taken(agent)
    return (
        not speaks(agent, table.handoff.language),
        not table.has_room(agent),
        table.is_second_heavy(agent),
        taken,
        _lacking(table.handoff, agent),
        table.load(agent).idle_since or NEVER_BUSY,
        agent.id,
    )


def _lacking(handoff: Handoff, agent: Agent) -> int:
    return len(handoff.skills - agent.skills)


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


def _rounded_up(moment: datetime) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    over = (moment - midnight) % CLOCK_STEP
    return moment if not over else moment + (CLOCK_STEP - over)
