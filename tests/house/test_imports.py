"""
Imports go downward, at the top of the file, from the module that defines the name.

The accident this prevents: a domain rule that reaches into the database because it was convenient,
after which nobody can replay an archive without one.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "warmline"

RANKS = {
    "errors": 0,
    "conversation": 1,
    "reading": 1,
    "agents": 2,
    "contacts": 2.5,  # promises know the opening hours of the house
    "complaints": 2.5,  # so do their dates
    "moments": 3,
    "outreach": 3,
    "assistant": 3,
    "handoff": 4,
    "coaching": 4,
    "outcomes": 4,
    "store": 5,
    "jobs": 5,
    "llm": 5,
    "connectors": 5,
    "ports": 5,
    "config": 5,
    "actions": 6,
    "bootstrap": 7,
    "web": 8,
    "batch": 8,
    "cli": 9,
    "testing": 9,
    "training": 9,
}

FENCED = {
    "onnxruntime": {"reading/onnx_reader.py"},
    "dbos": None,
    "ray": None,
    "py3langid": {"reading/language.py"},
    "pypdf": {"connectors/pdf_article.py"},
    "selectolax": {"connectors/html_article.py"},
}
"""Heavy libraries and the files that may import them; None means at most one file, whichever."""

FILES = sorted(path for path in SRC.rglob("*.py"))


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """Each imported module with the statement that imports it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node


def rank_of(module: str) -> int | None:
    """The rank of one of our modules."""
    parts = module.split(".")
    return RANKS.get(parts[1]) if len(parts) > 1 else None


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_a_module_imports_from_its_own_package_or_from_a_lower_rank(path: Path) -> None:
    """Nothing imports upward, sideways, or from the package root."""
    own = path.relative_to(SRC).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    assert own in RANKS, f"give '{own}' a rank in DESIGN and here"
    for module, node in imports(ast.parse(path.read_text(encoding="utf-8"))):
        if not module.startswith("warmline"):
            continue
        if module == "warmline":
            names = {alias.name for alias in getattr(node, "names", [])}
            assert names <= {"__version__"}, f"{path}:{node.lineno} imports from the root"
            continue
        other = module.split(".")[1]
        is_below = rank_of(module) is not None and RANKS[other] < RANKS[own]
        assert other == own or is_below, f"{path}:{node.lineno} imports {module} upward"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_nothing_of_ours_is_imported_inside_a_function(path: Path) -> None:
    """A hidden import is a cycle that nobody sees."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            hidden = [name for name, _ in imports(function) if name.startswith("warmline")]
            assert not hidden, f"{path}:{function.lineno} {function.name} imports {hidden}"


@pytest.mark.parametrize("library", FENCED)
def test_a_heavy_library_stays_behind_its_fence(library: str) -> None:
    """One file knows it, so that it can be swapped and its cost is seen."""
    found = {
        path.relative_to(SRC).as_posix()
        for path in FILES
        if path.relative_to(SRC).parts[0] != "training"
        for module, _ in imports(ast.parse(path.read_text(encoding="utf-8")))
        if module.split(".")[0] == library
    }
    allowed = FENCED[library]
    assert len(found) <= 1 if allowed is None else found <= allowed, found


def test_torch_is_known_below_training_only() -> None:
    """The runtime never needs it."""
    for path in FILES:
        if path.relative_to(SRC).parts[0] == "training":
            continue
        modules = [name for name, _ in imports(ast.parse(path.read_text(encoding="utf-8")))]
        assert not [name for name in modules if name.split(".")[0] == "torch"], path
