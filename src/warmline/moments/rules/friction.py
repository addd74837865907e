"""The assistant gets nowhere: useless answers, the same question again, the same matter again."""

from collections.abc import Iterable

from warmline.moments import signals
from warmline.moments.decision import Reason, Step
from warmline.moments.policy import Policy
from warmline.moments.rules.ground import counted, shown, speaks
from warmline.moments.state import MomentState


def useless_answers(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """Answers in a row that did not help."""
    counts = policy.counts
    if state.failures >= counts.failures_offer:
        is_enough = state.failures >= counts.failures_hand_off
        yield counted(
            "friction.useless-answers",
            Step.HAND_OFF if is_enough else Step.OFFER_PERSON,
            state.failures,
            state=state,
            weight=state.failures / counts.failures_hand_off,
        )


def repeated_question(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """The same question in other words, by the encoder's likeness."""
    again = sum(likeness >= policy.thresholds.likeness for likeness in state.likeness)
    step = _step_for(again, policy)
    if step is not None:
        weight = again / policy.counts.repeats_hand_off
        yield counted("friction.repeated-question", step, again, state=state, weight=weight)


def repeats_themselves(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """The contact says in words that they say it again."""
    loop = state.signals.get(signals.LOOP)
    step = _step_for(state.repeats + (loop is not None), policy)
    evidence = loop or state.signals.get(signals.REPEATING)
    if step is not None and evidence is not None:
        yield shown("friction.repeats-themselves", step, evidence)


def earlier_contacts(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """Not the first contact about this matter, by our own record."""
    earlier = state.record.earlier_contacts
    if earlier >= policy.counts.earlier_contacts_offer:
        yield counted(
            "friction.repeat-contact", Step.OFFER_PERSON, earlier, state=state, weight=1.0
        )


def repeat_contact(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """
    Not the first contact about this matter, as the contact says.

    Who calmly asks how a matter stands, its number in hand, has a question and no grievance.
    """
    ask = state.asks.get("repeat-contact")
    if ask is not None and speaks(ask.evidence, policy.thresholds.repeat_contact):
        is_calm = state.distress.level < policy.thresholds.distress_soften
        is_question = is_calm and ask.times <= 1 and not is_stuck(state)
        step = Step.SOFTEN if is_question else Step.OFFER_PERSON
        yield shown("friction.repeat-contact", step, ask.evidence)


def degraded_and_stuck(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """Reading without the model, one useless answer is enough."""
    if state.is_degraded and is_stuck(state):
        yield counted(
            "friction.degraded-and-stuck",
            Step.OFFER_PERSON,
            state.failures,
            state=state,
            weight=0.5,
        )


def vulnerable_and_stuck(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """Whoever has it harder does not wait for a second useless answer."""
    if not is_stuck(state):
        return
    for evidence in state.vulnerability.values():
        if speaks(evidence, policy.thresholds.vulnerability):
            yield shown("friction.vulnerable-and-stuck", Step.OFFER_PERSON, evidence)


def is_stuck(state: MomentState) -> bool:
    """Whether anything at all has gone wrong with our answers."""
    return state.failures > 0 or state.repeats > 0


def _step_for(times: int, policy: Policy) -> Step | None:
    counts = policy.counts
    if times >= counts.repeats_hand_off:
        return Step.HAND_OFF
    if times >= counts.repeats_offer:
        return Step.OFFER_PERSON
    return Step.SOFTEN if times >= counts.repeats_soften else None
