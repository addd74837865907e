"""
An agent sets a conversation of theirs aside until a time; it comes back then, or with the contact.

Nothing grows late behind it: it comes back before a word without an answer or a promise in it would
be late, whatever time was asked for. It is still theirs and still counts as theirs; only when they
are away does it go back into the line. In danger nothing is set aside.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from warmline.actions.hand_off import held_by, put_back, unfinished
from warmline.actions.keep_posted import is_in_danger
from warmline.actions.seek import give_word
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Availability
from warmline.conversation.conversation import Conversation, Speaker, Status
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ConversationId
from warmline.errors import FieldInvalid, HandoffForbidden
from warmline.handoff.forgotten import answer_promised
from warmline.handoff.handoff import Handoff
from warmline.ports import Transaction

SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=31)
"""Beyond a month it is no conversation that waits; wrap it up, the contact can write again."""


def snooze(
    work: Workplace, *, conversation_id: ConversationId, agent_id: AgentId, until: datetime
) -> Conversation:
    """
    Set a conversation aside.

    Args:
        work: the installation.
        conversation_id: one that this agent has.
        agent_id: whose it is.
        until: at the latest; something that falls due before brings it back before.

    Raises:
        FieldInvalid: the time is over, too far away, or something in it is late already.
        HandoffForbidden: life or health is in danger.
        NotSpeaker: the conversation is with somebody else.
    """
    now = work.clock.now()
    with work.store.transaction() as tx:
        conversation, handoff = held_by(tx, conversation_id, agent_id)
        if is_in_danger(tx, conversation):
            raise HandoffForbidden(id=handoff.id, state=handoff.state, wanted="set aside")
        if not now + SHORTEST <= until <= now + LONGEST:
            remedy = f"Give a time to come, at most {LONGEST.days} days from now."
            raise FieldInvalid(field="until", value="this time", remedy=remedy)
        back_at = min([until, *_due(work, tx, conversation, handoff)])
        if back_at < now + SHORTEST:
            remedy = "Answer the contact or settle the promise first; then set it aside."
            raise FieldInvalid(field="until", value="beyond what is due now", remedy=remedy)
        aside = give_word(work, tx, conversation, Speaker.AGENT, Status.SNOOZED)
        aside = replace(aside, snoozed_until=back_at, changed_at=now)
        tx.events.append(
            Event(
                name="conversation.snoozed",
                at=now,
                conversation_id=conversation_id,
                subject_id=handoff.id,
                details={"agent_id": agent_id, "until": back_at.isoformat()},
            )
        )
        return tx.conversations.save(aside)


def take_back(
    work: Workplace, *, conversation_id: ConversationId, agent_id: AgentId
) -> Conversation:
    """
    Go on with it before its time; nothing when it is not set aside.

    Raises:
        NotSpeaker: the conversation is with somebody else.
    """
    with work.store.transaction() as tx:
        conversation, _ = held_by(tx, conversation_id, agent_id)
        if conversation.status is not Status.SNOOZED:
            return conversation
        return wake_up(work, tx, conversation, by="agent")


def wake(work: Workplace, *, conversation_id: ConversationId) -> Conversation | None:
    """Bring it back at its time; None when it has come back or was set aside for longer."""
    with work.store.transaction() as tx:
        conversation = tx.conversations.get(conversation_id)
        until = conversation.snoozed_until
        if conversation.status is not Status.SNOOZED or until is None or work.clock.now() < until:
            return None
        woken = wake_up(work, tx, conversation, by="time")
        free_if_away(work, tx, conversation_id)
        return woken


def wake_up(
    work: Workplace, tx: Transaction, conversation: Conversation, *, by: str
) -> Conversation:
    """Bring it back inside the caller's transaction, by the time, the contact or the agent."""
    tx.events.append(
        Event(
            name="conversation.woken",
            at=work.clock.now(),
            conversation_id=conversation.id,
            details={"agent_id": conversation.assignee_id, "by": by},
        )
    )
    return tx.conversations.save(give_word(work, tx, conversation, Speaker.AGENT, Status.OPEN))


def free_if_away(work: Workplace, tx: Transaction, id: ConversationId) -> Handoff | None:
    """Seek somebody else for what has come back to an empty desk; None when nobody need be."""
    handoff = unfinished(tx, id)
    if handoff is None or handoff.is_waiting or handoff.agent_id is None:
        return None
    if tx.agents.get(handoff.agent_id).availability is not Availability.OFFLINE:
        return None
    return put_back(work, tx, handoff, handoff.agent_id)


def _due(
    work: Workplace, tx: Transaction, conversation: Conversation, handoff: Handoff
) -> list[datetime]:
    """By when something in it would be late: a word without an answer, a promise."""
    now = work.clock.now()
    due = [
        one.remind_at if one.remind_at is not None and one.remind_at > now else one.due_at
        for one in tx.promises.of_contact(conversation.contact_id)
        if one.is_owed and one.conversation_id == conversation.id and one.due_at is not None
    ]
    known = [at for at in due if at is not None]
    if conversation.waiting_since is not None:
        sla = work.house.inbox(conversation.inbox_id).sla
        since, hours = conversation.waiting_since, work.house.hours
        known.append(answer_promised(conversation, handoff, since, sla=sla, hours=hours)[0])
    return known
