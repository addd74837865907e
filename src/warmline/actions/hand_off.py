"""
The deeds of a handoff: ask, accept, decline, let lapse, give back, wrap up.

Each is one transaction; the state machine in `handoff/handoff.py` says which are possible, so two
agents who click at once get one conversation and one clear refusal.
"""

from dataclasses import replace
from datetime import datetime

from warmline.actions.line import only_after_heavy, waiting_of
from warmline.actions.seek import (
    ANYBODY,
    ASKED_BY_BUTTON,
    Wanted,
    begin,
    give_word,
    how_it_stands,
    request,
    seek,
)
from warmline.actions.speech import tell_change
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Availability, Role
from warmline.conversation.conversation import Conversation, Priority, Speaker, Status
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ConversationId
from warmline.errors import FieldInvalid, InboxInShadow, NotSpeaker, RoleMissing
from warmline.handoff.handoff import Handoff, HandoffId, HandoffState
from warmline.handoff.handoff import accept as accepted_by
from warmline.handoff.handoff import decline as declined_by
from warmline.handoff.handoff import give_back as given_back
from warmline.handoff.handoff import take_off as taken_off
from warmline.handoff.handoff import time_out as timed_out
from warmline.handoff.handoff import wrap_up as wrapped_up
from warmline.handoff.queue import order
from warmline.handoff.wording import change_key
from warmline.handoff.wrap_up import DISPOSITIONS
from warmline.ports import Transaction


def ask_for_person(
    work: Workplace, *, conversation_id: ConversationId, wanted: Wanted = ANYBODY
) -> Handoff:
    """
    The contact presses "talk to a person"; pressing it again changes nothing.

    Args:
        work: the installation.
        conversation_id: in which one.
        wanted: who should come, when an integrator knows it.

    Raises:
        NotFound: there is no such conversation.
        InboxInShadow: the conversation is only watched, so nobody could come here.
    """
    with work.store.transaction() as tx:
        running = unfinished(tx, conversation_id)
        if running is not None:
            return running
        return request(
            work,
            tx,
            _awake(work, tx, conversation_id),
            reason_code=ASKED_BY_BUTTON,
            priority=Priority.MEDIUM,
            wanted=wanted,
        )[1]


def bring(
    work: Workplace,
    tx: Transaction,
    conversation_id: ConversationId,
    agent_id: AgentId,
    *,
    reason_code: str,
) -> Handoff:
    """
    Give a conversation that nobody holds to one agent, inside the caller's transaction.

    Nobody else is asked and nothing is promised, so the contact hears only who has come.

    Raises:
        NotFound: there is no such conversation.
        InboxInShadow: the conversation is only watched, so nobody could come here.
        HandoffForbidden: somebody holds it.
        RoleMissing: whoever it is answers nobody.
    """
    handoff = unfinished(tx, conversation_id)
    if handoff is None:
        awake = _awake(work, tx, conversation_id)
        _, handoff = begin(work, tx, awake, reason_code=reason_code, priority=Priority.MEDIUM)
    return seat(work, tx, handoff, agent_id)


def accept(work: Workplace, *, handoff_id: HandoffId, agent_id: AgentId) -> Handoff:
    """
    An agent takes the conversation.

    Raises:
        HandoffForbidden: somebody else has it already, or it is over.
        RoleMissing: whoever it is answers nobody.
    """
    with work.store.transaction() as tx:
        return seat(work, tx, tx.handoffs.get(handoff_id), agent_id)


def seat(work: Workplace, tx: Transaction, handoff: Handoff, agent_id: AgentId) -> Handoff:
    """
    Give a waiting conversation to an agent, inside the caller's transaction.

    Raises:
        HandoffForbidden: somebody else has it already, or it is over.
        RoleMissing: whoever it is answers nobody.
    """
    agent = tx.agents.get(agent_id)
    if not agent.may_answer:
        raise RoleMissing(role=Role.AGENT.value)
    accepted, event = accepted_by(handoff, agent_id, now=work.clock.now())
    tx.events.append(event)
    conversation = tx.conversations.get(handoff.conversation_id)
    conversation = give_word(work, tx, conversation, Speaker.AGENT, Status.OPEN)
    conversation = tx.conversations.save(replace(conversation, assignee_id=agent_id))
    for promise in tx.promises.of_contact(conversation.contact_id):
        is_call_back = promise.conversation_id == conversation.id and promise.owner_id is None
        if is_call_back and promise.is_owed:
            tx.promises.save(replace(promise, owner_id=agent_id))
    tell_change(work, tx, conversation, accepted, "accepted", name=agent.name)
    return tx.handoffs.save(accepted)


def decline(work: Workplace, *, handoff_id: HandoffId, agent_id: AgentId) -> Handoff:
    """
    An agent says no to an offer; the next one is asked.

    Raises:
        HandoffForbidden: the offer is not this agent's, or is over.
    """
    with work.store.transaction() as tx:
        declined, event = declined_by(tx.handoffs.get(handoff_id), agent_id, now=work.clock.now())
        tx.events.append(event)
        return seek_on(work, tx, declined, agent_id)


