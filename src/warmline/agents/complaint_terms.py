"""
What a firm says of its complaints: how fast it answers, where the public page is, how to go on.

The defaults are fifteen working days to answer and two to confirm receipt, as Spain's Ley 10/2025
and common practice have them. Read from `[complaints]` of the house file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from warmline.errors import FieldInvalid

ANSWER_DAYS = 15
"""Working days. Source: Ley 10/2025 (Spain), answer to a complaint."""
ACKNOWLEDGE_DAYS = 2
"""Working days within which receipt should be confirmed; what the figure sheet counts by."""
REMIND_DAYS = 3
"""Working days before the time: enough to investigate what nobody has begun."""
LONGEST_DAYS = 60
KNOWN = ("answer_days", "acknowledge_days", "remind_days", "page", "no_cut_off", "go_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintTerms:
    """How a firm deals with complaints."""

    answer_days: int = ANSWER_DAYS
    acknowledge_days: int = ACKNOWLEDGE_DAYS
    remind_days: int = REMIND_DAYS
    page: str | None = None
    """The address of the public page, as contacts should type it; none means not told."""
    no_cut_off: bool = False
    """Whether the firm cuts nobody off over what a running complaint is about, and says so."""
    go_on: Mapping[str, str] = field(default_factory=dict)
    """Where to turn who is not content with the answer, by language: an ombudsman, a board."""

    def way_on(self, language: str) -> str:
        """Where to turn next, in a language or else in the first that is given; may be empty."""
        primary = language.partition("-")[0]
        return self.go_on.get(primary) or next(iter(self.go_on.values()), "")


DEFAULT_TERMS = ComplaintTerms()
"""Of a house that says nothing of complaints."""


def complaint_terms(table: object) -> ComplaintTerms:
    """
    Build the terms from the table `[complaints]` of a house file.

    Raises:
        FieldInvalid: a key or a value does not fit.
    """
    if not isinstance(table, Mapping):
        raise FieldInvalid(
            field="complaints", value=repr(table), remedy="Write it as a table: [complaints]."
        )
    for key in table:
        if key not in KNOWN:
            near = get_close_matches(str(key), KNOWN, n=1) or KNOWN
            raise FieldInvalid(
                field=f"complaints.{key}", value="used", remedy=f"Did you mean '{near[0]}'?"
            )
    answer_days = _days(table, "answer_days", ANSWER_DAYS)
    return ComplaintTerms(
        answer_days=answer_days,
        acknowledge_days=_days(table, "acknowledge_days", ACKNOWLEDGE_DAYS),
        remind_days=min(_days(table, "remind_days", REMIND_DAYS), answer_days),
        page=_page(table),
        no_cut_off=_truth(table),
        go_on=_go_on(table),
    )


def _days(table: Mapping[str, object], key: str, default: int) -> int:
    days = table.get(key, default)
    if isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= LONGEST_DAYS:
        return days
    raise FieldInvalid(
        field=f"complaints.{key}",
        value=repr(days),
        remedy=f"Write a whole number of working days from 1 to {LONGEST_DAYS}.",
    )


def _page(table: Mapping[str, object]) -> str | None:
    page = table.get("page")
    if page is None or (isinstance(page, str) and page.startswith(("https://", "http://"))):
        return page
    raise FieldInvalid(
        field="complaints.page",
        value=repr(page),
        remedy="Write the whole address, such as 'https://help.example.org/complaint'.",
    )


def _truth(table: Mapping[str, object]) -> bool:
    value = table.get("no_cut_off", False)
    if isinstance(value, bool):
        return value
    raise FieldInvalid(
        field="complaints.no_cut_off", value=repr(value), remedy="Write true or false."
    )


def _go_on(table: Mapping[str, object]) -> Mapping[str, str]:
    texts = table.get("go_on", {})
    if isinstance(texts, Mapping) and all(
        isinstance(text, str) and text.strip() for text in texts.values()
    ):
        return {str(language): str(text).strip() for language, text in texts.items()}
    raise FieldInvalid(
        field="complaints.go_on",
        value=repr(texts),
        remedy='Write one sentence a language: en = "Not content? Write to …".',
    )
