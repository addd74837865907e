"""
Reviewed turns as lines of JSON, to be kept, shared and learned from: without a word of a message.

A line holds what a decision saw up to the judged turn (readings and figures, never text), what was
decided, and what people said of it. `warmline tune` reads the same lines again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from warmline.conversation.message import AgentId, Author, ConversationId, MessageId
from warmline.errors import FieldInvalid
from warmline.moments.decision import Decision
from warmline.moments.turn import Turn
from warmline.outcomes.review import Review, ReviewId, Verdict
from warmline.reading.reading import Reading

Line = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedTurn:
    """One judged turn, as read from a line."""

    conversation_id: str
    turns: tuple[Turn, ...]
    reviews: tuple[Review, ...]


def line_of(
    reviews: Sequence[Review],
    decision: Decision,
    turns: Sequence[Turn],
    *,
    inbox_id: str,
) -> dict[str, object]:
    """
    One judged turn, ready for JSON.

    Args:
        reviews: of this turn, at least one.
        decision: what was decided after it.
        turns: of the whole conversation, oldest first.
        inbox_id: where the conversation arrived.
    """
    first = reviews[0]
    ids = [turn.message_id for turn in turns]
    until_now = turns[: ids.index(first.message_id) + 1]
    return {
        "conversation": first.conversation_id,
        "inbox": inbox_id,
        "message": first.message_id,
        "step": decision.step.value,
        "policy": decision.policy_version,
        "reasons": [reason.code for reason in decision.reasons],
        "verdicts": [_verdict_line(review) for review in reviews],
        "turns": [_turn_line(turn) for turn in until_now],
    }


def reviewed_turn(line: Line) -> ReviewedTurn:
    """
    A judged turn from its line.

    Raises:
        FieldInvalid: the line is not one of an export.
    """
    try:
        conversation_id, message_id = str(line["conversation"]), str(line["message"])
        verdicts, turns = line["verdicts"], line["turns"]
        assert isinstance(verdicts, list)
        assert isinstance(turns, list)
        return ReviewedTurn(
            conversation_id=conversation_id,
            turns=tuple(_turn(shape) for shape in turns),
            reviews=tuple(_review(shape, conversation_id, message_id) for shape in verdicts),
        )
    except (KeyError, TypeError, ValueError, AssertionError, AttributeError) as wrong:
        raise FieldInvalid(
            field="verdicts",
            value=f"read ({type(wrong).__name__})",
            remedy="Give lines as 'warmline review export' writes them.",
        ) from wrong


def _verdict_line(review: Review) -> dict[str, object]:
    return {
        "reviewer": review.reviewer_id,
        "verdict": review.verdict.value,
        "needed_at": review.needed_at_id,
        "blind": review.is_blind,
        "at": review.given_at.isoformat(),
    }


def _turn_line(turn: Turn) -> dict[str, object]:
    line: dict[str, object] = {
        "message": turn.message_id,
        "author": turn.author.value,
        "at": None if turn.at is None else turn.at.isoformat(),
    }
    if turn.reading is not None:
        return line | {"similar": turn.similar, "reading": turn.reading.to_json()}
    return line | {"helpful": turn.is_helpful, "notice": turn.notice}


def _turn(shape: Line) -> Turn:
    at, reading, notice = shape.get("at"), shape.get("reading"), shape.get("notice")
    return Turn(
        message_id=MessageId(str(shape["message"])),
        author=Author(str(shape["author"])),
        at=None if at is None else datetime.fromisoformat(str(at)),
        reading=Reading.from_json(reading) if isinstance(reading, Mapping) else None,
        similar=float(str(shape.get("similar", 0.0))),
        is_helpful=shape.get("helpful", True) is True,
        notice=None if notice is None else str(notice),
    )


def _review(shape: Line, conversation_id: str, message_id: str) -> Review:
    needed_at, at = shape.get("needed_at"), str(shape["at"])
    return Review(
        id=ReviewId(f"{message_id}/{shape['reviewer']}"),
        conversation_id=ConversationId(conversation_id),
        message_id=MessageId(message_id),
        reviewer_id=AgentId(str(shape["reviewer"])),
        verdict=Verdict(str(shape["verdict"])),
        needed_at_id=None if needed_at is None else MessageId(str(needed_at)),
        is_blind=shape.get("blind") is True,
        given_at=datetime.fromisoformat(at),
    )
