"""What texts call for, as their labels say, and the turns of our own conversations."""

from pathlib import Path

import pytest

from warmline.training.calls import calls_between, line_calls
from warmline.training.turns import read_own_turns

LINES = Path(__file__).parents[3] / "lines"
SILENT = {"asks": [], "emergency": None, "vulnerability": [], "need": None, "abuse": False}


def test_steps_inside_the_accepted_range_are_not_known() -> None:
    """Below it the message calls for them, above it not; between, nobody can say."""
    assert calls_between("soften", "hand-off") == {"calls.soften": 1.0, "calls.emergency": 0.0}


def test_what_an_earlier_message_called_for_says_nothing_of_this_one() -> None:
    """Who asked for a person and then gives an order number calls for nothing by the number."""
    found = calls_between("hand-off", "hand-off", inherited="hand-off")
    assert found == {"calls.emergency": 0.0}


@pytest.mark.parametrize(
    ("label", "least"),
    [
        ({"emergency": "gas", "distress": 5}, "calls.emergency"),
        ({"asks": ["person"], "distress": 5}, "calls.hand-off"),
        ({"asks": ["legal"], "distress": 5}, "calls.offer-person"),
    ],
)
def test_a_line_calls_for_what_its_labels_promise(label: dict[str, object], least: str) -> None:
    """The defaults that everyone can rely on (DESIGN section 5)."""
    assert line_calls(SILENT | label)[least] == 1.0


def test_only_calm_lines_that_hold_nothing_call_for_nothing() -> None:
    """Of a worried one nobody has said what it calls for."""
    assert set(line_calls(SILENT | {"distress": 5}).values()) == {0.0}
    assert line_calls(SILENT | {"distress": 40}) == {}
    assert line_calls(SILENT | {"distress": 5, "need": "certainty"}) == {}


def test_each_turn_of_a_contact_is_a_row_with_signs_and_calls() -> None:
    """In both languages there are examples of every sign, and of every step."""
    turns = list(read_own_turns(LINES))
    for language in ("en", "zh"):
        told: dict[str, float] = {}
        for turn in turns:
            if turn.row.origin == f"turn-{language}":
                for name, value in turn.row.labels.items():
                    told[name] = max(told.get(name, 0.0), value)
        missing = [n for n, most in told.items() if n.startswith(("signs.", "calls.")) and not most]
        assert missing == []
        assert "calls.hand-off" in told
