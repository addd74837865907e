"""
What the house says and does after a decision, inside the caller's transaction.

In a conversation that is only watched it says and does nothing; danger alone raises an alarm.

While a person has the word the assistant is silent. Danger is the one exception to silence: as long
as the chair is empty, the safety words are told once, as a notice and not as the assistant.
"""

from dataclasses import replace

from warmline.actions.answering import manner_of, own_up, speak_answer
from warmline.actions.hand_off import unfinished
from warmline.actions.line import wishes_at
from warmline.actions.seek import (
    calls_for_person,
    how_it_stands,
    leading_reason,
    priority_of,
    request,
    seek,
)
from warmline.actions.speech import add_message, language_of, tell_change
from warmline.actions.watch import look_out
from warmline.actions.workplace import Workplace
from warmline.assistant.answer import Answer
from warmline.conversation.conversation import Conversation, Priority
from warmline.conversation.message import Author, Message, MessageId
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.handoff.wording import say_danger
from warmline.moments.decision import Decision, Step
from warmline.ports import Transaction


def respond(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    decision: Decision,
    answer: Answer,
) -> list[Message]:
    """
    Do what the decision asks for.

    Args:
        work: the installation.
        tx: the open transaction.
        conversation: as stored after the message.
        decision: taken after the contact's message.
        answer: what the assistant would say, found before the transaction.

    Returns:
        What the contact was told, in order.
    """
    said: list[Message] = []
    if conversation.is_watched:
        look_out(work, tx, conversation, decision)
        return said
    if decision.step is Step.EMERGENCY:
        said += _warn(work, tx, conversation, decision)
    running = unfinished(tx, conversation.id)
    if running is not None:
        return said + _raise_alarm(work, tx, conversation, running, decision)
    if calls_for_person(decision):
        said += own_up(work, tx, conversation, answer)
        _, _, told = request(
            work,
            tx,
            conversation,
            reason_code=leading_reason(decision),
            priority=priority_of(decision),
        )
        return said + told
    manner = manner_of(decision)
    manner = replace(manner, is_plain=manner.is_plain or wishes_at(tx, conversation).is_plain)
    return said + speak_answer(work, tx, conversation, manner, answer)


def _warn(
    work: Workplace, tx: Transaction, conversation: Conversation, decision: Decision
) -> list[Message]:
    """Tell the safety words of this kind of danger, unless they were told already."""
    kind = decision.emergency_kind or "any"
    notice = f"safety.{kind}"
    told = {message.notice for message in tx.messages.of(conversation.id)}
    is_held = conversation.assignee_id is not None
    if notice in told or is_held:
        return []
    country = tx.contacts.get(conversation.contact_id).country or work.house.country
    text = say_danger(kind, language_of(work, conversation), country=country)
    return [
        add_message(
            tx,
            Message(
                id=MessageId(work.new_id()),
                conversation_id=conversation.id,
                author=Author.SYSTEM,
                text=text,
                sent_at=work.clock.now(),
                notice=notice,
            ),
        )
    ]


def _raise_alarm(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    running: Handoff,
    decision: Decision,
) -> list[Message]:
    """Danger during a running handoff makes it urgent, and asks again if nobody came yet."""
    if decision.step is not Step.EMERGENCY or running.priority is Priority.URGENT:
        return []
    reason_code = leading_reason(decision)
    urgent = replace(running, priority=Priority.URGENT, reason_code=reason_code)
    stored = tx.handoffs.save(urgent)
    tx.conversations.save(replace(conversation, priority=Priority.URGENT))
    if not stored.is_waiting:
        return []
    told: list[Message] = []
    # An offer that stands is not taken back: somebody is looking at it already.
    if stored.state is not HandoffState.OFFERED:
        stored, told = seek(work, tx, conversation, stored)
    return told or [tell_change(work, tx, conversation, stored, how_it_stands(work, stored))]
