"""
The review page: one turn with what was said until then, four verdicts, and how reviewers agree.

What was decided stands on the page only after the verdict, or when it was asked for. Nobody is
named: neither the contact nor the colleague who answered is what is judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from warmline.conversation.message import Author, ConversationId, Message, MessageId
from warmline.moments.decision import Decision
from warmline.outcomes.agreement import Agreement, agreement_of
from warmline.outcomes.review import Review, Verdict, verdict_pairs
from warmline.outcomes.review_queue import Occasion, Waiting
from warmline.ports import Transaction
from warmline.web.conversation_view import Piece, pieces_of, reasons_of
from warmline.web.pages import Page
from warmline.web.times import clock_time
from warmline.web.view import View
from warmline.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTurn:
    """One message up to the judged one."""

    id: MessageId
    author: str
    by: str
    at: str
    """ISO 8601."""
    clock: str
    pieces: tuple[Piece, ...]
    language: str | None
    may_be_chosen: bool
    """Whether a person may have been needed from here on."""
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChoice:
    """One verdict with its key."""

    verdict: str
    key: int
    fits: bool
    is_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What the program decided, and why; and what was said of it."""

    step: str
    reasons: tuple[str, ...]
    policy: str
    grounds: tuple[str, ...]
    """Keys of words: why this turn is asked about."""
    yours: str
    """Empty before a verdict."""
    is_blind: bool
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """One turn to judge."""

    conversation_id: ConversationId
    message_id: MessageId
    turns: tuple[SaidTurn, ...]
    happened: str
    """Key of words: what the contact met next."""
    choices: tuple[VerdictChoice, ...]
    answer: AnswerView | None
    is_peeked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """How many turns were judged, and how far people agree."""

    waiting: int
    turns: int
    pairs: int
    observed: str
    kappa: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage(Page):
    """The page."""

    template: ClassVar[str] = "review.html"
    case: CaseView | None
    standing: StandingView
    seq: int


def compose_case(tx: Transaction, view: View, waiting: Waiting, *, has_peeked: bool) -> CaseView:
    """One turn as this reviewer may see it: with the answer once they judged or asked for it."""
    occasion = waiting.occasion
    reviews = [
        one
        for one in tx.reviews.of(occasion.conversation_id)
        if one.message_id == occasion.message_id
    ]
    mine = next((one for one in reviews if one.reviewer_id == view.agent.id), None)
    messages = _until(tx.messages.of(occasion.conversation_id), occasion.message_id)
    places = _places(messages, occasion)
    chosen = (mine and mine.needed_at_id) or (places[-1] if places else None)
    answer = None
    if mine is not None or has_peeked:
        decision = tx.decisions.of(occasion.conversation_id)[occasion.message_id]
        answer = _answer(decision, waiting, reviews, mine, view)
    happened = "handed_off" if occasion.was_handed_off else "went_on"
    if tx.conversations.get(occasion.conversation_id).is_watched:
        happened = "watched"
    return CaseView(
        conversation_id=occasion.conversation_id,
        message_id=occasion.message_id,
        turns=tuple(_turn(one, view, places, chosen) for one in messages),
        happened=happened,
        choices=_choices(occasion, places, mine),
        answer=answer,
        is_peeked=has_peeked,
    )


def compose_standing(reviews: Sequence[Review], waiting: int, words: Words) -> StandingView:
    """How far reviewers agree, in words."""
    agreement = agreement_of(verdict_pairs(reviews))
    observed = agreement.observed
    return StandingView(
        waiting=waiting,
        turns=len({one.message_id for one in reviews}),
        pairs=agreement.pairs,
        observed=words("review.no_kappa") if observed is None else f"{observed:.0%}",
        kappa=kappa_words(agreement, words),
    )


def kappa_words(agreement: Agreement, words: Words) -> str:
    """Agreement beyond chance, with its interval where there are pairs enough."""
    if agreement.kappa is None:
        return words("review.no_kappa")
    kappa = f"{agreement.kappa:.2f}"
    if agreement.interval is None:
        return words("review.few", kappa=kappa)
    low, high = agreement.interval
    return words("review.interval", kappa=kappa, low=f"{low:.2f}", high=f"{high:.2f}")


def _until(messages: Sequence[Message], id: MessageId) -> list[Message]:
    ids = [one.id for one in messages]
    return list(messages[: ids.index(id) + 1])


def _places(messages: Sequence[Message], occasion: Occasion) -> list[MessageId]:
    """Where a person may have been needed: where one was asked in anyway, only before that."""
    said = [one.id for one in messages if one.author is Author.CONTACT]
    return said[:-1] if occasion.was_handed_off else said


def _choices(
    occasion: Occasion, places: Sequence[MessageId], mine: Review | None
) -> tuple[VerdictChoice, ...]:
    return tuple(
        VerdictChoice(
            verdict=verdict.value,
            key=number,
            fits=verdict.fits(was_handed_off=occasion.was_handed_off)
            and (verdict is not Verdict.SHOULD_HAVE_BEEN or bool(places)),
            is_given=mine is not None and mine.verdict is verdict,
        )
        for number, verdict in enumerate(Verdict, 1)
    )


def _answer(
    decision: Decision, waiting: Waiting, reviews: Sequence[Review], mine: Review | None, view: View
) -> AnswerView:
    others = [one for one in reviews if one.reviewer_id != view.agent.id] if mine else []
    return AnswerView(
        step=decision.step.value,
        reasons=reasons_of(decision, view.words),
        policy=decision.policy_version,
        grounds=tuple(ground.value for ground in waiting.grounds)
        + (("second",) if waiting.is_second or others else ()),
        yours="" if mine is None else mine.verdict.value,
        is_blind=mine is None or mine.is_blind,
        other=others[0].verdict.value if others else "",
    )


def _turn(
    message: Message, view: View, places: Sequence[MessageId], chosen: MessageId | None
) -> SaidTurn:
    return SaidTurn(
        id=message.id,
        author=message.author.value,
        by=view.words(f"author.{message.author.value}"),
        at=message.sent_at.isoformat(),
        clock=clock_time(message.sent_at, view.zone),
        pieces=tuple(pieces_of(message)),
        language=message.language if message.language != "und" else None,
        may_be_chosen=message.id in places,
        is_chosen=message.id == chosen,
    )
