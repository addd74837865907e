"""A tuned policy is the file that it began with, but for its numbers; labels come from exports."""

import json
from pathlib import Path

import pytest

from warmline.cli.tune import load_labels
from warmline.cli.tuned_policy import tuned_text
from warmline.config import Settings
from warmline.conversation.message import AgentId, Author, ConversationId, MessageId
from warmline.errors import FieldInvalid
from warmline.moments.decision import Decision, Reason, Step
from warmline.moments.fold import fold
from warmline.moments.policy import DEFAULT_PATH, load_policy
from warmline.moments.record import Record
from warmline.moments.turn import Turn
from warmline.outcomes.review import Review, ReviewId, Verdict
from warmline.outcomes.review_lines import line_of
from warmline.reading.reading import Reading
from warmline.testing import NOON

CHANGES = {"distress_hand_off": (0.85, 0.7), "person": (0.5, 0.45), "failures_hand_off": (3, 2)}
OWN = """version = "spring"
# Ours: loud is fine here.
[thresholds]
distress_hand_off = 0.9   # nobody is in a hurry

[rules]
"stakes.leave" = false
"""


def heard(id: str, distress: float) -> Turn:
    """A message of a contact this distressed."""
    reading = Reading(language="en", model="scripted", distress=distress)
    author = Author.CONTACT
    return Turn(message_id=MessageId(id), author=author, at=NOON, reading=reading, similar=0.25)


def answered(id: str) -> Turn:
    """An answer that did not help."""
    return Turn(message_id=MessageId(id), author=Author.ASSISTANT, at=NOON, is_helpful=False)


def test_every_other_line_stays_as_it_was(tmp_path: Path) -> None:
    """The shipped file with three other numbers decides by exactly those."""
    path = tmp_path / "policy.toml"
    path.write_text(tuned_text(DEFAULT_PATH.read_text("utf-8"), CHANGES, ["Why."]), "utf-8")
    tuned, shipped = load_policy(path), load_policy()
    assert (0.7, 0.45, 2) == (
        tuned.thresholds.distress_hand_off,
        tuned.thresholds.person,
        tuned.counts.failures_hand_off,
    )
    assert shipped.rules == tuned.rules
    before = DEFAULT_PATH.read_text("utf-8").splitlines()
    after = path.read_text("utf-8").splitlines()
    assert ["# Why.", ""] == after[:2]
    assert 3 == sum(one != other for one, other in zip(before, after[2:], strict=True))


def test_what_a_house_left_to_us_is_added_where_it_belongs(tmp_path: Path) -> None:
    """A file of a house keeps its comments and switches, and gets the numbers that it lacked."""
    path = tmp_path / "policy.toml"
    path.write_text(tuned_text(OWN, CHANGES, []), "utf-8")
    tuned = load_policy(path)
    assert (0.7, 0.45, 2) == (
        tuned.thresholds.distress_hand_off,
        tuned.thresholds.person,
        tuned.counts.failures_hand_off,
    )
    assert "spring-tuned" == tuned.version
    assert not tuned.has_on("stakes.leave")
    text = path.read_text("utf-8")
    assert "# Ours: loud is fine here." in text
    assert "distress_hand_off = 0.7   # nobody is in a hurry  # tuned; was 0.9" in text


def test_an_export_gives_the_moments_that_were_judged(tmp_path: Path) -> None:
    """What the line says is what was seen: a state from readings, with the verdict as its range."""
    conversation, message = ConversationId("c1"), MessageId("m3")
    turns = [heard("m0", 0.5), answered("m1"), heard("m2", 0.5), heard("m3", 0.9)]
    review = Review(
        id=ReviewId("r1"),
        conversation_id=conversation,
        message_id=message,
        reviewer_id=AgentId("sam"),
        verdict=Verdict.SHOULD_HAVE_BEEN,
        needed_at_id=MessageId("m2"),
        given_at=NOON,
    )
    reason = Reason(code="feeling.distress-high", step=Step.OFFER_PERSON, weight=0.9)
    decision = Decision(step=Step.OFFER_PERSON, reasons=(reason,), policy_version="1")
    path = tmp_path / "reviews.jsonl"
    line = line_of([review], decision, turns, inbox_id="main")
    path.write_text(json.dumps(line) + "\n", "utf-8")
    labels = {label.state.last_message_id: label for label in load_labels([path], Settings())}
    assert {"m2", "m3"} == set(labels)
    assert fold(turns, Record()) == labels[message].state
    assert all(label.needs_person for label in labels.values())


@pytest.mark.parametrize("line", ['{"id": "x"}', '{"verdicts": [{"verdict": "fine"}]}'])
def test_a_line_that_is_no_label_is_named(tmp_path: Path, line: str) -> None:
    """Neither a story nor an export, or a broken one."""
    path = tmp_path / "labels.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(FieldInvalid):
        load_labels([path], Settings())
