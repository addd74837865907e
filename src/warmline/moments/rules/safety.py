"""Danger: to life or health at once, to money alone by hand-off, and a reader without its model."""

from collections.abc import Iterable

from warmline.moments.decision import Reason, Step
from warmline.moments.policy import Policy
from warmline.moments.rules.ground import counted, shown, speaks
from warmline.moments.state import MomentState

DEGRADED_WEIGHT = 0.3  # says nothing about the contact, only about us


def emergency(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """Present danger to life or health: a person and safety words, before anything else."""
    for kind, evidence in state.emergencies.items():
        if speaks(evidence, policy.thresholds.emergency):
            yield shown(f"safety.{kind}", Step.EMERGENCY, evidence)


def money_in_danger(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """A fraud going on, a card stolen now: minutes count, but nobody is hurt."""
    evidence = state.signals.get("stakes.money-in-danger")
    if evidence is not None:
        yield shown("safety.money-in-danger", Step.HAND_OFF, evidence)


def reader_degraded(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """Without the model silence proves nothing, so the way to a person stands in front."""
    if state.is_degraded and not state.is_solved:
        yield counted(
            "safety.reader-degraded", Step.SOFTEN, 1.0, state=state, weight=DEGRADED_WEIGHT
        )
