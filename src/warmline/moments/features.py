"""
The moment's state as a row of figures, each in [0, 1] and each rising as things go worse.

What is learned from labels looks at these and at nothing else: no words, no names, no languages.
Danger is not among them on purpose, since nothing learned may have a say in it.
"""

from collections.abc import Callable, Mapping
from math import log
from types import MappingProxyType
from typing import Final

from warmline.moments.evidence import Evidence
from warmline.moments.state import MomentState

Feature = Callable[[MomentState], float]

LONG: Final = 8  # messages of a contact; further ones say no more
FULL_RISE: Final = 1 / 3  # of distress per message: from calm to the top within three
LASTING_TURNS: Final = 3
UNALIKE: Final = 0.5  # cosine below which two messages of one contact only share their subject
FULL_ODDS: Final = 6.0  # log odds beyond which a chance counts as certain
SURE: Final = 1e-4  # keeps the logarithm finite
MANY_FAILURES, MANY_REPEATS, MANY_IGNORED = 3, 4, 2  # as in the shipped policy's hand-off counts


def _certain(evidence: Evidence | None) -> float:
    """A cue is certain; a figure is what it is."""
    if evidence is None:
        return 0.0
    return 1.0 if evidence.has_cue else evidence.probability


def _lasting(state: MomentState) -> float:
    levels = state.levels[-LASTING_TURNS:]
    return min(levels) if len(levels) == LASTING_TURNS else 0.0


def _likeness(state: MomentState) -> float:
    return _part(max(state.likeness, default=0.0) - UNALIKE, 1.0 - UNALIKE)


def _talked_past(state: MomentState) -> float:
    ask = state.asks.get("person")
    return 0.0 if ask is None or not ask.times else _part(ask.ignored, MANY_IGNORED)


def _broken(state: MomentState) -> float:
    is_late = state.record.broken_promises > 0
    return float(is_late or "relation.promise-broken" in state.signals)


def _asked(name: str) -> Feature:
    def certain(state: MomentState) -> float:
        ask = state.asks.get(name)
        return 0.0 if ask is None else _certain(ask.evidence)

    return certain


def _said(label: str) -> Feature:
    return lambda state: float(label in state.signals)


def _calls(step: str) -> Feature:
    return lambda state: _weighed(state.called.now.get(step))


def _called(step: str) -> Feature:
    return lambda state: state.called.before.get(step, 0.0)


def _sign(name: str) -> Feature:
    return lambda state: state.called.signs.get(name, 0.0)


def _weighed(chance: float | None) -> float:
    """The log odds of a chance, from one in e^6 to its counterpart; 0 when it is not known."""
    if chance is None:
        return 0.0
    chance = min(1.0 - SURE, max(SURE, chance))
    return _part(log(chance / (1.0 - chance)) + FULL_ODDS, 2.0 * FULL_ODDS)


def _unhelped_again(state: MomentState) -> float:
    return state.called.signs.get("unhelped", 0.0) * state.called.unhelped_before


def _unsettled(state: MomentState) -> float:
    return 1.0 - state.called.signs["solved"] if state.called.is_known else 0.0


def _part(value: float, whole: float) -> float:
    return min(1.0, max(0.0, value / whole))


FEATURES: Final[Mapping[str, Feature]] = MappingProxyType(
    {
        "distress": lambda state: state.distress.level,
        "distress_now": lambda state: state.distress.latest,
        "distress_peak": lambda state: state.distress.peak,
        "distress_lasting": _lasting,
        "distress_rising": lambda state: _part(state.distress.slopes[0], FULL_RISE),
        "distress_swings": lambda state: state.distress.volatility,
        "anger_at_entry": lambda state: state.anger_at_entry,
        "displeasure": lambda state: _part(-state.valence, 1.0),
        "joyless": lambda state: 1.0 - _part(state.valence, 1.0),
        "unthanked": lambda state: 1.0 - state.thanks,
        "abuse": lambda state: _certain(state.abuse),
        "useless_answers": lambda state: _part(state.failures, MANY_FAILURES),
        "useless_in_all": lambda state: _part(state.failures_in_all, MANY_FAILURES),
        "said_again": lambda state: _part(state.repeats, MANY_REPEATS),
        "likeness": _likeness,
        "talked_past": _talked_past,
        "asks_person": _asked("person"),
        "asks_callback": _asked("callback"),
        "asks_repeat_contact": _asked("repeat-contact"),
        "asks_complaint": _asked("complaint"),
        "asks_cancel": _asked("cancel"),
        "asks_legal": _asked("legal"),
        "promise_broken": _broken,
        "unsolved": _said("friction.unsolved"),
        "sarcasm": _said("feeling.sarcasm"),
        "messages": lambda state: _part(state.turns, LONG),
        "calls_soften": _calls("soften"),
        "calls_offer": _calls("offer-person"),
        "calls_hand_off": _calls("hand-off"),
        "calls_emergency": _calls("emergency"),
        "called_soften": _called("soften"),
        "called_offer": _called("offer-person"),
        "called_hand_off": _called("hand-off"),
        "called_emergency": _called("emergency"),
        "unsettled": _unsettled,
        "unhelped": _sign("unhelped"),
        "unhelped_again": _unhelped_again,
        "leaving": _sign("leaving"),
        "money_in_danger": _sign("money"),
        "bereaved": _sign("bereaved"),
        "accepts_person": _sign("accepts"),
    }
)
"""By name, in one order."""


def features_of(state: MomentState) -> dict[str, float]:
    """Every figure of a state, each in [0, 1]; reckoned once for each state."""
    if not state.reckoned:
        state.reckoned.update((name, feature(state)) for name, feature in FEATURES.items())
    return dict(state.reckoned)
