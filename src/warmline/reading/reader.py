"""
Reads messages: what the model says, raised by what the cues found.

The cues are a floor. They never lower a probability, so a missing model, or one that errs, cannot
silence an emergency. Without a model a reading is marked degraded: silence proves nothing then. A
model that fails, or answers with what is no reading, counts as missing until it reads again.
"""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.errors import ReaderFailed, ReadingUnsound, WarmlineError
from warmline.reading.cues import Found, Level, weigh_cues
from warmline.reading.labels import ASKS, EMERGENCY_KINDS, VULNERABILITY
from warmline.reading.language import LanguageFinder
from warmline.reading.reading import Reading
from warmline.reading.soundness import check_readings, check_vectors

log = logging.getLogger("warmline.reading")

EMERGENCY_FLOOR: Final = {Level.SURE: 0.95, Level.LIKELY: 0.6, Level.DOUBTFUL: 0.6}
"""Kept-aside own lines, a third of them traps: 'sure' is right 87 (zh) to 100 (en) times in 100."""
FLOOR: Final = {Level.SURE: 0.97, Level.LIKELY: 0.6, Level.DOUBTFUL: 0.6}
"""For asks, vulnerability and abuse."""
DISTRESS: Final = {Level.SURE: 0.75, Level.LIKELY: 0.5, Level.DOUBTFUL: 0.3}
"""Without a model only: a careful reader's usual mark for such words on our own lines."""
SHARED: Final = 0.2
"""From here on the model shares a doubtful cue: far below what would raise a step by itself."""
SHOUTING: Final = 0.15
"""Without a model only: what capitals or repeated marks add to distress."""

_SHOUTED = re.compile(r"[!！]{2,}|[?？]{3,}|\b[A-Z]{4,}(?:\s+[A-Z]{2,}){2,}\b")
_SURROGATE = re.compile("[\ud800-\udfff]")

Vectors = NDArray[np.float32]


class ModelReader(Protocol):
    """The model's side of a reading; it knows nothing of cues."""

    @property
    def name(self) -> str:
        """The id that stands in each reading: 'reader-1.0'."""

    def read_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """
        Read n texts, in the order given; languages as found, for calibration.

        An empty text gives a silent reading.

        Raises:
            ReaderFailed: it cannot read now.
            ReadingUnsound: what it got, from elsewhere, is no reading.
        """

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """
        Sentence vectors of unit length.

        Shapes:
            float32 [n, d]; d is always the same, or 0 when there are no vectors.

        Raises:
            ReaderFailed: it cannot read now.
            ReadingUnsound: what it got, from elsewhere, is no vector.
        """


class CueReader:
    """Reads by cues alone; every reading is marked degraded."""

    def __init__(self, languages: LanguageFinder | None = None) -> None:
        """Take a language finder that is already loaded, or load one."""
        self._languages = languages or LanguageFinder()

    @property
    def is_degraded(self) -> bool:
        """Whether no model takes part: always, here."""
        return True

    def read_many(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None
    ) -> list[Reading]:
        """
        Read masked texts, in the order given.

        Args:
            texts: n messages.
            languages: n hints, None where nothing is known.
        """
        found = _languages_of(self._languages, texts, languages)
        return [_degraded(text, language) for text, language in zip(texts, found, strict=True)]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """
        No vectors without a model.

        Shapes:
            float32 [n, 0].
        """
        return np.zeros((len(texts), 0), dtype=np.float32)


class FloorReader:
    """A model's readings, raised by the cues; cues alone while the model fails."""

    def __init__(self, model: ModelReader, languages: LanguageFinder | None = None) -> None:
        """Take the model, and a language finder that is already loaded, or load one."""
        self._model = model
        self._languages = languages or LanguageFinder()
        self._is_degraded = False

    @property
    def model(self) -> ModelReader:
        """The model's side, for those who need more of it than readings."""
        return self._model

    @property
    def is_degraded(self) -> bool:
        """Whether no model took part when it was last asked."""
        return self._is_degraded

    def read_many(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None
    ) -> list[Reading]:
        """
        Read masked texts in one pass of the model, in the order given.

        Args:
            texts: n messages.
            languages: n hints, None where nothing is known.
        """
        if not texts:
            return []
        whole = [without_surrogates(text) for text in texts]
        found = _languages_of(self._languages, whole, languages)
        try:
            readings = self._model.read_many(whole, found)
            check_readings(readings, len(whole))
        except (ReaderFailed, ReadingUnsound) as failure:
            self._note(failure)
            return [_degraded(text, language) for text, language in zip(whole, found, strict=True)]
        self._note(None, is_degraded=any(reading.degraded for reading in readings))
        return [
            raise_by(
                replace(reading, language=language), shared(reading, weigh_cues(text, language))
            )
            for text, language, reading in zip(whole, found, readings, strict=True)
        ]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """
        Sentence vectors of unit length, from the model.

        Shapes:
            float32 [n, d]; d is 0 while the model fails.
        """
        try:
            vectors = self._model.vectors([without_surrogates(text) for text in texts])
            check_vectors(vectors, len(texts))
        except (ReaderFailed, ReadingUnsound) as failure:
            self._note(failure)
            return np.zeros((len(texts), 0), dtype=np.float32)
        return vectors

    def _note(self, failure: WarmlineError | None, *, is_degraded: bool = True) -> None:
        """Keep whether the model took part, and log each change once, not each message."""
        if failure is not None and not self._is_degraded:
            log.warning("%s: %s", failure.code, failure)
        elif self._is_degraded and not is_degraded:
            log.warning("the reader's model reads again")
        self._is_degraded = is_degraded


