"""What is at stake: a death, leaving, a complaint, the law, much money, a hard life."""

from collections.abc import Iterable

from warmline.moments.decision import Reason, Step
from warmline.moments.policy import Policy
from warmline.moments.rules.ground import shown, speaks
from warmline.moments.state import MomentState

SIGNALS = ("bereavement", "leave", "large-sum")
HEAVY = frozenset({"life-event", "resilience", "capability"})
GLAD = 0.3  # valence from which a message is good news rather than neutral
THANKFUL = 0.5
ASKS = ("complaint", "legal", "cancel")


def at_stake(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """What words alone show: nobody should meet a program with this."""
    for name in SIGNALS:
        evidence = state.signals.get(f"stakes.{name}")
        if evidence is not None:
            yield shown(f"stakes.{name}", Step.OFFER_PERSON, evidence)


def formal_steps(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """A formal complaint, a legal step, the wish to leave."""
    limits = policy.thresholds
    for name, limit in zip(ASKS, (limits.complaint, limits.legal, limits.cancel), strict=True):
        ask = state.asks.get(name)
        if ask is not None and speaks(ask.evidence, limit):
            yield shown(f"stakes.{name}", Step.OFFER_PERSON, ask.evidence)


def vulnerable(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """
    Somebody has it hard just now: need, not diagnosis.

    Money, a blow of life, or trouble with the means itself call for a person; illness alone is met
    plainly first, and so is what was told before the last matter was settled. A happy event and a
    thankful contact need no more than that. Who mixes languages and asks calmly lacks nothing: that
    the means are hard takes words for it, or distress beside it.
    """
    limits = policy.thresholds
    weighs = state.distress.level >= limits.distress_soften
    is_glad = state.valence >= GLAD or state.thanks >= THANKFUL
    for driver, evidence in state.vulnerability.items():
        if driver == "capability" and not (evidence.has_cue or weighs):
            continue
        if not state.is_solved and speaks(evidence, limits.vulnerability):
            is_heavy = weighs or (driver in HEAVY & state.told_hardship and not is_glad)
            step = Step.OFFER_PERSON if is_heavy else Step.SOFTEN
            yield shown("stakes.vulnerable", step, evidence)
