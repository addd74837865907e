"""
Fits the numbers of a policy to labels, for a chosen cost of a miss against a needless hand-off.

Softly: one number after another is moved a little, only where labels feel it, and only where that
saves more than the move costs. What guards against danger is never moved, and a person is never
harder to get by asking for one. Figures come from labels that the fit has not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from warmline.errors import LabelsTooFew
from warmline.moments.decide import decide
from warmline.moments.decision import Step
from warmline.moments.policy import Policy
from warmline.outcomes.labels import Label
from warmline.outcomes.timing import calls_person

THRESHOLDS = (
    "person", "person_maybe", "callback", "complaint", "legal", "cancel", "repeat_contact", "abuse",
    "distress_soften", "distress_offer", "distress_hand_off", "distress_lasting", "rise_per_turn",
    "likeness",
)  # fmt: skip
"""What may be moved; danger, vulnerability and need are not for sale."""
COUNTS = ("failures_offer", "failures_hand_off", "repeats_offer", "repeats_hand_off")
ONLY_LOWER = ("person", "person_maybe")
"""Whoever asks for a person must not get one later than before."""
SMALL = {"rise_per_turn": 0.4, "likeness": 0.2}
"""Numbers whose whole range is short move by this share of a move."""
MOVES = (-0.2, -0.1, -0.05, 0.05, 0.1, 0.2)  # tried from where a number stands
REACH = 0.3  # no number goes further from where it began
STIFFNESS = 5.0  # needless hand-offs that a move by 1 costs: a move by 0.1 must save half of one
STIFFNESS_OF_COUNTS = 1.0  # the same for a count that goes up or down by one
OUTSIDE = 0.2  # a step outside of its range that is no question of a person
SWEEPS = 3
FOLDS = 5
COSTS = (1.0, 2.0, 5.0, 10.0, 20.0)
"""The costs of a miss for which the curve is drawn."""
FEWEST, FEWEST_OF_A_KIND = 40, 10
"""With fewer labels a fold holds hardly any of a kind, and figures jump by tenths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """How a policy did on labels."""

    labels: int
    needed: int
    """Where a person was needed, by the labels."""
    met: int
    needless: int
    """A person was called where none was needed."""
    called: int
    """A person was called, wherever; labels that accept both are in it."""
    outside: int
    """Other steps outside of their range."""

    @property
    def precision(self) -> float | None:
        """Of the calls that labels judge, how many were needed."""
        return self.met / (self.met + self.needless) if self.met + self.needless else None

    @property
    def recall(self) -> float | None:
        """Of the needed ones, how many were called."""
        return self.met / self.needed if self.needed else None

    @property
    def hand_offs_per_100(self) -> float:
        """Of a hundred labels."""
        return 100 * self.called / self.labels if self.labels else 0.0

    def cost(self, miss_cost: float) -> float:
        """In needless hand-offs."""
        return miss_cost * (self.needed - self.met) + self.needless + OUTSIDE * self.outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One cost of the curve, measured on labels that were kept aside."""

    miss_cost: float
    scored: Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuned:
    """The outcome: the policy, what changed, and honest figures."""

    policy: Policy
    changes: dict[str, tuple[float, float]]
    """By number: before and after."""
    before: Scored
    """The policy as it was."""
    kept_aside: Scored
    """Policies fitted without the labels that they are measured on."""
    curve: tuple[Point, ...]


def tune(labels: Sequence[Label], base: Policy, *, miss_cost: float) -> Tuned:
    """
    Fit a policy.

    Args:
        labels: at least FEWEST, with FEWEST_OF_A_KIND where a person is needed and where none is.
        base: where to begin.
        miss_cost: how many needless hand-offs one miss is worth, above 0.

    Raises:
        LabelsTooFew: nothing could be told from so few.
    """
    check_enough(labels)
    bench = Bench(labels, base)
    everything = range(len(labels))
    policy = bench.fit(everything, miss_cost)
    costs = sorted({*COSTS, miss_cost})
    curve = tuple(Point(miss_cost=one, scored=bench.kept_aside(one)) for one in costs)
    return Tuned(
        policy=policy,
        changes={
            name: (value_of(base, name), value_of(policy, name))
            for name in (*THRESHOLDS, *COUNTS)
            if value_of(base, name) != value_of(policy, name)
        },
        before=bench.score(base, everything),
        kept_aside=next(one.scored for one in curve if one.miss_cost == miss_cost),
        curve=curve,
    )


def check_enough(labels: Sequence[Label]) -> None:
    """
    Refuse what nothing can be learned from.

    Raises:
        LabelsTooFew: too few labels, or too few of one kind.
    """
    needed = sum(label.needs_person is True for label in labels)
    needless = sum(label.needs_person is False for label in labels)
    if len(labels) < FEWEST or min(needed, needless) < FEWEST_OF_A_KIND:
        raise LabelsTooFew(
            labels=len(labels),
            needed=needed,
            needless=needless,
            least=FEWEST,
            least_of_a_kind=FEWEST_OF_A_KIND,
        )


class Bench:
    """Labels on which policies are tried, each policy once."""

    def __init__(self, labels: Sequence[Label], base: Policy) -> None:
        """Try the base, and find out which numbers the labels feel at all."""
        self._labels = labels
        self._base = base
        self._seen: dict[tuple[object, object], list[Step]] = {}
        self._moving = list(range(len(labels)))
        self._still = [Step.CARRY_ON] * len(labels)
        self._still = self._steps(base)
        # What does not move between the ends of all numbers need not be decided again.
        ends = [self._steps(_end(base, sign)) for sign in (-1, 1)]
        self._moving = [at for at in self._moving if ends[0][at] is not ends[1][at]]
        self._seen.clear()
        self._names = [name for name in (*THRESHOLDS, *COUNTS) if self._feels(name)]

    def score(self, policy: Policy, places: Sequence[int]) -> Scored:
        """How a policy does on some of the labels."""
        steps = self._steps(policy)
        judged = [(self._labels[at], steps[at]) for at in places]
        needs = [(label.needs_person, calls_person(step)) for label, step in judged]
        return Scored(
            labels=len(judged),
            needed=sum(need is True for need, _ in needs),
            met=sum(need is True and called for need, called in needs),
            needless=sum(need is False and called for need, called in needs),
            called=sum(called for _, called in needs),
            outside=sum(_is_outside(label, step) for label, step in judged),
        )

    def fit(self, places: Sequence[int], miss_cost: float) -> Policy:
        """The policy that costs least on some of the labels, moves included."""
        best = self._base
        least = self._cost(best, places, miss_cost)
        for _ in range(SWEEPS):
            before = least
            for name in self._names:
                for moved in moves_of(best, self._base, name):
                    cost = self._cost(moved, places, miss_cost)
                    if cost < least - 1e-9:
                        best, least = moved, cost
            if least >= before:
                break
        return best

    def kept_aside(self, miss_cost: float) -> Scored:
        """Fit on all folds but one and measure on that one, for each in turn."""
        parts = []
        for fold in self._folds():
            aside = set(fold)
            rest = [at for at in range(len(self._labels)) if at not in aside]
            parts.append(self.score(self.fit(rest, miss_cost), fold))
        return Scored(
            labels=sum(one.labels for one in parts),
            needed=sum(one.needed for one in parts),
            met=sum(one.met for one in parts),
            needless=sum(one.needless for one in parts),
            called=sum(one.called for one in parts),
            outside=sum(one.outside for one in parts),
        )

    def _folds(self) -> list[list[int]]:
        """Whole conversations, dealt out in turn, those that need a person first."""
        groups: dict[str, list[int]] = {}
        for at, label in enumerate(self._labels):
            groups.setdefault(label.conversation_id, []).append(at)
        ranked = sorted(
            groups.items(),
            key=lambda pair: (not any(self._labels[at].needs_person for at in pair[1]), pair[0]),
        )
        folds: list[list[int]] = [[] for _ in range(FOLDS)]
        for number, (_, places) in enumerate(ranked):
            folds[number % FOLDS] += places
        return [fold for fold in folds if fold]

    def _cost(self, policy: Policy, places: Sequence[int], miss_cost: float) -> float:
        moved = sum(
            abs(value_of(policy, name) - value_of(self._base, name))
            * (STIFFNESS_OF_COUNTS if name in COUNTS else STIFFNESS / SMALL.get(name, 1.0))
            for name in self._names
        )
        return self.score(policy, places).cost(miss_cost) + moved

    def _steps(self, policy: Policy) -> list[Step]:
        key = (policy.thresholds, policy.counts)
        if key not in self._seen:
            steps = list(self._still)
            for at in self._moving:
                steps[at] = decide(self._labels[at].state, policy).step
            self._seen[key] = steps
        return self._seen[key]

    def _feels(self, name: str) -> bool:
        now = self._steps(self._base)
        moved = moves_of(self._base, self._base, name)
        return any(self._steps(one) != now for one in moved)


def value_of(policy: Policy, name: str) -> float:
    """A number of a policy, by name."""
    table = policy.counts if name in COUNTS else policy.thresholds
    return float(getattr(table, name))


def moves_of(policy: Policy, base: Policy, name: str) -> list[Policy]:
    """The policies that lie one move of one number away, as far as they make sense."""
    value, begun = value_of(policy, name), value_of(base, name)
    if name in COUNTS:
        wanted = [one for one in (value - 1, value + 1) if one >= 1 and abs(one - begun) <= 1]
    else:
        share = SMALL.get(name, 1.0)
        ceiling = begun if name in ONLY_LOWER else 1.0
        places = [round(value + move * share, 4) for move in MOVES]
        reach = REACH * share + 1e-9
        wanted = [one for one in places if 0 < one <= ceiling and abs(one - begun) <= reach]
    return [one for one in (with_number(policy, name, value) for value in wanted) if _is_sound(one)]


def with_number(policy: Policy, name: str, value: float) -> Policy:
    """A policy with one other number."""
    if name in COUNTS:
        return replace(policy, counts=replace(policy.counts, **{name: int(value)}))
    return replace(policy, thresholds=replace(policy.thresholds, **{name: value}))


def _end(base: Policy, sign: int) -> Policy:
    """All numbers as far down, or up, as any move may bring them."""
    for name in (*THRESHOLDS, *COUNTS):
        reach = 1.0 if name in COUNTS else REACH * SMALL.get(name, 1.0)
        if sign > 0 and name in ONLY_LOWER:
            continue
        low = 1.0 if name in COUNTS else 0.0
        high = float("inf") if name in COUNTS else 1.0
        base = with_number(base, name, min(high, max(low, value_of(base, name) + sign * reach)))
    return base


def _is_sound(policy: Policy) -> bool:
    """Whether what weighs more still needs more."""
    limits, counts = policy.thresholds, policy.counts
    return (
        limits.distress_soften <= limits.distress_offer <= limits.distress_hand_off
        and limits.person_maybe <= limits.person
        and counts.failures_offer <= counts.failures_hand_off
        and counts.repeats_soften <= counts.repeats_offer <= counts.repeats_hand_off
    )


def _is_outside(label: Label, step: Step) -> bool:
    """Outside of the range, though rightly on this or that side of calling a person."""
    if label.step_min.rank <= step.rank <= label.step_max.rank:
        return False
    return label.needs_person is None or label.needs_person is calls_person(step)
