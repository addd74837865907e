"""What labels taught: a scorecard that may raise a step up to hand-off, and is silent on danger."""

from collections.abc import Iterable

from warmline.moments.decision import Reason, Step
from warmline.moments.features import features_of
from warmline.moments.policy import Policy
from warmline.moments.rules.friction import is_stuck
from warmline.moments.state import MomentState

WEIGHTY = ("stakes.", "relation.", "friction.")
"""Families of words that say what is wrong, not how it feels."""


def scorecard(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """
    Figures that are small one by one add up to a conversation that goes wrong.

    Feeling alone offers a person and no more: loud may be trivial. To hand off, something must
    have gone wrong with our answers, or something must be asked for or at stake.
    """
    card = policy.scorecard
    if card is None or state.is_solved or not state.turns:
        return
    features = features_of(state)
    chance = card.chance(features)
    step = card.step_for(chance)
    if step is Step.HAND_OFF and not (is_stuck(state) or _matters(state)):
        step = Step.OFFER_PERSON
    if step is not None:
        yield Reason(
            code="learned.scorecard",
            step=step,
            weight=chance,
            message_id=state.last_message_id,
            figure=chance,
            carried_by=card.shares(features),
        )


def _matters(state: MomentState) -> bool:
    """Whether more is told than a feeling: an ask, something at stake, a promise, hardship."""
    is_asked = any(ask.times for ask in state.asks.values())
    return is_asked or bool(state.told_hardship) or any(map(_weighs, state.signals))


def _weighs(label: str) -> bool:
    return label.startswith(WEIGHTY)
