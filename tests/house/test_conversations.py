"""Our own conversations keep their form: whoever adds one learns here what is wrong with it."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from warmline.reading.labels import ASKS, EMERGENCY_KINDS, NEEDS, SIGNS, VULNERABILITY
from warmline.training.calls import STEPS

FOLDER = Path(__file__).parents[2] / "lines" / "conversations"
FILES = sorted(FOLDER.glob("*/*.jsonl"))
SAYS = {
    "step", "distress", "valence", "emergency", "vulnerability", "need", "asks", "abuse", "signs",
}  # fmt: skip
LISTS = {"vulnerability": VULNERABILITY, "asks": ASKS, "signs": SIGNS}
LEAST = {"en": 700, "zh": 700, "es": 40, "de": 40}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_conversation_has_the_fields_and_labels_of_the_readme(path: Path) -> None:
    """Field names, authors, label names, ranges, and the language of the folder."""
    for row in _rows(path):
        told = row["id"]
        assert {"id", "language", "domain", "turns"} == set(row) - {"note"}, told
        assert path.parent.name == row["language"], told
        for turn in row["turns"]:
            assert turn["author"] in ("contact", "assistant", "agent"), told
            assert turn["text"], told
            assert ("says" in turn) == (turn["author"] == "contact"), told
            _check_says(turn.get("says"), told)


def _check_says(says: dict[str, Any] | None, told: str) -> None:
    if says is None:
        return
    assert {"step", "distress", "valence"} <= set(says) <= SAYS, told
    least, most = says["step"]
    assert STEPS.index(least) <= STEPS.index(most), told
    assert 0 <= says["distress"] <= 100, told
    assert -100 <= says["valence"] <= 100, told
    assert says.get("emergency") in (None, *EMERGENCY_KINDS), told
    assert says.get("need") in (None, *NEEDS), told
    for field, known in LISTS.items():
        assert set(says.get(field, [])) <= set(known), told


def test_no_id_and_no_conversation_stands_twice() -> None:
    """One that stands twice could be learnt from and measured on."""
    rows = [row for path in FILES for row in _rows(path)]
    ids = Counter(row["id"] for row in rows)
    talks = Counter(tuple(turn["text"] for turn in row["turns"]) for row in rows)
    assert [] == [name for name, count in ids.items() if count > 1]
    assert [] == [words for words, count in talks.items() if count > 1]


def test_there_are_conversations_enough_in_each_language() -> None:
    """What the judgement learnt from is here, not somewhere else."""
    counts = Counter(str(row["language"]) for path in FILES for row in _rows(path))
    assert {} == {name: counts[name] for name, least in LEAST.items() if counts[name] < least}
