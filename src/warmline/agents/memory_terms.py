"""
How long the house remembers what it learnt of a contact, and how long a link to it opens.

Read from the table `[memory]` of `house.toml`. A month is 30 days here; the difference matters to
nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from warmline.errors import FieldInvalid

MONTH = timedelta(days=30)
KEYS = ("need_months", "preference_months", "fact_months", "link_days", "names_of_colleagues")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryTerms:
    """The terms of remembering."""

    need: timedelta = 12 * MONTH
    """A need can pass: after a year somebody asks again (FCA FG21/1: vulnerability changes)."""
    preference: timedelta = 24 * MONTH
    fact: timedelta = 12 * MONTH
    link: timedelta = timedelta(days=7)
    """How long the link opens on which a contact sees what is remembered."""
    names_colleagues: bool = False
    """Whether an export names the colleagues who wrote; else they are 'a colleague'."""

    def keeping(self, kind: str) -> timedelta:
        """How long something of a kind is kept."""
        return {"need": self.need, "preference": self.preference}.get(kind, self.fact)


DEFAULT_MEMORY = MemoryTerms()
"""Of a house that says nothing of memory."""


def build_memory_terms(table: object) -> MemoryTerms:
    """
    Build the terms from their table.

    Raises:
        FieldInvalid: a key or a value does not fit.
    """
    if not isinstance(table, Mapping):
        raise FieldInvalid(field="memory", value=repr(table), remedy="Write it as [memory].")
    for key in table:
        if key not in KEYS:
            remedy = f"Use one of: {', '.join(KEYS)}."
            raise FieldInvalid(field=f"memory.{key}", value="used", remedy=remedy)
    terms = MemoryTerms()
    names = table.get("names_of_colleagues", terms.names_colleagues)
    if not isinstance(names, bool):
        raise FieldInvalid(
            field="memory.names_of_colleagues", value=repr(names), remedy="Write true or false."
        )
    return MemoryTerms(
        need=MONTH * _count(table, "need_months", terms.need // MONTH, most=120),
        preference=MONTH * _count(table, "preference_months", terms.preference // MONTH, most=120),
        fact=MONTH * _count(table, "fact_months", terms.fact // MONTH, most=120),
        link=timedelta(days=_count(table, "link_days", terms.link.days, most=30)),
        names_colleagues=names,
    )


def _count(table: Mapping[str, object], key: str, default: int, *, most: int) -> int:
    count = table.get(key, default)
    if isinstance(count, int) and not isinstance(count, bool) and 1 <= count <= most:
        return count
    raise FieldInvalid(
        field=f"memory.{key}", value=repr(count), remedy=f"Write a whole number from 1 to {most}."
    )
