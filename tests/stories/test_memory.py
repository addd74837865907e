"""Our own messages with what should be remembered, written by hand: tests/stories/memory."""

from pathlib import Path

import pytest

from warmline.cli.memory import evaluate_memory

FOLDER = Path(__file__).parent / "memory"

LEAST_F1 = 0.97
"""What was written before the patterns gave 0.94 (en), 0.95 (zh), 0.96 (es) and 1.0 (de) at once;
each slip was mended since, so these lines guard what was reached and prove no more than that."""
MOST_FALSE = 0.03
"""Share of look-alikes from which something would be remembered."""


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.stem)
def test_what_is_worth_remembering_is_proposed(path: Path) -> None:
    """In each language the code and its value are found, and look-alikes propose nothing."""
    score = evaluate_memory(path)
    assert float(str(score["f1"])) >= LEAST_F1
    assert float(str(score["false_proposal_rate"])) <= MOST_FALSE


def test_there_are_enough_messages_and_a_third_are_look_alikes() -> None:
    """At least 90 in each of the first two languages: somebody else, if, not, over."""
    for name in ("en", "zh"):
        score = evaluate_memory(FOLDER / f"{name}.jsonl")
        assert int(str(score["texts"])) >= 90
        assert int(str(score["lookalikes"])) * 3 >= int(str(score["texts"]))
