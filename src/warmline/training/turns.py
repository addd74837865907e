"""
Reads our own conversations: what each turn of a contact says, and what an expert would do after it.

A turn is learnt from as a message of its own, like one of our own lines, with two heads more: signs
of how it stands to what came before, and the steps that it calls for. Which steps an expert accepts
depends on all that was said, so a turn that only inherits its step teaches nothing about it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warmline.reading.labels import SIGNS
from warmline.training.calls import calls_between
from warmline.training.sets import Row, one_hot, own_labels

FOLDER = "conversations"
"""Below our own lines."""


@dataclass(frozen=True)
class OwnTurn:
    """A contact's turn of one of our own conversations."""

    conversation: str
    """Its id: a conversation is learnt from, or kept aside, as a whole."""
    row: Row


def read_own_turns(lines: Path) -> Iterator[OwnTurn]:
    """Read the contacts' turns of `<lines>/conversations/<language>/<topic>.jsonl`."""
    for path in sorted((lines / FOLDER).glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from _turns_of(json.loads(line))


def _turns_of(raw: Mapping[str, Any]) -> Iterator[OwnTurn]:
    before = "carry-on"
    for turn in raw["turns"]:
        if turn["author"] == "contact":
            says = turn["says"]
            least, most = says["step"]
            labels = own_labels(says) | one_hot("signs", SIGNS, says.get("signs", []))
            labels |= calls_between(least, most, inherited=before)
            yield OwnTurn(raw["id"], Row(turn["text"], f"turn-{raw['language']}", labels))
            before = least
