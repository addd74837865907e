"""`warmline replay`: archives of every format in, one decision a turn of the contact out."""

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from warmline.cli.archives import COLUMNS, Archived, conversations
from warmline.cli.records import BadRecord, Format, format_of, iter_records
from warmline.cli.replay import BATCH, replay_all, replay_batch, write_all
from warmline.moments.archive import ArchivedConversation
from warmline.moments.policy import load_policy
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader

READER = CueReader(LanguageFinder())
POLICY = load_policy()
SECRET = "my cousin Olga's own words"

ASKED = {
    "id": "asked",
    "language": "en",
    "votes": [1, 2],
    "turns": [
        {"author": "contact", "text": "my bill is wrong", "at": "2026-03-01T09:00:00+01:00"},
        {"author": "assistant", "text": "Which bill?", "at": "2026-03-01T09:00:05+01:00"},
        {"author": "contact", "text": "I want to talk to a person"},
    ],
}


def archive_of(path: Path) -> list[Archived]:
    """The conversations and bad lines of a file."""
    format = format_of(str(path))
    return list(conversations(iter_records(str(path), format, columns=COLUMNS), format))


def a_file(folder: Path, *rows: object) -> Path:
    """JSON Lines; a string stands as it is."""
    path = folder / "archive.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def replayed(path: Path, *, is_strict: bool = False) -> tuple[bytes, int]:
    """What a replay writes, and how many lines it left out."""
    out = io.BytesIO()
    tally = write_all(replay_all(archive_of(path), READER, POLICY), out=out, is_strict=is_strict)
    return out.getvalue(), tally.bad_lines


def shapes(written: bytes) -> list[dict[str, object]]:
    """The decisions written."""
    return [json.loads(line) for line in written.decode().splitlines()]


def test_each_turn_of_the_contact_gets_a_decision(tmp_path: Path) -> None:
    """With the place of the turn, the step, its reasons, what stands and what was read."""
    written, _ = replayed(a_file(tmp_path, ASKED))
    first, last = shapes(written)
    assert [("asked", 0), ("asked", 2)] == [
        (one["conversation"], one["turn"]) for one in (first, last)
    ]
    assert last["step"] == "hand-off"
    assert last["reasons"][0]["code"] == "asked.person"  # type: ignore[index]
    assert last["reasons"][0]["message"] == "asked/2"  # type: ignore[index]
    assert last["so_far"]["asks"] == ["person"]  # type: ignore[index]
    assert last["reading"]["language"] == "en"  # type: ignore[index]
    assert 1 <= last["satisfaction"] <= 5  # type: ignore[operator]
    assert last["policy"] == POLICY.version


