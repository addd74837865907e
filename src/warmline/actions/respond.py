"""
What the house says and does after a decision, inside the caller's transaction.

In a conversation that is only watched it says and does nothing; danger alone raises an alarm.

While a person has the word the assistant is silent. Danger is the one exception to silence: as long
as the chair is empty, the safety words are told once, as a notice and not as the assistant.
"""

from collections.abc import Set
from dataclasses import replace

from warmline.actions.hand_off import unfinished
from warmline.actions.seek import calls_for_person, leading_reason, priority_of, request, seek
from warmline.actions.speech import add_message, language_of, speak, tell_change
from warmline.actions.watch import look_out
from warmline.actions.workplace import Workplace
from warmline.assistant.answer import Answer
from warmline.conversation.conversation import Conversation, Priority, Speaker
from warmline.conversation.message import Author, Message, MessageId
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.handoff.wording import say, say_danger
from warmline.moments.decision import Decision, Step
from warmline.ports import Transaction

OFFER = "assistant.offer-person"
UNKNOWN = ("assistant.unknown", "assistant.unknown-again")
OFFER_LADDER = (OFFER, "assistant.unknown-again")


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
        _, _, told = request(
            work,
            tx,
            conversation,
            reason_code=leading_reason(decision),
            priority=priority_of(decision),
        )
        return said + told
    return said + _answer(work, tx, conversation, decision.step, answer)


def _answer(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    step: Step,
    answer: Answer,
) -> list[Message]:
    """The assistant speaks, if it has the word; the button to a person comes with an offer."""
    if conversation.speaker is not Speaker.ASSISTANT:
        return []
    said = [] if answer.notice is not None else [_quote(work, tx, conversation, answer)]
    told = {message.notice for message in tx.messages.of(conversation.id)}
    for notice in _notices(answer, step, told):
        # An offer in place of an answer is no answer: it counts as one that did not help.
        helped = answer.is_helpful and notice not in UNKNOWN
        said.append(speak(work, tx, conversation, notice, is_helpful=helped, firm=work.house.firm))
    tx.conversations.save(replace(conversation, waiting_since=None))
    return said


def _notices(answer: Answer, step: Step, told: Set[str | None]) -> list[str]:
    """What to say besides a passage: never the same words twice while there are others."""
    is_offer = step is Step.OFFER_PERSON
    if not answer.is_helpful:
        ladder = OFFER_LADDER if is_offer else UNKNOWN
        return [next((notice for notice in ladder if notice not in told), ladder[-1])]
    first = [] if answer.notice is None else [answer.notice]
    return [*first, OFFER] if is_offer and OFFER not in told else first


def _quote(work: Workplace, tx: Transaction, conversation: Conversation, answer: Answer) -> Message:
    """The firm's own words, and where they stand."""
    source = say("assistant.source", language_of(work, conversation), title=answer.title or "")
    return add_message(
        tx,
        Message(
            id=MessageId(work.new_id()),
            conversation_id=conversation.id,
            author=Author.ASSISTANT,
            text=f"{answer.text}\n\n{source}",
            sent_at=work.clock.now(),
            source=answer.source,
            is_helpful=answer.is_helpful,
        ),
    )


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
    # An offer that stands is not taken back: somebody is looking at it already.
    is_offered = stored.state is HandoffState.OFFERED
    told = [] if is_offered else seek(work, tx, conversation, stored)[1]
    return told or [tell_change(work, tx, conversation, stored, "requested")]
