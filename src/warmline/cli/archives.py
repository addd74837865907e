"""
Conversations out of records: one a line of JSON Lines, one a vCon, or one turn a row of a table.

Rows of one conversation stand together, with the columns conversation, author and text and, where
known, at, language and inbox. Keys that are not known are left alone, so labelled sets work as they
are; `needs_person` on a turn of the contact is a label, by which the timing of hand-offs is
measured.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Final

from warmline.cli.records import BadRecord, Format, Record
from warmline.connectors.vcon import conversation_in_vcon, text_places
from warmline.conversation.message import Author
from warmline.errors import FieldInvalid, WarmlineError
from warmline.moments.archive import ArchivedConversation, ArchivedTurn

AUTHORS: Final = {one.value: one for one in (Author.CONTACT, Author.ASSISTANT, Author.AGENT)}
COLUMNS: Final = ("conversation", "author", "text")
SHOWN: Final = 24
"""Letters of a wrong value that an error may repeat; more might be somebody's message."""

Archived = ArchivedConversation | BadRecord


def conversations(records: Iterable[Record | BadRecord], format: Format) -> Iterator[Archived]:
    """Build conversations, in the order of the source; a bad one comes out as its bad record."""
    if format in (Format.CSV, Format.PARQUET):
        return _from_rows(records)
    return _from_lines(records, vcon_in if format is Format.VCON else conversation_in)


def conversation_in(record: Record) -> ArchivedConversation:
    """
    The conversation in a record of JSON Lines, which may be a vCon.

    Raises:
        FieldInvalid: a field has a value that cannot be taken.
    """
    if "dialog" in record.fields and "turns" not in record.fields:
        return vcon_in(record)
    turns = record.fields.get("turns")
    if not isinstance(turns, list) or not turns:
        raise _invalid("turns", turns, "Give a list of at least one turn.")
    built = [_turn(turn, f"turns[{place}].") for place, turn in enumerate(turns)]
    return _whole(record.fields.get("id", record.line), record.fields, built)


def vcon_in(record: Record) -> ArchivedConversation:
    """
    The conversation in a vCon.

    Raises:
        FieldInvalid: a field has a value that cannot be taken.
    """
    conversation = conversation_in_vcon(record.fields)
    _check_order(conversation.turns, text_places(record.fields, "dialog[{}].start"))
    return conversation


def _from_lines(
    records: Iterable[Record | BadRecord], build: Callable[[Record], ArchivedConversation]
) -> Iterator[Archived]:
    for record in records:
        if isinstance(record, BadRecord):
            yield record
            continue
        try:
            yield build(record)
        except WarmlineError as error:
            yield BadRecord(line=record.line, error=error)


def _from_rows(records: Iterable[Record | BadRecord]) -> Iterator[Archived]:
    """Gather neighbouring rows of one conversation; a bad row spoils its conversation only."""
    for id, rows in groupby(records, key=_conversation_of):
        gathered = list(rows)
        if id is None:
            yield from (_without_conversation(row) for row in gathered)
        else:
            yield _gathered(id, gathered)


def _conversation_of(record: Record | BadRecord) -> str | None:
    if isinstance(record, BadRecord) or record.fields.get("conversation") in (None, ""):
        return None
    return str(record.fields["conversation"])


def _without_conversation(record: Record | BadRecord) -> BadRecord:
    if isinstance(record, BadRecord):
        return record
    error = _invalid("conversation", None, "Give each row the id of its conversation.")
    return BadRecord(line=record.line, error=error)


def _gathered(id: str, rows: Iterable[Record | BadRecord]) -> Archived:
    turns: list[ArchivedTurn] = []
    shared: dict[str, object] = {}
    line = 0
    try:
        for row in rows:
            assert isinstance(row, Record)  # bad records have no conversation
            line = row.line
            for name in ("language", "inbox"):
                shared[name] = shared.get(name) or row.fields.get(name)
            turns.append(_turn(row.fields, ""))
        return _whole(id, shared, turns)
    except WarmlineError as error:
        return BadRecord(line=line, error=error)


def _whole(
    id: object, fields: Mapping[str, object], turns: list[ArchivedTurn]
) -> ArchivedConversation:
    language, inbox = fields.get("language"), fields.get("inbox")
    if isinstance(id, bool) or not isinstance(id, str | int):
        raise _invalid("id", id, "Give a string or a number.")
    if language is not None and not isinstance(language, str):
        raise _invalid("language", language, "Give a tag such as 'en', or leave it out.")
    if inbox is not None and not isinstance(inbox, str):
        raise _invalid("inbox", inbox, "Give the id of an inbox, or leave it out.")
    _check_order(turns, [f"turns[{place}].at" for place in range(len(turns))])
    return ArchivedConversation(
        id=str(id), turns=tuple(turns), language=language or None, inbox=inbox or None
    )


def _turn(shape: object, where: str) -> ArchivedTurn:
    if not isinstance(shape, Mapping):
        raise _invalid(where.rstrip("."), shape, 'Write an object with "author" and "text".')
    author, text = shape.get("author"), shape.get("text")
    if not isinstance(author, str) or author not in AUTHORS:
        raise _invalid(f"{where}author", author, "Write contact, assistant or agent.")
    if not isinstance(text, str):
        raise _invalid(f"{where}text", text, "Give the message as a string.")
    return ArchivedTurn(
        author=AUTHORS[author],
        text=text,
        at=_time(shape.get("at"), f"{where}at"),
        needs_person=_label(shape.get("needs_person"), f"{where}needs_person"),
    )


def _label(value: object, where: str) -> bool | None:
    """A label of an archive that people labelled; tables write it as a word."""
    known = {True: True, False: False, "true": True, "false": False, None: None, "": None}
    if not isinstance(value, str | bool | None) or value not in known:
        raise _invalid(where, value, "Write true or false, or leave it out.")
    return known[value]


def _time(value: object, where: str) -> datetime | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        remedy = "Give ISO 8601, such as 2026-03-01T09:30:00+01:00, or leave it out."
        raise _invalid(where, value, remedy) from None


def _check_order(turns: Sequence[ArchivedTurn], names: Sequence[str]) -> None:
    """Refuse times that run backwards, or that cannot be compared."""
    known = [(place, turn.at) for place, turn in enumerate(turns) if turn.at is not None]
    for (_, before), (place, after) in pairwise(known):
        where = names[place]
        if (before.tzinfo is None) != (after.tzinfo is None):
            raise _invalid(where, str(after), "Write all times with an offset, or none.")
        if after < before:
            raise _invalid(where, str(after), "It is before the turn above; sort by time.")


def _invalid(where: str, value: object, remedy: str) -> FieldInvalid:
    """The error of one field; a long value is not repeated, because it may be a message."""
    if value is None:
        shown = "missing"
    elif isinstance(value, str):
        shown = f"'{value}'" if len(value) <= SHOWN else "such a string"
    else:
        shown = f"a {type(value).__name__}"
    return FieldInvalid(field=where, value=shown, remedy=remedy)
