"""`warmline promises`: order kept, bad lines told by number, strictness, and the public shape."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from warmline.cli.promises import evaluate_promises, promises
from warmline.errors import BodyMalformed, FieldInvalid

APP = typer.Typer()
APP.command()(promises)

GOOD = '{"id": 7, "text": "I will call you by 5.", "sent_at": "2026-11-20T14:05:00+01:00"}'
NONE = '{"text": "Thank you.", "sent_at": "2026-11-20T14:05:00+01:00"}'


def run(lines: str, *options: str) -> tuple[int, list[dict[str, object]], str]:
    """Run the command on lines from standard input."""
    result = CliRunner().invoke(APP, ["-", *options], input=lines)
    return (
        result.exit_code,
        [json.loads(line) for line in result.stdout.splitlines()],
        result.stderr,
    )


def test_each_reply_gives_one_line_in_order() -> None:
    """The id comes back with the promises; a reply without any gives an empty list."""
    code, lines, _ = run(f"{GOOD}\n{NONE}\n")
    assert code == 0
    assert [line["id"] for line in lines] == [7, None]
    assert lines[0]["promises"] == [
        {
            "what": "I will call you by 5",
            "due": "2026-11-20T17:00:00+01:00",
            "by": "us",
            "start": 0,
            "end": 20,
        }
    ]
    assert lines[1]["promises"] == []


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        '{"text": "I will call."}',
        '{"text": "I will call.", "sent_at": "2026-11-20T14:05:00"}',
        '{"text": "I will call.", "sent_at": "soon"}',
        '{"text": 5, "sent_at": "2026-11-20T14:05:00+01:00"}',
        '{"id": [], "text": "x", "sent_at": "2026-11-20T14:05:00+01:00"}',
        '{"language": 5, "text": "x", "sent_at": "2026-11-20T14:05:00+01:00"}',
    ],
)
def test_a_bad_line_is_told_by_number_and_skipped(bad: str) -> None:
    """The rest is still done; the exit status tells of it, and the words are not repeated."""
    code, lines, told = run(f"{GOOD}\n{bad}\n{NONE}\n")
    assert code == 1
    assert len(lines) == 2
    assert "line 2:" in told
    assert "I will call" not in told


def test_strict_stops_at_the_first_bad_line() -> None:
    """Nothing after it is done."""
    code, lines, _ = run(f"{GOOD}\nbad\n{NONE}\n", "--strict")
    assert code == 1
    assert len(lines) == 1


def test_a_measure_counts_words_times_and_look_alikes(tmp_path: Path) -> None:
    """A right promise, one with the wrong time, one missed and one false are counted as such."""
    sent = "2026-11-20T14:05:00+01:00"
    five = {"what_contains": "call", "due": "2026-11-20T17:00:00+01:00"}
    six = {"what_contains": "call", "due": "2026-11-20T18:00:00+01:00"}
    rows = [
        {"text": "I'll call you by 5.", "sent_at": sent, "promises": [five]},
        {"text": "I'll call you by 5.", "sent_at": sent, "promises": [six]},
        {"text": "I'll call you by 5.", "sent_at": sent, "promises": []},
        {"text": "Nothing.", "sent_at": sent, "promises": [five | {"due": None}]},
        {"text": "Nothing.", "sent_at": sent, "promises": []},
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    score = evaluate_promises(path)
    assert (score["right"], score["found"], score["expected"]) == (1, 3, 3)
    assert (score["precision"], score["recall"], score["f1"]) == (0.3333, 0.3333, 0.3333)
    assert score["false_promise_rate"] == 0.5


def test_a_measure_refuses_what_is_not_labelled(tmp_path: Path) -> None:
    """Without expected promises, or with a broken line, there is no figure."""
    path = tmp_path / "cases.jsonl"
    path.write_text(GOOD, encoding="utf-8")
    with pytest.raises(FieldInvalid, match="promises"):
        evaluate_promises(path)
    path.write_text("broken", encoding="utf-8")
    with pytest.raises(BodyMalformed):
        evaluate_promises(path)
    wrong = json.loads(GOOD) | {"promises": [{"due": None}]}
    path.write_text(json.dumps(wrong), encoding="utf-8")
    with pytest.raises(FieldInvalid, match="what_contains"):
        evaluate_promises(path)
