"""
One word for one thing: each noun of the house stands in the glossary, and the glossary is true.

The accident this prevents: *agent* means a person in one file and a program in the next.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "warmline"
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

NOUNS = (
    "agents/agent.py",
    "agents/hours.py",
    "agents/house.py",
    "complaints/complaint.py",
    "complaints/log.py",
    "contacts/contact.py",
    "contacts/fact.py",
    "contacts/promise.py",
    "conversation/conversation.py",
    "conversation/event.py",
    "conversation/message.py",
    "handoff/brief.py",
    "handoff/handoff.py",
    "handoff/match.py",
    "handoff/queue.py",
    "handoff/wrap_up.py",
    "moments/decision.py",
    "moments/evidence.py",
    "moments/policy.py",
    "moments/record.py",
    "moments/scorecard.py",
    "moments/state.py",
    "moments/turn.py",
)
"""Where the nouns live that people speak of; grammars and indices inside are nobody's words."""

FIXED = {
    "Agent", "Author", "Brief", "CesAnswer", "Consent", "Contact", "Conversation",
    "CsatAnswer", "Cue", "Decision", "Disposition", "Event", "Fact", "Handoff", "Inbox", "Journey",
    "Channel", "Message", "MomentState", "NpsAnswer", "Promise", "Reading", "Reason", "Campaign",
    "SlaPolicy", "Step", "Strain", "Touchpoint", "WrapUp", "Workflow",
}  # fmt: skip
"""Words that are fixed before their class exists; one is asked for as soon as it does."""

FORBIDDEN = ("Ticket", "Customer", "User", "Operator", "Bot", "Escalation")
"""Words of other houses for what has a word here."""


def classes_in(path: Path) -> set[str]:
    """The public classes of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    return {name for name in names if not name.startswith("_")}


EVERY = {name for path in SRC.rglob("*.py") for name in classes_in(path)}


@pytest.mark.parametrize("file", NOUNS)
def test_every_noun_has_an_entry(file: str) -> None:
    """A class that people speak of is named in the glossary first."""
    assert {one for one in classes_in(SRC / file) if f"`{one}`" not in GLOSSARY} == set()


def test_a_fixed_word_that_has_a_class_has_an_entry() -> None:
    """What STYLE has fixed is explained as soon as it exists."""
    assert {one for one in FIXED & EVERY if f"`{one}`" not in GLOSSARY} == set()


def test_every_class_that_the_glossary_names_exists() -> None:
    """The glossary speaks of this house and not of an older one."""
    named = set(re.findall(r"`([A-Z][A-Za-z]+)`", GLOSSARY))
    assert named - EVERY == set()


def test_entries_stand_in_order_and_end_as_sentences() -> None:
    """Who looks for a word finds it where the alphabet says."""
    entries = re.findall(r"^## (.+)\n\n(.+)$", GLOSSARY, re.MULTILINE)
    words = [word for word, _ in entries]
    assert words == sorted(words)
    assert len(set(words)) == len(words)
    assert [word for word, meaning in entries if not re.search(r"[.:`]$", meaning)] == []


def test_no_class_uses_another_word_for_what_has_one() -> None:
    """A contact is no customer and an agent no operator, in code at least."""
    assert {name for name in EVERY if any(word in name for word in FORBIDDEN)} == set()