def time_out_offer(work: Workplace, *, handoff_id: HandoffId, offer_number: int) -> Handoff | None:
    """Let an offer lapse that nobody answered; None when it was answered meanwhile."""
    with work.store.transaction() as tx:
        offered = tx.handoffs.get(handoff_id)
        lapsed = timed_out(offered, offer_number, now=work.clock.now())
        if lapsed is None or offered.agent_id is None:
            return None
        handoff, event = lapsed
        tx.events.append(event)
        return seek_on(work, tx, handoff, offered.agent_id)


def match_waiting(work: Workplace) -> int:
    """
    Offer what waits to whoever is free now.

    Returns:
        How many offers were made.
    """
    count, now = 0, work.clock.now()
    with work.store.transaction() as tx:
        unasked = {
            handoff.id: handoff
            for handoff in tx.handoffs.unfinished()
            if handoff.state in (HandoffState.REQUESTED, HandoffState.PROMISED)
        }
        waiting = [waiting_of(work.house, tx, one, now) for one in unasked.values()]
        for one in order(waiting, now, spares_heavy=only_after_heavy(tx)):
            conversation = tx.conversations.get(one.conversation_id)
            sought, _ = seek(work, tx, conversation, unasked[one.handoff_id])
            count += sought.state is HandoffState.OFFERED
    return count


def give_back(
    work: Workplace, *, conversation_id: ConversationId, agent_id: AgentId
) -> Conversation:
    """
    The agent gives the conversation back to the assistant.

    Raises:
        NotSpeaker: the conversation is not with this agent.
    """
    with work.store.transaction() as tx:
        conversation, handoff = held_by(tx, conversation_id, agent_id)
        returned, event = given_back(handoff, now=_end_at(work, tx, conversation))
        tx.events.append(event)
        tx.handoffs.save(returned)
        return _released(work, tx, conversation, returned, Status.PENDING)


def wrap_up(
    work: Workplace, *, conversation_id: ConversationId, agent_id: AgentId, disposition: str
) -> Conversation:
    """
    The agent finishes, with an outcome; the contact's next message opens a new stretch.

    Raises:
        FieldInvalid: the disposition is not one of the known ones.
        NotSpeaker: the conversation is not with this agent.
    """
    if disposition not in DISPOSITIONS:
        raise FieldInvalid(
            field="disposition", value="this", remedy=f"Use one of: {', '.join(DISPOSITIONS)}."
        )
    with work.store.transaction() as tx:
        conversation, handoff = held_by(tx, conversation_id, agent_id)
        now = _end_at(work, tx, conversation)
        ended, event = wrapped_up(handoff, disposition, now=now)
        tx.events.append(event)
        tx.handoffs.save(ended)
        return _released(work, tx, conversation, ended, Status.RESOLVED)


def set_availability(work: Workplace, *, agent_id: AgentId, availability: Availability) -> Agent:
    """
    An agent comes, goes or takes a break; coming online brings what waits.

    Offers that stand to whoever goes are passed on at once: nobody waits for an empty desk.

    Raises:
        RoleMissing: whoever it is answers nobody.
    """
    with work.store.transaction() as tx:
        is_back = tx.agents.get(agent_id).availability is not Availability.ONLINE
        agent = note_availability(work, tx, agent_id, availability)
        if availability is not Availability.ONLINE:
            _pass_offers(work, tx, agent_id)
        elif is_back:
            _ask_again(tx, agent_id)
    if availability is Availability.ONLINE:
        match_waiting(work)
    return agent


def note_availability(
    work: Workplace, tx: Transaction, agent_id: AgentId, availability: Availability
) -> Agent:
    """
    Store whether offers may come, and tell of it, inside the caller's transaction.

    Raises:
        RoleMissing: whoever it is answers nobody.
    """
    agent = tx.agents.get(agent_id)
    if not agent.may_answer:
        raise RoleMissing(role=Role.AGENT.value)
    tx.events.append(
        Event(
            name="agent.availability_changed",
            at=work.clock.now(),
            subject_id=agent_id,
            details={"availability": availability.value},
        )
    )
    return tx.agents.save(replace(agent, availability=availability))


def unfinished(tx: Transaction, conversation_id: ConversationId) -> Handoff | None:
    """The handoff of a conversation that is not over, if there is one."""
    return next(
        (handoff for handoff in tx.handoffs.of(conversation_id) if not handoff.is_finished), None
    )


def held_by(
    tx: Transaction, conversation_id: ConversationId, agent_id: AgentId
) -> tuple[Conversation, Handoff]:
    """
    The conversation and its handoff, when this agent has the word.

    Raises:
        NotSpeaker: the conversation is with somebody else.
    """
    conversation = tx.conversations.get(conversation_id)
    handoff = unfinished(tx, conversation_id)
    if handoff is None or handoff.is_waiting or conversation.assignee_id != agent_id:
        raise NotSpeaker(id=conversation_id)
    return conversation, handoff


