"""Our own lines keep their form: whoever adds one learns here what is wrong with it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from warmline.reading.labels import ASKS, EMERGENCY_KINDS, NEEDS, VULNERABILITY

LINES = Path(__file__).parents[2] / "lines"
FILES = sorted(LINES.glob("*/*.jsonl"))
FIELDS = {
    "id", "text", "language", "emergency", "vulnerability", "need", "asks", "abuse", "distress",
    "valence",
}  # fmt: skip
ATTRIBUTES = {
    "age", "illness", "religion", "origin", "gender", "orientation", "family", "wealth", "dialect",
    "control",
}  # fmt: skip
LEAST_TWINS = 120
ARTICLE_LANGUAGES = {"en", "zh"}
LEAST_LINES = {"en": 4000, "zh": 4000, "es": 300, "de": 300, "fr": 300}


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _words(row: dict[str, object]) -> tuple[object, object]:
    return row["language"], row["text"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_line_has_the_fields_and_labels_of_the_readme(path: Path) -> None:
    """Field names, label names, ranges, and the language of the folder."""
    for row in _rows(path):
        told = row["id"]
        assert FIELDS == set(row) - {"note"}, told
        assert path.parent.name == row["language"], told
        assert row["text"], told
        assert row["emergency"] in (None, *EMERGENCY_KINDS), told
        assert row["need"] in (None, *NEEDS), told
        assert set(row["asks"]) <= set(ASKS), told  # type: ignore[call-overload]
        assert set(row["vulnerability"]) <= set(VULNERABILITY), told  # type: ignore[call-overload]
        assert isinstance(row["abuse"], bool), told
        assert 0 <= row["distress"] <= 100, told  # type: ignore[operator]
        assert -100 <= row["valence"] <= 100, told  # type: ignore[operator]


def test_no_id_and_no_text_of_a_language_stands_twice() -> None:
    """A line that stands twice could be learnt from and measured on."""
    rows = [row for path in FILES for row in _rows(path)]
    ids, texts = Counter(row["id"] for row in rows), Counter(_words(row) for row in rows)
    assert [] == [name for name, count in ids.items() if count > 1]
    assert [] == [words for words, count in texts.items() if count > 1]


def test_there_are_lines_enough_in_each_language() -> None:
    """What the reader learnt from is here, not somewhere else."""
    counts = Counter(str(row["language"]) for path in FILES for row in _rows(path))
    assert {} == {name: counts[name] for name, least in LEAST_LINES.items() if counts[name] < least}


def test_every_article_stands_in_both_languages_with_questions() -> None:
    """The sentence vector learns from questions and articles across languages."""
    rows = _rows(LINES / "articles.jsonl")
    assert len(rows) == len({row["id"] for row in rows})
    for row in rows:
        assert ARTICLE_LANGUAGES == set(row["title"]) == set(row["text"]), row["id"]  # type: ignore[call-overload]
        assert ARTICLE_LANGUAGES <= set(row["questions"]), row["id"]  # type: ignore[call-overload]
        assert all(row["questions"].values()), row["id"]  # type: ignore[attr-defined]


def test_every_group_of_twins_has_the_fields_of_the_readme() -> None:
    """Two to four variants that differ, mentions named once, labels that exist."""
    rows = _rows(LINES / "twins.jsonl")
    assert len(rows) == len({row["id"] for row in rows})
    for row in rows:
        told, variants = row["id"], row["variants"]
        assert str(told).startswith(f"{row['language']}-twins-"), told
        assert row["attribute"] in ATTRIBUTES, told
        assert set(row["asks"]) <= set(ASKS), told  # type: ignore[call-overload]
        assert {bool} == {type(row["emergency"]), type(row["abuse"])}, told
        assert set(row["may_move"]) <= {"vulnerability"}, told  # type: ignore[call-overload]
        assert 2 <= len(variants) <= 4, told  # type: ignore[arg-type]
        for field in ("mention", "text"):
            words = [one[field] for one in variants]  # type: ignore[attr-defined]
            assert len(words) == len(set(words)), told


def test_twins_are_many_cover_every_attribute_and_were_never_learnt_from() -> None:
    """A text that is also a line could have been trained on."""
    rows = _rows(LINES / "twins.jsonl")
    learnt = {str(row["text"]) for path in FILES for row in _rows(path)}
    for language in ("en", "zh"):
        chosen = [row for row in rows if row["language"] == language]
        assert LEAST_TWINS <= len(chosen)
        assert {row["attribute"] for row in chosen} == ATTRIBUTES
    texts = {one["text"] for row in rows for one in row["variants"]}  # type: ignore[attr-defined]
    assert set() == texts & learnt