def test_order_is_kept_and_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Over more than one batch."""
    many = [ASKED | {"id": f"c{number}"} for number in range(BATCH)]
    path = a_file(tmp_path, *many)
    one, _ = replayed(path)
    other, _ = replayed(path)
    assert one == other
    assert [row["id"] for row in many for _ in range(2)] == [
        shape["conversation"] for shape in shapes(one)
    ]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"id": "x", "turns": []}, "turns"),
        ({"id": "x"}, "turns"),
        ({"id": "x", "turns": ["hello"]}, "turns[0]"),
        ({"id": "x", "turns": [{"author": "customer", "text": SECRET}]}, "turns[0].author"),
        ({"id": "x", "turns": [{"author": SECRET, "text": "a"}]}, "turns[0].author"),
        ({"id": "x", "turns": [{"author": "contact"}]}, "turns[0].text"),
        ({"id": "x", "turns": [{"author": "contact", "text": 3}]}, "turns[0].text"),
        ({"id": ["x"], "turns": ASKED["turns"]}, "id"),
        ({"id": "x", "language": 3, "turns": ASKED["turns"]}, "language"),
        (
            {"id": "x", "turns": [{"author": "contact", "text": SECRET, "at": "yesterday"}]},
            "turns[0].at",
        ),
        (
            {
                "id": "x",
                "turns": [
                    {"author": "contact", "text": "b", "at": "2026-03-01T10:00:00"},
                    {"author": "agent", "text": "a", "at": "2026-03-01T09:00:00"},
                ],
            },
            "turns[1].at",
        ),
        (
            {
                "id": "x",
                "turns": [
                    {"author": "contact", "text": "b", "at": "2026-03-01T10:00:00"},
                    {"author": "agent", "text": "a", "at": "2026-03-01T11:00:00+01:00"},
                ],
            },
            "turns[1].at",
        ),
    ],
)
def test_a_bad_conversation_is_told_by_line_and_field(
    tmp_path: Path, row: object, field: str
) -> None:
    """The rest goes on, and no word of a message is repeated."""
    bad, good = archive_of(a_file(tmp_path, row, ASKED))
    assert isinstance(bad, BadRecord)
    assert bad.line == 1
    assert f"'{field}'" in str(bad.error)
    assert SECRET not in str(bad.error)
    assert isinstance(good, ArchivedConversation)


def test_bad_lines_count_and_strict_stops_at_the_first(tmp_path: Path) -> None:
    """Left out by default, the end of it with strict."""
    path = a_file(tmp_path, ASKED, "{broken", ASKED | {"id": "after"}, "[]")
    written, bad_lines = replayed(path)
    assert (len(shapes(written)), bad_lines) == (4, 2)
    written, bad_lines = replayed(path, is_strict=True)
    assert (len(shapes(written)), bad_lines) == (2, 1)


def test_csv_and_parquet_hold_a_turn_a_row(tmp_path: Path) -> None:
    """And are decided like the same conversation in JSON Lines."""
    rows = [{"conversation": "asked", **turn} for turn in ASKED["turns"]]  # type: ignore[dict-item,attr-defined]
    rows = [{"at": "", "language": "en"} | row for row in rows]
    table = tmp_path / "archive.parquet"
    pq.write_table(pa.Table.from_pylist(rows), table)
    sheet = tmp_path / "archive.csv"
    names = ("conversation", "author", "text", "at", "language")
    lines = [",".join(names), *(",".join(row[name] for name in names) for row in rows)]
    sheet.write_text("\n".join(lines), encoding="utf-8")
    wanted, _ = replayed(a_file(tmp_path, ASKED))
    assert wanted == replayed(table)[0]
    assert wanted == replayed(sheet)[0]


def test_a_bad_row_spoils_its_own_conversation_only(tmp_path: Path) -> None:
    """Told by the number of its line."""
    sheet = tmp_path / "archive.csv"
    sheet.write_text(
        "conversation,author,text\n"
        "a,contact,hello\n"
        "b,bot,hello\n"
        "b,contact,hello\n"
        ",contact,hello\n"
        "c,contact,hello\n",
        encoding="utf-8",
    )
    outcome = [
        entry.line if isinstance(entry, BadRecord) else entry.id for entry in archive_of(sheet)
    ]
    assert outcome == ["a", 3, 5, "c"]


def test_a_conversation_without_the_contact_has_no_decision(tmp_path: Path) -> None:
    """Agents are never read."""
    told = {"id": "x", "turns": [{"author": "agent", "text": "I am furious"}]}
    [conversation] = archive_of(a_file(tmp_path, told))
    assert isinstance(conversation, ArchivedConversation)
    assert replay_batch([conversation], READER, POLICY) == [[]]


def test_reading_in_batches_changes_nothing(tmp_path: Path) -> None:
    """Alone or together, a conversation is decided the same."""
    entries = archive_of(a_file(tmp_path, ASKED, ASKED | {"id": "again"}))
    both = [entry for entry in entries if isinstance(entry, ArchivedConversation)]
    together = replay_batch(both, READER, POLICY)
    assert [replay_batch([one], READER, POLICY)[0] for one in both] == together


def test_formats_are_told_by_suffix() -> None:
    """Anything else is JSON Lines."""
    assert format_of("a.csv") is Format.CSV
    assert format_of("-") is Format.JSONL


VCON = {
    "vcon": "0.4.0",
    "uuid": "018e3f72-c3a8-8b8e-b468-6ebf2e2e8c14",
    "created_at": "2026-03-01T09:00:00Z",
    "parties": [{"name": "Olga", "role": "customer"}, {"role": "Bot"}, {"role": "agent"}],
    "dialog": [
        {"type": "text", "start": "2026-03-01T09:00:00Z", "parties": [0, 1], "body": "hello"},
        {"type": "recording", "start": "2026-03-01T09:00:01Z", "parties": [0, 2]},
        {"type": "text", "parties": 1, "mediatype": "text/plain", "encoding": "none", "body": "Hi"},
        {
            "type": "text",
            "start": "2026-03-01T09:02:00Z",
            "parties": [1, 0],
            "originator": 0,
            "encoding": "base64url",
            "body": "5oiR6KaB6L2s5Lq65bel",
        },
        {"type": "text", "parties": [2, 0], "body": "I am Ana"},
    ],
}


def test_a_vcon_is_a_conversation(tmp_path: Path) -> None:
    """Roles say who speaks, text is taken as it stands or decoded, recordings are passed by."""
    path = tmp_path / "one.vcon"
    path.write_text(json.dumps(VCON, indent=2) + "\n" + json.dumps(VCON), encoding="utf-8")
    one, other = archive_of(path)
    assert one == other
    assert isinstance(one, ArchivedConversation)
    assert VCON["uuid"] == one.id
    assert ["contact", "assistant", "contact", "agent"] == [turn.author for turn in one.turns]
    assert ["hello", "我要转人工"] == one.contact_texts
    assert one.turns[0].at is not None
    assert [one] == archive_of(a_file(tmp_path, VCON))


def changed(*path: object, value: object) -> dict[str, object]:
    """The vCon with another value at a place."""
    shape = json.loads(json.dumps(VCON))
    here = shape
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    return shape  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("vcon", "field"),
    [
        (changed("uuid", value=None), "uuid"),
        (changed("parties", value=[]), "parties"),
        (changed("parties", 0, value={"name": SECRET}), "parties[0].role"),
        (changed("parties", 1, "role", value=SECRET), "parties[1].role"),
        (changed("dialog", value=[SECRET]), "dialog[0]"),
        (changed("dialog", value=VCON["dialog"][1:2]), "dialog"),  # type: ignore[index]
        (changed("dialog", 0, "parties", value=[7]), "dialog[0].parties"),
        (changed("dialog", 0, "body", value=None), "dialog[0].body"),
        (changed("dialog", 0, "encoding", value="rot13"), "dialog[0].encoding"),
        (changed("dialog", 3, "body", value=SECRET), "dialog[3].body"),
        (changed("dialog", 0, "mediatype", value="text/html"), "dialog[0].mediatype"),
        (changed("dialog", 0, "start", value="soon"), "dialog[0].start"),
        (changed("dialog", 3, "start", value="2026-02-01T09:00:00Z"), "dialog[3].start"),
        (changed("payload", value="x"), "vcon"),
    ],
)
def test_a_bad_vcon_is_told_by_line_and_field(
    tmp_path: Path, vcon: dict[str, object], field: str
) -> None:
    """The rest goes on, whoever is not known is not read, and no word is repeated."""
    path = tmp_path / "some.vcon"
    path.write_text(f"\n{json.dumps(vcon, indent=1)}\n{{broken\n{json.dumps(VCON)}", "utf-8")
    bad, broken, good = archive_of(path)
    assert isinstance(bad, BadRecord)
    assert bad.line == 2
    assert f"'{field}'" in str(bad.error)
    assert SECRET not in str(bad.error)
    assert isinstance(broken, BadRecord)
    assert isinstance(good, ArchivedConversation)
