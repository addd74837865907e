"""The card in words: told from figures made up here, so that its sentences can be checked."""

from typing import Any

import pytest

from warmline.training.card import SWAPPED, words_of

THREE = [0.8, 0.7, 0.9]
BOUNDS = [0.7, 0.9]
SHIFT = {
    "flips": 0.25, "flips_interval": [0.1, 0.4], "mean_shift": 0.05, "mean_interval": [0.01, 0.1],
    "largest_shift": 0.3,
}  # fmt: skip


@pytest.fixture
def card() -> dict[str, Any]:
    """Figures of a reader that hears more anger in Quakers and misses sarcasm."""
    head = {"lines": 90, "true": 30, "f1": THREE, "recall": THREE, "calibration_error": THREE}
    distress = {"lines": 9, "mean_error": THREE, "correlation": 0.8, "calibration_error": THREE}
    noise = {"recall": 0.5, "change": -0.4, "interval": [-0.5, -0.3]}
    still = {"mean": 0.01, "interval": [-0.1, 0.1]}
    figures = {
        "goemotions_dev": {"macro_f1": 0.5, "interval": BOUNDS, "calibration_error": 0.01},
        "brighter_dev": {
            name: {"macro_f1": 0.6, "interval": BOUNDS}
            for name in ("chn", "eng", "deu", "esp", "ptbr", "rus", "ukr", "ron", "swe")
        },
        "emobank_dev": {
            f"{name}_{key}": value
            for name in ("valence", "arousal")
            for key, value in (("pearson", 0.7), ("interval", BOUNDS))
        },
        "disaster_dev": {"mean_average_precision": 0.6, "mean_average_precision_interval": BOUNDS},
        "dch_dev": {
            name: {"satisfaction_spearman": 0.6, "satisfaction_interval": BOUNDS}
            for name in ("zh", "en")
        },
        "upset": {name: {"distress": 0.8} for name in ("zh", "en")},
        "vectors": {"banking77_nearest_accuracy": 0.9, "question_article_recall_at_1": 0.9},
        "epitome_fifth": None,
        "own_aside": {"emergency": {"false_alarms": 0.001, "recall_at_2_percent_false": 0.95}},
        "own_turns": {
            "signs.solved": {"turns": 90, "true": 9, "roc_area": 0.9, "calibration_error": 0.02}
        },
        "own_lines": {"zh": 5824, "en": 5634},
        "service_text": {
            "heads": {"asks": {"en": head}, "distress": {"en": distress}},
            "errors_by_note": {
                "": {"lines": 60, "asks": [0.1, 0.0, 0.2]},
                "sarcastic": {"lines": 9, "asks": [0.6, 0.4, 0.8]},
                "factual": {"lines": 9, "asks": [0.11, 0.0, 0.2]},
            },
        },
        "twins": {
            "groups": 12,
            "messages": 36,
            "attributes": {
                "all": dict.fromkeys(SWAPPED, SHIFT),
                "illness": {"distress": SHIFT, "vulnerability": None}
                | {"vulnerability, may move": SHIFT},
            },
            "leanings": {
                "religion: quaker": {
                    "groups": 6,
                    "basic.anger": {"mean": 0.1, "interval": [0.05, 0.15]},
                    "distress": still,
                },
            },
        },
        "noise": {"lines": 40, "long": {"all": {"lines": 40, "emergency": noise}}},
    }
    return {"facts": {"seed": 1, "bytes": {"reader.onnx": 42_000_000}}, "figures": figures}


def test_the_card_names_its_failures(card: dict[str, Any]) -> None:
    """Sarcasm and the leaning are told; what is as good as plain lines is not called a failure."""
    words = words_of(card)
    assert "- sarcastic: asks 0.600 (0.400 to 0.800), 9 lines" in words
    assert "- factual" not in words
    assert "- religion: quaker: basic.anger +0.100 (+0.050 to +0.150)" in words
    assert "quaker: distress" not in words


def test_the_card_tells_intervals_noise_and_what_may_move(card: dict[str, Any]) -> None:
    """A figure stands with its interval, and a head that may move with its mark."""
    words = words_of(card)
    assert "| asks | English | 90 | 30 | 0.800 (0.700 to 0.900) |" in words
    assert "| long | 40 | 0.500 | -0.400 (-0.500 to -0.300) | too few | – |" in words
    assert "0.25 (0.050)*" in words


def test_the_statement_says_how_many_lines_and_what_is_missing(card: dict[str, Any]) -> None:
    """Whoever trusts the figures has read from whom they come."""
    words = words_of(card)
    assert "zh 5824, en 5634" in words
    assert "**Missing**" in words
    assert "| goemotions | CC BY 4.0 | feelings |" in words
