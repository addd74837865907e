"""
What a supervisor decides instead of the program: give, take off, change the priority, send away.

Each is one transaction with its record: who, what, about whom, why, when. Nothing can be overridden
without words for the reason, and nothing but a supervisor overrides.
"""

from dataclasses import replace

from warmline.actions.hand_off import (
    bring,
    note_availability,
    pass_promises,
    put_back,
    seek_on,
    unfinished,
)
from warmline.actions.receive import check_text
from warmline.actions.seek import give_word
from warmline.actions.speech import tell_change
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Availability, Role
from warmline.conversation.conversation import Conversation, Priority, Speaker, Status
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ConversationId
from warmline.errors import HandoffForbidden, NotSpeaker, RoleMissing, TextTooLong
from warmline.handoff.handoff import Handoff, HandoffState, reassign, time_out
from warmline.handoff.override import Override, OverrideDeed
from warmline.ports import Transaction
from warmline.reading.redaction import redact

ASSIGNED = "override.assigned"
"""The reason of a handoff that a supervisor began."""

LONGEST_WHY = 500
"""Code points: a sentence or two for whoever reads the history."""


def assign(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    agent_id: AgentId,
    by_id: AgentId,
    why: str,
) -> Handoff:
    """
    Give a conversation to an agent, whoever has it now: the assistant, the line or a colleague.

    Raises:
        RoleMissing: it is no supervisor who wants it, or the agent answers nobody.
        HandoffForbidden: the agent has it already.
        InboxInShadow: the conversation is only watched.
    """
    with work.store.transaction() as tx:
        words = _checked(work, tx, by_id, why)
        running = unfinished(tx, conversation_id)
        if running is None or running.is_waiting:
            before = None
            given = bring(work, tx, conversation_id, agent_id, reason_code=ASSIGNED)
        else:
            before = running.agent_id
            given = _pass_on(work, tx, running, agent_id)
        override = Override(
            id=work.new_id(),
            at=work.clock.now(),
            by_id=by_id,
            deed=OverrideDeed.ASSIGNED,
            why=words,
            conversation_id=conversation_id,
            agent_id=agent_id,
            before=before,
            after=agent_id,
        )
        _record(tx, override)
        return given


def take_off(
    work: Workplace, *, conversation_id: ConversationId, by_id: AgentId, why: str
) -> Handoff:
    """
    Take a conversation from its agent; the next one is asked, and the contact hears it.

    Raises:
        RoleMissing: it is no supervisor who wants it.
        NotSpeaker: nobody holds it.
    """
    with work.store.transaction() as tx:
        words = _checked(work, tx, by_id, why)
        handoff = unfinished(tx, conversation_id)
        if handoff is None or handoff.is_waiting or handoff.agent_id is None:
            raise NotSpeaker(id=conversation_id)
        sought = put_back(work, tx, handoff, handoff.agent_id)
        override = Override(
            id=work.new_id(),
            at=work.clock.now(),
            by_id=by_id,
            deed=OverrideDeed.TAKEN_OFF,
            why=words,
            conversation_id=conversation_id,
            agent_id=handoff.agent_id,
            before=handoff.agent_id,
        )
        _record(tx, override)
        return sought


def change_priority(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    priority: Priority,
    by_id: AgentId,
    why: str,
) -> Conversation:
    """
    Say how soon a person should look. Danger stands first whatever is said.

    Raises:
        RoleMissing: it is no supervisor who wants it.
    """
    with work.store.transaction() as tx:
        words = _checked(work, tx, by_id, why)
        conversation = tx.conversations.get(conversation_id)
        handoff = unfinished(tx, conversation_id)
        if handoff is not None:
            tx.handoffs.save(replace(handoff, priority=priority))
        changed = tx.conversations.save(
            replace(conversation, priority=priority, changed_at=work.clock.now())
        )
        override = Override(
            id=work.new_id(),
            at=work.clock.now(),
            by_id=by_id,
            deed=OverrideDeed.PRIORITY_CHANGED,
            why=words,
            conversation_id=conversation_id,
            before=(handoff or conversation).priority.value,
            after=priority.value,
        )
        _record(tx, override)
        return changed


def send_away(work: Workplace, *, agent_id: AgentId, by_id: AgentId, why: str) -> Agent:
    """
    Take an agent offline, who is ill or needs a break, and find somebody for what they have.

    Offers to them lapse at once; what they hold is sought a colleague for.

    Raises:
        RoleMissing: it is no supervisor who wants it, or the agent answers nobody anyway.
    """
    with work.store.transaction() as tx:
        words = _checked(work, tx, by_id, why)
        before = tx.agents.get(agent_id).availability
        agent = note_availability(work, tx, agent_id, Availability.OFFLINE)
        for handoff in tx.handoffs.unfinished():
            if handoff.agent_id == agent_id:
                _relieve(work, tx, handoff, agent_id)
        override = Override(
            id=work.new_id(),
            at=work.clock.now(),
            by_id=by_id,
            deed=OverrideDeed.SENT_AWAY,
            why=words,
            agent_id=agent_id,
            before=before.value,
            after=Availability.OFFLINE.value,
        )
        _record(tx, override)
        return agent


def _checked(work: Workplace, tx: Transaction, by_id: AgentId, why: str) -> str:
    """The reason as kept, once it is clear that this person may override."""
    if tx.agents.get(by_id).role is not Role.SUPERVISOR:
        raise RoleMissing(role=Role.SUPERVISOR.value)
    check_text(work, why)
    if len(why) > LONGEST_WHY:
        raise TextTooLong(field="why", length=len(why), limit=LONGEST_WHY)
    return redact(why.strip()).text


def _pass_on(work: Workplace, tx: Transaction, handoff: Handoff, agent_id: AgentId) -> Handoff:
    """Give what one agent holds to another, promises included; the contact hears who comes."""
    agent = tx.agents.get(agent_id)
    if not agent.may_answer:
        raise RoleMissing(role=Role.AGENT.value)
    given, event = reassign(handoff, agent_id, now=work.clock.now())
    tx.events.append(event)
    conversation = tx.conversations.get(handoff.conversation_id)
    conversation = give_word(work, tx, conversation, Speaker.AGENT, Status.OPEN)
    conversation = tx.conversations.save(replace(conversation, assignee_id=agent_id))
    pass_promises(tx, conversation, handoff.agent_id, agent_id)
    tell_change(work, tx, conversation, given, "accepted", name=agent.name)
    return tx.handoffs.save(given)


def _relieve(work: Workplace, tx: Transaction, handoff: Handoff, agent_id: AgentId) -> None:
    if handoff.state is not HandoffState.OFFERED:
        put_back(work, tx, handoff, agent_id)
        return
    lapsed = time_out(handoff, handoff.offer_number, now=work.clock.now())
    if lapsed is None:
        raise HandoffForbidden(id=handoff.id, state=handoff.state, wanted="timed-out")
    freed, event = lapsed
    tx.events.append(event)
    seek_on(work, tx, freed, agent_id)


def _record(tx: Transaction, override: Override) -> None:
    """Keep the record and tell that there is one; its words stay on the desk."""
    tx.overrides.add(override)
    tx.events.append(
        Event(
            name="override.made",
            at=override.at,
            conversation_id=override.conversation_id,
            subject_id=override.id,
            details={
                "deed": override.deed.value,
                "by_id": override.by_id,
                "agent_id": override.agent_id,
                "before": override.before,
                "after": override.after,
            },
        )
    )
