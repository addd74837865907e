"""
Fits the line of `moments/satisfaction.py` to the votes of help-desk dialogues; prints its drops.

    python scripts/fit_satisfaction.py dch/train_en.jsonl.gz dch/train_zh.jsonl.gz

Least squares at the end of each dialogue, no drop below zero. What is set by hand there is not
touched: these dialogues hold no program's answers.
"""

import sys
from pathlib import Path

import numpy as np

from warmline.bootstrap import open_reader
from warmline.cli.gone_wrong import voted_states
from warmline.config import Settings
from warmline.moments.features import FEATURES, features_of

SOFTNESS = 3.0  # ten times as much costs 0.004 of Spearman on DCH dev, a tenth changes nothing
SWEEPS = 2000
LEAST_DROP = 0.03  # of the 4 points between best and worst: nobody would miss less
MIDDLE = 3.0  # a vote of 0 of -2 to 2


def fitted(rows: np.ndarray, votes: np.ndarray) -> tuple[float, np.ndarray]:
    """
    Fit where the line begins, and what each feature takes away.

    Shapes:
        rows float64 [n, k]; votes float64 [n]; drops float64 [k], 0 or more.
    """
    begins, drops = float(votes.mean()), np.zeros(rows.shape[1])
    rest = votes - begins
    for _ in range(SWEEPS):
        begins, rest = begins + rest.mean(), rest - rest.mean()
        for place in range(rows.shape[1]):
            column = rows[:, place]
            down = (-rest @ column - SOFTNESS * drops[place]) / (column @ column + SOFTNESS)
            moved = max(0.0, drops[place] + down)
            rest += (moved - drops[place]) * column
            drops[place] = moved
    return begins, drops


def main() -> None:
    """Read, fit and print."""
    if len(sys.argv) < 2:
        sys.exit("Name the files of dialogues with votes, DCH train in both languages.")
    reader = open_reader(Settings())
    voted = [one for path in sys.argv[1:] for one in voted_states(Path(path), reader)]
    rows = np.array([list(features_of(one.end).values()) for one in voted])
    begins, drops = fitted(rows, np.array([MIDDLE + one.satisfaction for one in voted]))
    print(f"AT_BEST = {begins:.3f}")
    for name, drop in zip(FEATURES, drops, strict=True):
        if drop >= LEAST_DROP:
            print(f'"{name}": {drop:.3f},')


if __name__ == "__main__":
    main()
