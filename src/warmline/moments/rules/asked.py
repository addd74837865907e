"""What was asked for in words: a person at once, a call-back soon."""

from collections.abc import Iterable

from warmline.moments.decision import Reason, Step
from warmline.moments.policy import Policy
from warmline.moments.rules.friction import is_stuck
from warmline.moments.rules.ground import shown, speaks
from warmline.moments.state import MomentState


def person(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """Whoever asks for a person in plain words gets one, without a question in between."""
    ask = state.asks.get("person")
    if ask is not None and ask.evidence.has_cue:
        yield shown("asked.person", Step.HAND_OFF, ask.evidence)


def person_maybe(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """
    A person was asked for as the model has it, not in words of the list: offer one.

    Talked past, or said by somebody upset or stuck, it is an ask: hand off.
    """
    ask, limits = state.asks.get("person"), policy.thresholds
    if ask is None or ask.evidence.has_cue or ask.evidence.probability < limits.person_maybe:
        return
    is_ignored = ask.times > 1 and ask.ignored >= policy.counts.ignored_hand_off
    is_likely = ask.evidence.probability >= limits.person
    is_pressed = state.distress.level >= limits.distress_soften or is_stuck(state)
    step = Step.HAND_OFF if is_ignored or (is_likely and is_pressed) else Step.OFFER_PERSON
    yield shown("asked.person-maybe", step, ask.evidence)


def callback(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """To be called or written back is to be served by a person."""
    ask = state.asks.get("callback")
    if ask is not None and speaks(ask.evidence, policy.thresholds.callback):
        yield shown("asked.callback", Step.OFFER_PERSON, ask.evidence)
