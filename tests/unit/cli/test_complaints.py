"""`warmline complaints` on a real database: list, show, verify and figures."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from warmline.actions.complain import complain
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.cli.complaints import app
from warmline.complaints.complaint import Complaint, Source
from warmline.conversation.conversation import InboxId
from warmline.errors import ComplaintKeyMistyped, ComplaintLogBroken, NotFound
from warmline.store.database import Database


@pytest.fixture
def noted(work: Workplace) -> Complaint:
    """A complaint in the database of the temporary folder."""
    conversation = start_conversation(work, inbox_id=InboxId("main"))
    return complain(
        work,
        conversation_id=conversation.id,
        source=Source.INTEGRATOR,
        matter="Nobody came on Tuesday.",
    )


def run(tmp_path: Path, *words: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(app, [*words, "--folder", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


@pytest.fixture
def tampering(store: Database) -> Database:
    """Somebody who can write past the guards of the table."""
    with store._writer.begin() as connection:
        for trigger in ("stay", "erase", "remain"):
            connection.execute(text(f"DROP TRIGGER complaint_entries_{trigger}"))
    return store


def test_the_list_names_key_state_and_date_and_no_words(tmp_path: Path, noted: Complaint) -> None:
    """One line a complaint."""
    line = run(tmp_path, "list")
    assert line.startswith(f"{noted.key}\tacknowledged\t2026-03-23T18:00+00:00\t-")
    assert "Tuesday" not in line
    assert line == run(tmp_path, "list", "--all")


def test_one_is_shown_with_its_log(tmp_path: Path, noted: Complaint) -> None:
    """By the key, typed as people type; without the salts that seal the words."""
    shown = json.loads(run(tmp_path, "show", noted.key.lower()))
    assert "Nobody came on Tuesday." == shown["log"][0]["words"]
    assert "salt" not in shown["log"][0]
    with pytest.raises(NotFound):
        run(tmp_path, "show", "0000-0000-0000")
    with pytest.raises(ComplaintKeyMistyped):
        run(tmp_path, "show", "nonsense")


def test_a_whole_log_is_confirmed_with_its_head(tmp_path: Path, noted: Complaint) -> None:
    """The head that was printed is found again later."""
    assert noted.key
    head = run(tmp_path, "verify").split()[-1]
    assert head in run(tmp_path, "verify", "--head", head)
    with pytest.raises(ComplaintLogBroken):
        run(tmp_path, "verify", "--head", "0" * 64)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE complaint_entries SET words = 'All is well.' WHERE number = 1",
        "UPDATE complaint_entries SET words = NULL, salt = NULL WHERE number = 1",
        "UPDATE complaint_entries SET at = '2026-01-01 00:00:00.000000' WHERE number = 2",
        "DELETE FROM complaint_entries WHERE number = 1",
        "DELETE FROM complaint_entries WHERE number = 2",
        "UPDATE complaints SET due_at = '2027-01-01 00:00:00.000000'",
        "UPDATE complaints SET state = 'closed'",
    ],
)
def test_harm_past_the_guards_is_found(
    tmp_path: Path, noted: Complaint, tampering: Database, harm: str
) -> None:
    """Words changed or taken out untold, dates moved, entries removed, a state set by hand."""
    assert noted.key
    with tampering._writer.begin() as connection:
        connection.execute(text(harm))
    with pytest.raises(ComplaintLogBroken):
        run(tmp_path, "verify")


def test_the_figures_are_one_object(tmp_path: Path, noted: Complaint) -> None:
    """Of the month that is named."""
    assert noted.key
    figures = json.loads(run(tmp_path, "figures", "--month", "2026-03"))
    assert (1, {"main": 1}) == (figures["received"], figures["by_inbox"])
