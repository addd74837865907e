"""
`warmline coach`: replies with their context in, guidance out, one JSON object a line, in order.

A bad line is told by its number on standard error and skipped.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, BinaryIO

import typer

from warmline.bootstrap import SystemClock, open_reader
from warmline.cli.read import Screen
from warmline.cli.records import BadRecord, Format, Record, format_of, iter_records
from warmline.coaching.coach import Coach
from warmline.coaching.empathy import EmpathyReader
from warmline.coaching.exchange import ContextTurn, Exchange
from warmline.config import load_settings
from warmline.conversation.message import Author
from warmline.errors import FieldInvalid, WarmlineError
from warmline.moments.policy import load_policy
from warmline.ports import Reader
from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.reader import FloorReader


def coach(
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="Replies with context; '-' is standard input.")
    ] = "-",
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad line.")] = False,
) -> None:
    """Say how well replies serve their contacts, and what to add or drop."""
    settings = load_settings()
    adviser = open_coach(open_reader(settings))
    records = iter_records(source, format_of(source, Format.JSONL))
    with Screen(strict=strict) as screen:
        coach_all(records, adviser, screen=screen, out=sys.stdout.buffer, now=SystemClock().now())
    if screen.bad_lines:
        raise typer.Exit(1)


def open_coach(reader: Reader) -> Coach:
    """The coach over a reader, under the default policy."""
    return Coach(reader, load_policy(None), empathy=_empathy_head(reader))


def _empathy_head(reader: Reader) -> EmpathyReader | None:
    """The trained head for empathy, when the artefact has one."""
    model = reader.model if isinstance(reader, FloorReader) else None
    return model if isinstance(model, OnnxReader) and model.has_empathy else None


def coach_all(
    records: Iterable[Record | BadRecord],
    adviser: Coach,
    *,
    screen: Screen,
    out: BinaryIO,
    now: datetime,
) -> None:
    """Write the guidance for each record, keeping order and constant memory."""
    for record in records:
        if isinstance(record, BadRecord):
            screen.bad_line(record)
            continue
        try:
            id, exchange = _id(record.fields), exchange_in(record.fields, "reply")
            sent_at = _sent_at(record.fields.get("sent_at"), now)
            guidance = adviser.look_at(exchange, sent_at=sent_at)
        except WarmlineError as error:
            screen.bad_line(BadRecord(line=record.line, error=error))
            continue
        line = json.dumps(guidance.to_json(id=id), ensure_ascii=False)
        out.write(line.encode("utf-8", errors="replace") + b"\n")
        screen.advance(1)
    out.flush()


def exchange_in(fields: Mapping[str, object], key: str) -> Exchange:
    """
    The reply under a key, with its context.

    Raises:
        FieldInvalid: a field is missing or of another kind.
    """
    reply, language = fields.get(key), fields.get("language") or None
    if not isinstance(reply, str):
        raise FieldInvalid(field=key, value="missing", remedy="Give the reply as a string.")
    if language is not None and not isinstance(language, str):
        raise FieldInvalid(field="language", value="such a value", remedy="Give a tag as 'en'.")
    turns = fields.get("context")
    if not isinstance(turns, list):
        raise FieldInvalid(
            field="context", value="missing", remedy="Give a list of turns; it may be empty."
        )
    return Exchange(context=tuple(map(_turn, turns)), reply=reply, language=language)


def _turn(shape: object) -> ContextTurn:
    remedy = "Give objects with 'author' (contact, agent, assistant, system) and 'text'."
    if not isinstance(shape, Mapping) or not isinstance(shape.get("text"), str):
        raise FieldInvalid(field="context", value="such a list", remedy=remedy)
    try:
        return ContextTurn(author=Author(str(shape.get("author"))), text=shape["text"])
    except ValueError as error:
        raise FieldInvalid(field="context.author", value="such a word", remedy=remedy) from error


def _id(fields: Mapping[str, object]) -> str | int | float | None:
    id = fields.get("id")
    if id is None or (isinstance(id, str | int | float) and not isinstance(id, bool)):
        return id
    raise FieldInvalid(field="id", value="such a value", remedy="Give a string or a number.")


def _sent_at(value: object, now: datetime) -> datetime:
    if value is None:
        return now
    try:
        sent_at = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise FieldInvalid(
            field="sent_at", value="read", remedy="Write it as 2026-11-20T14:05+01:00."
        ) from error
    return sent_at if sent_at.tzinfo else now
