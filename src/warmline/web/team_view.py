"""The page of what colleagues take at once: a supervisor sets it, an agent sees their own."""

from dataclasses import dataclass
from typing import ClassVar

from warmline.agents.agent import Agent, Lane, Load, Role
from warmline.agents.capacity import MOST_AT_ONCE, Fault
from warmline.conversation.conversation import Channel
from warmline.conversation.message import AgentId
from warmline.ports import Transaction
from warmline.web.pages import Page
from warmline.web.view import View
from warmline.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneRow:
    """One lane of one colleague."""

    lane: str
    words: str
    is_channel: bool
    """Whether it can be left out altogether; a call-back cannot."""
    is_served: bool
    limit: str
    """As it stands in the field; empty when it has none of its own."""
    now: int
    """How many they have or were offered."""
    said: str
    """All of it in words, for whoever may only read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """What one colleague takes."""

    id: AgentId
    name: str
    capacity: int
    now: str
    """How many they have at this moment, in words."""
    state: str
    lanes: tuple[LaneRow, ...]
    may_set: bool
    fault: str
    """What is wrong with what was just sent for them; empty when nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage(Page):
    """What colleagues take."""

    template: ClassVar[str] = "team.html"
    rows: tuple[Colleague, ...]
    unserved: str
    """Channels that nobody serves, in words; empty when there are none."""
    most: int
    seq: int


def compose_team(
    tx: Transaction, view: View, *, fault: Fault | None = None, of: AgentId | None = None
) -> tuple[Colleague, ...]:
    """
    Everybody who answers, for whoever oversees; else only whoever looks.

    Args:
        tx: an open view.
        view: who looks.
        fault: what is wrong with what they just sent.
        of: about whom they sent it.
    """
    sees_all = view.agent.role is not Role.AGENT
    load_of = {load.agent_id: load for load in tx.agents.loads()}
    return tuple(
        _colleague(view, one, load_of.get(one.id), fault if one.id == of else None)
        for one in tx.agents.all()
        if one.may_answer and (sees_all or one.id == view.agent.id)
    )


def unserved_words(tx: Transaction, words: Words) -> str:
    """Channels by which nobody takes anything, so that a supervisor sees it before contacts do."""
    staff = [one for one in tx.agents.all() if one.may_answer]
    missing = [one for one in Channel if not any(agent.takes(one) for agent in staff)]
    if not staff or not missing:
        return ""
    separator = "、" if words.language == "zh" else ", "
    named = separator.join(words(f"lane.{one.value}") for one in missing)
    return words("team.unserved", lanes=named)


def _colleague(view: View, agent: Agent, load: Load | None, fault: Fault | None) -> Colleague:
    load = load or Load(agent_id=agent.id, active=0)
    return Colleague(
        id=agent.id,
        name=agent.name,
        capacity=agent.capacity,
        now=view.words("team.now", count=load.active + load.offered, most=agent.capacity),
        state=view.words(f"availability.{agent.availability.value}"),
        lanes=tuple(_lane(view.words, agent, load, lane) for lane in Lane),
        may_set=view.agent.role is Role.SUPERVISOR,
        fault="" if fault is None else _fault_words(view.words, fault),
    )


def _lane(words: Words, agent: Agent, load: Load, lane: Lane) -> LaneRow:
    is_channel = lane is not Lane.CALL_BACK
    is_served = not is_channel or agent.takes(Channel(lane.value))
    limit, now = agent.limits.get(lane), load.lanes.get(lane, 0)
    if not is_served:
        said = words("team.not_served")
    elif limit is None:
        said = words("team.no_limit", count=now)
    else:
        said = words("team.limit", count=now, most=limit)
    return LaneRow(
        lane=lane.value,
        words=words(f"lane.{lane.value}"),
        is_channel=is_channel,
        is_served=is_served,
        limit="" if limit is None else str(limit),
        now=now,
        said=said,
    )


def _fault_words(words: Words, fault: Fault) -> str:
    """The field, the value and the remedy, in the reader's language."""
    first, _, lane = fault.field.partition(".")
    field = words(f"lane.{lane}") if lane in set(Lane) else words(f"team.{first}")
    remedy = words(f"team.fault_{fault.why}", most=fault.most or MOST_AT_ONCE)
    return words("team.fault", field=field, value=fault.value, remedy=remedy)
