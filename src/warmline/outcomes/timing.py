"""
How well the moment of a hand-off was met: per step, per turn, and for the people in distress.

Plain functions over what was decided and what people labelled. Where a turn stands is its place
among all turns of its conversation, from 0 on, as in an archive.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp

from warmline.moments.archive import Replayed
from warmline.moments.decision import Step

TOLERANCES = {"I": 1, "II": 2, "III": 3}
"""Turns by which a hand-off may be early or late: GT-I, GT-II, GT-III."""
EPSILON = 1e-6  # keeps the width of the curve above zero, as in the published code
DISTRESSED = 2 / 3  # "high" of the stories' three levels

Figures = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """One conversation by its contact's turns; every tuple has the same length."""

    places: tuple[int, ...]
    steps: tuple[Step, ...]
    """As decided after each turn."""
    distress: tuple[float, ...]
    """As it stood after each turn, in [0, 1]."""
    wanted: tuple[bool | None, ...]
    """Whether people say that a person was needed then; None where nobody said."""

    @property
    def given_at(self) -> list[int]:
        """Where hand-offs begin: one that goes on is no second one."""
        return _beginnings(self.places, [calls_person(step) for step in self.steps])

    @property
    def wanted_at(self) -> list[int]:
        """Where the need of a person begins, by the labels."""
        return _beginnings(self.places, [bool(one) for one in self.wanted])

    @property
    def is_labelled(self) -> bool:
        """Whether anybody said anything about any of its turns."""
        return any(one is not None for one in self.wanted)


def timeline_of(decided: Sequence[Replayed]) -> Timeline:
    """The timeline of a conversation of an archive, with its labels."""
    return Timeline(
        places=tuple(one.turn for one in decided),
        steps=tuple(one.decision.step for one in decided),
        distress=tuple(one.so_far.distress for one in decided),
        wanted=tuple(one.needs_person for one in decided),
    )


def calls_person(step: Step) -> bool:
    """Whether a step brings a person in at once."""
    return step.rank >= Step.HAND_OFF.rank


def golden_transfer(
    given: Sequence[int], wanted: Sequence[int], *, tolerance: int, lateness: float = 0.0
) -> float:
    """
    Score the turns of a dialogue at which it was handed off against those wanted, in [0, 1].

    Only the distance of what was given counts: one good hand-off scores 1 though others were
    missed, so recall belongs beside it.

    Args:
        given: places of turns.
        wanted: places of turns.
        tolerance: how many turns off still scores well: 1, 2 or 3.
        lateness: in (-1, 1); above 0 late ones lose more than early ones.

    Source:
        Golden transfer within tolerance: Liu et al. 2021, arXiv:2012.07610; the form with
        lateness is that of the published code of RSSN, arXiv:2109.08412.
    """
    if not given or not wanted:
        return float(not given and not wanted)
    width = 2 * (tolerance + EPSILON) ** 2
    return sum(max(_nearness(p - q, width, lateness) for q in wanted) for p in given) / len(given)


def step_figures(pairs: Iterable[tuple[Step, Step]]) -> Figures:
    """
    Precision, recall and F1 of every step.

    Args:
        pairs: the step that was given and the one that was wanted.
    """
    listed = list(pairs)
    return {
        step.value: agreement(
            both=sum(given is step and wanted is step for given, wanted in listed),
            given=sum(given is step for given, _ in listed),
            wanted=sum(wanted is step for _, wanted in listed),
        )
        for step in Step
    }


def agreement(*, both: int, given: int, wanted: int) -> Figures:
    """Precision, recall and F1 from counts; None where nothing was given or wanted."""
    return {
        "given": given,
        "wanted": wanted,
        "precision": _share(both, given),
        "recall": _share(both, wanted),
        "f1": _share(2 * both, given + wanted),
    }


def timing_figures(timelines: Sequence[Timeline]) -> Figures:
    """Sum up some conversations; what needs labels is left out where there are none."""
    figures: Figures = {
        "hand_offs_per_100": _share(
            100 * sum(bool(one.given_at) for one in timelines), len(timelines)
        ),
        "distressed": reached_before_worst(timelines),
    }
    labelled = [one for one in timelines if one.is_labelled]
    if labelled:
        figures["person"] = _person_figures(labelled)
        figures["golden_transfer"] = golden_figures(labelled)
    return figures


def golden_figures(timelines: Sequence[Timeline]) -> Figures:
    """GT-I, II and III over dialogues, and beside each how many wanted turns were met at all."""
    figures: Figures = {"conversations": len(timelines)}
    wanted = sum(len(one.wanted_at) for one in timelines)
    for name, tolerance in TOLERANCES.items():
        scores = [
            golden_transfer(one.given_at, one.wanted_at, tolerance=tolerance) for one in timelines
        ]
        met = sum(
            any(abs(p - q) <= tolerance for p in one.given_at)
            for one in timelines
            for q in one.wanted_at
        )
        figures[f"GT-{name}"] = _share(sum(scores), len(scores))
        figures[f"recall-{name}"] = _share(met, wanted)
    return figures


def reached_before_worst(timelines: Sequence[Timeline]) -> Figures:
    """
    How many contacts in distress a person was called for before their worst turn.

    Whoever is at their worst with the first words cannot be reached before; they are counted
    apart and stand outside the share.
    """
    reached = distressed = at_once = 0
    for one in timelines:
        peak = max(one.distress, default=0.0)
        if peak < DISTRESSED:
            continue
        worst = one.distress.index(peak)
        distressed += 1
        at_once += worst == 0
        reached += any(calls_person(step) for step in one.steps[:worst])
    return {
        "conversations": distressed,
        "worst_at_first": at_once,
        "reached_before_worst": reached,
        "share": _share(reached, distressed - at_once),
    }


def _person_figures(timelines: Sequence[Timeline]) -> Figures:
    """Turn by turn: was a person called when one was needed."""
    judged = [
        (calls_person(step), wanted)
        for one in timelines
        for step, wanted in zip(one.steps, one.wanted, strict=True)
        if wanted is not None
    ]
    return agreement(
        both=sum(given and wanted for given, wanted in judged),
        given=sum(given for given, _ in judged),
        wanted=sum(wanted for _, wanted in judged),
    )


def _beginnings(places: Sequence[int], marks: Sequence[bool]) -> list[int]:
    before = pairwise([False, *marks])
    return [at for at, (was, now) in zip(places, before, strict=True) if now and not was]


def _nearness(late_by: int, width: float, lateness: float) -> float:
    sign = (late_by > 0) - (late_by < 0)
    return exp(-(late_by**2) / (width * (1 - lateness * sign)))


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None
