"""How close a decision was: whether thresholds a little lower or higher would call a person."""

from dataclasses import fields, replace

from warmline.moments.decide import decide
from warmline.moments.decision import Step
from warmline.moments.policy import Policy, Thresholds
from warmline.moments.state import MomentState

NEAR = 0.05  # about the calibration error that a head may have: no difference worth the name


def is_near(state: MomentState, policy: Policy, *, by: float = NEAR) -> bool:
    """
    Tell whether it was a close thing between no person, an offer, and a hand-off.

    Args:
        state: the conversation as it stands.
        policy: already the one of the inbox and the hour.
        by: how far every threshold is moved, both ways.
    """
    moved = (policy, *(_moved(policy, shift) for shift in (-by, by)))
    return len({_person(decide(state, one).step) for one in moved}) > 1


def _moved(policy: Policy, shift: float) -> Policy:
    limits = {
        one.name: min(1.0, max(0.0, getattr(policy.thresholds, one.name) + shift))
        for one in fields(Thresholds)
    }
    return replace(policy, thresholds=Thresholds(**limits))


def _person(step: Step) -> int:
    return (step.rank >= Step.OFFER_PERSON.rank) + (step.rank >= Step.HAND_OFF.rank)
