"""
Every error has its own code, a kind, and a sentence that speaks of people without quoting them.

The accident this prevents: a stack trace in the log of a bank with a customer's words in it.
"""

import ast
import inspect
from pathlib import Path
from string import Formatter

import pytest

from warmline import errors
from warmline.errors import WarmlineError

SRC = Path(__file__).parents[2] / "src" / "warmline"

CLASSES = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, WarmlineError) and found is not WarmlineError
]
TELLING = {"text", "message", "name", "email", "phone", "words", "body"}


def fields_of(found: type[WarmlineError]) -> set[str]:
    """The fields that the sentence needs."""
    return {field for _, field, _, _ in Formatter().parse(found.sentence) if field}


def test_codes_are_never_reused() -> None:
    """A code names one mistake for ever."""
    codes = [found.code for found in CLASSES]
    assert len(set(codes)) == len(codes)
    assert all("." in code and code == code.lower() for code in codes)


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: found.__name__)
def test_a_sentence_is_built_from_its_fields_and_ends_well(found: type[WarmlineError]) -> None:
    """It names the values it was given and what to do."""
    values = {field: f"<{field}>" for field in fields_of(found)}
    sentence = str(found(**values))
    assert all(value in sentence for value in values.values())
    assert sentence.endswith((".", ">", "]'"))


@pytest.mark.parametrize("found", CLASSES, ids=lambda found: found.__name__)
def test_a_sentence_has_no_place_for_words_of_people(found: type[WarmlineError]) -> None:
    """No error takes the text of a message or the name of a contact."""
    assert not fields_of(found) & TELLING


def test_nobody_swallows_all_exceptions() -> None:
    """A bare except hides the broken world."""
    allowed = {
        "web/app.py",
        "web/errors.py",
        "jobs/runner.py",
        "jobs/outbox.py",
        "cli/main.py",
        "reading/gathering.py",
        "reading/onnx_reader.py",
        "reading/static_reader.py",
    }
    for path in SRC.rglob("*.py"):
        if path.relative_to(SRC).as_posix() in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                name = getattr(node.type, "id", None)
                assert node.type is not None, f"{path}:{node.lineno} bare except"
                assert name not in ("Exception", "BaseException"), f"{path}:{node.lineno}"


def test_logs_never_carry_text_or_names() -> None:
    """Calls to a logger take ids, codes and lengths only."""
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = getattr(node.func.value, "id", "")
            if owner not in ("log", "logger", "logging"):
                continue
            told = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
            assert not told & {"text", "name", "what"}, f"{path}:{node.lineno}"
