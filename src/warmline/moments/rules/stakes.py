"""What is at stake: a death, leaving, a complaint, the law, much money, a hard life."""

from collections.abc import Iterable

from warmline.moments.decision import Reason, Step
from warmline.moments.policy import Policy
from warmline.moments.rules.ground import shown, speaks
from warmline.moments.state import MomentState

SIGNALS = ("bereavement", "leave", "large-sum")
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
    """Somebody has it hard just now: need, not diagnosis; more so when it weighs on them."""
    is_open = not state.is_solved
    limits = policy.thresholds
    weighs = state.distress.level >= limits.distress_soften
    for evidence in state.vulnerability.values():
        if is_open and speaks(evidence, limits.vulnerability):
            step = Step.OFFER_PERSON if weighs else Step.SOFTEN
            yield shown("stakes.vulnerable", step, evidence)
