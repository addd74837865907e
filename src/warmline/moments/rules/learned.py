"""
What labels taught: a scorecard that may raise a step up to hand-off, and the judgement of experts.

Both are silent on danger. The judgement is also the second opinion on what is only felt: a reason
that rests on a figure, or on words that may be meant otherwise, asks for no more than it shares.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from warmline.moments.decision import Reason, Step
from warmline.moments.features import features_of
from warmline.moments.judgement import JUDGED, cards, chances_of
from warmline.moments.policy import Policy
from warmline.moments.rules.friction import is_stuck
from warmline.moments.state import MomentState

JUDGEMENT = "learned.judgement"
SIGNS: Mapping[str, tuple[str, Step]] = {
    "unhelped": ("friction.unhelped", Step.OFFER_PERSON),
    "leaving": ("stakes.leave", Step.OFFER_PERSON),
    "bereaved": ("stakes.bereavement", Step.OFFER_PERSON),
    "money": ("safety.money-in-danger", Step.HAND_OFF),
}
"""The reason that a sign gives, and the step that it may ask for if the judgement shares it."""
LOUD = 0.4  # distress that nobody would call a mood
NEARLY_SURE = 0.85
HEARD = 0.5  # a calibrated probability above one half is more likely true than not
WEIGHTY = ("stakes.", "relation.", "friction.")
"""Families of words that say what is wrong, not how it feels."""


def scorecard(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """
    Figures that are small one by one add up to a conversation that goes wrong.

    Feeling alone offers a person and no more: loud may be trivial. To hand off, something must
    have gone wrong with our answers, or something must be asked for or at stake.
    """
    card = policy.scorecard
    if card is None or state.is_solved or not state.turns:
        return
    features = features_of(state)
    chance = card.chance(features)
    step = card.step_for(chance)
    if step is Step.HAND_OFF and not (is_stuck(state) or _matters(state)):
        step = Step.OFFER_PERSON
    if step is not None:
        yield Reason(
            code="learned.scorecard",
            step=step,
            weight=chance,
            message_id=state.last_message_id,
            figure=chance,
            carried_by=card.shares(features),
        )


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the judgement holds of a state; nothing when it is off or the reader cannot tell."""

    chances: Mapping[Step, float]
    """By step; empty when there is no opinion."""
    limits: Mapping[Step, float]
    """By step, from which chance on the judgement asks for it."""
    words: float
    """From which chance on words are believed."""

    @property
    def step(self) -> Step:
        """The step that the judgement asks for."""
        asked = [step for step in JUDGED if self._allows(step, self.limits[step])]
        return asked[-1] if asked else Step.CARRY_ON

    def share(self, reason: Reason) -> tuple[Reason, ...]:
        """The reason, lowered to the step that is shared; none when not even the lowest is."""
        if not self.chances:
            return (reason,)
        for step in reversed(JUDGED):
            if step.rank <= reason.step.rank and self._allows(step, self._limit(step, reason)):
                return (_lowered(reason, step),)
        return (_lowered(reason, Step.SOFTEN),) if _is_plain(reason) else ()

    def _limit(self, step: Step, reason: Reason) -> float:
        limit = self.limits[step]
        return limit if reason.figure is not None else min(limit, self.words)

    def _allows(self, step: Step, limit: float) -> bool:
        return bool(self.chances) and self.chances[step] >= limit


def _lowered(reason: Reason, step: Step) -> Reason:
    return reason if step is reason.step else replace(reason, step=step)


def _is_plain(reason: Reason) -> bool:
    """Whether a figure is so clear that plainer words need no second opinion."""
    if reason.code.startswith("feeling."):
        return reason.code != "feeling.angry-at-entry" and reason.weight >= LOUD
    return reason.code.startswith(("stakes.", "asked.")) and reason.weight >= NEARLY_SURE


def opinion_of(state: MomentState, policy: Policy) -> Opinion:
    """What the judgement holds of a state."""
    limits = policy.thresholds
    is_heard = state.called.is_known and policy.has_on(JUDGEMENT)
    return Opinion(
        chances_of(features_of(state)) if is_heard else {},
        dict(
            zip(
                JUDGED,
                (limits.judged_soften, limits.judged_offer, limits.judged_hand_off),
                strict=True,
            )
        ),
        limits.judged_words,
    )


def judgement(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """An expert would do more than carry on, as experts' steps on conversations like this say."""
    opinion = opinion_of(state, policy)
    step = opinion.step
    if step is not Step.CARRY_ON:
        chance = opinion.chances[step]
        yield Reason(
            code=JUDGEMENT,
            step=step,
            weight=chance,
            message_id=state.last_message_id,
            figure=chance,
            carried_by=cards()[step].shares(features_of(state)),
        )


def signs(state: MomentState, policy: Policy) -> Iterable[Reason]:
    """What the reader hears beside the calls has the name of the rule that words would wake."""
    if not state.called.is_known or not policy.has_on(JUDGEMENT):
        return
    for name, (code, step) in SIGNS.items():
        chance = state.called.signs.get(name, 0.0)
        if chance >= HEARD:
            yield Reason(
                code=code,
                step=step,
                weight=chance,
                message_id=state.last_message_id,
                figure=chance,
            )


def _matters(state: MomentState) -> bool:
    """Whether more is told than a feeling: an ask, something at stake, a promise, hardship."""
    is_asked = any(ask.times for ask in state.asks.values())
    return is_asked or bool(state.told_hardship) or any(map(_weighs, state.signals))


def _weighs(label: str) -> bool:
    return label.startswith(WEIGHTY)
