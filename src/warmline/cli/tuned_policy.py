"""
The text of a tuned policy: the file that it began with, with some numbers changed and nothing else.

Comments, switches, inboxes and hours stay as they are. A number that the file leaves to the shipped
policy is added to its section.
"""

import re
from collections.abc import Iterable, Mapping

from warmline.outcomes.tuning import COUNTS

Changes = Mapping[str, tuple[float, float]]
"""By number: before and after."""

_HEADER = re.compile(r"^\s*\[(?P<name>[^\[\]]+)\]")
_VERSION = re.compile(r'^(version\s*=\s*)"(.*)"', re.MULTILINE)


def tuned_text(text: str, changes: Changes, notes: Iterable[str]) -> str:
    """
    Write numbers into the text of a policy.

    Args:
        text: of a valid policy file.
        changes: what is to be other.
        notes: lines that say where the numbers come from, for the head of the file.
    """
    named = _VERSION.sub(r'\1"\2-tuned"', text, count=1)
    lines = [*(f"# {note}".rstrip() for note in notes), "", *named.splitlines()]
    for section in ("thresholds", "counts"):
        own = {
            name: after
            for name, (_, after) in changes.items()
            if (name in COUNTS) is (section == "counts")
        }
        lines = _with_section(lines, section, own)
    return "\n".join(lines) + "\n"


def _with_section(lines: list[str], section: str, numbers: Mapping[str, float]) -> list[str]:
    missing, inside, written = dict(numbers), False, []
    for line in lines:
        header = _HEADER.match(line)
        if header is not None:
            inside = header["name"].strip() == section
        written.append(_with_number(line, missing) if inside else line)
        if header is not None and inside:
            place = len(written)
    if not missing:
        return written
    added = [f"{name} = {_shown(section, value)}" for name, value in missing.items()]
    if any(_is_header(line, section) for line in lines):
        return [*written[:place], *added, *written[place:]]
    return [*written, "", f"[{section}]", *added]


def _with_number(line: str, missing: dict[str, float]) -> str:
    """The line with its new number, which is then no longer missing."""
    found = re.match(r"(?P<name>\w+)(?P<is>\s*=\s*)(?P<value>[\d.]+)(?P<rest>.*)", line)
    if found is None or found["name"] not in missing:
        return line
    section = "counts" if found["name"] in COUNTS else "thresholds"
    value = _shown(section, missing.pop(found["name"]))
    return f"{found['name']}{found['is']}{value}{found['rest']}  # tuned; was {found['value']}"


def _is_header(line: str, section: str) -> bool:
    header = _HEADER.match(line)
    return header is not None and header["name"].strip() == section


def _shown(section: str, value: float) -> str:
    return str(int(value)) if section == "counts" else f"{value:g}"
