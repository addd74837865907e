"""`warmline read`: every format in, one reading a line out, bad lines told by number."""

import contextlib
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.cli.read import BATCH, asked_in, read_all
from warmline.cli.records import BadRecord, Format, Record, format_of, iter_records
from warmline.errors import BodyMalformed, FieldInvalid
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader

READER = CueReader(LanguageFinder())


class Notes:
    """Notes what would be told on the screen."""

    def __init__(self) -> None:
        """Start with nothing told."""
        self.bad: list[BadRecord] = []
        self.count = 0

    def bad_line(self, bad: BadRecord) -> None:
        """Note it."""
        self.bad.append(bad)

    def advance(self, count: int) -> None:
        """Add up."""
        self.count += count


def read_file(path: Path, format: Format | None = None) -> tuple[list[dict[str, object]], Notes]:
    """The readings of a file and what was told."""
    notes, out = Notes(), io.BytesIO()
    records = iter_records(str(path), format_of(str(path), format), columns=("text",))
    read_all(records, READER, told=notes, out=out)
    return [json.loads(line) for line in out.getvalue().decode().splitlines()], notes


def test_json_lines_keep_order_ids_and_languages(tmp_path: Path) -> None:
    """More than a batch comes out in order, each with its own id as it was given."""
    path = tmp_path / "messages.jsonl"
    rows = [{"id": number, "text": f"hello {number}"} for number in range(2 * BATCH + 3)]
    rows.append({"id": "last", "text": "我要转人工", "language": "zh"})
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    readings, notes = read_file(path)
    assert [row["id"] for row in rows] == [reading["id"] for reading in readings]
    assert "zh" == readings[-1]["language"]
    assert len(rows) == notes.count


def test_bad_lines_are_told_by_number_and_skipped(tmp_path: Path) -> None:
    """Each kind of bad line has its number; the good ones are read all the same."""
    path = tmp_path / "messages.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"text": "one"}\n'
        b"{not json}\n"
        b"\n"
        b"[1, 2]\n"
        b'{"id": "x"}\n'
        b'{"text": 7}\n'
        b'{"text": "\xff"}\n'
        b'{"text": "a", "language": "no such tag!"}\n'
        b'{"text": "a", "id": []}\n' + b"[" * 100_000 + b"\n"
        b'{"text": "two \\ud800"}\n'
    )
    readings, notes = read_file(path)
    assert 2 == len(readings)
    assert [2, 4, 5, 6, 7, 8, 9, 10] == [bad.line for bad in notes.bad]
    assert all("{" not in str(bad.error) for bad in notes.bad)


def test_errors_never_quote_the_message(tmp_path: Path) -> None:
    """What a bad line says stays out of the sentence about it."""
    path = tmp_path / "messages.jsonl"
    path.write_text('{"text": "my secret" oops}\n{"text": ["my secret"]}\n', encoding="utf-8")
    _, notes = read_file(path)
    assert 2 == len(notes.bad)
    assert not any("secret" in str(bad.error) for bad in notes.bad)


def test_csv_and_parquet_and_plain_read_the_same(tmp_path: Path) -> None:
    """The same messages give the same readings in every format."""
    texts = ["there is a smell of gas", "hello, you"]
    (tmp_path / "m.csv").write_text('text,id\n"there is a smell of gas",1\n"hello, you",2\n')
    (tmp_path / "m.txt").write_text("\n".join(texts) + "\n")
    pq.write_table(pa.table({"text": texts}), tmp_path / "m.parquet")
    from_csv, _ = read_file(tmp_path / "m.csv")
    from_plain, _ = read_file(tmp_path / "m.txt", Format.PLAIN)
    from_parquet, _ = read_file(tmp_path / "m.parquet")
    assert ["1", "2"] == [reading.pop("id") for reading in from_csv]
    assert from_csv == from_plain == from_parquet
    assert from_csv[0]["degraded"]


def test_a_bad_csv_row_is_one_bad_row(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 spoil their own row only; a short row lacks its text."""
    path = tmp_path / "m.csv"
    path.write_bytes(b"id,text\n1,good\n2,\xff\n3\n4,fine\n")
    readings, notes = read_file(path)
    assert ["1", "4"] == [reading["id"] for reading in readings]
    assert [3, 4] == [bad.line for bad in notes.bad]


def test_a_table_without_text_is_refused(tmp_path: Path) -> None:
    """One error for the table, not one for each row."""
    (tmp_path / "m.csv").write_text("id,words\n1,hello\n")
    with pytest.raises(FieldInvalid, match="text"):
        read_file(tmp_path / "m.csv")


def test_what_is_no_table_or_no_file_is_refused(tmp_path: Path) -> None:
    """A wrong file and a missing one each have a clear error."""
    (tmp_path / "m.parquet").write_bytes(b"not parquet")
    with pytest.raises(BodyMalformed, match="Parquet"):
        read_file(tmp_path / "m.parquet")
    with pytest.raises(FieldInvalid, match="cannot be opened"):
        read_file(tmp_path / "missing.jsonl")


@given(
    st.dictionaries(
        st.sampled_from(["id", "text", "language", "more"]),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text(), max_size=2),
    )
)
def test_any_record_is_taken_or_refused_with_a_field(fields: dict[str, object]) -> None:
    """No record of any shape gets further than a clear error."""
    record = Record(line=1, fields=fields)
    if not isinstance(fields.get("text"), str):
        with pytest.raises(FieldInvalid, match="text"):
            asked_in(record)
        return
    with contextlib.suppress(FieldInvalid):
        assert fields["text"] == asked_in(record).text
