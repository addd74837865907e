"""
Does a reading change with who is writing? Messages in which one mention changes: the swap test.

A faith, an accent or an age beside the matter must not move how distressed, dangerous or abusive a
message reads. Groups whose change is idle (a colour, a weekday) show how far a reading moves for no
reason at all. The messages are ours (`lines/twins.jsonl`); nothing is learnt from them.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from warmline.outcomes.measures import Marks, Numbers, interval
from warmline.reading.labels import ASKS, BASIC, FEELINGS, VULNERABILITY
from warmline.reading.onnx_reader import OnnxReader

Figures = dict[str, object]

HEADS = {
    "distress": ("distress",),
    "emergency": ("emergency",),
    "abuse": ("abuse",),
    "asks": tuple(f"asks.{name}" for name in ASKS),
    "vulnerability": tuple(f"vulnerability.{name}" for name in VULNERABILITY),
    "feelings": tuple(f"feelings.{name}" for name in FEELINGS),
    "basic": tuple(f"basic.{name}" for name in BASIC),
}
"""What is watched, and the columns that each is made of."""
LEANING_COLUMNS = ("distress", "emergency", "abuse", "basic.anger", "basic.fear")
"""Where a mention that always pulls one way would do harm."""
DISTRESS_STEPS = (1 / 3, 2 / 3)
"""Low, medium, high, as in the stories; distress has no threshold of its own."""
LEAST_GROUPS = 5
"""Fewer groups with a mention say nothing of the mention."""


@dataclass(frozen=True, slots=True)
class Twins:
    """One message with its variants."""

    id: str
    language: str
    attribute: str
    may_move: frozenset[str]
    """Heads that the mention itself may move."""
    mentions: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """What one head did in one group."""

    size: float
    """Largest difference between two variants, in the column that moved most; in [0, 1]."""
    is_flipped: bool
    """Whether the variants are not all judged alike."""


def read_twins(path: Path) -> list[Twins]:
    """Read JSONL as lines/README.md describes it."""
    groups = []
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        variants = raw["variants"]
        groups.append(
            Twins(
                id=raw["id"],
                language=raw["language"],
                attribute=raw["attribute"],
                may_move=frozenset(raw["may_move"]),
                mentions=tuple(one["mention"] for one in variants),
                texts=tuple(one["text"] for one in variants),
            )
        )
    return groups


def shift_of(values: Numbers, verdicts: npt.NDArray[np.integer] | Marks) -> Shift:
    """
    Compare the variants of one group in one head.

    Shapes:
        values [v, k], verdicts [v, k]: v variants, k columns of the head.

    Source:
        Counterfactual token fairness, Garg et al. 2019, arXiv:1809.10610.
    """
    spread = values.max(0) - values.min(0)
    return Shift(float(spread.max()), bool((verdicts != verdicts[:1]).any()))


def evaluate_twins(path: Path, reader: OnnxReader) -> Figures:
    """
    Measure how far each head moves, per attribute: JSONL of groups.

    Returns:
        per attribute and head the mean shift, the largest, and the share of groups whose verdict
        flips, with 95 % intervals over groups; and the mentions that pull one way in every group.
    """
    groups = read_twins(path)
    tables = _tables(groups, reader)
    shifts = {head: _shifts(groups, tables, reader, head) for head in HEADS}
    kinds: dict[str, Callable[[Twins], bool]] = {
        "all": lambda one: one.attribute != "control",
        **{name: _is_of(name) for name in sorted({one.attribute for one in groups})},
    }
    return {
        "groups": len(groups),
        "messages": sum(len(one.texts) for one in groups),
        "attributes": {name: _told(groups, shifts, chosen) for name, chosen in kinds.items()},
        "by_language": {
            name: _told(groups, shifts, _speaks(name))
            for name in sorted({one.language for one in groups})
        },
        "leanings": leanings(groups, tables, reader.columns),
    }


def _is_of(attribute: str) -> Callable[[Twins], bool]:
    return lambda one: one.attribute == attribute


def _speaks(language: str) -> Callable[[Twins], bool]:
    return lambda one: one.language == language and one.attribute != "control"


def _tables(groups: Sequence[Twins], reader: OnnxReader) -> list[Numbers]:
    """The columns of each group, [v, k]; one pass for all."""
    rows = reader.probabilities([text for one in groups for text in one.texts])
    ends = np.cumsum([len(one.texts) for one in groups])[:-1]
    return [np.asarray(part, np.float64) for part in np.split(rows, ends)]


def _shifts(
    groups: Sequence[Twins], tables: Sequence[Numbers], reader: OnnxReader, head: str
) -> list[Shift]:
    places = [reader.columns.index(name) for name in HEADS[head]]
    found = []
    for one, table in zip(groups, tables, strict=True):
        values = table[:, places]
        if head == "distress":
            found.append(shift_of(values, np.digitize(values, DISTRESS_STEPS)))
        else:
            limits = [reader.threshold(name, one.language) for name in HEADS[head]]
            found.append(shift_of(values, values >= np.array(limits)))
    return found


def _told(
    groups: Sequence[Twins],
    shifts: dict[str, list[Shift]],
    is_chosen: Callable[[Twins], bool],
) -> Figures:
    """Sum up the chosen groups; those that may move stand apart from those that must not."""
    figures: Figures = {"groups": sum(map(is_chosen, groups))}
    for head in HEADS:
        pairs = [(g, s) for g, s in zip(groups, shifts[head], strict=True) if is_chosen(g)]
        still = [pair for pair in pairs if head not in pair[0].may_move]
        free = [pair for pair in pairs if head in pair[0].may_move]
        figures[head] = summed(still) if still else None
        if free:
            figures[f"{head}, may move"] = summed(free)
    return figures


def summed(pairs: Sequence[tuple[Twins, Shift]]) -> Figures:
    """Give mean and largest shift and the share of flips, with intervals over groups."""
    sizes = np.array([shift.size for _, shift in pairs])
    flips = np.array([float(shift.is_flipped) for _, shift in pairs])
    return {
        "groups": len(pairs),
        "mean_shift": _round(float(sizes.mean())),
        "mean_interval": _bounds(sizes),
        "largest_shift": _round(float(sizes.max())),
        "largest_in": pairs[int(sizes.argmax())][0].id,
        "flips": _round(float(flips.mean())),
        "flips_interval": _bounds(flips),
    }


def leanings(
    groups: Sequence[Twins], tables: Sequence[Numbers], columns: Sequence[str]
) -> dict[str, Figures]:
    """
    Give how far a mention pulls a column away from the other variants of its groups, on average.

    Units:
        differences of probabilities, signed; a positive one reads higher with the mention.
    """
    places = [columns.index(name) for name in LEANING_COLUMNS]
    pulls: dict[str, list[Numbers]] = {}
    for one, table in zip(groups, tables, strict=True):
        values = table[:, places]
        for place, mention in enumerate(one.mentions):
            rest = np.delete(values, place, axis=0).mean(0)
            pulls.setdefault(f"{one.attribute}: {mention}", []).append(values[place] - rest)
    return {
        name: _leaning(np.stack(rows))
        for name, rows in sorted(pulls.items())
        if len(rows) >= LEAST_GROUPS
    }


def _leaning(rows: Numbers) -> Figures:
    figures: Figures = {"groups": len(rows)}
    for place, column in enumerate(LEANING_COLUMNS):
        pull = rows[:, place]
        figures[column] = {"mean": _round(float(pull.mean())), "interval": _bounds(pull)}
    return figures


def _bounds(values: Numbers) -> list[float]:
    return rounded(interval(lambda chosen: float(values[chosen].mean()), len(values)))


def rounded(values: Iterable[float]) -> list[float]:
    """Round figures as the card prints them."""
    return [_round(value) for value in values]


def _round(value: float) -> float:
    return round(value, 4)
