"""The first blocks of the page: how many reach a person, why, and after how many messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from warmline.moments.decision import Step
from warmline.outcomes.trial import Trial
from warmline.web.report.both import Bilingual, reason, say

REASONS_SHOWN: Final = 10
"""Further down stand single cases, which the lines of the replay tell better."""
LAST_MESSAGE: Final = 10
"""From here on messages share a column: few conversations go so far without a hand-off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: what, how many, which share, and how long its bar is."""

    label: Bilingual
    count: str
    share: str
    width: float
    """In [0, 100]."""
    look: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a plot over an order, such as messages or hours."""

    label: str
    value: str
    height: float
    """In [0, 100]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One question: the finding, the rows or columns, how it was counted."""

    title: Bilingual
    notes: tuple[Bilingual, ...]
    bars: tuple[Bar, ...] = ()
    columns: tuple[Column, ...] = ()


def handed_block(trial: Trial, distressed: Mapping[str, object] | None) -> Block:
    """How many conversations would have reached a person."""
    count, total = trial.handed_off, trial.conversations
    hundred = f"{100 * count / max(1, total):.1f}".removesuffix(".0")
    title = say("handed.title.some", hundred=hundred) if count else say("handed.title.none")
    notes = [say("handed.note", count=f"{count:,}", all=f"{total:,}"), *_reached(distressed)]
    longest = max(trial.steps.values(), default=1)
    bars = tuple(
        Bar(
            label=say(f"step.{step.value}"),
            count=f"{trial.steps[step]:,}",
            share=f"{trial.steps[step] / max(1, total):.1%}",
            width=share_of(trial.steps[step], longest),
            look=f"step-{step.value}",
        )
        for step in reversed(Step)
    )
    return Block(title=title, notes=tuple(notes), bars=bars)


def why_block(trial: Trial) -> Block | None:
    """For which reasons; None when nobody would have reached a person."""
    ranked = sorted(trial.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked:
        return None
    bars = tuple(
        Bar(
            label=reason(code),
            count=f"{count:,}",
            share=f"{count / trial.handed_off:.0%}",
            width=share_of(count, ranked[0][1]),
        )
        for code, count in ranked[:REASONS_SHOWN]
    )
    title = say("why.title", reason=reason(ranked[0][0]))
    return Block(title=title, notes=(say("why.note"),), bars=bars)


def when_block(trial: Trial) -> Block | None:
    """After how many messages; None when nobody would have reached a person."""
    if not trial.firsts:
        return None
    counts = [trial.firsts[message] for message in range(1, LAST_MESSAGE)]
    counts.append(sum(n for message, n in trial.firsts.items() if message >= LAST_MESSAGE))
    labels = [str(message) for message in range(1, LAST_MESSAGE)]
    labels.append(f"{LAST_MESSAGE}+")
    middle = trial.median_first
    title = say("when.title.later", message=f"{middle:g}")
    return Block(
        title=say("when.title.first") if middle <= 1 else title,
        notes=(say("when.note"),),
        columns=tuple(
            Column(label=label, value=f"{count:,}", height=share_of(count, max(counts)))
            for label, count in zip(labels, counts, strict=True)
        ),
    )


def share_of(count: float, longest: float) -> float:
    """How long a bar is, in [0, 100]; what is there at all is seen."""
    if not count:
        return 0.0
    return round(max(1.0, 100 * count / longest), 2)


def _reached(distressed: Mapping[str, object] | None) -> list[Bilingual]:
    if distressed is None:
        return []
    total, at_once = distressed["conversations"], distressed["worst_at_first"]
    assert isinstance(total, int)
    assert isinstance(at_once, int)
    if total == at_once:
        return [say("handed.distressed_none")]
    reached = distressed["reached_before_worst"]
    return [say("handed.distressed", could=total - at_once, reached=reached)]
