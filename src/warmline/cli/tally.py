"""What a replay adds up to: steps, reasons, hand-offs per hundred conversations, and how early."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from rich.table import Table

from warmline.moments.archive import Replayed
from warmline.moments.decision import Step
from warmline.outcomes.timing import (
    TOLERANCES,
    Timeline,
    reached_before_worst,
    timeline_of,
    timing_figures,
)

TOP_REASONS: Final = 8


@dataclass(slots=True)
class Tally:
    """A running count over conversations."""

    conversations: int = 0
    steps: Counter[Step] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    """In how many turns each reason spoke."""
    first_hand_offs: list[int] = field(default_factory=list)
    """For each conversation handed off: the contact's turn, from 1 on, that first asked for it."""
    satisfaction: list[float] = field(default_factory=list)
    """Expected after the last turn of each conversation."""
    timelines: list[Timeline] = field(default_factory=list)
    """A few figures a turn, from which the timing is measured at the end."""
    bad_lines: int = 0

    def count(self, decided: Sequence[Replayed]) -> None:
        """Count one conversation."""
        self.conversations += 1
        self.timelines.append(timeline_of(decided))
        self.steps.update(one.decision.step for one in decided)
        for one in decided:
            self.reasons.update({reason.code for reason in one.decision.reasons})
        limit = Step.HAND_OFF.rank
        handed = (at for at, one in enumerate(decided, 1) if one.decision.step.rank >= limit)
        self.first_hand_offs += [at for at in [next(handed, 0)] if at]
        self.satisfaction += [one.satisfaction for one in decided[-1:]]

    @property
    def hand_offs_per_hundred(self) -> float:
        """Conversations in which a person would have come in, of a hundred."""
        return 100 * len(self.first_hand_offs) / max(1, self.conversations)

    @property
    def distressed(self) -> Mapping[str, object]:
        """How many distressed contacts would have had a person before their worst turn."""
        return reached_before_worst(self.timelines)

    def table(self) -> Table:
        """The summary as a supervisor reads it."""
        turns = sum(self.steps.values())
        table = Table(title="Replay", show_header=False)
        table.add_row("conversations", str(self.conversations))
        table.add_row("turns of contacts", str(turns))
        for step in Step:
            share = self.steps[step] / max(1, turns)
            table.add_row(step.value, f"{self.steps[step]} ({share:.1%})")
        table.add_row("hand-offs per 100 conversations", f"{self.hand_offs_per_hundred:.1f}")
        if self.first_hand_offs:
            table.add_row("first hand-off, median turn", f"{median(self.first_hand_offs):g}")
        if self.satisfaction:
            table.add_row("expected satisfaction at the end", f"{median(self.satisfaction):.1f}")
        for name, shown in _timing_rows(timing_figures(self.timelines)):
            table.add_row(name, shown)
        ranked = sorted(self.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
        for code, times in ranked[:TOP_REASONS]:
            table.add_row(f"because {code}", str(times))
        table.add_row("lines left out", str(self.bad_lines))
        return table


def _timing_rows(figures: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The rows of measured timing; the figures of labels only where there are labels."""
    distressed, person = figures["distressed"], figures.get("person")
    golden = figures.get("golden_transfer")
    assert isinstance(distressed, Mapping)
    reached, share = distressed["reached_before_worst"], distressed["share"]
    if share is not None:
        could = distressed["conversations"] - distressed["worst_at_first"]
        name = "distressed contacts, a person before their worst turn"
        yield name, f"{reached} of {could} ({share:.0%})"
    if isinstance(person, Mapping) and isinstance(golden, Mapping):
        yield "labelled conversations", str(golden["conversations"])
        for key in ("precision", "recall", "f1"):
            yield f"turns that need a person: {key}", _figure(person[key])
        for name in TOLERANCES:
            beside = f"recall {_figure(golden[f'recall-{name}'])}"
            yield f"golden transfer, GT-{name}", f"{_figure(golden[f'GT-{name}'])}, {beside}"


def _figure(value: object) -> str:
    return "none" if value is None else f"{value:.3f}"
