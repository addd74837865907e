"""What we owe this contact: promises, and care for needs on record."""

from collections.abc import Iterable

from warmline.moments.decision import Reason, Step
from warmline.moments.policy import Policy
from warmline.moments.rules.friction import is_stuck
from warmline.moments.rules.ground import counted, shown
from warmline.moments.state import MomentState


def promise_broken(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """We did not keep our word, by our own record."""
    broken = state.record.broken_promises
    if broken and not state.is_solved:
        yield counted("relation.promise-broken", Step.OFFER_PERSON, broken, state=state, weight=1.0)


def promise_missed(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """We did not keep our word, as the contact says."""
    evidence = state.signals.get("relation.promise-broken")
    if evidence is not None:
        yield shown("relation.promise-broken", Step.OFFER_PERSON, evidence)


def known_need(state: MomentState, _policy: Policy) -> Iterable[Reason]:
    """A need on record, with consent: plain and patient from the start, a person when stuck."""
    if state.record.known_needs and not state.is_solved:
        step = Step.OFFER_PERSON if is_stuck(state) else Step.SOFTEN
        known = len(state.record.known_needs)
        yield counted("relation.known-need", step, known, state=state, weight=0.5)
