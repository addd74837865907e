"""
Records from a file or standard input: JSON Lines, CSV, Parquet, plain lines or vCon, one at a time.

A line that cannot be taken comes out as a `BadRecord` with its number, so that a caller can report
it and go on. Memory stays constant: nothing is gathered here, but a file of vCons is read whole.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from warmline.errors import BodyMalformed, FieldInvalid, WarmlineError

LINE_LIMIT: Final = 16 * 1024 * 1024
"""Bytes; a longer line is no message, and would have to be held whole."""
ROWS_AT_A_TIME: Final = 1024
STANDARD: Final = "-"
_BOM: Final = b"\xef\xbb\xbf"
_NOT_BLANK: Final = re.compile(r"\S")
_OBJECT_AT_MARGIN: Final = re.compile(r"^\{", re.MULTILINE)
"""Where the next object begins, when one is broken."""


class Format(StrEnum):
    """How records are written."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    PLAIN = "plain"
    VCON = "vcon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record with its number in the source, from 1: the line, or the row of Parquet."""

    line: int
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRecord:
    """A line that cannot be taken, and why."""

    line: int
    error: WarmlineError


def format_of(source: str, chosen: Format | None = None) -> Format:
    """The format of a source: the chosen one, else by its suffix, else JSON Lines."""
    if chosen is not None:
        return chosen
    suffixes = {
        ".csv": Format.CSV,
        ".parquet": Format.PARQUET,
        ".pq": Format.PARQUET,
        ".vcon": Format.VCON,
    }
    return suffixes.get(Path(source).suffix.lower(), Format.JSONL)


def iter_records(
    source: str, format: Format, *, columns: Sequence[str] = ()
) -> Iterator[Record | BadRecord]:
    """
    Go through the records of a source, in order.

    Args:
        source: a path, or '-' for standard input.
        format: how the records are written; plain lines become the field 'text'.
        columns: what a table (CSV, Parquet) must have.

    Raises:
        FieldInvalid: the source cannot be opened, or its table lacks a column.
        BodyMalformed: the source is not a table of this format.
    """
    with ExitStack() as stack:
        is_standard = source == STANDARD
        stream = sys.stdin.buffer if is_standard else stack.enter_context(_opened(source))
        if format is Format.PARQUET:
            yield from _parquet_rows(stream, source, columns)
        elif format is Format.CSV:
            yield from _csv_rows(stream, columns)
        elif format is Format.VCON:
            yield from _documents(stream)
        else:
            yield from _lines(stream, format)


def _opened(source: str) -> BinaryIO:
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise FieldInvalid(
            field="FILE",
            value=f"'{source}'",
            remedy=f"It cannot be opened ({error.strerror}); check the path, or give '-'.",
        ) from error


def _lines(stream: BinaryIO, format: Format) -> Iterator[Record | BadRecord]:
    number = 0
    while raw := stream.readline(LINE_LIMIT + 1):
        number += 1
        if len(raw) > LINE_LIMIT:
            _skip_rest_of_line(stream, raw)
            yield BadRecord(line=number, error=_malformed(format.value, number, "is too long"))
            continue
        raw = raw.removeprefix(_BOM) if number == 1 else raw
        if not raw.strip():
            continue
        try:
            yield Record(line=number, fields=_fields(raw, format, number))
        except WarmlineError as error:
            yield BadRecord(line=number, error=error)


def _skip_rest_of_line(stream: BinaryIO, raw: bytes) -> None:
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(LINE_LIMIT)


