"""
Mixes the sets into one stream of rows, and cuts the stream into batches.

How often a row of a set is seen in one pass is written in a table here, one number per set. Batches
hold texts of similar length and about the same number of tokens, so that little is padded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from warmline.reading.tokens import PAD, Tokens
from warmline.training.columns import COLUMNS
from warmline.training.sets import (
    CALM_SETS,
    Row,
    is_aside,
    is_fifth,
    is_slice,
    read_brighter,
    read_cped,
    read_dch,
    read_disaster,
    read_emobank,
    read_goemotions,
    read_intents,
    read_own_articles,
    read_own_lines,
    read_xed,
)
from warmline.training.turns import read_own_turns

FAR = frozenset(
    f"brighter-{name}"
    for name in (
        "arq", "ary", "hau", "hin", "ibo", "kin", "mar", "orm", "pcm", "som", "sun", "swa", "tat",
        "vmw", "yor",
    )
)  # fmt: skip
"""BRIGHTER languages that the product does not promise: seen less often."""
LENGTH_STEPS = ((32, 4), (64, 8), (128, 16), (256, 32))
"""(up to this length, lengths are rounded up to a multiple of this)."""
COUNT_STEP = 8
LEFT_OUT = frozenset({"brighter-amh", "brighter-tir", "xed-ar"})
"""Their script is not in the cut vocabulary (Ethiopic, Arabic), or hardly anything is there."""

RATES = {
    "first": {
        "goemotions": 1.0, "goemotions-rare": 2.0, "brighter-far": 0.05, "brighter": 0.6,
        "brighter-eng": 1.7, "brighter-chn": 1.7, "brighter-deu": 1.4, "brighter-esp": 1.7,
        "emobank": 1.6, "xed": 0.08, "xed-en": 0.3, "xed-cn": 0.6, "xed-zh": 0.6,
        "disaster": 0.8, "disaster-original": 0.03, "cped": 0.4, "banking77": 0.4,
        "clinc150": 0.3, "dch": 0.15, "window": 0.12, "own": 1.5, "turn": 3.0, "article": 0.0,
    },
    "second": {
        "goemotions": 1.0, "goemotions-rare": 2.0, "brighter-far": 0.02, "brighter": 0.4,
        "brighter-eng": 1.2, "brighter-chn": 1.2, "brighter-deu": 1.0, "brighter-esp": 1.2,
        "emobank": 1.2, "xed": 0.02, "xed-en": 0.1, "xed-cn": 0.2, "xed-zh": 0.2,
        "disaster": 0.6, "disaster-original": 0.0, "cped": 0.15, "banking77": 0.35,
        "clinc150": 0.25, "dch": 0.2, "window": 0.15, "own": 3.5, "turn": 7.0, "article": 0.0,
    },
    "third": {
        "goemotions": 0.3, "goemotions-rare": 0.6, "brighter-far": 0.01, "brighter": 0.12,
        "brighter-eng": 0.4, "brighter-chn": 0.4, "brighter-deu": 0.35, "brighter-esp": 0.4,
        "emobank": 0.4, "xed": 0.01, "xed-en": 0.03, "xed-cn": 0.06, "xed-zh": 0.06,
        "disaster": 0.2, "disaster-original": 0.0, "cped": 0.04, "banking77": 0.12,
        "clinc150": 0.1, "dch": 0.15, "window": 0.12, "own": 4.0, "turn": 8.0, "article": 0.0,
    },
}  # fmt: skip
"""Times that a row of a set is seen in one pass, by stage."""


@dataclass(frozen=True)
class Sample:
    """One input of the network."""

    origin: str
    ids: list[int]
    targets: npt.NDArray[np.float16]
    """One per column, NaN where unknown."""
    text: str
    intent: str


@dataclass(frozen=True)
class Batch:
    """Samples of similar length, padded."""

    ids: npt.NDArray[np.int64]
    targets: npt.NDArray[np.float32]
    samples: tuple[int, ...]


def target_row(labels: dict[str, float]) -> npt.NDArray[np.float16]:
    """Lay labels out by column."""
    row = np.full(len(COLUMNS), np.nan, np.float16)
    for name, value in labels.items():
        row[COLUMNS.index(name)] = value
    return row


def training_rows(folder: Path, lines: Path | None) -> list[Row]:
    """Read all single messages to learn from."""
    rows = [*read_goemotions(folder, "train"), *read_brighter(folder, "train")]
    rows += [*read_emobank(folder, "train"), *read_xed(folder), *read_disaster(folder, "train")]
    rows += [*read_cped(folder)]
    rows += [_calm(row) for row in read_intents(folder) if _may_learn(row)]
    for language in ("en", "zh"):
        for dialogue in read_dch(folder, "train", language):
            for number, (author, text) in enumerate(dialogue.turns):
                if author == "contact":
                    intent = f"dch.{dialogue.id}.{number}"
                    rows.append(_calm(Row(text, f"dch-{language}", intent=intent)))
    if lines is not None:
        rows += [
            row
            for identity, row, _ in read_own_lines(lines)
            if not is_aside(identity) and not is_slice(identity)
        ]
        rows += [
            turn.row
            for turn in read_own_turns(lines)
            if not is_aside(turn.conversation) and not is_slice(turn.conversation)
        ]
        rows += [row for identity, row in read_own_articles(lines) if not is_aside(identity)]
    return [row for row in rows if row.origin not in LEFT_OUT and row.text.strip()]


def _may_learn(row: Row) -> bool:
    is_held = row.origin == "banking77" and is_fifth(row.text)
    return not is_held and row.origin != "clinc150-dev"


def _calm(row: Row) -> Row:
    labels = {"emergency": 0.0, "calls.emergency": 0.0} if row.origin in CALM_SETS else {}
    if row.origin in {"banking77", "clinc150"}:
        labels |= {"abuse": 0.0, "asks.legal": 0.0}
    return Row(row.text, row.origin, row.labels | labels, row.intent)


def window_samples(folder: Path, part: str, language: str, tokens: Tokens) -> list[Sample]:
    """
    Cut dialogues into windows that end at each turn of the contact or at the end.

    The vote is about the whole dialogue, so earlier windows are pulled towards the middle.
    """
    samples = []
    for dialogue in read_dch(folder, part, language):
        count = len(dialogue.turns)
        ends = {count} | {n + 1 for n in range(count) if dialogue.turns[n][0] == "contact"}
        for end in sorted(ends):
            share = 0.5 + 0.5 * end / count
            labels = {"satisfaction": dialogue.satisfaction / 2.0 * share}
            (ids,) = tokens.windows([dialogue.turns[:end]])
            samples.append(Sample(f"window-{language}", ids, target_row(labels), "", ""))
    return samples


def make_samples(rows: Sequence[Row], tokens: Tokens, most: int = 128) -> list[Sample]:
    """Tokenise rows; a long row keeps its first and last halves."""
    samples = []
    for row, ids in zip(rows, tokens.messages([row.text for row in rows]), strict=True):
        if len(ids) > most:
            ids = ids[: most // 2] + ids[-(most - most // 2) :]
        samples.append(Sample(row.origin, ids, target_row(row.labels), row.text, row.intent))
    return samples


def rate_of(origin: str, rates: dict[str, float]) -> float:
    """Look the rate of a set up, by its full name, then by its family."""
    if origin in rates:
        return rates[origin]
    return rates["brighter-far" if origin in FAR else origin.split("-")[0]]


def plan_pass(
    samples: Sequence[Sample],
    rates: dict[str, float],
    rng: np.random.Generator,
    budget: int,
) -> list[list[int]]:
    """
    Draw one pass over the sets and cut it into batches of about `budget` tokens.

    Returns:
        lists of indices into `samples`, in random order.
    """
    chosen: list[int] = []
    for index, sample in enumerate(samples):
        rate = rate_of(sample.origin, rates)
        chosen += [index] * int(rate + rng.random())
    buckets: dict[int, list[int]] = {}
    for index in rng.permutation(np.array(chosen)).tolist():
        buckets.setdefault(padded_length(len(samples[index].ids)), []).append(index)
    batches: list[list[int]] = []
    for length, members in sorted(buckets.items()):
        size = max(COUNT_STEP, budget // length // COUNT_STEP * COUNT_STEP)
        batches += [members[start : start + size] for start in range(0, len(members), size)]
    return [batches[i] for i in rng.permutation(len(batches))]


def padded_length(length: int) -> int:
    """Round a length up: batches come in few shapes, because each new shape is slow at first."""
    step = next(step for most, step in LENGTH_STEPS if length <= most)
    return length + -length % step


def collate(samples: Sequence[Sample], indices: Sequence[int]) -> Batch:
    """Pad the samples of one batch."""
    longest = max(len(samples[i].ids) for i in indices)
    longest = padded_length(longest)
    ids = np.full((len(indices), longest), PAD, np.int64)
    for row, i in enumerate(indices):
        ids[row, : len(samples[i].ids)] = samples[i].ids
    targets = np.stack([samples[i].targets for i in indices]).astype(np.float32)
    return Batch(ids, targets, tuple(indices))


@dataclass(frozen=True)
class Family:
    """Groups of texts that should have close sentence vectors; the groups contrast."""

    groups: tuple[npt.NDArray[np.int64], ...]
    """Numbers of the texts of each group, at least two."""
    weight: float


def families_of(samples: Sequence[Sample], weights: dict[str, float]) -> list[Family]:
    """Sort samples by intent, the intents by the set that they come from."""
    found: dict[str, dict[str, list[int]]] = {}
    for number, sample in enumerate(samples):
        name = sample.intent.split(".")[0]
        if name in weights:
            found.setdefault(name, {}).setdefault(sample.intent, []).append(number)
    return [
        Family(
            tuple(np.array(members) for members in groups.values() if len(members) > 1),
            weights[name],
        )
        for name, groups in sorted(found.items())
    ]


def draw_pairs(
    family: Family, rng: np.random.Generator, count: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """
    Draw two texts from each of several groups of one family.

    Returns:
        numbers of the first and of the second texts, at most `count` of each.
    """
    chosen = rng.choice(len(family.groups), min(count, len(family.groups)), replace=False)
    pairs = np.array([rng.choice(family.groups[n], 2, replace=False) for n in chosen])
    return pairs[:, 0], pairs[:, 1]
