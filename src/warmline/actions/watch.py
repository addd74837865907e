"""
Watching a conversation that began in shadow: the time of what was said, and the alarm in danger.

Nothing here reaches the contact. Danger is the one decision that is not only noted: an alarm stands
on the desk until a person has come, has said that they look after it, or the danger is over.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from warmline.actions.workplace import Workplace
from warmline.conversation.conversation import Conversation, Priority
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId
from warmline.errors import FieldInvalid
from warmline.moments.decision import Decision, Step
from warmline.ports import Transaction

AHEAD = timedelta(minutes=5)
"""How far the clock of another system may run ahead of ours."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)


def said_at(
    work: Workplace, tx: Transaction, conversation: Conversation, given: datetime | None
) -> datetime:
    """
    When something was said: as given by whoever tells of it, else now.

    Raises:
        FieldInvalid: a time is given where we hear everything ourselves, or it lies in the
            future, or before what was said last.
    """
    now = work.clock.now()
    if given is None and not conversation.is_watched:
        return _after_ends(tx, conversation, now)
    if not conversation.is_watched:
        _refuse("given here", "Only a conversation that began in shadow takes times of its own.")
    last = _last(tx, conversation)
    at = max(now, last) if given is None else given
    if given is not None:
        check_time("sent_at", given, now=now)
    if at < last:
        remedy = "Send what was said in the order of its times."
        _refuse("before the beginning or what was said last", remedy)
    # What follows a resolution begins a new stretch, even within the same second.
    is_at_end = conversation.resolved_at is not None and at <= conversation.resolved_at
    return at + A_MOMENT if is_at_end else at


def check_time(field: str, given: datetime, *, now: datetime) -> None:
    """
    Refuse a time that another system cannot mean.

    Raises:
        FieldInvalid: it lies in the future, or before anybody kept such records.
    """
    remedy = "Send the time at which it happened, with its offset."
    if given > now + AHEAD:
        raise FieldInvalid(field=field, value="in the future", remedy=remedy)
    if given < EARLIEST:
        raise FieldInvalid(field=field, value="that long ago", remedy=remedy)


def look_out(
    work: Workplace, tx: Transaction, conversation: Conversation, decision: Decision
) -> Conversation:
    """Raise the alarm when danger is new, end it when the contact has called it off."""
    if decision.step is not Step.EMERGENCY:
        return end_alarm(work, tx, conversation, by="withdrawn")
    if not _is_new(tx, conversation, decision):
        return conversation
    tx.events.append(
        Event(
            name="conversation.alarm_raised",
            at=work.clock.now(),
            conversation_id=conversation.id,
            details={"kind": decision.emergency_kind, "inbox_id": conversation.inbox_id},
        )
    )
    return tx.conversations.save(replace(conversation, priority=Priority.URGENT))


def end_alarm(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    *,
    by: str,
    agent_id: AgentId | None = None,
) -> Conversation:
    """Take the alarm from the desk, and tell why; nothing when none stands."""
    if not has_alarm(conversation):
        return conversation
    tx.events.append(
        Event(
            name="conversation.alarm_ended",
            at=work.clock.now(),
            conversation_id=conversation.id,
            details={"by": by, "agent_id": agent_id},
        )
    )
    return tx.conversations.save(replace(conversation, priority=Priority.LOW))


def has_alarm(conversation: Conversation) -> bool:
    """Whether somebody should look at a watched conversation now."""
    return conversation.is_watched and conversation.priority is Priority.URGENT


def _after_ends(tx: Transaction, conversation: Conversation, now: datetime) -> datetime:
    """
    A time that lies behind all that ended.

    A clock that was set back must not make a cry for help part of what is over.
    """
    ends = [handoff.ended_at for handoff in tx.handoffs.of(conversation.id)]
    known = [at for at in (conversation.resolved_at, *ends) if at is not None and at >= now]
    return max(known) + A_MOMENT if known else now


def _is_new(tx: Transaction, conversation: Conversation, decision: Decision) -> bool:
    """Whether a danger speaks that did not before: an alarm that was seen stays seen."""
    since, decisions = conversation.resolved_at, tx.decisions.of(conversation.id)
    known = [
        decisions[one.id]
        for one in tx.messages.of(conversation.id)
        if one.id in decisions and (since is None or one.sent_at > since)
    ]
    before = _dangers(known[-2]) if len(known) > 1 else frozenset()
    return bool(_dangers(decision) - before)


def _dangers(decision: Decision) -> frozenset[str]:
    return frozenset(one.code for one in decision.reasons if one.step is Step.EMERGENCY)


def _last(tx: Transaction, conversation: Conversation) -> datetime:
    """When something was said or settled last."""
    messages = tx.messages.of(conversation.id)
    known = (messages[-1].sent_at if messages else None, conversation.resolved_at)
    return max((at for at in known if at is not None), default=conversation.started_at)


def _refuse(value: str, remedy: str) -> None:
    raise FieldInvalid(field="sent_at", value=value, remedy=remedy)