def _fields(raw: bytes, format: Format, number: int) -> Mapping[str, object]:
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed("UTF-8", number, f"breaks at byte {error.start + 1}") from error
    if format is Format.PLAIN:
        return {"text": line.rstrip("\r\n")}
    try:
        shape = json.loads(line)
    except json.JSONDecodeError as error:
        raise _malformed("JSON", number, f"breaks at column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise _malformed("JSON", number, "is nested too deep or has too long a number") from error
    if not isinstance(shape, dict):
        raise _malformed("JSON object", number, "is another kind of value")
    return shape


def _malformed(format: str, number: int, problem: str) -> BodyMalformed:
    return BodyMalformed(
        what="line",
        format=format,
        place=f"line {number}",
        remedy=f"It {problem}. Write one whole record a line.",
    )


def _documents(stream: BinaryIO) -> Iterator[Record | BadRecord]:
    """Go through JSON objects that may run over lines; each is known by the line it begins in."""
    # Bytes that are not UTF-8 come through as lone surrogates, so that one bad object stays one.
    text = stream.read().decode("utf-8-sig", errors="surrogateescape")
    decoder, at = json.JSONDecoder(), 0
    while (begin := _NOT_BLANK.search(text, at)) is not None:
        line = text.count("\n", 0, begin.start()) + 1
        try:
            shape, at = decoder.raw_decode(text, begin.start())
            yield _document(shape, text[begin.start() : at], line)
        except json.JSONDecodeError as error:
            place = text.count("\n", 0, error.pos) + 1
            problem = _malformed("JSON", line, f"breaks in line {place}, column {error.colno}")
            yield BadRecord(line=line, error=problem)
            after = _OBJECT_AT_MARGIN.search(text, begin.end())
            at = len(text) if after is None else after.start()
        except (ValueError, RecursionError):
            problem = _malformed("JSON", line, "is nested too deep or has too long a number")
            yield BadRecord(line=line, error=problem)
            return


def _document(shape: object, written: str, line: int) -> Record | BadRecord:
    if not _is_whole(written):
        return BadRecord(line=line, error=_malformed("UTF-8", line, "has other bytes"))
    if not isinstance(shape, dict):
        return BadRecord(line=line, error=_malformed("JSON object", line, "is another value"))
    return Record(line=line, fields=shape)


def _csv_rows(stream: BinaryIO, columns: Sequence[str]) -> Iterator[Record | BadRecord]:
    csv.field_size_limit(LINE_LIMIT)
    # Bytes that are not UTF-8 come through as lone surrogates, so that one bad row stays one.
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    rows = csv.DictReader(text)
    try:
        _check_columns(rows.fieldnames or (), columns)
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                problem = _malformed("CSV", rows.line_num, f"is not a row ({error})")
                yield BadRecord(line=rows.line_num, error=problem)
                continue
            yield _csv_record(row, rows.line_num)
    finally:
        text.detach()


def _csv_record(row: Mapping[str | None, object], number: int) -> Record | BadRecord:
    if any(isinstance(value, str) and not _is_whole(value) for value in row.values()):
        return BadRecord(line=number, error=_malformed("UTF-8", number, "has other bytes"))
    fields = {name: value for name, value in row.items() if name is not None and value is not None}
    return Record(line=number, fields=fields)


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _parquet_rows(
    stream: BinaryIO, source: str, columns: Sequence[str]
) -> Iterator[Record | BadRecord]:
    if source == STANDARD:
        raise FieldInvalid(
            field="FILE", value="'-' for Parquet", remedy="Its index is at the end: name a file."
        )
    try:
        table = pq.ParquetFile(stream)
    except (pa.ArrowException, OSError) as error:
        raise _not_parquet(source) from error
    _check_columns(table.schema_arrow.names, columns)
    for number, row in enumerate(_table_rows(table, source), start=1):
        fields = {name: value for name, value in row.items() if value is not None}
        yield Record(line=number, fields=fields)


def _table_rows(table: pq.ParquetFile, source: str) -> Iterator[Mapping[str, object]]:
    batches = table.iter_batches(batch_size=ROWS_AT_A_TIME)
    while True:
        try:
            batch = next(batches, None)
        except (pa.ArrowException, OSError) as error:
            raise _not_parquet(source) from error
        if batch is None:
            return
        yield from batch.to_pylist()


def _not_parquet(source: str) -> BodyMalformed:
    return BodyMalformed(
        what="file", format="Parquet", place=f"'{source}'", remedy="Check how it was written."
    )


def _check_columns(names: Iterable[str], columns: Sequence[str]) -> None:
    there = set(names)
    for column in columns:
        if column not in there:
            raise FieldInvalid(
                field=column,
                value="missing from the table",
                remedy=f"Name a column '{column}'; there are: {', '.join(sorted(there))}.",
            )
