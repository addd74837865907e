"""
The line of those who wait for a person, and what ties each of them to people: gathered, not judged.

One place for the desk, the contact's page and the matching, so that all three see the same order.
"""

from datetime import datetime

from warmline.agents.agent import Availability
from warmline.agents.house import House
from warmline.agents.service_levels import ClockKind
from warmline.contacts.wishes import Wishes, wishes_of
from warmline.conversation.conversation import Conversation
from warmline.handoff.handoff import Handoff
from warmline.handoff.match import Ties
from warmline.handoff.queue import Waiting, order
from warmline.ports import Transaction


def line_of(house: House, tx: Transaction, now: datetime) -> list[Waiting]:
    """Everybody who waits, whom to serve first in front."""
    waiting = [handoff for handoff in tx.handoffs.unfinished() if handoff.is_waiting]
    return order([waiting_of(house, tx, handoff, now) for handoff in waiting], now)


def waiting_of(house: House, tx: Transaction, handoff: Handoff, now: datetime) -> Waiting:
    """One who waits, with what counts for their place."""
    conversation = tx.conversations.get(handoff.conversation_id)
    facts = tx.contacts.facts(conversation.contact_id, now)
    sla = house.inbox(conversation.inbox_id).sla
    return Waiting(
        handoff_id=handoff.id,
        conversation_id=handoff.conversation_id,
        priority=handoff.priority,
        reason_code=handoff.reason_code,
        since=handoff.requested_at,
        language=handoff.language,
        state=handoff.state,
        promised_for=handoff.promised_for,
        has_need=any(fact.kind == "need" and fact.has_consent for fact in facts),
        is_heavy=handoff.is_heavy,
        target=sla.target(ClockKind.HUMAN_ANSWER, handoff.priority),
    )


def ties_of(tx: Transaction, conversation: Conversation) -> Ties:
    """By which medium the contact comes, who has answered them before, and whom they wish for."""
    known_to = tx.service.known_to(conversation.contact_id)
    wished = known_to[:1] if wishes_at(tx, conversation).wants_one_person else []
    return Ties(channel=conversation.channel, known_to=known_to, wished=frozenset(wished))


def wishes_at(tx: Transaction, conversation: Conversation) -> Wishes:
    """How the contact of a conversation wants to be served, as remembered and not over."""
    return wishes_of(tx.contacts.facts(conversation.contact_id, conversation.changed_at))


def only_after_heavy(tx: Transaction) -> bool:
    """Whether everybody who is free just had a heavy conversation, as contacts brought it."""
    load_of = {load.agent_id: load for load in tx.agents.loads()}
    free = [
        load_of[agent.id]
        for agent in tx.agents.all()
        if agent.may_answer
        and agent.availability is Availability.ONLINE
        and agent.id in load_of
        and agent.has_room(load_of[agent.id], ())
    ]
    return bool(free) and all(load.had_heavy for load in free)
