"""
Who was forgotten: contacts whose word waits longer than was promised.

Pure. Promised is the time of the call-back when there is one, in danger the time in which a person
answers, and otherwise what the house means to take for an answer. No status, inbox or hand in which
a conversation lies takes it out.
"""

from dataclasses import dataclass
from datetime import datetime

from warmline.agents.hours import Hours
from warmline.agents.service_levels import ClockKind, PauseRule, SlaPolicy
from warmline.conversation.conversation import Conversation
from warmline.handoff.clocks import answer_due
from warmline.handoff.handoff import Handoff
from warmline.handoff.match import is_danger


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """One contact who waits longer than promised."""

    conversation: Conversation
    since: datetime
    """When the first of the words came that have no answer."""
    due_at: datetime
    """Until when an answer was promised."""
    promised_by: str
    """What promised it: call-back, danger or target."""


def forgotten(
    conversation: Conversation,
    handoff: Handoff | None,
    *,
    sla: SlaPolicy,
    hours: Hours,
    now: datetime,
) -> Forgotten | None:
    """
    Whether a conversation's contact was forgotten.

    Args:
        conversation: of any status.
        handoff: the one that is not over, if there is one.
        sla: the targets of its inbox.
        hours: of the house.
        now: the time of the question.
    """
    since = conversation.waiting_since
    if since is None:
        return None
    due_at, promised_by = answer_promised(conversation, handoff, since, sla=sla, hours=hours)
    if due_at > now:
        return None
    return Forgotten(conversation=conversation, since=since, due_at=due_at, promised_by=promised_by)


def answer_promised(
    conversation: Conversation,
    handoff: Handoff | None,
    since: datetime,
    *,
    sla: SlaPolicy,
    hours: Hours,
) -> tuple[datetime, str]:
    """Until when a word that came at a time has an answer, and what promised it."""
    if handoff is not None and is_danger(handoff):
        target = sla.target(ClockKind.HUMAN_ANSWER, handoff.priority)
        return since + target, "danger"
    if handoff is not None and handoff.is_waiting and handoff.promised_for is not None:
        return handoff.promised_for, "call-back"
    counted = hours if PauseRule.CLOSED in sla.pauses else None
    target = sla.target(ClockKind.ANSWER, conversation.priority)
    return answer_due(since, target=target, hours=counted), "target"
