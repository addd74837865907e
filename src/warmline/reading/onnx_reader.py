"""
Runs the embedded model: ids in, readings, sentence vectors, satisfaction and empathy out.

This is the only file that knows ONNX Runtime. One session per folder of weights serves all threads
of a process. Cues, language and redaction are not its business; see `reader`.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from warmline.errors import ModelMissing, ReaderFailed
from warmline.reading.artefact_fit import check_fit
from warmline.reading.calibration import Calibration, calibration_from_json
from warmline.reading.gathering import Gathering
from warmline.reading.intact import check_hashes
from warmline.reading.parts import RISING, STRONG, excerpts_of
from warmline.reading.processor import may_clip_sums
from warmline.reading.reading import Reading
from warmline.reading.recent import Recent
from warmline.reading.rows import Rows
from warmline.reading.tokens import BEGIN, END, PAD, Tokens

FloatArray = npt.NDArray[np.float32]
Turns = Sequence[tuple[str, str]]
"""(author, text) of each turn, oldest first."""

DEFAULT_FOLDER = Path(__file__).parent / "artefact"
BATCH_TOKENS = 2048
"""Padded tokens of one run: more does not get faster, only larger."""
RECENT = 1024
"""Vectors that are kept, of long messages all parts: what was read is compared right after."""
FEW = 4
"""Inputs that wait for company when another thread's pass is running."""
MECHANISMS = ("emotional-reactions", "interpretations", "explorations")
"""Source: EPITOME, Sharma et al. 2020; each has three levels: none, weak, strong."""


@dataclass(frozen=True, slots=True)
class Empathy:
    """How far a reply shows one mechanism of empathy."""

    level: int
    """0 none, 1 weak, 2 strong."""
    probabilities: tuple[float, float, float]


