"""
Checks explanations by deletion: do the named words carry the label, more than other words would?
"""

import json
import random
from collections.abc import Sequence
from pathlib import Path

from warmline.reading.explain import Explanation, explain, without, words_of
from warmline.reading.onnx_reader import OnnxReader

MOST_MESSAGES = 200
SEED = 11

Figures = dict[str, object]


def evaluate_explain(path: Path, reader: OnnxReader) -> Figures:
    """
    Explain up to 200 messages of a JSONL file with a `text` and a `language` each.

    Returns:
        labels explained; the mean probability before, without the named words, and without as many
        other words drawn at random; the share of labels that fall below their threshold.

    Source:
        Comprehensiveness, DeYoung et al. 2020, arXiv:1911.03429.
    """
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    draw = random.Random(SEED)
    chosen = draw.sample(lines, min(MOST_MESSAGES, len(lines)))
    before, named, others, fallen, spans = [], [], [], [], []
    for line in chosen:
        text, language = line["text"], line.get("language", "und")
        for told in explain(reader, text, language):
            before.append(told.probability)
            named.append(told.without)
            fallen.append(told.without < reader.threshold(told.label, language))
            others.append(_without_others(reader, text, told, draw))
            spans.append(len(told.spans))
    return {
        "messages": len(chosen),
        "labels": len(before),
        "probability": _mean(before),
        "without_named_words": _mean(named),
        "without_other_words": _mean(others),
        "falls_below_threshold": _mean(fallen),
        "spans": _mean(spans),
    }


def _without_others(reader: OnnxReader, text: str, told: Explanation, draw: random.Random) -> float:
    """The probability without as many words as were named, drawn from the whole message."""
    words = words_of(text, reader.pieces(text))
    count = sum(
        any(start <= word[0] and word[1] <= end for start, end in told.spans) for word in words
    )
    gone = draw.sample(words, min(len(words), max(1, count)))
    (row,) = reader.probabilities([without(text, gone)])
    return float(row[reader.columns.index(told.label)])


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0
