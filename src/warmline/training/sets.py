"""
Reads the labelled sets and our own lines into one kind of row.

A row is a text with the columns that its set labels; every other column stays unknown (NaN), never
zero. Which sets may ship, and what their licences are, is written here beside the reader of each.
"""

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from warmline.reading.labels import (
    ASKS,
    BASIC,
    EMERGENCY_KINDS,
    FEELINGS,
    NEEDS,
    VULNERABILITY,
)
from warmline.training.calls import line_calls
from warmline.training.columns import CPED_SENTIMENTS, DISASTER, XED

SUPPORTED = ("eng", "chn", "deu", "esp", "ptbr", "ptmz", "rus", "ukr", "ron", "swe", "afr")
"""BRIGHTER files in languages whose pieces the cut vocabulary keeps in full."""

CALM_SETS = ("banking77", "clinc150", "dch-en", "dch-zh")
"""Ordinary service messages: no danger to life, so emergency is labelled zero there."""


@dataclass(frozen=True)
class Row:
    """One text to learn from."""

    text: str
    origin: str
    """Name of the set, with the language where a set has several."""
    labels: dict[str, float] = field(default_factory=dict)
    intent: str = ""
    """Texts with the same non-empty intent should have close sentence vectors."""


@dataclass(frozen=True)
class Licence:
    """What the model card says of one set."""

    folder: str
    terms: str
    use: str


LICENCES = (
    Licence("goemotions", "CC BY 4.0", "feelings"),
    Licence("brighter", "CC BY 4.0", "basic feelings, presence and intensity"),
    Licence("emobank", "CC BY-SA 4.0", "valence, arousal"),
    Licence("xed", "CC BY 4.0", "auxiliary feelings"),
    Licence("disaster", "CC BY 4.0", "disaster labels"),
    Licence("dch", "CC BY 4.0 (annotations)", "satisfaction, calm service text"),
    Licence("cped", "Apache-2.0", "auxiliary sentiment"),
    Licence("banking77", "CC BY 4.0", "sentence vectors, calm service text"),
    Licence("clinc150", "CC BY 3.0", "sentence vectors, calm service text"),
    Licence("epitome", "none stated (study): separable head only", "empathy of a reply"),
)


def is_aside(identity: str) -> bool:
    """Whether a line is kept aside for measuring: a tenth, by hash of its id."""
    return int(hashlib.sha256(identity.encode()).hexdigest(), 16) % 10 == 0


def is_slice(identity: str) -> bool:
    """Whether one of our own lines is kept for calibration: another tenth, by hash of its id."""
    return int(hashlib.sha256(identity.encode()).hexdigest(), 16) % 10 == 1


