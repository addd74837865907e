"""
Which turns are worth a person's verdict, and in which order one reviewer sees them.

Three grounds: what people did and what was decided differ; the decision was a close thing; a
reason spoke that nobody has looked at. Pure: what happened comes in as `Occasion`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warmline.conversation.message import AgentId, ConversationId, MessageId
from warmline.moments.decision import Step
from warmline.outcomes.review import REVIEWERS, Review
from warmline.outcomes.timing import calls_person


class Ground(StrEnum):
    """Why a turn is worth a look, strongest first."""

    DISAGREES = "disagrees"
    """A person came though none was called for, or none came though one was."""
    UNCERTAIN = "uncertain"
    """A little more or less of anything would have decided otherwise about a person."""
    NEW_REASON = "new-reason"
    """A reason spoke that no reviewed decision has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One turn of a contact while the assistant had the word, and what came of it."""

    conversation_id: ConversationId
    message_id: MessageId
    at: datetime
    step: Step
    codes: frozenset[str]
    is_near: bool
    """Whether other thresholds, a little lower or higher, would have decided otherwise."""
    was_handed_off: bool
    """Whether a person was asked in before the contact wrote again."""
    has_come: bool | None
    """Whether a person came then; None while it is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A turn that waits for one reviewer, and why."""

    occasion: Occasion
    grounds: tuple[Ground, ...]
    is_second: bool
    """Somebody else has judged it; what they said is not shown."""


def grounds_of(occasion: Occasion, known_codes: frozenset[str]) -> tuple[Ground, ...]:
    """Why a turn is worth a look; empty when it is not."""
    is_called = calls_person(occasion.step)
    found = {
        Ground.DISAGREES: occasion.has_come is not None and occasion.has_come is not is_called,
        Ground.UNCERTAIN: occasion.is_near,
        Ground.NEW_REASON: bool(occasion.codes - known_codes),
    }
    return tuple(ground for ground in Ground if found[ground])


def review_queue(
    occasions: Iterable[Occasion],
    reviews: Sequence[Review],
    *,
    reviewer_id: AgentId,
    known_codes: frozenset[str],
) -> list[Waiting]:
    """
    The turns that wait for a reviewer: second opinions first, then by ground, then the newest.

    Args:
        occasions: of late.
        reviews: all that there are.
        reviewer_id: who asks; what they have judged is left out.
        known_codes: reasons of decisions that were reviewed.
    """
    judged: dict[MessageId, set[AgentId]] = {}
    for review in reviews:
        judged.setdefault(review.message_id, set()).add(review.reviewer_id)
    waiting = []
    for occasion in occasions:
        by = judged.get(occasion.message_id, set())
        grounds = grounds_of(occasion, known_codes)
        if reviewer_id not in by and len(by) < REVIEWERS and (grounds or by):
            waiting.append(Waiting(occasion=occasion, grounds=grounds, is_second=bool(by)))
    return sorted(waiting, key=_urgency)


def _urgency(waiting: Waiting) -> tuple[object, ...]:
    order = tuple(Ground)
    first = min((order.index(ground) for ground in waiting.grounds), default=len(order))
    occasion = waiting.occasion
    return (not waiting.is_second, first, -occasion.at.timestamp(), occasion.message_id)
