"""
The docs are held true: generated pages are fresh, links lead somewhere, examples run.

The accident this prevents: a newcomer who copies a command that stopped working a year ago. A
fenced block says after its language what it is tried as:

- `console test`: each line after `$ ` runs in a shell, in a new folder, with `warmline` on the
  path; the lines below it are what it prints, `…` standing for anything;
- `console api`: each `curl` is sent to a server, with `URL`, `KEY` and `ID` filled in;
- `toml house`, `toml policy`, `toml settings`: the file is loaded by the part that reads it;
- `markdown article`: the article is cut into passages;
- `json reading`, `json decision`, `json replay`, `json handoff`: its keys are those of the shape;
- `python test`: it runs, and its own assertions hold;
- `python webhook`: the check of a signature is tried against our own signer.
"""

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Template
from types import ModuleType
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from fastapi.testclient import TestClient
from pydantic import SecretStr

from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.house import load_house
from warmline.assistant.knowledge import parse_article
from warmline.config import Settings, load_settings
from warmline.connectors.signature import sign
from warmline.conversation.conversation import InboxId
from warmline.conversation.event import EVENT_NAMES
from warmline.conversation.message import Author
from warmline.handoff.wording import LANGUAGES, words
from warmline.moments.archive import ArchivedConversation, ArchivedTurn, Replayed, decide_each
from warmline.moments.decision import Decision, Step
from warmline.moments.policy import load_policy
from warmline.reading.reading import Reading
from warmline.web.app import create_app
from warmline.web.shapes import HandoffShape, decision_shape

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))

