"""
What a policy changes for one inbox or for some hours, and which of those hours cover a time.

Pure values: checking a file is `policy_checks`, laying the changes over a policy is `policy`.
Times are local to the house, since "at night" means the night of the people who work there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Numbers and switches that differ; what is not named stands as it was."""

    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    rules: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))

    def to_json(self) -> list[object]:
        """All that decides, in one order."""
        parts = (self.thresholds, self.counts, self.rules)
        return [sorted(part.items()) for part in parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some hours of some days, and what differs in them."""

    begins: time
    ends: time
    """Not later than `begins`: the stretch runs over midnight, or through the whole day."""
    days: frozenset[int] = EVERY_DAY
    """The days on which it begins, Monday 0."""
    changes: Changes = field(default_factory=Changes)

    @property
    def name(self) -> str:
        """As it stands in the version of a decision: '18:00-08:00'."""
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    def covers(self, local: datetime) -> bool:
        """Whether a local time lies in it; the end does not belong to it."""
        today, clock = local.weekday(), local.time().replace(tzinfo=None)
        if self.begins < self.ends:
            return today in self.days and self.begins <= clock < self.ends
        yesterday = (local - timedelta(days=1)).weekday()
        is_evening = today in self.days and clock >= self.begins
        return is_evening or (yesterday in self.days and clock < self.ends)

    def to_json(self) -> list[object]:
        """All that decides, in one order."""
        return [self.name, sorted(self.days), self.changes.to_json()]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxChanges:
    """What differs in one inbox, at any hour and at some."""

    changes: Changes = field(default_factory=Changes)
    hours: tuple[Stretch, ...] = ()

    def to_json(self) -> list[object]:
        """All that decides, in one order."""
        return [self.changes.to_json(), [one.to_json() for one in self.hours]]
