"""
How often the coach prefers the better of two replies to the same contact.

Two simple guesses stand beside it on the same pairs: the longer reply, and the one with fewer stock
phrases. What they reach is no merit of the coach.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from warmline.cli.coach import exchange_in, open_coach
from warmline.cli.records import BadRecord, Format, Record, iter_records
from warmline.coaching.coach import Coach, Guidance
from warmline.coaching.signs import STOCK, length_in_words
from warmline.errors import FieldInvalid
from warmline.ports import Reader

SENT_AT: Final = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
"""A Monday morning, so that the same file gives the same figures on every day."""
MISSES_SHOWN: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two replies that were compared, with what the coach says of each."""

    id: str
    language: str
    axis: str
    better: Guidance
    worse: Guidance

    @property
    def is_right(self) -> bool:
        """Whether the better reply scores higher; a tie is wrong."""
        return self.better.score > self.worse.score


def evaluate_replies(path: Path, reader: Reader) -> dict[str, object]:
    """
    Measure the coach on a file of pairs, or on every such file of a folder.

    Raises:
        FieldInvalid: a pair lacks a field.
        BodyMalformed: a line is not JSON.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    adviser = open_coach(reader)
    pairs = [pair for file in files for pair in load_pairs(file, adviser)]
    return {"task": "replies", "degraded": reader.is_degraded, **figures(pairs)}


def load_pairs(path: Path, adviser: Coach) -> list[Pair]:
    """
    Coach both replies of each pair of a file.

    Raises:
        FieldInvalid: a pair lacks a field.
        BodyMalformed: a line is not JSON.
    """
    return [_pair(record, adviser) for record in iter_records(str(path), Format.JSONL)]


def _pair(record: Record | BadRecord, adviser: Coach) -> Pair:
    if isinstance(record, BadRecord):
        raise record.error
    better, worse = (
        adviser.look_at(exchange_in(record.fields, key), sent_at=SENT_AT)
        for key in ("better", "worse")
    )
    axis = record.fields.get("axis")
    if not isinstance(axis, str):
        raise FieldInvalid(field="axis", value="missing", remedy="Say what the pair differs in.")
    return Pair(
        id=str(record.fields.get("id", record.line)),
        language=str(record.fields.get("language") or "und"),
        axis=axis,
        better=better,
        worse=worse,
    )


def figures(pairs: Sequence[Pair]) -> dict[str, object]:
    """Accuracy over all, by language and by axis; the two simple guesses; the misses."""
    misses = [pair for pair in pairs if not pair.is_right]
    return {
        "pairs": len(pairs),
        "accuracy": _share(pairs, lambda pair: float(pair.is_right)),
        "by_language": _grouped(pairs, lambda pair: pair.language),
        "by_axis": _grouped(pairs, lambda pair: pair.axis),
        "longer_is_better": _share(pairs, lambda pair: _guess(pair, _length)),
        "fewer_stock_phrases": _share(pairs, lambda pair: _guess(pair, _unstocked)),
        "misses": [
            {"id": pair.id, "better": pair.better.score, "worse": pair.worse.score}
            for pair in misses[:MISSES_SHOWN]
        ],
    }


def _grouped(pairs: Iterable[Pair], key: Callable[[Pair], str]) -> dict[str, float | None]:
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(key(pair), []).append(pair)
    return {
        name: _share(groups[name], lambda pair: float(pair.is_right)) for name in sorted(groups)
    }


def _share(pairs: Sequence[Pair], credit: Callable[[Pair], float]) -> float | None:
    return round(sum(map(credit, pairs)) / len(pairs), 4) if pairs else None


def _guess(pair: Pair, value: Callable[[Guidance], float]) -> float:
    """One when the guess is right, a half when it cannot tell."""
    better, worse = value(pair.better), value(pair.worse)
    return 0.5 if better == worse else float(better > worse)


def _length(guidance: Guidance) -> float:
    return length_in_words(guidance.signs.text)


def _unstocked(guidance: Guidance) -> float:
    return -guidance.signs.count(STOCK)
