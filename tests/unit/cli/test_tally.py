"""The summary of a replay tells how the moment was met, as far as somebody labelled it."""

import io

from rich.console import Console

from warmline.cli.archives import conversation_in
from warmline.cli.records import Record
from warmline.cli.tally import Tally
from warmline.moments.archive import decide_each
from warmline.moments.policy import load_policy
from warmline.reading.reading import Reading

POLICY = load_policy()


def summary(*labels: bool | None) -> str:
    """The summary over a contact who is calm first and beside themselves then."""
    turns = [
        {"author": "contact", "text": text, "needs_person": label}
        for text, label in zip(("Hello", "This is unbearable"), labels, strict=True)
    ]
    conversation = conversation_in(Record(line=1, fields={"id": "a1", "turns": turns}))
    readings = [Reading(language="en", model="scripted", distress=one) for one in (0.1, 0.95)]
    tally = Tally()
    tally.count(decide_each(conversation, readings, [0.0, 0.0], policy=POLICY))
    shown = io.StringIO()
    Console(file=shown, width=120).print(tally.table())
    return shown.getvalue()


def test_labels_bring_golden_transfer_with_its_recall() -> None:
    """The hand-off came at the second turn; people wanted it at the first, one turn before."""
    told = summary(True, True)
    assert "labelled conversations" in told
    assert "0.607, recall 1.000" in told
    assert "0 of 1 (0%)" in told


def test_without_labels_only_the_course_is_told() -> None:
    """Whoever was reached before the worst is known from the course of distress alone."""
    told = summary(None, None)
    assert "labelled" not in told
    assert "golden" not in told
    assert "before their worst turn" in told
