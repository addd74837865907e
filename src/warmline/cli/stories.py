"""
How well decisions agree with stories: labelled conversations, judged after the last turn.

A story says which steps are acceptable and what should stand in `so_far` then (DESIGN section 9).
Precision and recall of lists are counted over labels, not over stories. A tenth, by hash of the id,
is kept aside: shown for itself and marked among the misses, so that nobody mends a rule by it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from warmline.cli.archives import conversation_in
from warmline.cli.records import BadRecord, Format, Record, iter_records
from warmline.cli.replay import replay_batch
from warmline.errors import FieldInvalid
from warmline.moments.archive import ArchivedConversation, Replayed
from warmline.moments.decision import Step
from warmline.moments.policy import Policy
from warmline.outcomes.timing import (
    Timeline,
    calls_person,
    golden_figures,
    step_figures,
    timeline_of,
    timing_figures,
)
from warmline.ports import Reader
from warmline.reading.labels import ASKS, EMERGENCY_KINDS, NEEDS, VULNERABILITY

LEVELS: Final = ("low", "medium", "high")
MISSES_SHOWN: Final = 40
ASIDE: Final = 10
"""One in so many stories; the same rule as for our own lines (training/sets.py)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What should hold after the last turn."""

    step_min: Step
    step_max: Step
    emergency: str | None
    vulnerability: frozenset[str]
    need: str | None
    asks: frozenset[str]
    abuse: bool
    distress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One labelled conversation."""

    conversation: ArchivedConversation
    language: str
    expect: Expect


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story with what was decided after its last turn."""

    story: Story
    turns: tuple[Replayed, ...]

    @property
    def outcome(self) -> Replayed:
        """What was decided after the last turn, which is the one that is judged."""
        return self.turns[-1]

    @property
    def is_within(self) -> bool:
        """Whether the step is one of the acceptable ones."""
        expect = self.story.expect
        return expect.step_min.rank <= self.outcome.decision.step.rank <= expect.step_max.rank


def evaluate_stories(path: Path, reader: Reader, policy: Policy) -> dict[str, object]:
    """
    Judge the decisions on the stories of a file.

    Raises:
        FieldInvalid: a story lacks a field or has a value that cannot be taken.
        BodyMalformed: a line is not JSON.
    """
    told = tell(load_stories(path), reader, policy)
    by_language = {
        language: _figures([one for one in told if one.story.language == language])
        for language in sorted({one.story.language for one in told})
    }
    misses = [_miss(one) for one in told if not one.is_within]
    return {
        "task": "stories",
        "policy": policy.version,
        "degraded": reader.is_degraded,
        **_figures(told),
        "timing": story_timing(told),
        "by_language": by_language,
        "aside": _figures([one for one in told if is_aside(one.story.conversation.id)]),
        "misses": misses[:MISSES_SHOWN],
    }


def is_aside(identity: str) -> bool:
    """Whether a story is kept aside: measured, but never looked at to mend a rule."""
    return int(hashlib.sha256(identity.encode()).hexdigest(), 16) % ASIDE == 0


def load_stories(path: Path) -> list[Story]:
    """
    Read labelled conversations.

    Raises:
        FieldInvalid: a story lacks a field or has a value that cannot be taken.
        BodyMalformed: a line is not JSON.
    """
    return [story_in(record) for record in iter_records(str(path), Format.JSONL)]


def tell(stories: Sequence[Story], reader: Reader, policy: Policy) -> list[Told]:
    """Decide each story, turn by turn."""
    decided = replay_batch([story.conversation for story in stories], reader, policy)
    return [
        Told(story=story, turns=tuple(turns)) for story, turns in zip(stories, decided, strict=True)
    ]


def story_timing(told: Sequence[Told]) -> dict[str, object]:
    """
    How the moment was met.

    The wanted step is the one of the range that lies nearest to what was decided. Golden transfer
    is taken over the stories that end with the need of a person, whatever else would do too.
    """
    timelines = [_timeline(one) for one in told]
    ending = [line for line in timelines if line.wanted[-1]]
    figures = timing_figures(timelines)
    return figures | {
        "steps": step_figures((one.outcome.decision.step, _nearest(one)) for one in told),
        "golden_transfer": golden_figures(ending),
    }


def _timeline(one: Told) -> Timeline:
    """With a label on the last turn, unless the range leaves open whether a person is needed."""
    expect, line = one.story.expect, timeline_of(one.turns)
    needs, may = calls_person(expect.step_min), calls_person(expect.step_max)
    return replace(line, wanted=(*line.wanted[:-1], needs if needs is may else None))


def _nearest(one: Told) -> Step:
    expect = one.story.expect
    return min(
        (step for step in Step if expect.step_min.rank <= step.rank <= expect.step_max.rank),
        key=lambda step: abs(step.rank - _rank(one)),
        default=expect.step_max,
    )


def story_in(record: Record | BadRecord) -> Story:
    """
    The story in a record of JSON Lines.

    Raises:
        FieldInvalid: it lacks a field or has a value that cannot be taken.
        BodyMalformed: the line is not JSON.
    """
    if isinstance(record, BadRecord):
        raise record.error
    conversation = conversation_in(record)
    if not conversation.contact_texts:
        raise _invalid("turns", record.line, "A story needs a turn of the contact.")
    shape = record.fields.get("expect")
    if not isinstance(shape, Mapping):
        raise _invalid("expect", record.line, "Write an object with the expected labels.")
    return Story(
        conversation=conversation,
        language=conversation.language or "und",
        expect=_expect(shape, record.line),
    )


def _expect(shape: Mapping[str, object], line: int) -> Expect:
    def one_of(key: str, known: Sequence[str], default: str | None) -> str | None:
        value = shape.get(key, default)
        if value is not None and value not in known:
            raise _invalid(f"expect.{key}", line, f"Known: {', '.join(known)}.")
        return None if value is None else str(value)

    def some_of(key: str, known: Sequence[str]) -> frozenset[str]:
        values = shape.get(key, [])
        if not isinstance(values, list) or not set(values) <= set(known):
            raise _invalid(f"expect.{key}", line, f"A list of: {', '.join(known)}.")
        return frozenset(values)

    steps = [step.value for step in Step]
    return Expect(
        step_min=Step(one_of("step_min", steps, None) or Step.CARRY_ON),
        step_max=Step(one_of("step_max", steps, None) or Step.EMERGENCY),
        emergency=one_of("emergency", EMERGENCY_KINDS, None),
        vulnerability=some_of("vulnerability", VULNERABILITY),
        need=one_of("need", NEEDS, None),
        asks=some_of("asks", ASKS),
        abuse=bool(shape.get("abuse", False)),
        distress=one_of("distress", LEVELS, "low") or "low",
    )


def _invalid(field: str, line: int, remedy: str) -> FieldInvalid:
    return FieldInvalid(field=field, value=f"what it is on line {line}", remedy=remedy)


def level_of(distress: float) -> str:
    """Low below one third, high above two thirds."""
    if distress < 1 / 3:
        return "low"
    return "high" if distress > 2 / 3 else "medium"


def _figures(told: Sequence[Told]) -> dict[str, object]:
    """The figures over some stories; a share without cases is None."""
    dangers = [one for one in told if one.story.expect.emergency is not None]
    calm = [one for one in told if one.story.expect.emergency is None]
    found = [one.outcome.decision.step is Step.EMERGENCY for one in dangers]
    steps = Counter(one.outcome.decision.step.value for one in told)
    return {
        "stories": len(told),
        "step_within": _share([one.is_within for one in told]),
        "too_low": sum(_rank(one) < one.story.expect.step_min.rank for one in told),
        "too_high": sum(_rank(one) > one.story.expect.step_max.rank for one in told),
        "emergency_recall": _share(found),
        "emergency_false": _share([one.outcome.decision.step is Step.EMERGENCY for one in calm]),
        "emergency_kind": _share(
            [one.outcome.so_far.emergency == one.story.expect.emergency for one in dangers]
        ),
        "need": _share([one.outcome.so_far.need == one.story.expect.need for one in told]),
        "abuse": _share([one.outcome.so_far.abuse == one.story.expect.abuse for one in told]),
        "distress": _share(
            [level_of(one.outcome.so_far.distress) == one.story.expect.distress for one in told]
        ),
        "asks": _agreement((one.story.expect.asks, one.outcome.so_far.asks) for one in told),
        "vulnerability": _agreement(
            (one.story.expect.vulnerability, one.outcome.so_far.vulnerability) for one in told
        ),
        "steps": {step.value: steps[step.value] for step in Step},
    }


def _rank(one: Told) -> int:
    return one.outcome.decision.step.rank


def _share(cases: Sequence[bool]) -> float | None:
    return round(sum(cases) / len(cases), 4) if cases else None


def _agreement(pairs: Iterable[tuple[frozenset[str], Sequence[str]]]) -> dict[str, float | None]:
    """Exact agreement, and precision, recall and F1 over the labels of all stories."""
    listed = [(wanted, frozenset(given)) for wanted, given in pairs]
    hits = sum(len(wanted & given) for wanted, given in listed)
    wanted_in_all = sum(len(wanted) for wanted, _ in listed)
    given_in_all = sum(len(given) for _, given in listed)
    return {
        "exact": _share([wanted == given for wanted, given in listed]),
        "precision": round(hits / given_in_all, 4) if given_in_all else None,
        "recall": round(hits / wanted_in_all, 4) if wanted_in_all else None,
        "f1": round(2 * hits / max(1, given_in_all + wanted_in_all), 4),
    }


def _miss(one: Told) -> dict[str, object]:
    """A story out of range: by id and codes, never by its words."""
    expect, decision = one.story.expect, one.outcome.decision
    return {
        "id": one.story.conversation.id,
        "aside": is_aside(one.story.conversation.id),
        "step": decision.step.value,
        "expected": [expect.step_min.value, expect.step_max.value],
        "reasons": [reason.code for reason in decision.reasons],
    }