def _pass_offers(work: Workplace, tx: Transaction, agent_id: AgentId) -> None:
    """Whoever has gone will not answer: the next one is asked now, not when the offer lapses."""
    for handoff in tx.handoffs.unfinished():
        is_theirs = handoff.agent_id == agent_id
        lapsed = timed_out(handoff, handoff.offer_number, now=work.clock.now())
        if is_theirs and lapsed is not None:
            tx.events.append(lapsed[1])
            seek_on(work, tx, lapsed[0], agent_id)


def _ask_again(tx: Transaction, agent_id: AgentId) -> None:
    """Whoever is back may be asked for what they could not take before they went."""
    for handoff in tx.handoffs.unfinished():
        if handoff.is_waiting and agent_id in handoff.declined_by:
            tx.handoffs.save(replace(handoff, declined_by=handoff.declined_by - {agent_id}))


def _awake(work: Workplace, tx: Transaction, conversation_id: ConversationId) -> Conversation:
    """
    A conversation in which something may happen: a resolved one is opened again.

    Raises:
        NotFound: there is no such conversation.
        InboxInShadow: it is only watched, so nobody could come here.
    """
    conversation = tx.conversations.get(conversation_id)
    if conversation.is_watched:
        raise InboxInShadow(inbox=conversation.inbox_id)
    if conversation.status is not Status.RESOLVED:
        return conversation
    opened = give_word(work, tx, conversation, Speaker.ASSISTANT, Status.PENDING)
    return tx.conversations.save(opened)


def seek_on(work: Workplace, tx: Transaction, handoff: Handoff, asked: AgentId) -> Handoff:
    """Ask the next agent after one, and tell the contact that the search goes on."""
    conversation = tx.conversations.get(handoff.conversation_id)
    sought, said = seek(work, tx, conversation, handoff)
    earlier = tx.messages.of(conversation.id)
    if sought.state is HandoffState.PROMISED and not said:
        told = [one.notice for one in earlier if (one.notice or "").startswith("handoff.")]
        if not (told[-1] or "").startswith("handoff.promised"):
            # Danger had begun a new search; it is over, and what was promised stands.
            tell_change(work, tx, conversation, sought, how_it_stands(work, sought))
        return sought
    key = change_key("still-looking", sought.reason_code)
    # Told once: a contact who hears every minute that nobody comes is not helped.
    is_told = bool(said) or sought.promised_for is not None or earlier[-1].notice == key
    if not is_told:
        name = tx.agents.get(asked).name
        tell_change(work, tx, conversation, sought, "still-looking", name=name)
    return sought


def put_back(work: Workplace, tx: Transaction, handoff: Handoff, agent_id: AgentId) -> Handoff:
    """Put a held conversation back into the line, promises with it, and ask the next one."""
    freed, event = taken_off(handoff, now=work.clock.now())
    tx.events.append(event)
    conversation = tx.conversations.get(handoff.conversation_id)
    conversation = give_word(work, tx, conversation, Speaker.AGENT, Status.OPEN)
    conversation = tx.conversations.save(replace(conversation, assignee_id=None))
    pass_promises(tx, conversation, agent_id, None)
    return seek_on(work, tx, freed, agent_id)


def pass_promises(
    tx: Transaction, conversation: Conversation, owner_id: AgentId | None, to: AgentId | None
) -> None:
    """What was promised in this conversation is owed by whoever has it now, or by the team."""
    for promise in tx.promises.of_contact(conversation.contact_id):
        is_here = promise.conversation_id == conversation.id and promise.owner_id == owner_id
        if is_here and promise.is_owed:
            tx.promises.save(replace(promise, owner_id=to))


def _end_at(work: Workplace, tx: Transaction, conversation: Conversation) -> datetime:
    """
    Now, but never before what was said.

    A clock that was set back must not carry an old ask over the end, into a new handoff.
    """
    said = [message.sent_at for message in tx.messages.of(conversation.id)]
    return max([work.clock.now(), *said])


def _released(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    ended: Handoff,
    status: Status,
) -> Conversation:
    """The word goes back to the assistant, and the contact hears who gave it."""
    name = "" if ended.agent_id is None else tx.agents.get(ended.agent_id).name
    change = "returned" if status is Status.PENDING else "wrapped-up"
    tell_change(work, tx, conversation, ended, change, name=name)
    freed = give_word(work, tx, conversation, Speaker.ASSISTANT, status)
    # Whoever wraps up has read the last word. Given back, a word without an answer still waits.
    waiting_since = freed.waiting_since if status is Status.PENDING else None
    return tx.conversations.save(replace(freed, assignee_id=None, waiting_since=waiting_since))
