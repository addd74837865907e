"""
`warmline read`: messages in, one reading a line out, in the order given.

The text is read as given, because nothing is stored here and spans refer to it. A bad line is told
by its number on standard error and skipped.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, BinaryIO, Final, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from warmline.bootstrap import open_fast_reader, open_model, open_reader
from warmline.cli.records import BadRecord, Format, Record, format_of, iter_records
from warmline.config import load_settings
from warmline.errors import FieldInvalid, SettingsInvalid, WarmlineError
from warmline.ports import Reader
from warmline.reading.explain import ExplainableModel, explain
from warmline.reading.language import is_tag
from warmline.reading.reader import without_surrogates

BATCH: Final = 64
"""Messages in one pass of the model; more gains nothing on a processor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One message to be read."""

    line: int
    id: str | int | float | None
    text: str
    language: str | None


class Told(Protocol):
    """Where bad lines and progress are told."""

    def bad_line(self, bad: BadRecord) -> None:
        """A line was skipped."""

    def advance(self, count: int) -> None:
        """So many more messages were read."""


def read(
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="The messages; '-' is standard input.")
    ] = "-",
    format: Annotated[
        Format | None, typer.Option(help="How they are written; else told by the suffix.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="One message a line, no JSON.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad line.")] = False,
    explained: Annotated[
        bool, typer.Option("--explain", help="Name the words that carried each label.")
    ] = False,
    is_fast: Annotated[
        bool, typer.Option("--fast", help="Read archives many times faster, and miss more.")
    ] = False,
) -> None:
    """Read messages for feeling, danger, vulnerability, need and asks; one JSON object a line."""
    chosen = Format.PLAIN if plain else format_of(source, format)
    settings = load_settings()
    if explained and settings.reader_url is not None:
        raise SettingsInvalid(
            field="reader_url",
            problem="is set, and a remote reader names no words",
            remedy="Leave '--explain' out, or take 'reader_url' away to read with the model here.",
        )
    reader = open_fast_reader(settings) if is_fast else open_reader(settings)
    model = open_model(settings) if explained else None
    records = iter_records(source, chosen, columns=("text",))
    with Screen(strict=strict) as screen:
        read_all(records, reader, told=screen, out=sys.stdout.buffer, model=model)
    if screen.bad_lines:
        raise typer.Exit(1)


def read_all(
    records: Iterable[Record | BadRecord],
    reader: Reader,
    *,
    told: Told,
    out: BinaryIO,
    model: ExplainableModel | None = None,
) -> None:
    """
    Read records in batches and write the readings, keeping order and constant memory.

    Args:
        model: names the words that carried each label; none is asked for when it is missing.
    """
    asked = _asked(records, told)
    while batch := list(islice(asked, BATCH)):
        readings = reader.read_many(
            [message.text for message in batch], [message.language for message in batch]
        )
        for message, reading in zip(batch, readings, strict=True):
            head = {} if message.id is None else {"id": message.id}
            tail = {} if model is None else _explained(model, message.text, reading.language)
            line = json.dumps(head | reading.to_json() | tail, ensure_ascii=False)
            out.write(line.encode("utf-8", errors="replace") + b"\n")
        out.flush()
        told.advance(len(batch))


def _explained(model: ExplainableModel, text: str, language: str) -> dict[str, object]:
    whole = without_surrogates(text)
    return {"explained": [one.to_json() for one in explain(model, whole, language)]}


def _asked(records: Iterable[Record | BadRecord], told: Told) -> Iterator[Asked]:
    for record in records:
        if isinstance(record, BadRecord):
            told.bad_line(record)
            continue
        try:
            yield asked_in(record)
        except WarmlineError as error:
            told.bad_line(BadRecord(line=record.line, error=error))


def asked_in(record: Record) -> Asked:
    """
    The message in a record.

    Raises:
        FieldInvalid: there is no text, or an id or language of another kind.
    """
    text = record.fields.get("text")
    if not isinstance(text, str):
        raise FieldInvalid(field="text", value=_kind(text), remedy="Give the message as a string.")
    id = record.fields.get("id")
    if id is not None and (isinstance(id, bool) or not isinstance(id, str | int | float)):
        raise FieldInvalid(field="id", value=_kind(id), remedy="Give a string or a number.")
    language = record.fields.get("language") or None
    if language is not None and not (isinstance(language, str) and is_tag(language)):
        raise FieldInvalid(
            field="language", value=_kind(language), remedy="Give a tag such as 'en' or 'zh-Hant'."
        )
    return Asked(line=record.line, id=id, text=text, language=language)


def _kind(value: object) -> str:
    """What a value is, without telling what it says."""
    kinds = {str: "such a string", bool: "a truth value", list: "a list", dict: "an object"}
    return "missing" if value is None else kinds.get(type(value), "a number")


class Screen:
    """Standard error: bad lines always, a progress bar when it is a terminal."""

    def __init__(self, *, strict: bool) -> None:
        """Take whether the first bad line ends it all."""
        self.bad_lines = 0
        self._strict = strict
        self._console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
        self._progress = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._bar = self._progress.add_task("reading", total=None)

    def __enter__(self) -> "Screen":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def bad_line(self, bad: BadRecord) -> None:
        """Tell it, and stop when strict."""
        self.bad_lines += 1
        self._console.print(f"line {bad.line}: {bad.error}")
        if self._strict:
            raise typer.Exit(1)

    def advance(self, count: int) -> None:
        """Move the bar."""
        self._progress.advance(self._bar, count)
