"""
`warmline promises`: replies in, the promises in each out, one JSON object a line, in order.

A bad line is told by its number on standard error and skipped. The same file measures the finder
on labelled replies, for `warmline evaluate promises`.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from warmline.cli.read import Screen
from warmline.cli.records import BadRecord, Format, Record, format_of, iter_records
from warmline.contacts.promise_scores import Expected, score_promises
from warmline.contacts.promises import FoundPromise, find_promises
from warmline.errors import FieldInvalid, WarmlineError

SENT_AT_REMEDY = "Give a time with its offset, such as '2026-11-20T14:05:00+01:00'."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply to look through."""

    id: str | int | float | None
    text: str
    sent_at: datetime
    language: str | None

    def promises(self) -> list[FoundPromise]:
        """The promises in it."""
        return find_promises(self.text, sent_at=self.sent_at, language=self.language)


def promises(
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="The replies; '-' is standard input.")
    ] = "-",
    format: Annotated[
        Format | None, typer.Option(help="How they are written; else told by the suffix.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad line.")] = False,
) -> None:
    """Find the promises that replies make, with their due times; one JSON object a line."""
    records = iter_records(source, format_of(source, format), columns=("text", "sent_at"))
    with Screen(strict=strict) as screen:
        find_all(records, screen, sys.stdout.buffer)
    if screen.bad_lines:
        raise typer.Exit(1)


def find_all(records: Iterable[Record | BadRecord], screen: Screen, out: BinaryIO) -> None:
    """Write the promises of each record, keeping order and constant memory."""
    for record in records:
        if isinstance(record, BadRecord):
            screen.bad_line(record)
            continue
        try:
            reply = reply_in(record.fields)
            found = [promise.to_json() for promise in reply.promises()]
        except WarmlineError as error:
            screen.bad_line(BadRecord(line=record.line, error=error))
            continue
        line = json.dumps({"id": reply.id, "promises": found}, ensure_ascii=False)
        out.write(line.encode("utf-8", errors="replace") + b"\n")
        screen.advance(1)
    out.flush()


def reply_in(fields: Mapping[str, object]) -> Reply:
    """
    The reply in a record.

    Raises:
        FieldInvalid: a field is missing or of another kind.
    """
    text = fields.get("text")
    if not isinstance(text, str):
        raise FieldInvalid(field="text", value="missing", remedy="Give the reply as a string.")
    id = fields.get("id")
    if id is not None and (isinstance(id, bool) or not isinstance(id, str | int | float)):
        raise FieldInvalid(field="id", value="such a value", remedy="Give a string or a number.")
    language = fields.get("language") or None
    if language is not None and not isinstance(language, str):
        raise FieldInvalid(field="language", value="such a value", remedy="Give a tag as 'en'.")
    return Reply(id=id, text=text, sent_at=_moment(fields.get("sent_at")), language=language)


def _moment(value: object) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise FieldInvalid(field="sent_at", value="read", remedy=SENT_AT_REMEDY) from error
    if moment.tzinfo is None:
        raise FieldInvalid(field="sent_at", value="without an offset", remedy=SENT_AT_REMEDY)
    return moment


def evaluate_promises(path: Path) -> dict[str, object]:
    """
    Measure the finder on a file of labelled replies.

    Raises:
        BodyMalformed: a line is not JSON.
        FieldInvalid: a reply or an expected promise lacks a field.
    """
    cases = []
    for record in iter_records(str(path), Format.JSONL):
        if isinstance(record, BadRecord):
            raise record.error
        cases.append((reply_in(record.fields).promises(), expected_in(record.fields)))
    return score_promises(cases)


def expected_in(fields: Mapping[str, object]) -> list[Expected]:
    """
    The promises that a labelled record expects.

    Raises:
        FieldInvalid: they are not a list of objects with 'what_contains' and 'due'.
    """
    rows = fields.get("promises")
    if not isinstance(rows, list):
        raise FieldInvalid(
            field="promises", value="missing", remedy="Give a list; it may be empty."
        )
    expected = []
    for row in rows:
        if not isinstance(row, Mapping) or not isinstance(row.get("what_contains"), str):
            remedy = "Give objects with 'what_contains' and 'due'."
            raise FieldInvalid(field="promises", value="such a list", remedy=remedy)
        due = row.get("due")
        expected.append(
            Expected(
                what_contains=row["what_contains"],
                due_at=None if due is None else _moment(due),
                tolerance=timedelta(minutes=float(row.get("due_tolerance_minutes") or 0)),
            )
        )
    return expected
