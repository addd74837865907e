"""What differs between two policies: each number or switch, for whom and when."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from warmline.moments.policy import Policy
from warmline.moments.policy_changes import Changes, Stretch
from warmline.moments.policy_scorecard import STEPS
from warmline.moments.scorecard import Scorecard

Value = float | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One number or switch that is not the same."""

    section: str
    """thresholds, counts, rules, scorecard or points."""
    key: str
    one: Value
    """None: nothing is said of it there, so that what stands further out holds."""
    other: Value
    inbox: str | None = None
    hours: str | None = None
    """As in a version: '18:00-08:00'."""

    @property
    def speaks(self) -> str:
        """Whether the other lets its rule speak more readily: sooner, later, on or off."""
        if self.one is None or self.other is None:
            return "apart"
        if self.section == "rules":
            return "on" if self.other else "off"
        is_sooner = (self.other < self.one) is not (self.section == "points" or self.key == "bias")
        return "sooner" if is_sooner else "later"


def differences(one: Policy, other: Policy) -> list[Difference]:
    """All of them: the house first, then its hours, then each inbox."""
    found = list(_between(_whole(one), _whole(other), inbox=None, hours=None))
    found += _between_cards(one.scorecard, other.scorecard)
    found += _between_hours(one.hours, other.hours, inbox=None)
    for name in sorted({*one.inboxes, *other.inboxes}):
        here, there = one.inboxes.get(name), other.inboxes.get(name)
        mine = here.changes if here else Changes()
        theirs = there.changes if there else Changes()
        found += _between(mine, theirs, inbox=name, hours=None)
        hours = here.hours if here else (), there.hours if there else ()
        found += _between_hours(*hours, inbox=name)
    return found


def _between_cards(one: Scorecard | None, other: Scorecard | None) -> Iterator[Difference]:
    """A card that is missing says nothing of anything; one without points for a feature says 0."""
    mine, theirs = _numbers(one), _numbers(other)
    for section, key in dict.fromkeys((*mine, *theirs)):
        unsaid = 0.0 if section == "points" else None
        here = mine.get((section, key), None if one is None else unsaid)
        there = theirs.get((section, key), None if other is None else unsaid)
        if here != there:
            yield Difference(section=section, key=key, one=here, other=there)


def _numbers(card: Scorecard | None) -> Mapping[tuple[str, str], float]:
    if card is None:
        return {}
    steps = {("scorecard", name): getattr(card, name) for name in ("bias", *STEPS)}
    return steps | {("points", name): value for name, value in card.points.items()}


def _whole(policy: Policy) -> Changes:
    return Changes(
        thresholds=asdict(policy.thresholds), counts=asdict(policy.counts), rules=policy.rules
    )


def _between_hours(
    one: tuple[Stretch, ...], other: tuple[Stretch, ...], *, inbox: str | None
) -> Iterator[Difference]:
    mine, theirs = _by_name(one), _by_name(other)
    for name in sorted({*mine, *theirs}):
        pair = mine.get(name, Changes()), theirs.get(name, Changes())
        yield from _between(*pair, inbox=inbox, hours=name)


def _by_name(hours: tuple[Stretch, ...]) -> Mapping[str, Changes]:
    return {f"{one.name}{_days(one)}": one.changes for one in hours}


def _days(one: Stretch) -> str:
    return "" if len(one.days) == 7 else f" ({', '.join(map(str, sorted(one.days)))})"


def _between(
    one: Changes, other: Changes, *, inbox: str | None, hours: str | None
) -> Iterator[Difference]:
    for section in ("thresholds", "counts", "rules"):
        mine: Mapping[str, Value] = getattr(one, section)
        theirs: Mapping[str, Value] = getattr(other, section)
        for key in dict.fromkeys((*mine, *theirs)):
            if mine.get(key) != theirs.get(key):
                yield Difference(
                    section=section,
                    key=key,
                    one=mine.get(key),
                    other=theirs.get(key),
                    inbox=inbox,
                    hours=hours,
                )
