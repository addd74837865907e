"""A learned policy is the file that it began with, but for its scorecard; votes are labels too."""

import gzip
import json
from pathlib import Path

import pytest

from warmline.cli.gone_wrong import dch_moments, judged, uss_moments, voted_states
from warmline.cli.learn import load_lessons
from warmline.cli.learned_policy import learned_text
from warmline.config import Settings
from warmline.errors import FieldInvalid
from warmline.moments.policy import DEFAULT_PATH, load_policy
from warmline.moments.scorecard import Scorecard
from warmline.outcomes.gone_wrong import judged_figures
from warmline.reading.reader import CueReader

POLICY = load_policy()
READER = CueReader()
CARD = Scorecard(bias=-1.5, points={"distress": 2.0}, soften=0.2, offer=0.3, hand_off=0.5)
OWN = """version = "spring"
[thresholds]
distress_hand_off = 0.9   # nobody is in a hurry

# Learned last year.
[scorecard]
bias = -1
soften = 0.1
offer = 0.2
hand_off = 0.3
[scorecard.points]
abuse = 1

# At night.
[[hours]]
from = "18:00"
to = "08:00"
"""
ASKING = "Get me a real person please, I want to talk to a human"


def dialogue(id: str, votes: list[int], *turns: tuple[str, str]) -> dict[str, object]:
    """One line in the form of DCH."""
    return {
        "id": id,
        "turns": [{"author": author, "text": text} for author, text in turns],
        "votes": {"satisfaction": votes},
    }


@pytest.fixture
def voted(tmp_path: Path) -> Path:
    """A gzipped file of three dialogues, in one of which the contact never speaks."""
    lines = [
        dialogue(
            "bad", [-2, -1], ("contact", ASKING), ("agent", "Hello"), ("contact", "And my bill")
        ),
        dialogue("good", [1, 1], ("contact", "What are your hours?"), ("agent", "Nine to five")),
        dialogue("silent", [0, 0], ("agent", "Hello")),
    ]
    path = tmp_path / "dev.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
    return path


def test_only_the_card_of_a_house_is_replaced(tmp_path: Path) -> None:
    """Numbers, hours and remarks stay; the old card goes with its remark."""
    path = tmp_path / "policy.toml"
    path.write_text(learned_text(OWN, CARD, ["From forty labels."]), "utf-8")
    learned, text = load_policy(path), path.read_text("utf-8")
    assert learned.scorecard is not None
    assert {"distress": 2.0} == dict(learned.scorecard.points)
    assert 0.9 == learned.thresholds.distress_hand_off
    assert ["18:00-08:00"] == [one.name for one in learned.hours]
    assert "spring-learned" == learned.version
    assert "# Learned last year." not in text
    assert "# At night.\n[[hours]]" in text
    assert "# From forty labels.\n[scorecard]" in text


def test_the_shipped_file_with_a_new_card_decides_the_rest_as_before(tmp_path: Path) -> None:
    """And learning again from what was learned changes nothing more."""
    once = learned_text(DEFAULT_PATH.read_text("utf-8"), CARD, ["Why."])
    path = tmp_path / "policy.toml"
    path.write_text(once, "utf-8")
    learned = load_policy(path)
    assert (POLICY.thresholds, POLICY.counts, POLICY.rules) == (
        learned.thresholds,
        learned.counts,
        learned.rules,
    )
    assert once == learned_text(once, CARD, ["Why."])


def test_the_middle_of_a_dialogue_is_judged_by_what_was_decided_until_then(voted: Path) -> None:
    """The ask in the first half calls a person; whoever never speaks is left out."""
    moments = dch_moments(voted, READER, POLICY)
    assert [(True, 1), (False, 1)] == [(one.is_bad, one.written) for one in moments]
    assert [(ASKING,), ("What are your hours?",)] == [one.texts for one in moments]
    assert [True, False] == judged(moments).is_called.tolist()
    assert 1.0 == judged_figures(judged(moments))["hand_off"]["area"]  # type: ignore[index]


def test_states_to_learn_from_are_those_of_the_middle_and_the_end(voted: Path) -> None:
    """The first message, and the last."""
    bad, good = voted_states(voted, READER)
    assert (1, 2) == (bad.middle.turns, bad.end.turns)
    assert good.middle == good.end
    assert -1.5 == bad.satisfaction


def test_a_turn_is_judged_by_its_own_votes(tmp_path: Path) -> None:
    """Turns without votes are heard and not judged."""
    path = tmp_path / "uss.txt"
    path.write_text(
        f"USER\tHello\tX\t3,3,3\nSYSTEM\tHi\tX\t\nUSER\tAnd now\tX\t\n"
        f"USER\t{ASKING}\tX\t2,2,3\n\nUSER\tHello\tX\t4,3,3\n",
        "utf-8",
    )
    moments = uss_moments(path, READER, POLICY)
    assert [(False, 1), (True, 3), (False, 1)] == [(one.is_bad, one.written) for one in moments]
    assert [False, True, False] == judged(moments).is_called.tolist()


@pytest.mark.parametrize("text", [None, '{"id": "x"}'])
def test_a_file_without_labels_is_named(tmp_path: Path, text: str | None) -> None:
    """One that is not there, and one that holds something else."""
    path = tmp_path / "labels.jsonl"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(FieldInvalid):
        load_lessons([path], Settings())
