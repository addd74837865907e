"""Each file and each public name says what it is for."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "warmline"
TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: str(p.relative_to(SRC)))
def test_public_names_have_a_docstring(path: Path) -> None:
    """Modules, classes, functions and methods without a leading underscore."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or not tree.body, f"{path} has no module docstring"
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            is_public = not node.name.startswith("_")
            assert not is_public or ast.get_docstring(node), f"{path}:{node.lineno} {node.name}"


@pytest.mark.parametrize(
    "path", sorted(TESTS.rglob("test_*.py")), ids=lambda p: str(p.relative_to(TESTS))
)
def test_each_test_says_in_a_sentence_what_must_be_true(path: Path) -> None:
    """The sentence is what a reader of a failure needs first."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            is_test = node.name.startswith("test_")
            assert not is_test or ast.get_docstring(node), f"{path}:{node.lineno} {node.name}"
