"""
States what the fast reader loses: the same measures as the embedded reader's, side by side.

Development parts with cross-validated thresholds, and our own lines kept aside with the shipped
ones, as in `report`, whose figures of the embedded reader come in by argument.
"""

from collections.abc import Sequence
from pathlib import Path

from warmline.outcomes.labelled_sets import evaluate_dch
from warmline.reading.labels import BASIC, FEELINGS
from warmline.reading.static_reader import WEIGHTS, StaticReader
from warmline.training.report import Figures, crossed, own_figures, upset_area
from warmline.training.sets import read_brighter, read_goemotions

MEASURES = (
    ("GoEmotions, 28 labels, macro-F1", ("goemotions_dev", "macro_f1")),
    ("BRIGHTER English, macro-F1", ("brighter_dev", "eng", "macro_f1")),
    ("BRIGHTER Chinese, macro-F1", ("brighter_dev", "chn", "macro_f1")),
    ("Own lines aside, emergency recall", ("own_aside", "emergency", "recall")),
    (
        "The same where 2 % of calm service messages would raise it",
        ("own_aside", "emergency", "recall_at_2_percent_false"),
    ),
    ("Calm service messages, false emergencies", ("own_aside", "emergency", "false_alarms")),
    ("Own lines aside, asks, English, macro-F1", ("own_aside", "asks", "en", "macro_f1")),
    ("Own lines aside, asks, Chinese, macro-F1", ("own_aside", "asks", "zh", "macro_f1")),
    (
        "Own lines aside, vulnerability, English, macro-F1",
        ("own_aside", "vulnerability", "en", "macro_f1"),
    ),
    (
        "Own lines aside, vulnerability, Chinese, macro-F1",
        ("own_aside", "vulnerability", "zh", "macro_f1"),
    ),
    ("Own lines aside, abuse, F1", ("own_aside", "abuse_f1")),
    ("Own lines aside, distress, correlation", ("own_aside", "distress_correlation")),
    ("DCH Chinese, satisfaction, Spearman", ("dch_dev", "zh", "satisfaction_spearman")),
    ("DCH English, satisfaction, Spearman", ("dch_dev", "en", "satisfaction_spearman")),
    ("Upset by the first turn, Chinese, area under ROC", ("upset", "zh", "distress")),
    ("Upset by the first turn, English, area under ROC", ("upset", "en", "distress")),
)
"""What is compared, and where its figure stands."""


def measure_losses(folder: Path, sets: Path, lines: Path, whole: Figures) -> Figures | None:
    """
    Measure the fast reader of an artefact beside the embedded one; None when it has none.

    Args:
        whole: figures of the embedded reader, as `measure_all` gives them.
    """
    if not (folder / WEIGHTS).exists():
        return None
    reader = StaticReader(folder)
    fast = {
        "goemotions_dev": crossed(reader, list(read_goemotions(sets, "dev")), "feelings", FEELINGS),
        "brighter_dev": {
            name: crossed(
                reader,
                [row for row in read_brighter(sets, "dev", (name,)) if _has_basic(row.labels)],
                "basic",
                BASIC,
            )
            for name in ("eng", "chn")
        },
        "own_aside": own_figures(reader, sets, lines),
        "dch_dev": {
            language: evaluate_dch(sets / "dch" / f"dev_{language}.jsonl.gz", reader)
            for language in ("zh", "en")
        },
        "upset": {language: upset_area(reader, sets, language) for language in ("zh", "en")},
    }
    return {
        "model": reader.name,
        "bytes": (folder / WEIGHTS).stat().st_size,
        "measures": {
            name: {"whole": figure_at(whole, place), "fast": figure_at(fast, place)}
            for name, place in MEASURES
        },
    }


def _has_basic(labels: dict[str, float]) -> bool:
    return any(name.startswith("basic.") for name in labels)


def figure_at(figures: Figures, place: Sequence[str]) -> object:
    """Give the figure at a place, or None where there is none."""
    found: object = figures
    for part in place:
        found = found.get(part) if isinstance(found, dict) else None
    return found


def words_of_losses(losses: Figures | None) -> str:
    """Say the losses in words, as a section of the model card."""
    if losses is None:
        return ""
    measures = losses["measures"]
    assert isinstance(measures, dict)
    rows = [f"| {name} | {one['whole']} | {one['fast']} |" for name, one in measures.items()]
    lines = [
        "",
        "## The fast reader (`--fast`)",
        "",
        "A table of word pieces and pairs of neighbours, distilled from this model for archives.",
        "It knows not how words hang together, so it misses more; cues stand above it as well. It",
        "gives no sentence vectors: a question asked twice shows only where the contact says so.",
        "",
        "| measure | whole | fast |",
        "|---|---|---|",
        *rows,
        "",
    ]
    return "\n".join(lines)
