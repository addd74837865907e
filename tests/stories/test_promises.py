"""Our own replies with their promises, written by hand: tests/stories/promises."""

from pathlib import Path

import pytest

from warmline.cli.promises import evaluate_promises

FOLDER = Path(__file__).parent / "promises"

LEAST_F1 = 0.95
MOST_FALSE = 0.03
"""Share of look-alikes that may be taken for a promise."""


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
def test_promises_are_found_with_their_due_time(path: Path) -> None:
    """In each language the right words and the right time are found, and look-alikes are not."""
    score = evaluate_promises(path)
    assert float(str(score["f1"])) >= LEAST_F1
    assert float(str(score["false_promise_rate"])) <= MOST_FALSE


def test_there_are_enough_examples_in_both_first_languages() -> None:
    """At least 200 in all, half of them Chinese or nearly so, a fifth of them look-alikes."""
    scores = {path.stem: evaluate_promises(path) for path in FOLDER.glob("*.jsonl")}
    texts = {name: int(str(score["texts"])) for name, score in scores.items()}
    assert sum(texts.values()) >= 200
    assert min(texts["en"], texts["zh"]) >= 100
    assert all(int(str(score["lookalikes"])) * 5 >= texts[name] for name, score in scores.items())
