"""
The page of the forgotten: every contact whose word waits longer than promised.

Over all inboxes, hands and statuses, the longest overdue first. It takes no filter, so that none
can hide anybody.
"""

from dataclasses import dataclass
from typing import ClassVar

from warmline.actions.digest import find_forgotten
from warmline.agents.agent import Agent
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import AgentId, ConversationId
from warmline.handoff.forgotten import Forgotten
from warmline.ports import Transaction
from warmline.web.names import agent_name, contact_name
from warmline.web.pages import Page
from warmline.web.times import day_time, duration
from warmline.web.view import View

EXCERPT = 140
"""Code points of the last words: two lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenRow:
    """One contact who waits."""

    conversation_id: ConversationId
    who: str
    last_words: str
    language: str | None
    waits: str
    over: str
    """By how much, and what promised it."""
    where: str
    """Inbox, whose hands, status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenPage(Page):
    """Everybody who was forgotten."""

    template: ClassVar[str] = "forgotten.html"
    rows: tuple[ForgottenRow, ...]
    seq: int


def compose_forgotten(tx: Transaction, view: View) -> tuple[ForgottenRow, ...]:
    """All of them, the longest overdue first."""
    agents = {agent.id: agent for agent in tx.agents.all()}
    return tuple(_row(tx, view, one, agents) for one in find_forgotten(view.house, tx, view.now))


def _row(tx: Transaction, view: View, one: Forgotten, agents: dict[AgentId, Agent]) -> ForgottenRow:
    words, conversation = view.words, one.conversation
    heard = view.recall.heard(tx, conversation)
    line = " ".join(heard.last_words.split())
    length = duration(view.now - one.due_at, words)
    due = day_time(one.due_at, view.now, view.zone, words)
    return ForgottenRow(
        conversation_id=conversation.id,
        who=contact_name(heard.contact, words),
        last_words=line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1].rstrip()}…",
        language=None if heard.language == "und" else heard.language,
        waits=duration(view.now - one.since, words),
        over=words(f"forgotten.over_{one.promised_by}", length=length, due=due),
        where=_where(view, conversation, agents),
    )


def _where(view: View, conversation: Conversation, agents: dict[AgentId, Agent]) -> str:
    words = view.words
    inbox = view.house.inbox(conversation.inbox_id).name
    hands = (
        words(f"forgotten.status_{conversation.status.value}")
        if conversation.assignee_id is None
        else words("queue.with", name=agent_name(agents, conversation.assignee_id, words))
    )
    return ("，" if words.language == "zh" else ", ").join((inbox, hands))