def without_surrogates(text: str) -> str:
    """Replace halves of characters, which no encoder takes; places stay as they are."""
    return _SURROGATE.sub("\ufffd", text)


def shared(reading: Reading, found: Iterable[Found]) -> tuple[Found, ...]:
    """
    Leave out the doubtful cues that the model does not share at all.

    Their list says itself that the words stand in a jest, a game or another's story. Without a
    model they all count.
    """
    return tuple(
        hit
        for hit in found
        if hit.level is not Level.DOUBTFUL or _told(reading, hit.cue.label) >= SHARED
    )


def _told(reading: Reading, label: str) -> float:
    """What the model gives to a label of a cue; 1 where it has no such label."""
    head, _, rest = label.partition(".")
    heads: Mapping[str, Mapping[str, float]] = {
        "emergency": reading.emergency_kinds,
        "asks": reading.asks,
        "vulnerability": reading.vulnerability,
    }
    told = heads[head].get(rest.split(".")[0], 1.0) if head in heads else 1.0
    if head == "emergency":
        return max(told, reading.emergency)
    return reading.abuse if label == "abuse" else told


def raise_by(reading: Reading, found: Iterable[Found]) -> Reading:
    """
    Raise a reading by cues: each value becomes the larger of itself and the cue's floor.

    A label has two parts, head and label, and may have a third that tells which cue of a label it
    is, such as 'vulnerability.life-event.bereavement'.
    """
    hits = tuple(found)
    kinds = _floors(hits, "emergency", EMERGENCY_KINDS, EMERGENCY_FLOOR)
    abuse = max((FLOOR[hit.level] for hit in hits if hit.cue.label == "abuse"), default=0.0)
    return replace(
        reading,
        emergency=max(reading.emergency, *kinds.values(), 0.0),
        emergency_kinds=_raised(reading.emergency_kinds, kinds),
        vulnerability=_raised(
            reading.vulnerability, _floors(hits, "vulnerability", VULNERABILITY, FLOOR)
        ),
        asks=_raised(reading.asks, _floors(hits, "asks", ASKS, FLOOR)),
        abuse=max(reading.abuse, abuse),
        cues=reading.cues + tuple(hit.cue for hit in hits),
    )


def _degraded(text: str, language: str) -> Reading:
    hits = weigh_cues(text, language)
    silent = Reading(language=language, model="cues", degraded=True)
    return replace(raise_by(silent, hits), distress=_distress(text, hits))


def _distress(text: str, hits: Sequence[Found]) -> float:
    """
    A modest guess, in [0, 1], from words of distress, danger, insult and shouting.

    It stands in only where there is no model; the careful reader is the model.
    """
    told = max((DISTRESS[hit.level] for hit in hits if hit.cue.label == "distress"), default=0.0)
    heads = {hit.cue.label.split(".")[0] for hit in hits}
    told = max(told, 0.5 if heads & {"emergency", "abuse"} else 0.0)
    told = max(told, 0.35 if heads & {"asks", "vulnerability"} else 0.0)
    return min(1.0, told + (SHOUTING if _SHOUTED.search(text[:2000]) else 0.0))


def _floors(
    hits: Sequence[Found], head: str, labels: Sequence[str], floor: Mapping[Level, float]
) -> dict[str, float]:
    floors = dict.fromkeys(labels, 0.0)
    for hit in hits:
        of, _, label = hit.cue.label.partition(".")
        label = label.split(".")[0]
        if of == head and label in floors:
            floors[label] = max(floors[label], floor[hit.level])
    return floors


def _raised(head: Mapping[str, float], floors: Mapping[str, float]) -> dict[str, float]:
    return {label: max(head.get(label, 0.0), floor) for label, floor in floors.items()}


def _languages_of(
    finder: LanguageFinder, texts: Sequence[str], hints: Sequence[str | None] | None
) -> list[str]:
    given = hints if hints is not None else [None] * len(texts)
    return [finder.find(text, hint=hint) for text, hint in zip(texts, given, strict=True)]
