"""
The text of a policy with another scorecard: everything else stays as it is, comments included.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from warmline.moments.policy import load_policy
from warmline.moments.policy_scorecard import STEPS
from warmline.moments.scorecard import Scorecard

_HEADER = re.compile(r"^\s*\[+\s*(?P<name>[^\[\]]+?)\s*\]+")
_VERSION = re.compile(r'^(version\s*=\s*)"(.*)"', re.MULTILINE)


def learned_text(text: str, card: Scorecard, notes: Iterable[str]) -> str:
    """
    Put a scorecard into the text of a policy, in place of the one that is there.

    Args:
        text: of a valid policy file.
        card: what was learned.
        notes: lines that say where it comes from.
    """
    named = _VERSION.sub(r'\1"\2-learned"', text, count=1)
    kept = "\n".join(_without_card(named.splitlines())).rstrip("\n")
    lines = [
        *([kept, ""] if kept else []),
        *(f"# {note}" for note in notes),
        "[scorecard]",
        *(f"{name} = {getattr(card, name):g}" for name in ("bias", *STEPS)),
        "[scorecard.points]",
        *(f"{name} = {points:g}" for name, points in card.points.items()),
    ]
    return "\n".join(lines) + "\n"


def refuse_other(text: str, wanted: Scorecard) -> None:
    """The file must say what was learned, or nobody may have it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "policy.toml"
        path.write_text(text, "utf-8")
        written = load_policy(path).scorecard
    assert written is not None
    assert replace(written, points=dict(written.points)) == replace(
        wanted, points=dict(wanted.points)
    )


def _without_card(lines: list[str]) -> list[str]:
    """All lines but the sections of the card; remarks belong to the section right below them."""
    kept: list[str] = []
    remarks: list[str] = []
    is_inside = False
    for line in lines:
        if line.startswith("#"):
            remarks.append(line)
            continue
        header = _HEADER.match(line)
        if header is not None:
            is_inside = header["name"].split(".")[0] == "scorecard"
        if not is_inside:
            kept += [*remarks, line]
        remarks.clear()
    return kept + ([] if is_inside else remarks)
