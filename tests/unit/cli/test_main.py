"""The program as a whole: what it says and how it ends when a call is wrong."""

import sys

import pytest

from warmline import __version__
from warmline.cli.main import main


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit code of a call."""
    monkeypatch.setattr(sys, "argv", ["warmline", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("words", [("read", "--nope"), ("nope",), ("replay", "a", "b")])
def test_a_wrong_call_is_told_in_words(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No stack trace for a slip of the fingers."""
    assert run(monkeypatch, *words) == 2
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "Error" in told


def test_an_error_of_ours_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the file that is not there, and what to do."""
    assert run(monkeypatch, "serve", "--settings", "missing.toml") == 2
    told = capsys.readouterr().err.strip()
    assert told.startswith("warmline: ")
    assert "missing.toml" in told
    assert "\n" not in told


def test_it_says_its_version(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For bug reports."""
    assert run(monkeypatch, "--version") == 0
    assert capsys.readouterr().out.strip() == f"warmline {__version__}"