def is_fifth(text: str) -> bool:
    """Whether a text belongs to the fifth that retrieval is measured on."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 5 == 0


def one_hot(group: str, names: Sequence[str], present: Sequence[str]) -> dict[str, float]:
    """Label every column of a group, 1 for the names present."""
    return {f"{group}.{name}": float(name in present) for name in names}


def read_goemotions(folder: Path, part: str) -> Iterator[Row]:
    """Read the official split: text, label numbers, id."""
    with (folder / "goemotions" / f"{part}.tsv").open(encoding="utf-8", newline="") as lines:
        for text, numbers, _ in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            present = [FEELINGS[int(number)] for number in numbers.split(",")]
            yield Row(text, "goemotions", one_hot("feelings", FEELINGS, present))


def read_brighter(folder: Path, part: str, languages: Sequence[str] = ()) -> Iterator[Row]:
    """Read presence, with the intensity of the same text where it was labelled."""
    root = folder / "brighter"
    for path in sorted((root / "presence" / part).glob("*.csv")):
        if languages and path.stem not in languages:
            continue
        graded = _read_intensity(root / "intensity" / part / path.name)
        for row in _csv_rows(path):
            labels = _named("basic", row)
            labels |= graded.pop(row["text"], {})
            yield Row(row["text"], f"brighter-{path.stem}", labels)
        for text, labels in graded.items():
            yield Row(text, f"brighter-{path.stem}", labels)


def _read_intensity(path: Path) -> dict[str, dict[str, float]]:
    if not path.exists():
        return {}
    return {
        row["text"]: {k: v / 3.0 for k, v in _named("intensity", row).items()}
        for row in _csv_rows(path)
    }


def _named(group: str, row: dict[str, str]) -> dict[str, float]:
    return {f"{group}.{name}": float(row[name]) for name in BASIC if row.get(name)}


def _csv_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def read_emobank(folder: Path, part: str) -> Iterator[Row]:
    """Read valence and arousal, moved from 1..5 to about -1..1."""
    for row in _csv_rows(folder / "emobank" / f"{part}.csv"):
        labels = {
            "valence": max(-1.0, min(1.0, (float(row["V"]) - 3.0) * 0.8)),
            "arousal": max(-1.0, min(1.0, float(row["A"]) - 3.0)),
        }
        yield Row(row["text"], "emobank", labels)


def read_xed(folder: Path) -> Iterator[Row]:
    """Read film subtitles; languages but English are projections, hence noisy."""
    for path in sorted((folder / "xed").glob("*.tsv")):
        language = path.stem.split("-")[0]
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                text, _, codes = line.rstrip("\n").rpartition("\t")
                numbers = [code.strip() for code in codes.split(",")]
                if text and all(number in set("12345678") for number in numbers):
                    present = [XED[int(number) - 1] for number in numbers]
                    yield Row(text, f"xed-{language}", one_hot("xed", XED, present))


def read_disaster(folder: Path, part: str) -> Iterator[Row]:
    """Read messages sent in disasters: the English, and the original where there is one."""
    for row in _csv_rows(folder / "disaster" / f"{part}.csv"):
        labels = {f"disaster.{n}": float(row[n] == "1") for n in DISASTER if row.get(n, "") != ""}
        yield Row(row["message"], "disaster", labels)
        if part == "train" and len(row["original"]) > 20 and row["original"] != row["message"]:
            yield Row(row["original"], "disaster-original", labels)


def read_cped(folder: Path) -> Iterator[Row]:
    """Read Chinese television dialogue with its three sentiments."""
    for row in _csv_rows(folder / "cped" / "utterances.csv"):
        labels = one_hot("cped", CPED_SENTIMENTS, [row["Sentiment"]])
        yield Row(row["Utterance"], "cped", labels)


@dataclass(frozen=True)
class Dialogue:
    """A help-desk dialogue with the mean satisfaction vote."""

    id: str
    language: str
    turns: tuple[tuple[str, str], ...]
    satisfaction: float
    """Mean of the votes, -2..2."""


def read_dch(folder: Path, part: str, language: str) -> Iterator[Dialogue]:
    """Read real help-desk dialogues."""
    path = folder / "dch" / f"{part}_{language}.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            votes = raw["votes"]["satisfaction"]
            turns = tuple((turn["author"], turn["text"]) for turn in raw["turns"])
            yield Dialogue(raw["id"], language, turns, sum(votes) / len(votes))


def read_intents(folder: Path) -> Iterator[Row]:
    """Read bank questions and commands to an assistant, with their intents."""
    for row in _csv_rows(folder / "banking77" / "train.csv"):
        yield Row(row["text"], "banking77", intent="banking77." + row["category"])
    clinc = json.loads((folder / "clinc150" / "train_val.json").read_text(encoding="utf-8"))
    for part, pairs in clinc.items():
        for text, intent in pairs:
            known = "" if intent == "oos" else "clinc150." + intent
            yield Row(text, "clinc150" if part.endswith("train") else "clinc150-dev", intent=known)


def read_own_lines(folder: Path) -> Iterator[tuple[str, Row, str]]:
    """Read our own lines: id, row, and note."""
    for path in sorted(folder.glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                raw = json.loads(line)
                labels = own_labels(raw) | line_calls(raw)
                row = Row(raw["text"], f"own-{raw['language']}", labels)
                yield raw["id"], row, raw.get("note") or ""


def read_own_articles(folder: Path) -> Iterator[tuple[str, Row]]:
    """Read our own articles with their questions: texts of one article share an intent."""
    path = folder / "articles.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        raw = json.loads(line)
        texts = [f"{raw['title'][language]} {raw['text'][language]}" for language in raw["text"]]
        for text in texts + [q for questions in raw["questions"].values() for q in questions]:
            yield raw["id"], Row(text, "article", intent=f"article.{raw['id']}")


def own_labels(raw: dict[str, object]) -> dict[str, float]:
    """Turn the labels of one of our own lines, or of a turn, into columns."""
    kind, need = raw.get("emergency"), raw.get("need")
    labels = {"emergency": float(kind is not None), "abuse": float(bool(raw.get("abuse")))}
    labels |= one_hot("emergency.kinds", EMERGENCY_KINDS, [str(kind)])
    labels |= one_hot("vulnerability", VULNERABILITY, _names(raw, "vulnerability"))
    labels |= one_hot("needs", NEEDS, [str(need)])
    labels |= one_hot("asks", ASKS, _names(raw, "asks"))
    for name in ("distress", "valence"):
        value = raw.get(name)
        if isinstance(value, int | float):
            labels[name] = float(value) / 100.0
    return labels


def _names(raw: dict[str, object], key: str) -> list[str]:
    value = raw.get(key)
    return [str(name) for name in value] if isinstance(value, list) else []
