"""
The assistant speaks, inside the caller's transaction: passages with their source, or sentences.

To whoever is upset it speaks plainly: shorter, without pleasantries, a person offered at once, two
near answers given instead of a question back. No sentence of ours is said twice in a conversation;
when none is left that would help, a person is asked in.
"""

from dataclasses import dataclass, replace

from warmline.actions.seek import request
from warmline.actions.speech import add_message, language_of, speak
from warmline.actions.workplace import Workplace
from warmline.assistant.answer import WHICH, Answer
from warmline.assistant.knowledge import gist
from warmline.assistant.variation import (
    NAME_A_PERSON,
    OFFER,
    PARTING,
    PLAIN_OFFER,
    UNHELPFUL,
    next_notice,
)
from warmline.conversation.conversation import Conversation, Priority, Speaker
from warmline.conversation.message import Author, Message, MessageId
from warmline.handoff.wording import say
from warmline.moments.decision import Decision, Step
from warmline.ports import Transaction

PROGRAM = "assistant.program"
ACCEPTED = "asked.person"
OUT_OF_WORDS = "friction.useless-answers"


@dataclass(frozen=True, slots=True)
class Manner:
    """How the assistant speaks at this moment."""

    step: Step = Step.CARRY_ON
    is_plain: bool = False
    """Short and without pleasantries, because the contact is upset."""


def manner_of(decision: Decision) -> Manner:
    """Plainly to whoever is upset: when it is softened, or when feelings raise the step."""
    families = {reason.code.partition(".")[0] for reason in decision.reasons}
    return Manner(decision.step, decision.step is Step.SOFTEN or "feeling" in families)


def speak_answer(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    manner: Manner,
    answer: Answer,
) -> list[Message]:
    """
    Say what the assistant has to say, if it has the word.

    Args:
        work: the installation.
        tx: the open transaction.
        conversation: as stored after the message.
        manner: how; at `offer-person` the offer is said as well.
        answer: as found before the transaction.

    Returns:
        What the contact was told, in order; nothing while a person has the word.
    """
    if conversation.speaker is not Speaker.ASSISTANT:
        return []
    if answer.accepts_person:
        return _bring_in(work, tx, conversation, ACCEPTED)
    quotes = _quotes(answer, manner)
    said = [_quote(work, tx, conversation, one, is_plain=manner.is_plain) for one in quotes]
    if not quotes:
        notice = _notice(_told(tx, conversation), manner, answer)
        if notice is None and not answer.is_helpful:
            return _bring_in(work, tx, conversation, OUT_OF_WORDS)
        # To the third thanks in a row silence is the only thing that was not said yet.
        said = [] if notice is None else [_say(work, tx, conversation, notice, answer)]
    offer = _offer(_told(tx, conversation), manner, answer)
    said += [] if offer is None else [speak(work, tx, conversation, offer)]
    tx.conversations.save(replace(conversation, waiting_since=None))
    return said


def own_up(
    work: Workplace, tx: Transaction, conversation: Conversation, answer: Answer
) -> list[Message]:
    """Say that it is a program, to whoever asks, even when a person comes in next."""
    is_asked = answer.notice == PROGRAM and conversation.speaker is Speaker.ASSISTANT
    if not is_asked or PROGRAM in _told(tx, conversation):
        return []
    return [_say(work, tx, conversation, PROGRAM, answer)]


def _quotes(answer: Answer, manner: Manner) -> list[Answer]:
    """The passages to be said: both of two when both are wanted, or a question would annoy."""
    if answer.choices and (answer.notice != WHICH or manner.step is not Step.CARRY_ON):
        return [replace(one, is_helpful=True) for one in answer.choices]
    return [answer] if answer.notice is None else []


def _notice(told: frozenset[str | None], manner: Manner, answer: Answer) -> str | None:
    """The sentence that says it and was not said yet; None when there is none left."""
    if answer.notice == WHICH:
        return WHICH  # its titles differ each time
    if manner.step is Step.OFFER_PERSON and not answer.is_helpful and OFFER not in told:
        # An offer in place of an answer is no answer: it counts as one that did not help.
        return OFFER
    return next_notice(answer.notice or "", told, is_plain=manner.is_plain)


def _offer(told: frozenset[str | None], manner: Manner, answer: Answer) -> str | None:
    """The way to a person, once: in full when it is offered, in short when it is softened."""
    if manner.step is Step.OFFER_PERSON and not told & {OFFER, "assistant.unknown-person"}:
        return OFFER
    is_parting = answer.notice in PARTING
    if manner.step is Step.SOFTEN and not is_parting and not told & NAME_A_PERSON:
        return PLAIN_OFFER
    return None


def _say(
    work: Workplace, tx: Transaction, conversation: Conversation, notice: str, answer: Answer
) -> Message:
    """One sentence of ours; one that stands in for an answer did not help."""
    first, second = answer.labels or ("", "")
    return speak(
        work,
        tx,
        conversation,
        notice,
        is_helpful=answer.is_helpful and notice not in UNHELPFUL,
        title=answer.about,
        first=first,
        second=second,
    )


def _bring_in(
    work: Workplace, tx: Transaction, conversation: Conversation, reason_code: str
) -> list[Message]:
    """Ask a person in, as the contact wished or because we have nothing more to say."""
    return request(work, tx, conversation, reason_code=reason_code, priority=Priority.MEDIUM)[2]


def _quote(
    work: Workplace, tx: Transaction, conversation: Conversation, answer: Answer, *, is_plain: bool
) -> Message:
    """The firm's own words, and where they stand."""
    language = language_of(work, conversation)
    lead = "" if answer.lead is None else say(answer.lead, language, title=answer.about)
    words = gist(answer.text) if is_plain else answer.text
    source = say("assistant.source", language, title=place_of(answer, language))
    return add_message(
        tx,
        Message(
            id=MessageId(work.new_id()),
            conversation_id=conversation.id,
            author=Author.ASSISTANT,
            text="\n\n".join(part for part in (lead, words, source) if part),
            sent_at=work.clock.now(),
            source=answer.source,
            is_helpful=answer.is_helpful,
        ),
    )


def place_of(answer: Answer, language: str) -> str:
    """Where a passage stands, as far as it is known: article, section, page."""
    page = "" if answer.page is None else say("assistant.page", language, page=answer.page)
    return " · ".join(part for part in (answer.title or "", answer.section, page) if part)


def _told(tx: Transaction, conversation: Conversation) -> frozenset[str | None]:
    return frozenset(message.notice for message in tx.messages.of(conversation.id))
