"""
Goes on from a finished artefact when there are new lines: hours become half an hour.

The public sets are seen again, more rarely, so that they are not forgotten. Beside each of our own
lines as written stand two of its kind: the same with slips of the thumb, and the same beside a calm
line of the same language, because danger and asks often come in passing. Other columns than those
that ship stay as they are: they helped to learn and were cut off.
"""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np

from warmline.outcomes.noise import (
    double_letters,
    drop_letters,
    drop_marks,
    swap_letters,
    to_traditional,
    whisper,
)
from warmline.reading.tokens import Tokens
from warmline.training.artefact_weights import read_network
from warmline.training.columns import COLUMNS, SHIPPED
from warmline.training.learn import Learner, Plan
from warmline.training.mixture import RATES, Sample, make_samples
from warmline.training.network import Network
from warmline.training.prepare import stage_samples
from warmline.training.sets import Row, is_aside, is_slice, read_own_lines
from warmline.training.turns import read_own_turns

CALM = 0.13
"""Lines that sound calmer than this, and hold nothing to find, are put beside others."""
SLIP = 0.04
"""Chance per letter that a spoilt line has a slip there."""
SLIPS = (drop_letters, swap_letters, double_letters)
SPOILT_RATE, BESIDE_RATE = 0.5, 0.3
"""Times that each variant is seen in one pass; a line as written is seen one and a half times."""
FRESH_RATE = 4.0
UNSURE = frozenset({"valence", "signs.solved", "signs.withdrawn", "signs.unhelped"})
"""What a message says may no longer hold when a calm line stands beside it."""
"""Lines of topics that the artefact has not seen are seen so many times more."""


@dataclass(frozen=True)
class Sources:
    """What a renewal learns from."""

    sets: Path
    """Folder of the labelled sets."""
    lines: Path
    """Folder of our own lines."""
    fresh: frozenset[str] = frozenset()
    """Topics of our own lines that the artefact has not seen."""


def renewed(artefact: Path, sources: Sources, plan: Plan, folder: Path) -> Network:
    """
    Learn on from an artefact.

    Args:
        artefact: folder of the finished artefact.
        folder: for progress and checkpoints.
    """
    tokenizer, network = read_network(artefact)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    tokens = Tokens(tokenizer)
    samples = stage_samples(sources.sets, sources.lines, tokens)
    samples += make_samples(variants(sources), tokens)
    samples = [sample for sample in map(_shipped_only, samples) if sample is not None]
    nothing = np.zeros((len(samples), network.encoder.shape.width), np.float16)
    learner = Learner(network, samples, nothing, plan)
    # The steps of the rounding came with the artefact and stay.
    learner.round_from = 0.0
    learner.run(folder)
    learner.average.put_into(network)
    return network


def renewal_rates() -> dict[str, float]:
    """Give the rates of the third stage, with those of the variants."""
    return RATES["third"] | {
        "own": 1.5,
        "window": 0.04,
        "spoilt": SPOILT_RATE,
        "beside": BESIDE_RATE,
        "fresh": FRESH_RATE,
    }


def variants(sources: Sources, seed: int = 11) -> list[Row]:
    """Spoil each line that may be learnt from; put each that says something beside a calm one."""
    draw = Random(seed)
    named = [
        (identity, row)
        for identity, row, _ in read_own_lines(sources.lines)
        if not is_aside(identity) and not is_slice(identity)
    ]
    rows = [row for _, row in named]
    rows += [
        turn.row
        for turn in read_own_turns(sources.lines)
        if not is_aside(turn.conversation) and not is_slice(turn.conversation)
    ]
    calm: dict[str, list[Row]] = {}
    for row in rows:
        if _is_calm(row):
            calm.setdefault(_language(row), []).append(row)
    found = [
        dataclasses.replace(row, origin=row.origin.replace("own-", "fresh-", 1))
        for identity, row in named
        if identity.split("-", 1)[1].rsplit("-", 1)[0] in sources.fresh
    ]
    for row in rows:
        found.append(_spoilt(row, draw))
        if not _is_calm(row) and calm.get(_language(row)):
            found.append(_beside(row, draw.choice(calm[_language(row)]), draw))
    return found


def _language(row: Row) -> str:
    return row.origin.partition("-")[2]


def _is_calm(row: Row) -> bool:
    told = {name: value for name, value in row.labels.items() if name != "valence"}
    return told.pop("distress", 1.0) < CALM and not any(told.values())


def _spoilt(row: Row, draw: Random) -> Row:
    language = _language(row)
    text = row.text
    if language == "zh":
        text = draw.choice((drop_marks, to_traditional))(text, 1.0, draw)
    else:
        text = draw.choice(SLIPS)(text, SLIP, draw)
        if draw.random() < 0.4:
            text = draw.choice((whisper, drop_marks))(text, 1.0, draw)
    return dataclasses.replace(row, text=text, origin=f"spoilt-{language}")


def _beside(row: Row, calm: Row, draw: Random) -> Row:
    language = _language(row)
    parts = [row.text, calm.text] if draw.random() < 0.5 else [calm.text, row.text]
    labels = {name: value for name, value in row.labels.items() if name not in UNSURE}
    return Row(("" if language == "zh" else " ").join(parts), f"beside-{language}", labels)


_CUT_OFF = [n for n, column in enumerate(COLUMNS) if column not in SHIPPED]


def _shipped_only(sample: Sample) -> Sample | None:
    targets = sample.targets.copy()
    targets[_CUT_OFF] = np.nan
    if np.isnan(targets).all() and not sample.intent:
        return None
    return dataclasses.replace(sample, targets=targets)