FENCE = re.compile(r"^```(\w+)(?: +([\w ]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
RECORD_PARTS = ("Context", "Decision", "Consequences", "Alternatives", "Enforced by")


def load_script(name: str) -> ModuleType:
    """A script of ours, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    """The script that writes the generated pages."""
    return load_script("reference")


def blocks(language: str, kind: str) -> list[ParameterSet]:
    """Every block of a kind, with the page and line that it stands on."""
    found_blocks = []
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        for found in FENCE.finditer(text):
            if found[1] == language and found[2] == kind:
                line = text.count("\n", 0, found.start()) + 1
                place = f"{path.relative_to(ROOT)}:{line}"
                found_blocks.append(pytest.param(found[3], id=place))
    return found_blocks


def prose(path: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The anchors that a page's headings have on a forge."""
    headings = (re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", one) for one in headings_of(path))
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def headings_of(path: Path) -> list[str]:
    """The headings of a page."""
    return HEADING.findall(prose(path))


# ---- generated ---------------------------------------------------------------------------------


def test_generated_pages_are_fresh(reference: ModuleType) -> None:
    """Whoever changes a setting, an error, an event, a command or the policy runs `make docs`."""
    pages: dict[Path, str] = reference.pages()
    stale = [
        path.relative_to(ROOT).as_posix()
        for path, text in pages.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert not stale, f"run `make docs`: {stale}"


def test_every_setting_has_a_heading() -> None:
    """What can be set is explained."""
    missing = set(Settings.model_fields) - set(headings_of(DOCS / "reference" / "settings.md"))
    assert missing == set()


def test_every_event_has_a_heading_and_is_told_somewhere(reference: ModuleType) -> None:
    """An event that nothing tells of is a promise to integrators that nobody keeps."""
    assert set(EVENT_NAMES) <= set(headings_of(DOCS / "reference" / "events.md"))
    assert set(EVENT_NAMES) <= set(reference.event_details())


def test_every_command_has_a_heading(reference: ModuleType) -> None:
    """What can be typed is explained."""
    named = {path for path, _ in reference.commands(reference.typer_command(), "warmline")}
    assert named <= set(headings_of(DOCS / "reference" / "cli.md"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_worded(reference: ModuleType, language: str) -> None:
    """The queue must not say "the assistant did not help" of a promise that was broken."""
    codes = {code.strip("`") for code, _, _ in reference.reasons()}
    assert codes - set(words(language).reasons) == set()


# ---- links -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_docs_lead_somewhere(path: Path) -> None:
    """Files and headings that are named exist."""
    for target in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        page = (path.parent / name).resolve() if name else path
        assert page.exists(), f"{path.relative_to(ROOT)} links to {target}"
        assert not anchor or anchor in anchors(page), f"{path.relative_to(ROOT)} links to {target}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_pictures_exist(path: Path) -> None:
    """A page shows no broken picture."""
    named = [one or other for one, other in IMAGE.findall(prose(path))]
    missing = [one for one in named if not one.startswith("http")]
    assert [one for one in missing if not (path.parent / one).exists()] == []


# ---- examples ----------------------------------------------------------------------------------


@pytest.mark.parametrize("block", blocks("console", "test"))
def test_commands_in_the_docs_print_what_the_docs_say(block: str, tmp_path: Path) -> None:
    """Copy, paste, and see the same."""
    shown = {key: value for key, value in os.environ.items() if not key.startswith("WARMLINE_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{shown.get('PATH', '')}"
    for command, expected in steps(block):
        done = subprocess.run(
            ["bash", "-eu", "-o", "pipefail", "-c", command],
            cwd=tmp_path,
            env=shown | {"PATH": path, "COLUMNS": "100"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        assert matches(expected, done.stdout), f"{command}\nprinted:\n{done.stdout}"


@pytest.mark.parametrize("block", blocks("console", "api"))
def test_calls_in_the_docs_are_answered_as_the_docs_say(
    block: str, work: Workplace, tmp_path: Path
) -> None:
    """What an integrator copies works, and the shape of the answer is the one shown."""
    known = start_conversation(work, inbox_id=InboxId("main"))
    settings = Settings(folder=tmp_path, api_key=SecretStr("a key"), secret=SecretStr("s" * 32))
    names = {"URL": "http://testserver", "KEY": "a key", "ID": known.id}
    with TestClient(create_app(work, settings)) as client:
        for command, expected in steps(block):
            answer = client.request(**curl(Template(command).substitute(names)))
            assert matches(expected, answer.text), f"{command}\nanswered:\n{answer.text}"


def curl(command: str) -> dict[str, Any]:
    """What a call of curl sends; an option that is not known here is a mistake in the docs."""
    words = iter(shlex.split(command)[1:])
    request: dict[str, Any] = {"method": "GET", "headers": {}}
    for word in words:
        if word == "-X":
            request["method"] = next(words)
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            request["headers"][name] = value
        elif word == "-d":
            request["content"] = next(words)
        elif word != "-s":
            assert word.startswith("http"), word
            request["url"] = word
    return request


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with what should be printed; `> ` goes on with a command."""
    commands: list[list[str]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            commands.append([line[2:], ""])
        elif line.startswith("> ") and commands and not commands[-1][1]:
            commands[-1][0] += f"\n{line[2:]}"
        else:
            commands[-1][1] += f"{line}\n"
    yield from ((command, expected) for command, expected in commands)


def matches(expected: str, printed: str) -> bool:
    """Whether the output is as shown; nothing shown means that anything will do."""
    pattern = ".*?".join(re.escape(part) for part in expected.strip().split("…"))
    return not expected.strip() or re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None


def test_the_comparison_of_output_can_fail() -> None:
    """The dots stand for anything between, and for nothing else."""
    assert matches("a … c\n", "a b b c\n")
    assert not matches("a … c\n", "a b b d\n")


LOADERS: list[tuple[str, Callable[[Path], object]]] = [
    ("house", load_house),
    ("policy", load_policy),
    ("settings", load_settings),
]


@pytest.mark.parametrize(
    ("block", "load"),
    [
        pytest.param(*case.values, load, id=case.id)
        for kind, load in LOADERS
        for case in blocks("toml", kind)
    ],
)
def test_files_in_the_docs_can_be_loaded(
    block: str, load: Callable[[Path], object], tmp_path: Path
) -> None:
    """A file that is copied from the docs is taken as it is."""
    path = tmp_path / "shown.toml"
    path.write_text(block, encoding="utf-8")
    assert load(path) is not None


@pytest.mark.parametrize("block", blocks("markdown", "article"))
def test_articles_in_the_docs_are_articles(block: str) -> None:
    """The example of an article gives at least two passages."""
    assert len(parse_article(block, article="shown", language="en")) >= 2


@pytest.mark.parametrize("block", blocks("python", "test"))
def test_programs_in_the_docs_run(block: str) -> None:
    """Their own assertions say what must come out."""
    exec(compile(block, "docs", "exec"), {"__name__": "shown"})


@pytest.mark.parametrize("block", blocks("python", "webhook"))
def test_the_shown_check_of_a_signature_takes_ours_and_no_other(block: str) -> None:
    """Integrators copy this; it must accept what we sign, and refuse all else."""
    names: dict[str, Callable[[str, bytes, str, float], bool]] = {}
    exec(compile(block, "receive-webhooks.md", "exec"), names)
    is_genuine = names["is_genuine"]
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    body, now = b'{"type": "handoff.requested"}', at.timestamp()
    header = sign(body, "secret", at=at)
    assert is_genuine(header, body, "secret", now)
    assert not is_genuine(header, body, "another secret", now)
    assert not is_genuine(header, body + b" ", "secret", now)
    assert not is_genuine(header, body, "secret", now + timedelta(minutes=6).total_seconds())
    assert not is_genuine("", body, "secret", now)
    assert not is_genuine("t=x,v1=é", body, "secret", now)


def replayed() -> Replayed:
    """One turn of an archive, decided."""
    turns = (ArchivedTurn(author=Author.CONTACT, text="Hello"),)
    archived = ArchivedConversation(id="a1", turns=turns)
    reading = Reading(language="en", model="none")
    return decide_each(archived, [reading], [0.0], policy=load_policy(None))[0]


SHAPES: dict[str, set[str]] = {
    "reading": set(Reading(language="en", model="none").to_json(id="m1")),
    "decision": set(
        decision_shape(Decision(step=Step.CARRY_ON, reasons=(), policy_version="none"))
    ),
    "handoff": set(HandoffShape.model_fields),
    "replay": set(replayed().to_json()),
}


@pytest.mark.parametrize(
    ("shape", "block"),
    [
        pytest.param(kind, *case.values, id=case.id)
        for kind in SHAPES
        for case in blocks("json", kind)
    ],
)
def test_the_shown_shapes_are_the_real_ones(shape: str, block: str) -> None:
    """The keys of an example are those that programs will find."""
    assert set(json.loads(block)) == SHAPES[shape]


# ---- records and files of the root -------------------------------------------------------------


def test_decision_records_are_numbered_without_gaps() -> None:
    """A number names one decision for ever."""
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_record_is_whole(path: Path) -> None:
    """Context, one quotable sentence, consequences, alternatives, and what enforces it."""
    text = path.read_text(encoding="utf-8")
    assert tuple(headings_of(path)[1:]) == RECORD_PARTS
    quoted = re.search(r"^## Decision\n\n((?:> .+\n)+)", text, re.MULTILINE)
    assert quoted is not None, "the decision is a quotation: one sentence after '> '"
    assert quoted[1].rstrip().endswith(".")
    enforced = text.partition("## Enforced by\n")[2]
    named = re.findall(r"`((?:src|tests|scripts|docs)/[\w./-]+|pyproject\.toml)`", enforced)
    assert named, "name the test, the file or the contract that holds it"
    assert [one for one in named if not (ROOT / one).exists()] == []


def test_every_decision_record_is_in_the_index() -> None:
    """Who looks for a reason finds it."""
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in DECISIONS if f"decisions/{path.name}" not in index] == []


def test_the_contribution_file_is_short() -> None:
    """Nobody reads more before a first patch."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150


def test_the_changelog_keeps_its_headings_in_order() -> None:
    """Keep a Changelog, with a heading for what changes a verdict."""
    order = ["Security", "Removed", "Deprecated", "Added", "Changed", "Judgement", "Fixed"]
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in text.split("\n## ")[1:]:
        found = re.findall(r"^### (\w+)$", release, re.MULTILINE)
        assert found == [one for one in order if one in found]


def test_the_docs_name_no_machine() -> None:
    """A path of somebody's computer is no use to anybody else."""
    pattern = re.compile(r"/(?:work|tmp/plan|home/\w+|root)/")
    named = [path for path in PAGES if pattern.search(path.read_text(encoding="utf-8"))]
    assert named == []
