"""
A policy file as TOML says it, checked: sections, keys, numbers, switches and hours.

Whatever does not fit is refused with file, line, field, value and the nearest known key. What the
numbers mean together is `policy`; nothing here has a default.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from warmline.agents.hours import WEEKDAYS
from warmline.errors import PolicyInvalid
from warmline.moments.policy_changes import EVERY_DAY, Changes, InboxChanges, Stretch
from warmline.moments.policy_lines import line_of

ALWAYS_ON = ("safety", "asked")
"""Families that no file can switch off: danger, and a person for whoever asks for one."""
NUMBERS = ("thresholds", "counts", "rules")

V = TypeVar("V")
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a file may name."""

    thresholds: tuple[str, ...]
    counts: tuple[str, ...]
    rules: tuple[str, ...]
    ceilings: Mapping[str, float]
    """Thresholds that may be lowered but not raised above this: the safety floor."""


class PolicyFile:
    """One file, to be checked section by section."""

    def __init__(self, path: Path, known: Known) -> None:
        """
        Read and parse it.

        Raises:
            PolicyInvalid: it cannot be read, or is not TOML.
        """
        self._path, self._known = path, known
        self._text = read_text(path)
        self.table = parse(self._text, path)

    def changes(self, table: Table, where: str) -> Changes:
        """The numbers and switches of a section; `where` is '' or ends with a dot."""
        rules = self.section(table, "rules", where)
        for code in rules:
            if code.partition(".")[0] in ALWAYS_ON:
                remedy = "Rules of safety and of asking stay on; leave it out."
                raise self.invalid(f"{where}rules.{code}", "cannot be switched", remedy)
        thresholds, counts = (self.section(table, name, where) for name in NUMBERS[:2])
        known = self._known
        self.refuse_unknown(thresholds, known.thresholds, f"{where}thresholds.")
        self.refuse_unknown(counts, known.counts, f"{where}counts.")
        self.refuse_unknown(rules, known.rules, f"{where}rules.")
        return Changes(
            thresholds=_each(thresholds, self._ratio, f"{where}thresholds."),
            counts=_each(counts, self._count, f"{where}counts."),
            rules=_each(rules, self._switch, f"{where}rules."),
        )

    def inboxes(self) -> dict[str, InboxChanges]:
        """What differs by inbox: tables [inbox.<id>], or [[inbox]] with an id."""
        given = self.table.get("inbox", {})
        rows: list[tuple[str, object, str]]
        if isinstance(given, list):
            rows = [(self._id(row, n), row, f"inbox[{n}]") for n, row in enumerate(given)]
        else:
            tables = self._as_table(given, "inbox")
            rows = [(name, row, f"inbox.{name}") for name, row in tables.items()]
        found: dict[str, InboxChanges] = {}
        for name, row, where in rows:
            if name in found:
                raise self.invalid(f"{where}.id", f"is '{name}' again", "Give each inbox once.")
            own = self._as_table(row, where)
            head = ("id",) if isinstance(given, list) else ()
            self.refuse_unknown(own, (*head, *NUMBERS, "hours"), f"{where}.")
            found[name] = InboxChanges(
                changes=self.changes(own, f"{where}."), hours=self.hours(own, f"{where}.")
            )
        return found

    def hours(self, table: Table, where: str) -> tuple[Stretch, ...]:
        """What differs by the hour: tables [[hours]] with from and to."""
        rows = table.get("hours", [])
        if not isinstance(rows, list):
            raise self.invalid(f"{where}hours", f"cannot be {rows!r}", "Write [[hours]].")
        return tuple(self._stretch(row, f"{where}hours[{n}]") for n, row in enumerate(rows))

    def version(self) -> str:
        """The name that the file gives itself; '' without one."""
        version = self.table.get("version", "")
        if not isinstance(version, str):
            raise self.invalid("version", f"cannot be {version!r}", "Give a text.")
        return version

    def section(self, table: Table, name: str, where: str) -> Table:
        """One table of a table, empty when it is not there."""
        return self._as_table(table.get(name, {}), f"{where}{name}")

    def refuse_unknown(self, table: Table, known: Sequence[str], where: str) -> None:
        """Refuse a key that nobody reads, with the nearest that is read."""
        for key in table:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.5)
                known_keys = f"Known keys: {', '.join(known)}."
                remedy = f"Did you mean '{near[0]}'?" if near else known_keys
                raise self.invalid(where + key, "is not known", remedy)

    def invalid(self, where: str, problem: str, remedy: str) -> PolicyInvalid:
        """The error of one field, with its line."""
        line = line_of(self._text, where)
        place = self._path.name if line is None else f"{self._path.name}, line {line}"
        return PolicyInvalid(path=place, field=where, problem=problem, remedy=remedy)

    def _stretch(self, row: object, where: str) -> Stretch:
        table = self._as_table(row, where)
        self.refuse_unknown(table, ("from", "to", "days", *NUMBERS), f"{where}.")
        return Stretch(
            begins=self._clock(table.get("from"), f"{where}.from"),
            ends=self._clock(table.get("to"), f"{where}.to"),
            days=self._days(table.get("days"), f"{where}.days"),
            changes=self.changes(table, f"{where}."),
        )

    def _clock(self, value: object, where: str) -> time:
        if isinstance(value, time):
            return value
        if value == "24:00":
            return time(0)
        try:
            clock = time.fromisoformat(value if isinstance(value, str) else "")
            if clock.tzinfo is None:
                return clock
        except ValueError:
            pass
        problem = "is missing" if value is None else f"cannot be {value!r}"
        raise self.invalid(where, problem, "Give a local time such as '18:00'.")

    def _days(self, value: object, where: str) -> frozenset[int]:
        if value is None:
            return EVERY_DAY
        if not isinstance(value, list) or not value:
            raise self.invalid(where, f"cannot be {value!r}", 'Give a list, as ["saturday"].')
        self.refuse_unknown({str(day): day for day in value}, WEEKDAYS, f"{where}: ")
        return frozenset(WEEKDAYS.index(day) for day in value)

    def _id(self, row: object, number: int) -> str:
        name = row.get("id") if isinstance(row, Mapping) else None
        if isinstance(name, str) and name:
            return name
        raise self.invalid(f"inbox[{number}].id", "is missing", "Give the id of the inbox.")

    def _as_table(self, value: object, where: str) -> Table:
        if not isinstance(value, Mapping):
            raise self.invalid(where, f"cannot be {value!r}", f"Write a table: [{where}].")
        return value

    def number(self, value: object, where: str, low: float, high: float) -> float:
        """A number between two others, both included."""
        if value is None:
            raise self.invalid(where, "is missing", "Add it.")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not low <= float(str(value)) <= high:
            remedy = f"Give a number from {low:g} to {high:g}."
            raise self.invalid(where, f"cannot be {value!r}", remedy)
        return float(str(value))

    def _ratio(self, value: object, where: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.invalid(where, f"cannot be {value!r}", "Give a number from 0 to 1.")
        ceiling = self._known.ceilings.get(where.rpartition(".")[2], 1.0)
        if value > ceiling:
            remedy = f"Danger would be overheard: give at most {ceiling:g}."
            raise self.invalid(where, f"cannot be {value!r}", remedy)
        return float(value)

    def _count(self, value: object, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.invalid(where, f"cannot be {value!r}", "Give a whole number from 1 on.")
        return value

    def _switch(self, value: object, where: str) -> bool:
        if not isinstance(value, bool):
            raise self.invalid(where, f"cannot be {value!r}", "Give true or false.")
        return value


def read_text(path: Path) -> str:
    """
    The text of a file.

    Raises:
        PolicyInvalid: it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "it is not UTF-8"
        raise PolicyInvalid(
            path=path.name,
            field="the file",
            problem=f"cannot be read ({reason})",
            remedy="Check the path and the rights.",
        ) from wrong


def parse(text: str, path: Path) -> Table:
    """
    The table of a file.

    Raises:
        PolicyInvalid: it is not TOML; the parser names the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyInvalid(
            path=path.name,
            field="the file",
            problem=f"is not valid TOML ({wrong})",
            remedy="Mend that line.",
        ) from wrong


def _each(table: Table, check: Callable[[object, str], V], where: str) -> Mapping[str, V]:
    return MappingProxyType({key: check(value, where + key) for key, value in table.items()})
