"""
A person looks back: which turns wait for a verdict, and the verdict itself.

Verdicts are about what the program did, never about an agent, and only supervisors give them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise, takewhile

from warmline.actions.workplace import Workplace
from warmline.agents.agent import Role
from warmline.conversation.conversation import Conversation
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, Author, ConversationId, Message, MessageId
from warmline.errors import FieldInvalid, NotFound, RoleMissing
from warmline.handoff.handoff import Handoff
from warmline.moments.decision import Decision
from warmline.moments.fold import Folding
from warmline.moments.margin import is_near
from warmline.moments.record import Record
from warmline.outcomes.review import Review, ReviewId, Verdict
from warmline.outcomes.review_lines import line_of
from warmline.outcomes.review_queue import Occasion, Waiting, review_queue
from warmline.ports import Transaction

RECENT = 200
"""Conversations that are looked through: some weeks of a small desk, a third of a second."""


def waiting_reviews(work: Workplace, tx: Transaction, *, reviewer_id: AgentId) -> list[Waiting]:
    """The turns of late that wait for this reviewer, the most telling first."""
    occasions = [
        occasion
        for conversation in tx.conversations.recent(RECENT)
        for occasion in occasions_in(work, tx, conversation)
    ]
    return review_queue(
        occasions,
        tx.reviews.all(),
        reviewer_id=reviewer_id,
        known_codes=tx.reviews.reason_codes(),
    )


def occasions_in(work: Workplace, tx: Transaction, conversation: Conversation) -> list[Occasion]:
    """The turns of a conversation at which the assistant had the word and something was decided."""
    decisions = tx.decisions.of(conversation.id)
    if not decisions:
        return []
    near = _close_things(work, tx, conversation)
    if conversation.is_watched:
        return _watched_occasions(tx.messages.of(conversation.id), decisions, near)
    handoffs = tx.handoffs.of(conversation.id)
    asked = [
        one
        for one in tx.messages.of(conversation.id)
        if one.author is Author.CONTACT and one.id in decisions
    ]
    return [
        _occasion(message, later, decisions, handoffs, is_near=message.id in near)
        for message, later in pairwise([*asked, None])
        if message is not None and not _is_held(message.sent_at, handoffs)
    ]


def give_review(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    message_id: MessageId,
    reviewer_id: AgentId,
    verdict: Verdict,
    needed_at_id: MessageId | None = None,
    has_peeked: bool = False,
) -> Review:
    """
    Keep a person's verdict on a turn; a second one of the same person takes its place.

    Args:
        work: the installation.
        conversation_id: where the turn is.
        message_id: the contact's message after which the decision was taken.
        reviewer_id: a supervisor.
        verdict: what they say.
        needed_at_id: from which message on a person was needed, if one should have been called.
        has_peeked: whether they saw the decision and its reasons before.

    Raises:
        RoleMissing: the reviewer is no supervisor.
        NotFound: there is no such conversation, or no decision after such a message in it.
        FieldInvalid: the verdict does not fit what happened, or the place is not before the turn.
    """
    with work.store.transaction() as tx:
        if tx.agents.get(reviewer_id).role is not Role.SUPERVISOR:
            raise RoleMissing(role=Role.SUPERVISOR.value)
        occasion = find_occasion(work, tx, conversation_id=conversation_id, message_id=message_id)
        if not verdict.fits(was_handed_off=occasion.was_handed_off):
            raise FieldInvalid(
                field="verdict",
                value=f"'{verdict.value}' here",
                remedy="Choose one that fits what happened after this message.",
            )
        place = _place(tx, occasion, verdict, needed_at_id)
        earlier = {(one.message_id, one.reviewer_id) for one in tx.reviews.of(conversation_id)}
        is_again = (message_id, reviewer_id) in earlier
        review = Review(
            id=ReviewId(work.new_id()),
            conversation_id=conversation_id,
            message_id=message_id,
            reviewer_id=reviewer_id,
            verdict=verdict,
            needed_at_id=place,
            is_blind=not (has_peeked or is_again),
            given_at=work.clock.now(),
        )
        tx.reviews.put(review)
        tx.events.append(_given(review))
        return review


def _given(review: Review) -> Event:
    return Event(
        name="review.given",
        at=review.given_at,
        conversation_id=review.conversation_id,
        subject_id=review.message_id,
        details={"verdict": review.verdict.value, "is_blind": review.is_blind},
    )


def reviewed_lines(tx: Transaction) -> Iterator[dict[str, object]]:
    """Every reviewed turn as a line of the export, in the order in which they were first judged."""
    by_message: dict[MessageId, list[Review]] = {}
    for review in tx.reviews.all():
        by_message.setdefault(review.message_id, []).append(review)
    for message_id, reviews in by_message.items():
        conversation = tx.conversations.get(reviews[0].conversation_id)
        yield line_of(
            reviews,
            tx.decisions.of(conversation.id)[message_id],
            tx.readings.turns(conversation.id, None),
            inbox_id=conversation.inbox_id,
        )


def find_occasion(
    work: Workplace, tx: Transaction, *, conversation_id: ConversationId, message_id: MessageId
) -> Occasion:
    """
    What happened at one turn.

    Raises:
        NotFound: there is no such conversation, or nothing to judge after such a message.
    """
    for occasion in occasions_in(work, tx, tx.conversations.get(conversation_id)):
        if occasion.message_id == message_id:
            return occasion
    raise NotFound(what="turn to review", id=message_id[:64])


def _place(
    tx: Transaction, occasion: Occasion, verdict: Verdict, needed_at_id: MessageId | None
) -> MessageId | None:
    """From which message on a person was needed."""
    if verdict is not Verdict.SHOULD_HAVE_BEEN:
        return None
    said = [one.id for one in tx.messages.of(occasion.conversation_id) if _is_contacts(one)]
    until_now = said[: said.index(occasion.message_id) + 1]
    place = needed_at_id or occasion.message_id
    if place not in until_now:
        remedy = "Choose a message of the contact, the judged one or one before it."
        raise FieldInvalid(field="needed_at", value="this", remedy=remedy)
    if occasion.was_handed_off and place == occasion.message_id:
        remedy = "A person was asked in right here; choose the earlier message that called for one."
        raise FieldInvalid(field="needed_at", value="this", remedy=remedy)
    return place


def _is_contacts(message: Message) -> bool:
    return message.author is Author.CONTACT


def _close_things(
    work: Workplace, tx: Transaction, conversation: Conversation
) -> frozenset[MessageId]:
    """After which messages it was a close thing; promises and facts of that day are left out."""
    folding, near = Folding(Record()), set()
    for turn in tx.readings.turns(conversation.id, None):
        folding.take(turn)
        if turn.reading is None or turn.at is None:
            continue
        local = turn.at.astimezone(work.house.hours.timezone)
        if is_near(folding.state(), work.policy.for_(conversation.inbox_id, local)):
            near.add(turn.message_id)
    return frozenset(near)


def _occasion(
    message: Message,
    later: Message | None,
    decisions: Mapping[MessageId, Decision],
    handoffs: Sequence[Handoff],
    *,
    is_near: bool,
) -> Occasion:
    decision = decisions[message.id]
    until = None if later is None else later.sent_at
    asked = [
        one
        for one in handoffs
        if one.requested_at >= message.sent_at and (until is None or one.requested_at < until)
    ]
    return Occasion(
        conversation_id=message.conversation_id,
        message_id=message.id,
        at=message.sent_at,
        step=decision.step,
        codes=frozenset(reason.code for reason in decision.reasons),
        is_near=is_near,
        was_handed_off=bool(asked),
        has_come=_has_come(asked),
    )


def _watched_occasions(
    messages: Sequence[Message],
    decisions: Mapping[MessageId, Decision],
    near: frozenset[MessageId],
) -> list[Occasion]:
    """The turns of a watched conversation until a person came; nobody was ever asked in by us."""
    occasions: list[Occasion] = []
    for place, message in enumerate(messages):
        if message.author is Author.AGENT:
            break
        if message.id not in decisions:
            continue
        later = takewhile(lambda one: not _is_contacts(one), messages[place + 1 :])
        came = any(one.author is Author.AGENT for one in later)
        is_open = not came and message is messages[-1]
        occasion = _occasion(message, None, decisions, (), is_near=message.id in near)
        occasions.append(replace(occasion, has_come=None if is_open else came))
    return occasions


def _has_come(asked: Sequence[Handoff]) -> bool | None:
    if any(one.accepted_at is not None for one in asked):
        return True
    return None if any(not one.is_finished for one in asked) else False


def _is_held(at: datetime, handoffs: Sequence[Handoff]) -> bool:
    """Whether a person had the word, or was being sought, when a message came."""
    return any(
        one.requested_at < at and (one.ended_at is None or one.ended_at > at) for one in handoffs
    )
