"""
Measures what is proposed to be remembered, on messages that a careful reader marked.

A line is `{"id", "language", "text", "expect": [{"code", "value"?}]}`; an empty `expect` is a
look-alike, from which nothing should be remembered.
"""

import json
from pathlib import Path

from warmline.contacts.proposal_scores import Case, ExpectedFact, score_proposals
from warmline.contacts.proposals import propose
from warmline.errors import BodyMalformed


def evaluate_memory(path: Path) -> dict[str, object]:
    """
    Score the messages of a file.

    Raises:
        BodyMalformed: a line is not of the form above.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return score_proposals([_case(line, place) for place, line in enumerate(lines, 1)])


def _case(line: str, place: int) -> Case:
    try:
        row = json.loads(line)
        expected = [ExpectedFact(**one) for one in row["expect"]]
        return propose(row["text"], row["language"]), expected
    except (json.JSONDecodeError, KeyError, TypeError) as broken:
        raise BodyMalformed(
            what="line",
            format="JSON of a marked message",
            place=f"line {place}",
            remedy="Give 'text', 'language' and 'expect', a list of codes with their values.",
        ) from broken
