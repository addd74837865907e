"""Overrides in words: one in a conversation's history, all on a page, and what to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from warmline.agents.agent import Agent, Availability
from warmline.conversation.conversation import Priority
from warmline.conversation.message import AgentId, ConversationId
from warmline.handoff.override import Override, OverrideDeed
from warmline.ports import Transaction
from warmline.web.names import agent_name
from warmline.web.pages import Page
from warmline.web.times import day_time
from warmline.web.view import View
from warmline.web.words import Words

SHOWN = 200
"""The newest overrides on the page; all of them stand in the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideRow:
    """One override on the page."""

    at: str
    who: str
    what: str
    conversation_id: ConversationId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverridesPage(Page):
    """What supervisors decided instead of the program."""

    template: ClassVar[str] = "overrides.html"
    rows: tuple[OverrideRow, ...]
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that a supervisor can choose to do."""

    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a supervisor can choose from, in groups."""

    assign: tuple[Choice, ...]
    priority: tuple[Choice, ...]
    away: tuple[Choice, ...]


def compose_overrides(tx: Transaction, view: View) -> tuple[OverrideRow, ...]:
    """The newest ones, newest first."""
    agents = {agent.id: agent for agent in tx.agents.all()}
    return tuple(
        OverrideRow(
            at=day_time(one.at, view.now, view.zone, view.words),
            who=agent_name(agents, one.by_id, view.words),
            what=override_words(one, agents, view.words),
            conversation_id=one.conversation_id,
        )
        for one in tx.overrides.recent(SHOWN)
    )


def compose_choices(tx: Transaction, view: View) -> Choices:
    """Whom to give it to, how soon, whom to send away; by name, in no order of merit."""
    staff = [agent for agent in tx.agents.all() if agent.may_answer]
    here = [agent for agent in staff if agent.availability is not Availability.OFFLINE]
    return Choices(
        assign=tuple(Choice(value=f"assign:{one.id}", words=_here(one, view)) for one in staff),
        priority=tuple(
            Choice(value=f"priority:{one.value}", words=view.words(f"priority.{one.value}"))
            for one in reversed(Priority)
        ),
        away=tuple(Choice(value=f"away:{one.id}", words=one.name) for one in here),
    )


def override_words(override: Override, agents: Mapping[AgentId, Agent], words: Words) -> str:
    """What was done, and why in the supervisor's own words."""
    name = agent_name(agents, override.agent_id, words)
    before, after = override.before, override.after
    if override.deed is OverrideDeed.ASSIGNED and before is not None:
        had = agent_name(agents, AgentId(before), words)
        what = words("override.reassigned", name=name, had=had)
    elif override.deed is OverrideDeed.PRIORITY_CHANGED:
        what = words(
            "override.priority-changed",
            before=words(f"priority.{before}"),
            after=words(f"priority.{after}"),
        )
    else:
        what = words(f"override.{override.deed.value}", name=name)
    return words("override.because", what=what, why=override.why)


def _here(agent: Agent, view: View) -> str:
    state = view.words(f"availability.{agent.availability.value}")
    return view.words("override.person", name=agent.name, state=state)
