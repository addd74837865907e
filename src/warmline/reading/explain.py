"""
Names the words that carried a label: the shortest ones without which it would be weaker.

The message is read again with single words, pairs and threes of neighbouring words left out; the
piece whose loss costs the label most is named, then the next, until the label would fall or three
pieces are named. So an explanation is true by how it is made: leave the named words out, and the
probability is the one that stands in `without`.

Source: leaving out as explanation, Li et al. 2016, arXiv:1612.08220; comprehensiveness as the test
of it, DeYoung et al. 2020, arXiv:1911.03429.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from warmline.reading.parts import excerpts_of

FloatArray = npt.NDArray[np.float32]

MOST_WORDS: Final = 60
"""Longer messages are cut into this many pieces of several words."""
MOST_NEIGHBOURS: Final = 3
MOST_SPANS: Final = 3
MOST_LABELS: Final = 8
WORTH_A_WORD: Final = 0.35
"""A longer piece must cost the label this much more, as a share, for each word more."""
LEAST_LOSS: Final = 0.05
"""In logits: less than this is no reason to name a word."""
NOT_TOLD: Final = ("disaster.", "feelings.neutral")
"""Labels that a reading does not show, or that stand for the lack of something."""

_WORDLIKE = re.compile(r"\w", re.UNICODE)
_HAN = re.compile("[\u3400-\u9fff]")


class ExplainableModel(Protocol):
    """What a model must tell so that its labels can be explained."""

    @property
    def chances(self) -> tuple[str, ...]:
        """The columns that are probabilities of a label."""

    def chances_of(self, texts: Sequence[str]) -> FloatArray:
        """
        Give these columns, calibrated.

        Shapes:
            float32 [n, len(chances)].
        """

    def threshold(self, column: str, language: str) -> float:
        """Give the probability from which a label counts as present."""

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Give the places of the model's pieces, code points, end exclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Which words carried one label."""

    label: str
    """Head and label: 'asks.person'."""
    probability: float
    without: float
    """The probability when the named words are left out."""
    spans: tuple[tuple[int, int], ...]
    """Code points into the text as given, end exclusive; strongest first."""

    def to_json(self) -> dict[str, object]:
        """The public shape."""
        return {
            "label": self.label,
            "probability": round(self.probability, 4),
            "without": round(self.without, 4),
            "spans": [{"start": start, "end": end} for start, end in self.spans],
        }


def explain(model: ExplainableModel, text: str, language: str) -> tuple[Explanation, ...]:
    """
    Explain every label that is present in a message, strongest first.

    A label that an excerpt carries, a part of a long message say, is explained in that excerpt.

    Args:
        model: the embedded reader.
        text: the message, as it was read.
        language: as found, for the thresholds.
    """
    excerpts = excerpts_of(text)
    sources = [(0, text), *((one.start, one.text) for one in excerpts)]
    chances = model.chances_of([source for _, source in sources])
    found = []
    for place, label in enumerate(model.chances):
        read = [0, *(n for n, one in enumerate(excerpts, 1) if label.startswith(one.raises))]
        number = read[int(np.argmax(chances[read, place]))]
        if _is_told(label) and chances[number, place] >= model.threshold(label, language):
            found.append((float(chances[number, place]), place, number))
    chosen = sorted(found, key=lambda one: (-one[0], one[1]))[:MOST_LABELS]
    messages = {
        number: _Message(model, *sources[number], language) for number in {n for *_, n in chosen}
    }
    told = (messages[number].explain(place, whole) for whole, place, number in chosen)
    return tuple(one for one in told if one is not None)


def _is_told(label: str) -> bool:
    return not label.startswith(NOT_TOLD)


class _Message:
    """A text that labels are explained in: a message, or a part of one."""

    def __init__(self, model: ExplainableModel, start: int, text: str, language: str) -> None:
        self._model, self._start, self._text, self._language = model, start, text, language
        self._words = words_of(text, model.pieces(text))
        self._runs = list(_runs(len(self._words)))
        self._first_look = self._chances_without(self._runs, ()) if self._words else None

    def explain(self, place: int, whole: float) -> Explanation | None:
        """The words that carried one column; nothing where there are no words."""
        if self._first_look is None:
            return None
        label = self._model.chances[place]
        limit = self._model.threshold(label, self._language)
        runs, weakened = self._runs, self._first_look[:, place]
        named: list[range] = []
        now = whole
        while best := _costliest(now, runs, weakened):
            run, now = best
            named.append(run)
            if now < limit or len(named) == MOST_SPANS:
                break
            gone = {number for one in named for number in one}
            runs = [run for run in self._runs if not gone.intersection(run)]
            if not runs:
                break
            weakened = self._chances_without(runs, named)[:, place]
        spans = (_place(self._words, run) for run in named)
        return Explanation(
            label=label,
            probability=whole,
            without=now,
            spans=tuple((self._start + start, self._start + end) for start, end in spans),
        )

    def _chances_without(self, runs: Sequence[range], gone: Sequence[range]) -> FloatArray:
        """
        Give the chances without each run of words in turn, and without those that are gone.

        Shapes:
            float32 [len(runs), columns].
        """
        texts = [
            without(self._text, [_place(self._words, one) for one in (*gone, run)]) for run in runs
        ]
        return self._model.chances_of(texts)


def _costliest(
    now: float, runs: Sequence[range], weakened: FloatArray
) -> tuple[range, float] | None:
    """The run whose loss costs most, longer runs having to be worth it."""
    losses = _logit(np.array([now])) - _logit(weakened)
    worth = losses / np.array([1.0 + WORTH_A_WORD * (len(run) - 1) for run in runs])
    best = int(worth.argmax())
    if losses[best] < LEAST_LOSS:
        return None
    return runs[best], float(weakened[best])


def words_of(text: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Join the model's pieces to words, and words to at most `MOST_WORDS` pieces of a message.

    Pieces of Han characters stay as they are: the model's vocabulary knows words where spaces do
    not tell them.
    """
    words: list[tuple[int, int]] = []
    for start, end in pieces:
        while start < end and text[start].isspace():
            start += 1
        if start >= end or not (_WORDLIKE.search(text, start, end) or _is_picture(text[start:end])):
            continue
        if words and words[-1][1] == start and _is_one_word(text[start - 1], text[start]):
            words[-1] = (words[-1][0], end)
        else:
            words.append((start, end))
    size = -(-len(words) // MOST_WORDS) or 1
    return [
        (words[n][0], words[min(n + size, len(words)) - 1][1]) for n in range(0, len(words), size)
    ]


def _is_one_word(last: str, first: str) -> bool:
    return bool(
        _WORDLIKE.match(last)
        and _WORDLIKE.match(first)
        and not _HAN.match(last)
        and not _HAN.match(first)
    )


def _is_picture(piece: str) -> bool:
    return any(ord(character) > 0x2190 for character in piece)


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Leave spans out of a text."""
    kept, end = [], 0
    for start, stop in sorted(spans):
        kept.append(text[end:start])
        end = max(end, stop)
    return "".join([*kept, text[end:]])


def _runs(count: int) -> Iterator[range]:
    for length in range(1, MOST_NEIGHBOURS + 1):
        for start in range(count - length + 1):
            if length < count or count == 1:
                yield range(start, start + length)


def _place(words: Sequence[tuple[int, int]], run: range) -> tuple[int, int]:
    return words[run[0]][0], words[run[-1]][1]


def _logit(chances: npt.NDArray[np.floating]) -> FloatArray:
    safe = np.clip(chances, 1e-6, 1 - 1e-6)
    logits: FloatArray = np.log(safe / (1 - safe)).astype(np.float32)
    return logits
