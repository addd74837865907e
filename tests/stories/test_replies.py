"""The coach prefers the better of two replies, on our own pairs; a fifth of them is kept aside."""

import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from warmline.cli.coach import open_coach
from warmline.cli.replies import evaluate_replies, figures, load_pairs
from warmline.reading.reader import CueReader

FOLDER = Path(__file__).parent / "replies"
AT_LEAST = 0.9


def is_aside(id: str) -> bool:
    """The fifth that nothing is tuned on, told by the hash of the id."""
    return int(hashlib.sha256(id.encode()).hexdigest(), 16) % 5 == 0


@pytest.mark.parametrize("aside", [False, True])
def test_the_better_reply_scores_higher(aside: bool) -> None:
    """Even without a model, on the pairs at hand and on those kept aside."""
    coach = open_coach(CueReader())
    pairs = [
        pair
        for path in sorted(FOLDER.glob("*.jsonl"))
        for pair in load_pairs(path, coach)
        if is_aside(pair.id) is aside
    ]
    measured = figures(pairs)
    assert float(str(measured["accuracy"])) >= AT_LEAST, measured["misses"]


def test_neither_length_nor_stock_phrases_tell_the_better_reply() -> None:
    """The pairs ask for judgement: both simple guesses stay near a coin's."""
    measured = evaluate_replies(FOLDER, CueReader())
    assert 0.4 <= float(str(measured["longer_is_better"])) <= 0.6
    assert float(str(measured["fewer_stock_phrases"])) <= 0.65


def test_half_of_the_pairs_are_chinese() -> None:
    """At least 160 pairs; ids are unique; both replies differ."""
    pairs = [
        json.loads(line)
        for path in FOLDER.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(pairs) >= 160
    assert len({pair["id"] for pair in pairs}) == len(pairs)
    assert 2 * Counter(pair["language"] for pair in pairs)["zh"] >= len(pairs)
    assert all(pair["better"] != pair["worse"] for pair in pairs)
