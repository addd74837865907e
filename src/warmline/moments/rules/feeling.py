"""How the contact sounds: level and course of distress, anger at entry, abuse."""

from collections.abc import Iterable

from warmline.moments.decision import Reason, Step
from warmline.moments.policy import Policy
from warmline.moments.rules.friction import is_stuck
from warmline.moments.rules.ground import counted, shown, speaks
from warmline.moments.state import MomentState

TURNS_FOR_A_SLOPE = 3  # two messages make a step, not a course
LASTING_TURNS = 3


def distress_high(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """Loud distress: offer; extreme, or loud and stuck: hand off."""
    level, limits = state.distress.level, policy.thresholds
    if level < limits.distress_offer:
        return
    is_enough = level >= limits.distress_hand_off or (
        is_stuck(state) and state.failures >= policy.counts.failures_offer
    )
    step = Step.HAND_OFF if is_enough else Step.OFFER_PERSON
    yield counted("feeling.distress-high", step, level, state=state, weight=level)


def distress_moderate(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """Annoyed or uneasy: plainer, warmer, the way to a person in front."""
    level, limits = state.distress.level, policy.thresholds
    if limits.distress_soften <= level < limits.distress_offer:
        step = Step.OFFER_PERSON if is_stuck(state) else Step.SOFTEN
        yield counted("feeling.distress-moderate", step, level, state=state, weight=level)


def distress_rising(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """It gets worse with every message."""
    slope, limits = state.distress.slopes[0], policy.thresholds
    is_warm = state.distress.latest >= limits.distress_soften
    if state.turns >= TURNS_FOR_A_SLOPE and is_warm and slope >= limits.rise_per_turn:
        weight = min(1.0, 0.5 + slope)
        yield counted(
            "feeling.distress-rising", Step.OFFER_PERSON, slope, state=state, weight=weight
        )


def distress_lasting(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """It does not come down, whatever we say."""
    limit = policy.thresholds.distress_lasting
    if len(state.levels) >= LASTING_TURNS and min(state.levels[-LASTING_TURNS:]) >= limit:
        low = min(state.levels[-LASTING_TURNS:])
        yield counted("feeling.distress-lasting", Step.OFFER_PERSON, low, state=state, weight=low)


def angry_at_entry(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """
    Who arrives angry gets a plain, short, unhuman tone and a person within reach.

    Source:
        Crolic et al., Journal of Marketing 2022: human airs of a program lower the satisfaction of
        contacts who arrive angry.
    """
    anger = state.anger_at_entry
    if anger >= policy.thresholds.anger_at_entry and not state.is_solved:
        yield counted("feeling.angry-at-entry", Step.SOFTEN, anger, state=state, weight=anger)


def sarcasm(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """A sneer is disappointment in a joke's clothes: plainer words, and nothing cheerful."""
    evidence = state.signals.get("feeling.sarcasm")
    if evidence is not None:
        yield shown("feeling.sarcasm", Step.SOFTEN, evidence)


def abuse(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """Insults are a sign that the machine has failed somebody: offer, never argue."""
    if state.abuse is not None and speaks(state.abuse, policy.thresholds.abuse):
        yield shown("feeling.abuse", Step.OFFER_PERSON, state.abuse)
