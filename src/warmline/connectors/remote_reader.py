"""
A model that runs elsewhere: fulfils `reading.reader.ModelReader` over HTTP.

It sends texts, masked or not as it gets them, and takes readings and vectors back; how both look on
the line is told in docs/how-to/swap-the-reader.md. Cues are not its business, and neither is what
happens when nobody answers: `FloorReader` stands above it.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.connectors.reader_answer import Answer, parse_answer
from warmline.errors import ReadingUnsound
from warmline.reading.reader import without_surrogates
from warmline.reading.reading import Reading
from warmline.reading.recent import Recent

BATCH: Final = 32
"""Texts in one request: enough to keep a model busy, few enough to answer well within the limit."""
BATCH_BYTES: Final = 60_000
"""Bytes of texts in one request; another Warmline takes 65,536 in all unless told otherwise."""
HALF: Final = 4000
"""A longer text keeps so many code points at either end, as the cues do: even if each needs six
bytes it fits a request."""
RECENT: Final = 1024
"""Vectors that are kept: whoever had a message read asks for its vector next."""

Vectors = NDArray[np.float32]
Batch = Sequence[tuple[str, str]]
"""(text, language) of each."""


class Line(Protocol):
    """Carries a request there and its answer back, in bounded time."""

    def send(self, body: bytes) -> bytes:
        """The answer to a body; ReaderFailed when there is none."""

    def close(self) -> None:
        """Let go of connections."""


class RemoteReader:
    """The model behind a line."""

    def __init__(self, line: Line) -> None:
        """Take the line; nothing is sent yet."""
        self._line = line
        self._name = "remote"
        self._width = 0
        self._recent = Recent(RECENT)

    @property
    def name(self) -> str:
        """What the remote reader calls itself; 'remote' until it has answered."""
        return self._name

    def read_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """
        Read n texts, in the order given; an empty text gives a silent reading.

        Raises:
            ReaderFailed: there is no answer.
            ReadingUnsound: the answer is none.
        """
        answers = self._answers(texts, languages)
        readings = [reading for answer in answers for reading in answer.readings]
        return [
            replace(reading if text.strip() else _silent(reading), language=language)
            for text, language, reading in zip(texts, languages, readings, strict=True)
        ]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """
        Sentence vectors of unit length.

        Shapes:
            float32 [n, d]; d is 0 when the remote reader has none.

        Raises:
            ReaderFailed: there is no answer.
            ReadingUnsound: the answer is none.
        """
        known = [self._recent.get(_digest(text)) for text in texts]
        kept = [vector for vector in known if vector is not None]
        if kept and len(kept) == len(texts):
            return np.stack(kept)
        found = [answer.vectors for answer in self._answers(texts, ["und"] * len(texts))]
        # A reader that lost its model between two batches has no vectors for the second.
        has_all = bool(found) and all(vectors.shape[1] for vectors in found)
        return np.concatenate(found) if has_all else np.zeros((len(texts), 0), np.float32)

    def close(self) -> None:
        """Let go of connections."""
        self._line.close()

    def _answers(self, texts: Sequence[str], languages: Sequence[str]) -> list[Answer]:
        return [self._ask(batch) for batch in batches(texts, languages)]

    def _ask(self, batch: Batch) -> Answer:
        texts, languages = [text for text, _ in batch], [language for _, language in batch]
        body = json.dumps({"texts": texts, "languages": languages}, ensure_ascii=False)
        answer = parse_answer(self._line.send(body.encode()), len(batch))
        self._hold(answer.vectors.shape[1])
        self._name = answer.model
        if answer.vectors.shape[1]:
            for text, vector in zip(texts, answer.vectors, strict=True):
                self._recent.put(_digest(text), vector)
        return answer

    def _hold(self, width: int) -> None:
        """Refuse vectors that cannot be compared with those that were taken before."""
        if width and self._width and width != self._width:
            raise ReadingUnsound(
                field="vectors.0",
                value=f"of {width} figures, those before had {self._width}",
                remedy="Its model was changed: start this server again.",
            )
        self._width = width or self._width


def batches(texts: Sequence[str], languages: Sequence[str]) -> Iterator[Batch]:
    """Cut texts into requests, in their order; each text as it is sent."""
    batch: list[tuple[str, str]] = []
    size = 0
    for text, language in zip(texts, languages, strict=True):
        sent = shortened(text)
        weight = len(json.dumps([sent, language], ensure_ascii=False).encode())
        if batch and (len(batch) == BATCH or size + weight > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((sent, language))
        size += weight
    if batch:
        yield batch


def shortened(text: str) -> str:
    """A text as it is sent: both ends of a long one, halves of characters replaced."""
    ends = text if len(text) <= 2 * HALF else text[:HALF] + text[-HALF:]
    return without_surrogates(ends)


def _silent(reading: Reading) -> Reading:
    return Reading(language=reading.language, model=reading.model, degraded=reading.degraded)


def _digest(text: str) -> bytes:
    """Stands for a text as it is sent, so that no text is kept."""
    return hashlib.sha256(shortened(text).encode()).digest()
