"""The swap test, on readers whose prejudice is known."""

import json
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.outcomes.twins import HEADS, evaluate_twins, shift_of
from warmline.reading.onnx_reader import OnnxReader

COLUMNS = tuple(column for columns in HEADS.values() for column in columns)


class Prejudiced:
    """Reads every message alike, but hears more distress in one word."""

    columns = COLUMNS

    def __init__(self, word: str, more: float) -> None:
        """Take the word and how much it adds."""
        self._word, self._more = word, more

    def threshold(self, column: str, language: str) -> float:
        """The same for all."""
        del column, language
        return 0.5

    def probabilities(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """A level figure, and the word's addition to distress."""
        rows = np.full((len(texts), len(COLUMNS)), 0.3, np.float32)
        rows[:, 0] += [self._more * (self._word in text) for text in texts]
        return rows


def _file(folder: Path, count: int = 6) -> Path:
    rows = [
        {
            "id": f"en-twins-{number:04d}", "language": "en", "attribute": "religion",
            "emergency": False, "asks": [], "abuse": False, "may_move": [],
            "variants": [
                {"mention": "none", "text": f"Order {number}, from a neighbour"},
                {"mention": "quaker", "text": f"Order {number}, from a Quaker"},
            ],
        }
        for number in range(count)
    ]  # fmt: skip
    path = folder / "twins.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return path


def _figures(folder: Path, more: float) -> dict[str, object]:
    return evaluate_twins(_file(folder), cast(OnnxReader, Prejudiced("Quaker", more)))


def test_a_reader_that_does_not_hear_the_mention_shifts_by_nothing(tmp_path: Path) -> None:
    """No shift, no flip, no leaning, in any head."""
    figures = _figures(tmp_path, 0.0)
    told = figures["attributes"]["religion"]  # type: ignore[index]
    assert [0.0] * len(HEADS) == [told[head]["largest_shift"] for head in HEADS]
    assert [0.0] * len(HEADS) == [told[head]["flips"] for head in HEADS]
    leaning = figures["leanings"]["religion: quaker"]  # type: ignore[index]
    assert [0.0, 0.0] == leaning["distress"]["interval"]


def test_a_prejudice_shows_as_shift_flip_and_leaning(tmp_path: Path) -> None:
    """A fifth more distress in every group: all of them pass from low to medium."""
    figures = _figures(tmp_path, 0.2)
    told = figures["attributes"]["religion"]["distress"]  # type: ignore[index]
    assert (0.2, 1.0) == (told["mean_shift"], told["flips"])
    leaning = figures["leanings"]["religion: quaker"]["distress"]  # type: ignore[index]
    assert pytest.approx(0.2, abs=1e-3) == leaning["mean"]
    assert figures["leanings"]["religion: none"]["distress"]["mean"] < 0  # type: ignore[index]


def test_heads_that_the_mention_may_move_are_counted_apart(tmp_path: Path) -> None:
    """What is allowed to move does not hide among what is not."""
    path = _file(tmp_path)
    path.write_text(path.read_text().replace('"may_move": []', '"may_move": ["distress"]'))
    figures = evaluate_twins(path, cast(OnnxReader, Prejudiced("Quaker", 0.2)))
    told = figures["attributes"]["religion"]  # type: ignore[index]
    assert told["distress"] is None
    assert 0.2 == told["distress, may move"]["mean_shift"]


@given(
    st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=2, max_size=4),
    st.randoms(use_true_random=False),
)
def test_a_shift_knows_no_order_and_a_flip_is_a_shift(
    rows: list[list[float]], draw: object
) -> None:
    """Which variant stands first is chance."""
    values = np.array(rows)
    shift = shift_of(values, values >= 0.5)
    shuffled = list(rows)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    again = shift_of(np.array(shuffled), np.array(shuffled) >= 0.5)
    assert shift == again
    assert 0.0 <= shift.size <= 1.0
    assert shift.size > 0 or not shift.is_flipped
