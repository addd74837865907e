"""
Prepares what every stage needs: the cut tokenizer, the network with base weights, the samples.
"""

import dataclasses
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from warmline.reading.tokens import Tokens
from warmline.training.base_weights import BaseEncoder, base_path, read_base
from warmline.training.columns import COLUMNS
from warmline.training.mixture import Sample, make_samples, training_rows, window_samples
from warmline.training.network import Network, Shape, load_base
from warmline.training.sets import Row, read_dch
from warmline.training.vocabulary import (
    build_tokenizer,
    choose_pieces,
    count_pieces,
    weigh_pieces,
)

RARE_FEELINGS = ("grief", "pride", "relief", "nervousness", "embarrassment")
"""Fewer than one in a hundred texts of GoEmotions carries them."""
RARE_COLUMNS = [COLUMNS.index(f"feelings.{feeling}") for feeling in RARE_FEELINGS]
ROWS = 50_000
"""Vocabulary rows: at int8 they take 19 of the 50 MB that the artefact may have."""

PIECE_WEIGHTS = (
    (r"^(brighter-chn|cped|dch-zh|xed-cn)$", 2.0),
    (r"-(deu|esp|de|es|fr)$", 1.5),
    (r"-(ptbr|pt|it|rus|ru|pl|ukr|ron|swe|ptmz|afr)$", 0.5),
    (r"^xed-zh$", 0.3),
    (r"^(brighter-|xed-ar|disaster-original)", 0.04),
    (r"", 1.0),
)
"""How much the pieces of a set count when the vocabulary is cut; the first match counts."""


@dataclass(frozen=True)
class Bench:
    """The parts that training works with."""

    base: BaseEncoder
    tokenizer: Tokenizer
    kept: tuple[int, ...]
    """Row of the base vocabulary for each row that is kept."""

    @property
    def tokens(self) -> Tokens:
        """The window rules around the cut tokenizer."""
        return Tokens(self.tokenizer)

    def network(self, dropout: float = 0.1) -> Network:
        """Build a network that holds the base weights."""
        network = Network(Shape(len(self.kept), epsilon=self.base.epsilon), dropout)
        load_base(network, self.base, self.kept)
        return network


def piece_weight(origin: str) -> float:
    """Say how much a set counts when the vocabulary is cut."""
    return next(weight for pattern, weight in PIECE_WEIGHTS if re.search(pattern, origin))


def prepare_bench(rows: Sequence[Row]) -> Bench:
    """Cut the base vocabulary to what the texts of the sets use."""
    base = read_base(base_path())
    pieces = base.pieces
    full = build_tokenizer(pieces.texts, pieces.scores.tolist(), pieces.unknown)
    by_origin: dict[str, list[str]] = {}
    for row in rows:
        by_origin.setdefault(row.origin, []).append(row.text)
    counts: dict[str, Counter[int]] = {o: count_pieces(full, t) for o, t in by_origin.items()}
    shares = weigh_pieces(counts, {origin: piece_weight(origin) for origin in counts})
    kept = choose_pieces(pieces, shares, budget=ROWS, prior=0.2)
    tokenizer = build_tokenizer(
        [pieces.texts[i] for i in kept],
        [round(float(pieces.scores[i]), 4) for i in kept],
        kept.index(pieces.unknown),
    )
    return Bench(base, tokenizer, tuple(kept))


def vocabulary_rows(folder: Path) -> list[Row]:
    """Give the texts that the vocabulary is cut for: all sets, without our own lines."""
    rows = training_rows(folder, None)
    for language in ("en", "zh"):
        for dialogue in read_dch(folder, "train", language):
            rows += [Row(text, f"dch-{language}") for author, text in dialogue.turns]
    return rows


def stage_samples(folder: Path, lines: Path | None, tokens: Tokens) -> list[Sample]:
    """Read and tokenise everything that a stage may draw from."""
    samples = [_mark_rare(s) for s in make_samples(training_rows(folder, lines), tokens)]
    for language in ("en", "zh"):
        samples += window_samples(folder, "train", language, tokens)
    return samples


def _mark_rare(sample: Sample) -> Sample:
    """Give texts with a rare feeling an origin of their own, to be seen more often."""
    if sample.origin == "goemotions" and np.nanmax(sample.targets[RARE_COLUMNS]) > 0:
        return dataclasses.replace(sample, origin="goemotions-rare")
    return sample
