"""
The decision: ask every rule, keep every reason, let the highest step win.

Pure and deterministic; the order of the rules does not matter. While a person has the conversation
the step is computed all the same; whether to act on it is `actions`' business.
"""

from collections.abc import Callable, Iterable, Sequence

from warmline.moments.danger import leading_kind
from warmline.moments.decision import Decision, Reason, Step
from warmline.moments.policy import Policy
from warmline.moments.rules import asked, feeling, friction, learned, relation, safety, stakes
from warmline.moments.state import MomentState

Rule = Callable[[MomentState, Policy], Iterable[Reason]]

RULES: tuple[Rule, ...] = (
    safety.emergency,
    safety.money_in_danger,
    safety.reader_degraded,
    asked.person,
    asked.person_maybe,
    asked.callback,
    friction.useless_answers,
    friction.repeated_question,
    friction.repeats_themselves,
    friction.earlier_contacts,
    friction.repeat_contact,
    friction.degraded_and_stuck,
    friction.vulnerable_and_stuck,
    feeling.distress_high,
    feeling.distress_moderate,
    feeling.distress_rising,
    feeling.distress_lasting,
    feeling.angry_at_entry,
    feeling.sarcasm,
    feeling.abuse,
    stakes.at_stake,
    stakes.formal_steps,
    stakes.vulnerable,
    relation.promise_broken,
    relation.promise_missed,
    relation.known_need,
    learned.scorecard,
    learned.signs,
    learned.judgement,
)
FIRM: frozenset[Rule] = frozenset(
    {
        safety.emergency,
        safety.money_in_danger,
        safety.reader_degraded,
        asked.person,
        friction.useless_answers,
        friction.earlier_contacts,
        friction.degraded_and_stuck,
        relation.promise_broken,
        relation.known_need,
        learned.scorecard,
        learned.judgement,
    }
)
"""Rules that need no second opinion: danger, a plain ask, our own record, what was learned."""


def decide(state: MomentState, policy: Policy, *, rules: Sequence[Rule] = RULES) -> Decision:
    """
    Decide what to do now.

    Args:
        state: the conversation as it stands.
        policy: already the one of the conversation's inbox.
        rules: all of them, unless a test asks otherwise.
    """
    opinion = learned.opinion_of(state, policy)
    given = {
        shared
        for rule in rules
        for reason in rule(state, policy)
        if policy.has_on(reason.code)
        for shared in ((reason,) if rule in FIRM else opinion.share(reason))
    }
    reasons = tuple(sorted(given, key=_rank))
    step = max((reason.step for reason in reasons), key=lambda one: one.rank, default=Step.CARRY_ON)
    return Decision(
        step=step,
        reasons=reasons,
        policy_version=policy.version,
        emergency_kind=leading_kind(state, policy.thresholds.emergency),
    )


def _rank(reason: Reason) -> tuple[object, ...]:
    """Strongest first; then by name and place, so that equal input gives equal bytes."""
    place = reason.span or (-1, -1)
    return (-reason.step.rank, -reason.weight, reason.code, reason.message_id or "", place)
