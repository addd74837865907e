"""
What a policy can be fitted to: moments as a decision sees them, with the steps that would be right.

They come from reviewed turns (`review_lines.py`) or from stories, where somebody read each one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warmline.conversation.message import MessageId
from warmline.moments.decision import Step
from warmline.moments.fold import Folding
from warmline.moments.record import Record
from warmline.moments.state import MomentState
from warmline.moments.turn import Turn
from warmline.outcomes.review import Review, needed_turns
from warmline.outcomes.review_lines import ReviewedTurn
from warmline.outcomes.timing import calls_person


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One moment, and the range of steps that people would accept there."""

    conversation_id: str
    """Labels of one conversation stay together when some are kept aside."""
    state: MomentState
    step_min: Step
    step_max: Step

    @property
    def needs_person(self) -> bool | None:
        """Whether a person must be called; None where either is accepted."""
        needs, may = calls_person(self.step_min), calls_person(self.step_max)
        return needs if needs is may else None


def labels_of_reviews(reviewed: Iterable[ReviewedTurn]) -> list[Label]:
    """
    The labels in reviewed turns; what two people do not agree on is left out.

    What the house remembered of the contact that day is not in a line; the record is empty.
    """
    reviews: dict[str, list[Review]] = {}
    states: dict[tuple[str, MessageId], MomentState] = {}
    for one in reviewed:
        reviews.setdefault(one.conversation_id, []).extend(one.reviews)
        for message_id, state in _states(one.turns):
            states[one.conversation_id, message_id] = state
    return [
        _label(conversation_id, states[conversation_id, place], is_needed)
        for conversation_id, given in reviews.items()
        for place, is_needed in needed_turns(given).items()
        if (conversation_id, place) in states
    ]


def _states(turns: Sequence[Turn]) -> list[tuple[MessageId, MomentState]]:
    folding, states = Folding(Record()), []
    for turn in turns:
        folding.take(turn)
        if turn.reading is not None:
            states.append((turn.message_id, folding.state()))
    return states


def _label(conversation_id: str, state: MomentState, is_needed: bool) -> Label:
    return Label(
        conversation_id=conversation_id,
        state=state,
        step_min=Step.HAND_OFF if is_needed else Step.CARRY_ON,
        step_max=Step.EMERGENCY if is_needed else Step.OFFER_PERSON,
    )