class OnnxReader:
    """The embedded model of one folder of weights."""

    def __init__(self, folder: Path = DEFAULT_FOLDER, *, threads: int = 2) -> None:
        """
        Load the model.

        Args:
            folder: `reader.onnx`, `tokenizer.json`, `reader.json`, perhaps `empathy.onnx`.
            threads: cores that one pass of the model may use.

        Raises:
            ModelMissing: a file is not there, is damaged, or does not fit the others.
        """
        try:
            card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
            self._calibration: Calibration = calibration_from_json(card)
            self._name = str(card["name"])
            check_hashes(folder, card["hashes"])
            self._tokens = Tokens.from_file(folder / "tokenizer.json")
            self._session = _open_session(folder / "reader.onnx", threads)
            empathy = folder / "empathy.onnx"
            self._empathy = _open_session(empathy, threads) if empathy.exists() else None
            given, self._width = _probe(self._session)
            check_fit(self._calibration.columns, given, folder)
        except ModelMissing:
            raise
        # The tokenizer and the runtime raise bare Exceptions of their own for damaged files.
        except Exception as broken:
            raise ModelMissing(path=folder, reason=type(broken).__name__) from broken
        self._places = {name: n for n, name in enumerate(self._calibration.columns)}
        self._rows = Rows(self._name, self._calibration)
        self._raised = {
            heads: [place for place, name in enumerate(self.columns) if name.startswith(heads)]
            for heads in (RISING, STRONG)
        }
        self._recent = Recent(RECENT)
        self._gathering = Gathering(self._run_all)

    @property
    def name(self) -> str:
        """The id that stands in each reading, such as 'reader-1.0'."""
        return self._name

    @property
    def has_empathy(self) -> bool:
        """Whether the separable empathy head is installed."""
        return self._empathy is not None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of `probabilities`."""
        return self._calibration.columns

    def threshold(self, column: str, language: str) -> float:
        """Give the probability from which a label counts as present in a language."""
        return self._calibration.threshold(column, language)

    @property
    def chances(self) -> tuple[str, ...]:
        """The columns that are probabilities of a label."""
        return tuple(
            column
            for column, is_amount in zip(
                self.columns, self._calibration.is_amount.tolist(), strict=True
            )
            if not is_amount
        )

    def chances_of(self, texts: Sequence[str]) -> FloatArray:
        """
        Give these columns, calibrated, of texts read whole.

        Shapes:
            float32 [n, len(chances)].
        """
        whole = self._calibration.apply(self.raw_columns(texts))
        return whole[:, ~self._calibration.is_amount]

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Give the places of the model's pieces in a text, code points, end exclusive."""
        return self._tokens.places(text)

    def read_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """
        Read messages, in the order given.

        An empty text gives a silent reading; a text longer than the model's window keeps its first
        and last halves.

        Args:
            texts: n messages, already masked.
            languages: their n languages, as found.

        Raises:
            ReaderFailed: the tokenizer or the runtime gave up.
        """
        with _failing_as_ours(self._name):
            columns = self.probabilities(texts)
        return self._rows.readings(texts, columns, languages)

    def probabilities(self, texts: Sequence[str]) -> FloatArray:
        """
        Give every calibrated column, `columns` naming them.

        A long message is read whole and in parts, one in capitals or with pictures also without
        them; danger, vulnerability, asks and abuse are as high as where most of them is found.

        Shapes:
            float32 [n, k]; chances in [0, 1], amounts in [-1, 1].
        """
        excerpts = [(n, one) for n, text in enumerate(texts) for one in excerpts_of(text)]
        sources = [*texts, *(one.text for _, one in excerpts)]
        every = self._calibration.apply(self.raw_columns(sources))
        rows = every[: len(texts)]
        for (n, one), found in zip(excerpts, every[len(texts) :], strict=True):
            raised = self._raised[one.raises]
            rows[n, raised] = np.maximum(rows[n, raised], found[raised])
        return rows

    def raw_columns(self, texts: Sequence[str]) -> FloatArray:
        """
        Give the columns before calibration.

        Shapes:
            float32 [n, k].
        """
        return self._run_both(self._tokens.messages(texts))[0]

    def message_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Give the ids that the model reads for single messages."""
        return self._tokens.messages(texts)

    def vectors(self, texts: Sequence[str]) -> FloatArray:
        """
        Give sentence vectors of unit length, for likeness by dot product.

        Shapes:
            float32 [n, d].

        Raises:
            ReaderFailed: the tokenizer or the runtime gave up.
        """
        with _failing_as_ours(self._name):
            ids = self._tokens.messages(texts)
            known = [self._recent.get(tuple(row)) for row in ids]
            kept = [vector for vector in known if vector is not None]
            if not kept or len(kept) < len(ids):
                return self._run_both(ids)[1]
            return np.stack(kept)

    def satisfaction(self, dialogues: Sequence[Turns]) -> list[float]:
        """
        Expect how satisfied the contact is after the last turn of each dialogue.

        Units:
            1 (very dissatisfied) to 5 (very satisfied).
        """
        place = self._places["satisfaction"]
        amounts = self._calibration.apply(self.raw_windows(dialogues))[:, place]
        return [float(3.0 + 2.0 * amount) for amount in amounts]

    def raw_windows(self, dialogues: Sequence[Turns]) -> FloatArray:
        """
        Give the columns of dialogue windows before calibration.

        Shapes:
            float32 [n, k].
        """
        return self._run_both(self._tokens.windows(dialogues))[0]

    def empathy(self, pairs: Sequence[tuple[str, str]]) -> list[dict[str, Empathy]]:
        """
        Grade replies by the mechanisms of empathy.

        Args:
            pairs: (what the contact wrote, the reply to grade).

        Raises:
            ModelMissing: the artefact was built without the empathy head.
        """
        if self._empathy is None:
            raise ModelMissing(path="empathy.onnx", reason="built without epitome")
        ids = self.pair_ids(pairs)
        graded: list[dict[str, Empathy]] = [{} for _ in ids]
        for places, middle in self.middle_states(ids):
            batch = _padded([ids[place] for place in places])
            (levels,) = self._empathy.run(["levels"], {"middle": middle, "ids": batch})
            for place, row in zip(places, levels, strict=True):
                graded[place] = dict(zip(MECHANISMS, map(_graded, row), strict=True))
        return graded

    def pair_ids(self, pairs: Sequence[tuple[str, str]]) -> list[list[int]]:
        """Give the ids of (what the contact wrote, the reply) as the empathy head reads them."""
        return self._tokens.pairs([seeker for seeker, _ in pairs], [reply for _, reply in pairs])

    def middle_states(self, ids: list[list[int]]) -> Iterator[tuple[list[int], FloatArray]]:
        """
        Yield the states of the middle layer, batch by batch.

        Shapes:
            places, then float32 [n, t, 384].
        """
        for places, batch in _batches(ids):
            (middle,) = self._session.run(["middle"], {"ids": batch})
            yield places, middle

    def _run_both(self, ids: list[list[int]]) -> tuple[FloatArray, FloatArray]:
        """Few inputs share a pass with those of other threads; many are a pass of their own."""
        return self._gathering(ids) if 0 < len(ids) <= FEW else self._run_all(ids)

    def _run_all(self, ids: list[list[int]]) -> tuple[FloatArray, FloatArray]:
        """One pass gives columns and vectors; the vectors are kept for whoever asks next."""
        columns = np.zeros((len(ids), len(self.columns)), np.float32)
        vectors = np.zeros((len(ids), self._width), np.float32)
        for places, batch in _batches(ids):
            columns[places], vectors[places] = self._session.run(
                ["columns", "vectors"], {"ids": batch}
            )
        for row, vector in zip(ids[-RECENT:], vectors[-RECENT:], strict=True):
            self._recent.put(tuple(row), vector)
        return columns, vectors


def _open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Sharing the cores with a web server: a spinning thread would take them from it.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False
    if may_clip_sums():
        options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(
        str(path),
        options,
        providers=["CPUExecutionProvider"],
        # The fused kernel is several times slower than its two parts in ONNX Runtime 1.31.
        disabled_optimizers=["SkipLayerNormFusion"],
    )


@contextmanager
def _failing_as_ours(name: str) -> Iterator[None]:
    """Translate the bare Exceptions that the tokenizer and the runtime raise."""
    try:
        yield
    except Exception as broken:
        raise ReaderFailed(
            reader=name,
            reason=type(broken).__name__,
            remedy="Run 'warmline doctor'; if it finds no fault, install the package again.",
        ) from broken


def _probe(session: onnxruntime.InferenceSession) -> tuple[int, int]:
    """How many columns the graph gives, and how long its vectors are, found by running it once."""
    columns, vectors = session.run(["columns", "vectors"], {"ids": np.array([[BEGIN, END]])})
    return columns.shape[1], vectors.shape[1]


def _batches(
    ids: Sequence[Sequence[int]],
) -> Iterator[tuple[list[int], npt.NDArray[np.int64]]]:
    """Group inputs of like length, so that little is padded; yields places and padded ids."""
    order = sorted(range(len(ids)), key=lambda n: len(ids[n]))
    places: list[int] = []
    for place in order:
        if places and (len(places) + 1) * len(ids[place]) > BATCH_TOKENS:
            yield places, _padded([ids[n] for n in places])
            places = []
        places.append(place)
    if places:
        yield places, _padded([ids[n] for n in places])


def _padded(ids: Sequence[Sequence[int]]) -> npt.NDArray[np.int64]:
    batch = np.full((len(ids), max(map(len, ids))), PAD, np.int64)
    for row, one in enumerate(ids):
        batch[row, : len(one)] = one
    return batch


def _graded(row: FloatArray) -> Empathy:
    none, weak, strong = (float(p) for p in row)
    return Empathy(int(np.argmax(row)), (none, weak, strong))
