"""
The queue column: who waits, who is with whom, why in five words, since when, and how it went.

Composed from one view of the store; order and reasons come from `handoff.queue`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from warmline.actions.line import line_of
from warmline.actions.seek import leading_reason
from warmline.actions.watch import has_alarm
from warmline.agents.agent import Agent, Role
from warmline.conversation.conversation import Conversation, Status
from warmline.conversation.message import AgentId, ConversationId
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.handoff.queue import Ground, Waiting
from warmline.handoff.wording import why
from warmline.moments.decision import Step
from warmline.ports import Transaction
from warmline.web.clock_view import target_words
from warmline.web.conversation_view import aside_words
from warmline.web.digest_view import DigestView, compose_digest
from warmline.web.names import agent_name, contact_name
from warmline.web.plots import Course, course_of
from warmline.web.promises_view import PromiseRow, due_soon
from warmline.web.times import clock_time, day_time, duration
from warmline.web.view import View

RECENT = 60
"""Conversations looked at for the quieter groups: more than a screen shows."""
SHOWN_FINISHED = 8
EXCERPT = 60
"""Code points of the last words, where there is no reason to show: about one line."""
GROUPS = ("alarm", "yours", "waiting", "aside", "assistant", "colleagues", "watched", "resolved")
COURSE_WIDTH, COURSE_HEIGHT = 64, 20
UPSET = ("upset", "distressed", "in-danger")
"""Steps whose word says already that somebody is upset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """One conversation in the column."""

    conversation_id: ConversationId
    who: str
    why: str
    why_language: str | None = None
    """The language of `why` when it quotes the contact."""
    waiting_since: str | None = None
    """ISO 8601."""
    waiting_clock: str = ""
    waited: str = ""
    course: Course | None = None
    is_offered_to_me: bool = False
    call_back: str | None = None
    offered_to: str | None = None
    with_name: str | None = None
    aside: str = ""
    """Until when it is set aside, in words."""
    ours: str = ""
    """Within which time the house means to answer, beside the waiting time."""
    grounds: str = ""
    """Why somebody who waits stands where they stand, unless the row shows it already."""
    told: str = ""
    """What is said aloud when this row is an alarm that has just come up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueGroup:
    """Conversations that are in the same hands."""

    key: str
    """
    alarm, yours, waiting, aside, assistant, colleagues, watched or resolved: danger that nobody was
    called for stands first, then an agent's own; what they have set aside stands with its time.
    """
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """The whole column."""

    groups: tuple[QueueGroup, ...]
    digest: DigestView
    """What waits and is late over the whole house."""
    due: tuple[PromiseRow, ...]
    """Promises that have to be kept now."""
    current: ConversationId | None


def compose_queue(tx: Transaction, view: View, *, current: ConversationId | None) -> QueueView:
    """Who is where, most urgent first."""
    agents = {agent.id: agent for agent in tx.agents.all()}
    unfinished = {one.conversation_id: one for one in tx.handoffs.unfinished()}
    recent = {one.id: one for one in tx.conversations.recent(RECENT)}
    for id in {*unfinished, *tx.watches.alarmed()} - recent.keys():
        recent[id] = tx.conversations.get(id)
    groups: dict[str, list[QueueRow]] = {key: [] for key in GROUPS}
    line = {one.conversation_id: one for one in line_of(view.house, tx, view.now)}
    for conversation in _ordered(recent, line):
        handoff = unfinished.get(conversation.id)
        key = _group(conversation, handoff, view.agent)
        row = _row(tx, view, conversation, handoff, agents)
        if conversation.id in line:
            row = _stands(view, line[conversation.id], row)
        if key == "alarm":
            row = _alarm(tx, view, conversation, row)
        if handoff is not None or row.course is not None:
            groups[key].append(row)
    for key in ("watched", "resolved"):
        groups[key] = groups[key][:SHOWN_FINISHED]
    shown = tuple(
        QueueGroup(key=key, rows=tuple(rows))
        for key, rows in groups.items()
        if rows or key == "waiting"
    )
    is_supervisor = view.agent.role is not Role.AGENT
    due = due_soon(tx, view, is_supervisor=is_supervisor)
    digest = compose_digest(tx, view)
    return QueueView(groups=shown, digest=digest, due=due, current=current)


def _ordered(
    recent: Mapping[ConversationId, Conversation],
    line: Mapping[ConversationId, Waiting],
) -> Iterable[Conversation]:
    first = [recent[id] for id in line if id in recent]
    known = {conversation.id for conversation in first}
    rest = [one for one in recent.values() if one.id not in known]
    return [*first, *sorted(rest, key=lambda one: (one.changed_at, one.id), reverse=True)]


def _group(conversation: Conversation, handoff: Handoff | None, agent: Agent) -> str:
    if conversation.is_watched:
        return "alarm" if has_alarm(conversation) else "watched"
    if handoff is not None and handoff.is_waiting:
        return "waiting"
    if handoff is not None and handoff.agent_id != agent.id:
        return "colleagues"
    if handoff is not None:
        return "yours" if conversation.snoozed_until is None else "aside"
    return "resolved" if conversation.status is Status.RESOLVED else "assistant"


def _row(
    tx: Transaction,
    view: View,
    conversation: Conversation,
    handoff: Handoff | None,
    agents: Mapping[AgentId, Agent],
) -> QueueRow:
    heard = view.recall.heard(tx, conversation)
    since = _since(conversation, handoff)
    is_mine = handoff is not None and handoff.agent_id == view.agent.id
    is_offered = handoff is not None and handoff.state is HandoffState.OFFERED
    is_held = handoff is not None and not handoff.is_waiting and not is_mine
    due = handoff.promised_for if handoff is not None and handoff.is_waiting else None
    call_back = None if due is None else day_time(due, view.now, view.zone, view.words)
    return QueueRow(
        conversation_id=conversation.id,
        who=contact_name(heard.contact, view.words),
        why=_cut(heard.last_words)
        if handoff is None
        else why(handoff.reason_code, view.words.language),
        why_language=heard.language if handoff is None else None,
        waiting_since=None if since is None else since.isoformat(),
        waiting_clock="" if since is None else clock_time(since, view.zone),
        waited="" if since is None else duration(view.now - since, view.words),
        course=course_of(heard.felt, width=COURSE_WIDTH, height=COURSE_HEIGHT),
        is_offered_to_me=is_mine and is_offered,
        call_back=call_back,
        aside=aside_words(conversation, view),
        offered_to=agent_name(agents, handoff.agent_id, view.words)
        if handoff is not None and is_offered and not is_mine
        else None,
        with_name=agent_name(agents, handoff.agent_id, view.words)
        if handoff is not None and is_held
        else None,
    )


def _stands(view: View, waiting: Waiting, row: QueueRow) -> QueueRow:
    """The row of somebody who waits, with what the house means to and why they stand there."""
    words = view.words
    is_over = waiting.waited(view.now) >= waiting.target
    felt = "" if row.course is None else row.course.last.step
    is_danger = felt == "in-danger"
    said = {Ground.DANGER: is_danger, Ground.URGENT: is_danger, Ground.LONG_WAIT: is_over}
    said[Ground.UPSET] = felt in UPSET
    known = waiting.grounds(view.now)
    # What the row shows beside is not told twice.
    told = [words(f"ground.{one.value}") for one in known if not said.get(one, False)]
    separator = "，" if words.language == "zh" else ", "
    return replace(
        row,
        ours=words(
            "queue.over" if is_over else "queue.ours", target=target_words(waiting.target, words)
        ),
        grounds=separator.join(told) if known else words("ground.none"),
    )


def _alarm(tx: Transaction, view: View, conversation: Conversation, row: QueueRow) -> QueueRow:
    """The row of a watched conversation in which somebody may be in danger."""
    decided = tx.decisions.of(conversation.id).values()
    last = next((one for one in reversed(decided) if one.step is Step.EMERGENCY), None)
    since = conversation.waiting_since
    return replace(
        row,
        why=row.why if last is None else why(leading_reason(last), view.words.language),
        why_language=None,
        waiting_since=None if since is None else since.isoformat(),
        waiting_clock="" if since is None else clock_time(since, view.zone),
        waited="" if since is None else duration(view.now - since, view.words),
        told=view.words("queue.alarm_told", who=row.who),
    )


def _since(conversation: Conversation, handoff: Handoff | None) -> datetime | None:
    if handoff is not None and handoff.is_waiting:
        return handoff.requested_at
    return conversation.waiting_since if handoff is not None else None


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1].rstrip()}…"
