"""What labels taught: a scorecard that may raise a step up to hand-off, and is silent on danger."""

from collections.abc import Iterable

from warmline.moments.decision import Reason
from warmline.moments.features import features_of
from warmline.moments.policy import Policy
from warmline.moments.state import MomentState


def scorecard(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """Figures that are small one by one add up to a conversation that goes wrong."""
    card = policy.scorecard
    if card is None or state.is_solved or not state.turns:
        return
    features = features_of(state)
    chance = card.chance(features)
    step = card.step_for(chance)
    if step is not None:
        yield Reason(
            code="learned.scorecard",
            step=step,
            weight=chance,
            message_id=state.last_message_id,
            figure=chance,
            carried_by=card.shares(features),
        )
