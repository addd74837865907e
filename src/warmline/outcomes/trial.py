"""
What a policy would have done with an archive, gathered one conversation at a time.

Counts are kept for all conversations, words for a small sample only. The sample is drawn by a hash
of the ids, so the same archive gives the same one. Nobody was answered differently: what a contact
wrote after the first hand-off was written to whoever answered then.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Final

from warmline.conversation.message import Author
from warmline.moments.archive import ArchivedConversation, Replayed
from warmline.moments.decision import Decision, Step
from warmline.outcomes.timing import calls_person

PER_STEP: Final = 4
"""Conversations of the sample for each step: enough to see a pattern, few enough to read."""
ENOUGH_TO_MEASURE: Final = 20
"""Below this many conversations a median of lengths says little."""
ONLY_THIS, ONLY_OTHER, SOONER, LATER = KINDS = ("only-this", "only-other", "sooner", "later")
"""How a hand-off changes with the other policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One conversation of the sample."""

    conversation: ArchivedConversation
    decided: tuple[Replayed, ...]

    @property
    def step(self) -> Step:
        """The highest that was reached."""
        return highest(self.decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A conversation that reaches a person under one policy only, or at another time."""

    conversation: str
    kind: str
    """One of KINDS, seen from the other policy."""
    message: int
    """The contact's message, from 1, at which the two part."""
    this: Step
    other: Step
    reasons: tuple[str, ...]
    """Which call for a person under the one policy and not under the other."""


@dataclass(slots=True)
class Trial:
    """A running count over conversations."""

    conversations: int = 0
    messages: int = 0
    """Of contacts."""
    steps: Counter[Step] = field(default_factory=Counter)
    """Conversations by the highest step reached."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Conversations by the reasons that first called for a person."""
    firsts: Counter[int] = field(default_factory=Counter)
    """Conversations by the contact's message, from 1, that first called for a person."""
    arrivals: Counter[tuple[date, int]] = field(default_factory=Counter)
    """First hand-offs by local day and hour."""
    timed: int = 0
    """Conversations that tell when they were."""
    days_seen: set[date] = field(default_factory=set)
    lengths: list[float] = field(default_factory=list)
    """Minutes from the first to the last word after a person came in, where one did."""
    models: Counter[str] = field(default_factory=Counter)
    degraded: int = 0
    flips: list[Flip] = field(default_factory=list)
    smaller_changes: int = 0
    """Conversations in which steps differ without a hand-off being moved."""
    _drawn: dict[Step, list[tuple[bytes, Seen]]] = field(default_factory=dict)

    def take(self, conversation: ArchivedConversation, decided: Sequence[Replayed]) -> None:
        """Count one conversation."""
        self.conversations += 1
        self.messages += len(decided)
        self.steps[highest(decided)] += 1
        self.models.update(one.reading.model for one in decided)
        self.degraded += sum(one.reading.degraded for one in decided)
        self._note_times(conversation)
        at = first_call([one.decision for one in decided])
        if at is not None:
            self.firsts[at + 1] += 1
            self.reasons.update(calling(decided[at].decision))
            self._note_arrival(conversation.turns[decided[at].turn].at)
        self._note_flip(conversation.id, decided)
        self._draw(Seen(conversation=conversation, decided=tuple(decided)))

    @property
    def handed_off(self) -> int:
        """Conversations in which a person would have come in."""
        return self.firsts.total()

    @property
    def sample(self) -> list[Seen]:
        """Some of each step, the highest first."""
        return [seen for step in reversed(Step) for _, seen in self._drawn.get(step, [])]

    @property
    def days(self) -> int:
        """From the first day of the archive to the last, both included; 0 without times."""
        if not self.days_seen:
            return 0
        return (max(self.days_seen) - min(self.days_seen)).days + 1

    @property
    def median_first(self) -> float:
        """The median of `firsts`; 0 when nobody was handed off."""
        return median(self.firsts.elements()) if self.firsts else 0.0

    @property
    def measured_minutes(self) -> float | None:
        """How long a person was in a conversation, by the median; None when too few tell."""
        return median(self.lengths) if len(self.lengths) >= ENOUGH_TO_MEASURE else None

    def mean_arrivals(self) -> list[float]:
        """Hand-offs on an average day, by the hour of the day, 24 of them."""
        counts = Counter[int]()
        for (_, hour), count in self.arrivals.items():
            counts[hour] += count
        return [counts[hour] / max(1, self.days) for hour in range(24)]

    def most_arrivals(self) -> list[int]:
        """The most hand-offs that one hour of one day saw, by the hour of the day."""
        most = [0] * 24
        for (_, hour), count in self.arrivals.items():
            most[hour] = max(most[hour], count)
        return most

    def _note_times(self, conversation: ArchivedConversation) -> None:
        times = [turn.at for turn in conversation.turns if turn.at is not None]
        self.timed += bool(times)
        self.days_seen.update(at.date() for at in times)
        came = next(
            (turn.at for turn in conversation.turns if turn.author is Author.AGENT and turn.at),
            None,
        )
        if came is not None and times[-1] > came:
            self.lengths.append((times[-1] - came) / timedelta(minutes=1))

    def _note_arrival(self, at: datetime | None) -> None:
        if at is not None:
            self.arrivals[at.date(), at.hour] += 1

    def _note_flip(self, id: str, decided: Sequence[Replayed]) -> None:
        others = [one.other for one in decided if one.other is not None]
        if not others:
            return
        ours = [one.decision for one in decided]
        flip = flip_between(ours, others)
        if flip is not None:
            kind, at = flip
            alone = set(calling(ours[at])) ^ set(calling(others[at]))
            self.flips.append(
                Flip(
                    conversation=id,
                    kind=kind,
                    message=at + 1,
                    this=ours[at].step,
                    other=others[at].step,
                    reasons=tuple(sorted(alone)),
                )
            )
        elif any(one.step is not two.step for one, two in zip(ours, others, strict=True)):
            self.smaller_changes += 1

    def _draw(self, seen: Seen) -> None:
        """Keep those with the lowest hashes: a fair draw that needs no second pass."""
        if not seen.decided:
            return
        lot = hashlib.sha256(seen.conversation.id.encode("utf-8", "replace")).digest()
        drawn = self._drawn.setdefault(seen.step, [])
        if len(drawn) == PER_STEP and lot >= drawn[-1][0]:
            return
        drawn.append((lot, seen))
        drawn.sort(key=lambda one: one[0])
        del drawn[PER_STEP:]


def highest(decided: Iterable[Replayed]) -> Step:
    """The highest step of a conversation."""
    steps = (one.decision.step for one in decided)
    return max(steps, key=lambda step: step.rank, default=Step.CARRY_ON)


def first_call(decisions: Sequence[Decision]) -> int | None:
    """The place of the first decision that calls for a person."""
    return next((at for at, one in enumerate(decisions) if calls_person(one.step)), None)


def calling(decision: Decision) -> list[str]:
    """The codes of the reasons that call for a person, strongest first, each once."""
    return list(dict.fromkeys(one.code for one in decision.reasons if calls_person(one.step)))


def flip_between(ours: Sequence[Decision], others: Sequence[Decision]) -> tuple[str, int] | None:
    """How, and at which of the contact's messages from 0, the other policy moves a hand-off."""
    this, other = first_call(ours), first_call(others)
    if this == other:
        return None
    if other is None:
        return ONLY_THIS, this or 0
    if this is None:
        return ONLY_OTHER, other
    return (SOONER, other) if other < this else (LATER, this)
