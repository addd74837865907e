"""
Reads archives fast: word pieces looked up in a small table instead of run through an encoder.

A distilled copy of the embedded model, made by `training.fast`, with the same columns and its own
calibration. It knows which pieces and pairs of neighbours a text has, not how they hang together,
so it misses more; the model card says how much. It gives no sentence vectors and grades no
empathy.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from warmline.errors import ModelMissing, ReaderFailed
from warmline.reading.artefact_fit import check_fit
from warmline.reading.calibration import Calibration, FloatArray, calibration_from_json
from warmline.reading.intact import check_hashes
from warmline.reading.reading import Reading
from warmline.reading.rows import Rows
from warmline.reading.tokens import Tokens

WEIGHTS: Final = "fast.npz"
CARD: Final = "fast.json"
BLOCK_TOKENS: Final = 8192
"""Looked up at a time: the rows of so many fit the processor's cache."""
MIX: Final = 1_000_003
"""Odd, so that a pair's bucket depends on every bit of its left piece."""

Ids = npt.NDArray[np.int64]
Turns = Sequence[tuple[str, str]]
"""(author, text) of each turn, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """
    The weights, as read from `fast.npz` or as they stand in training.

    Shapes:
        pieces [v, d]; pairs [b, e], b a power of two; hidden [2d + 2e, h]; hidden_shift [h];
        out [h + 2d + 2e, k]; out_shift [k].
    """

    pieces: FloatArray
    pairs: FloatArray
    hidden: FloatArray
    hidden_shift: FloatArray
    out: FloatArray
    out_shift: FloatArray

    def columns_of(self, ids: Ids) -> FloatArray:
        """
        Give the raw columns of texts of one length.

        Shapes:
            ids int64 [n, t], t at least 2 -> float32 [n, k].
        """
        pieces = self.pieces[ids]
        pairs = self.pairs[buckets_of(ids, len(self.pairs))]
        pooled = np.concatenate(
            [pieces.mean(1), pieces.max(1), pairs.mean(1), pairs.max(1)], axis=1
        )
        hidden = np.maximum(pooled @ self.hidden + self.hidden_shift, 0.0)
        raw: FloatArray = np.concatenate([hidden, pooled], axis=1) @ self.out + self.out_shift
        return raw


def buckets_of(ids: Ids, count: int) -> Ids:
    """
    Give the bucket of each pair of neighbours.

    Shapes:
        ids int64 [n, t] -> int64 [n, t - 1], each below count.

    Source:
        Hashing of word pairs: Joulin et al. 2017, arXiv:1607.01759.
    """
    return (ids[:, :-1] * MIX + ids[:, 1:]) % count


def read_table(path: Path) -> Table:
    """
    Read a table that `training.fast` wrote: small whole numbers with one step for all of them.

    Raises:
        KeyError: a part is missing.
    """
    with np.load(path) as parts:
        return Table(
            pieces=_stepped(parts["pieces"], parts["piece_step"]),
            pairs=_stepped(parts["pairs"], parts["pair_step"]),
            hidden=parts["hidden"].astype(np.float32),
            hidden_shift=parts["hidden_shift"].astype(np.float32),
            out=parts["out"].astype(np.float32),
            out_shift=parts["out_shift"].astype(np.float32),
        )


def _stepped(whole: npt.NDArray[np.int8], step: npt.NDArray[np.float32]) -> FloatArray:
    return whole.astype(np.float32) * np.float32(step)


class StaticReader:
    """The fast reader of one artefact; threads may share it."""

    def __init__(self, folder: Path) -> None:
        """
        Load the table.

        Args:
            folder: `fast.npz`, `fast.json` and the artefact's own `tokenizer.json`.

        Raises:
            ModelMissing: a file is not there, is damaged, or does not fit the others.
        """
        if not (folder / CARD).exists():
            raise ModelMissing(path=folder / CARD, reason="built without the fast reader")
        try:
            card = json.loads((folder / CARD).read_text(encoding="utf-8"))
            self._calibration: Calibration = calibration_from_json(card)
            self._name = str(card["name"])
            check_hashes(folder, card["hashes"])
            self._tokens = Tokens.from_file(folder / "tokenizer.json")
            self._table = read_table(folder / WEIGHTS)
            check_fit(self.columns, len(self._table.out_shift), folder)
        except ModelMissing:
            raise
        # The tokenizer and the archive of arrays raise bare Exceptions for damaged files.
        except Exception as broken:
            raise ModelMissing(path=folder, reason=type(broken).__name__) from broken
        self._rows = Rows(self._name, self._calibration)

    @property
    def name(self) -> str:
        """The id that stands in each reading, such as 'fast-1.0'."""
        return self._name

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of `probabilities`."""
        return self._calibration.columns

    def threshold(self, column: str, language: str) -> float:
        """Give the probability from which a label counts as present in a language."""
        return self._calibration.threshold(column, language)

    def read_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """
        Read messages, in the order given.

        An empty text gives a silent reading.

        Args:
            texts: n messages, already masked.
            languages: their n languages, as found.

        Raises:
            ReaderFailed: the tokenizer gave up.
        """
        try:
            columns = self.probabilities(texts)
        # The tokenizer raises bare Exceptions of its own.
        except Exception as broken:
            raise ReaderFailed(
                reader=self._name,
                reason=type(broken).__name__,
                remedy="Leave out '--fast', or install the package again.",
            ) from broken
        return self._rows.readings(texts, columns, languages)

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """
        No vectors: the table's own are too rough to tell a question asked twice.

        Shapes:
            float32 [n, 0].
        """
        return np.zeros((len(texts), 0), np.float32)

    def probabilities(self, texts: Sequence[str]) -> FloatArray:
        """
        Give every calibrated column, `columns` naming them.

        Shapes:
            float32 [n, k]; chances in [0, 1], amounts in [-1, 1].
        """
        return self._calibration.apply(self.raw_columns(texts))

    def raw_columns(self, texts: Sequence[str]) -> FloatArray:
        """
        Give the columns before calibration.

        Shapes:
            float32 [n, k].
        """
        return raw_columns_of(self._table, self._tokens.messages(texts))

    def satisfaction(self, dialogues: Sequence[Turns]) -> list[float]:
        """
        Expect how satisfied the contact is after the last turn of each dialogue.

        Units:
            1 (very dissatisfied) to 5 (very satisfied).
        """
        amounts = self._calibration.apply(self.raw_windows(dialogues))
        place = self.columns.index("satisfaction")
        return [float(3.0 + 2.0 * amount) for amount in amounts[:, place]]

    def raw_windows(self, dialogues: Sequence[Turns]) -> FloatArray:
        """
        Give the columns of dialogue windows before calibration.

        Shapes:
            float32 [n, k].
        """
        return raw_columns_of(self._table, self._tokens.windows(dialogues))


def raw_columns_of(table: Table, ids: Sequence[Sequence[int]]) -> FloatArray:
    """
    Give the raw columns of texts of any lengths.

    Shapes:
        n lists of at least 2 ids -> float32 [n, k].
    """
    raw = np.zeros((len(ids), len(table.out_shift)), np.float32)
    for places, block in _blocks(ids):
        raw[places] = table.columns_of(block)
    return raw


def _blocks(ids: Sequence[Sequence[int]]) -> Iterator[tuple[list[int], Ids]]:
    """Group texts of the same length, so that nothing is padded; yields places and ids."""
    by_length: dict[int, list[int]] = {}
    for place, row in enumerate(ids):
        by_length.setdefault(len(row), []).append(place)
    for length, places in by_length.items():
        size = max(1, BLOCK_TOKENS // length)
        for start in range(0, len(places), size):
            block = places[start : start + size]
            yield block, np.array([ids[place] for place in block], np.int64)
