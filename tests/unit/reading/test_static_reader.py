"""The fast reader: what it computes, that it keeps the contract, and what it says when missing."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.errors import ModelMissing
from warmline.reading.onnx_reader import DEFAULT_FOLDER
from warmline.reading.reader import FloorReader
from warmline.reading.soundness import check_readings
from warmline.reading.static_reader import (
    CARD,
    MIX,
    StaticReader,
    Table,
    buckets_of,
    raw_columns_of,
    read_table,
)

MESSAGES = (
    "My mother is on oxygen and the power has been out since noon",
    "我要转人工，已经说了三遍了",
    "What are your opening hours?",
    "thx that was quick",
    "",
    "\U0001f621\U0001f621\U0001f621",
    "a" * 100_000,
    "\x00\x01\x02\x7f",
    "\ud800 lone",
)
IDS = st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=6), min_size=1, max_size=5)
rng = np.random.default_rng(5)
TABLE = Table(
    pieces=rng.normal(size=(10, 3)).astype(np.float32),
    pairs=rng.normal(size=(8, 2)).astype(np.float32),
    hidden=rng.normal(size=(10, 4)).astype(np.float32),
    hidden_shift=rng.normal(size=4).astype(np.float32),
    out=rng.normal(size=(14, 5)).astype(np.float32),
    out_shift=rng.normal(size=5).astype(np.float32),
)


def by_hand(ids: list[int]) -> list[float]:
    """The columns of one text, computed piece by piece."""
    pieces = [TABLE.pieces[one] for one in ids]
    pairs = [TABLE.pairs[(left * MIX + right) % 8] for left, right in pairwise(ids)]
    pooled = np.concatenate(
        [np.mean(pieces, 0), np.max(pieces, 0), np.mean(pairs, 0), np.max(pairs, 0)]
    )
    hidden = np.maximum(pooled @ TABLE.hidden + TABLE.hidden_shift, 0.0)
    columns: list[float] = (np.concatenate([hidden, pooled]) @ TABLE.out + TABLE.out_shift).tolist()
    return columns


@settings(deadline=None)  # numpy loads its parts at the first call
@given(IDS)
def test_columns_are_those_of_each_text_by_itself(ids: list[list[int]]) -> None:
    """Texts of mixed lengths come out in order, untouched by their neighbours."""
    assert np.allclose([by_hand(one) for one in ids], raw_columns_of(TABLE, ids), atol=1e-4)


def test_a_pair_is_another_when_turned_round() -> None:
    """'not good' and 'good not' fall into different buckets."""
    there, back = buckets_of(np.array([[5, 6], [6, 5]]), 32768)[:, 0]
    assert there != back


def test_a_table_comes_back_from_its_file_in_steps(tmp_path: Path) -> None:
    """Whole numbers times the step of their table."""
    path = tmp_path / "fast.npz"
    np.savez_compressed(
        path,
        pieces=np.array([[-127, 2]], np.int8), piece_step=np.float32(0.5),
        pairs=np.array([[3]], np.int8), pair_step=np.float32(0.25),
        hidden=TABLE.hidden.astype(np.float16), hidden_shift=TABLE.hidden_shift,
        out=TABLE.out.astype(np.float16), out_shift=TABLE.out_shift,
    )  # fmt: skip
    table = read_table(path)
    assert [[-63.5, 1.0]] == table.pieces.tolist()
    assert [[0.75]] == table.pairs.tolist()


def test_an_artefact_without_it_says_so(tmp_path: Path) -> None:
    """The error names the file that is not there."""
    with pytest.raises(ModelMissing, match=r"fast\.json.*without the fast reader"):
        StaticReader(tmp_path)


@pytest.fixture(scope="module")
def shipped() -> StaticReader:
    """The shipped fast reader."""
    if not (DEFAULT_FOLDER / CARD).exists():
        pytest.skip("the artefact in this checkout was built without the fast reader")
    return StaticReader(DEFAULT_FOLDER)


@pytest.mark.model
def test_the_shipped_one_reads_anything_within_range(shipped: StaticReader) -> None:
    """Every label is there and every figure in its range, whatever the text."""
    texts = [text.encode("utf-8", "replace").decode() for text in MESSAGES]
    readings = shipped.read_many(texts, ["en"] * len(texts))
    check_readings(readings, len(texts))
    assert {shipped.name} == {reading.model for reading in readings}


@pytest.mark.model
def test_the_shipped_one_reads_the_same_alone_and_in_a_batch(shipped: StaticReader) -> None:
    """Neighbours do not change a probability."""
    together = shipped.probabilities(MESSAGES)
    alone = np.concatenate([shipped.probabilities([text]) for text in MESSAGES])
    assert np.abs(together - alone).max() < 1e-3


@pytest.mark.model
def test_danger_and_the_ask_for_a_person_survive_distilling(shipped: StaticReader) -> None:
    """Under its cues it hears what must not be missed, and leaves an ordinary question alone."""
    danger, person, calm, *_ = FloorReader(shipped).read_many(MESSAGES)
    assert danger.emergency > 0.5
    assert person.asks["person"] > 0.5
    assert calm.emergency < 0.2


@pytest.mark.model
def test_a_damaged_file_is_refused(shipped: StaticReader, tmp_path: Path) -> None:
    """A table that is not the one of its card is not read."""
    assert shipped.name
    for path in DEFAULT_FOLDER.iterdir():
        if path.name in {CARD, "fast.npz", "tokenizer.json"}:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    card = json.loads((tmp_path / CARD).read_text(encoding="utf-8"))
    card["hashes"]["fast.npz"] = "0" * 64
    (tmp_path / CARD).write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelMissing, match="damaged"):
        StaticReader(tmp_path)
