"""
Writes the pages of docs/reference that follow from the code, and the figures of the README.

Nothing here is an opinion: settings come from `config.Settings`, errors from their classes, events
from where they are appended, commands from the program itself, the policy from its class and file,
figures from what the benchmarks wrote. `tests/house/test_docs.py` fails when a page is stale.
"""

import ast
import inspect
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from string import Formatter
from types import NoneType
from typing import Any, get_args

import typer
from pydantic import SecretStr

import warmline.web.errors  # noqa: F401 - the edge has two errors of its own
from warmline.cli.main import EXIT_CODES, app
from warmline.config import PREFIX, Settings
from warmline.conversation.event import EVENT_NAMES
from warmline.errors import WarmlineError
from warmline.handoff.wording import why
from warmline.jobs.workflow import SENT_OUT
from warmline.moments.decide import RULES
from warmline.moments.features import FEATURES
from warmline.moments.policy import DEFAULT_PATH, Counts, Thresholds
from warmline.moments.policy_checks import ALWAYS_ON
from warmline.moments.policy_scorecard import STEPS
from warmline.reading.labels import EMERGENCY_KINDS
from warmline.web.errors import STATUS
from warmline.web.report.compared import meaning

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "warmline"
REFERENCE = ROOT / "docs" / "reference"
README = ROOT / "README.md"
UPSET = ROOT / "benchmarks" / "results" / "upset.json"
FIGURES = Path(__file__).with_name("figures.toml")
MEANINGS = Path(__file__).with_name("events.toml")
WRITTEN = "<!-- Written by scripts/reference.py; run `make docs`. Do not edit by hand. -->"


def pages() -> dict[Path, str]:
    """Every page that follows from the code, by its path."""
    built = {
        "settings.md": settings_page(),
        "errors.md": errors_page(),
        "events.md": events_page(),
        "cli.md": commands_page(),
        "policy.md": policy_page(),
    }
    return {REFERENCE / name: text for name, text in built.items()} | {README: readme()}


# ---- settings ----------------------------------------------------------------------------------


def settings_page() -> str:
    """One heading for each setting, in the order of the class."""
    lines = [
        "# Settings",
        WRITTEN,
        "Defaults give way to `warmline.toml` in the working folder (or the file named by "
        "`--settings`), that to the environment, that to the command line. A key that nobody knows "
        "is an error that names the nearest known one. `warmline doctor` prints what is in force, "
        "with secrets hidden. Lists are JSON in the environment: "
        "`WARMLINE_WEBHOOK_URLS='[\"https://example.org/hook\"]'`.",
        "Thresholds are not settings: they stand in the [policy](policy.md). Hours, inboxes and "
        "languages stand in the [house file](house.md).",
    ]
    for name, field in Settings.model_fields.items():
        lines += [
            f"## {name}",
            str(field.description),
            f"| environment | takes | default |\n|---|---|---|\n"
            f"| `{PREFIX}{name.upper()}` | {_taken(field.annotation, field.metadata)} "
            f"| {_default(field.default)} |",
        ]
    return _page(lines)


def _taken(annotation: object, metadata: list[object]) -> str:
    kinds = [kind for kind in get_args(annotation) or (annotation,) if kind is not NoneType]
    words_for = {
        Path: "a path",
        str: "text",
        int: "a whole number",
        bool: "true or false",
        timedelta: "a duration: ISO 8601 (`PT30M`) or seconds",
        SecretStr: "text, kept secret",
    }
    if Ellipsis in kinds:
        return "a list of texts"
    taken = words_for[kinds[0]]
    for limit in metadata:
        if (low := getattr(limit, "ge", None)) is not None:
            taken += f", from {low}"
        if (high := getattr(limit, "le", None)) is not None:
            taken += f", to {high}"
    return taken


def _default(value: object) -> str:
    if value is None or value == ():
        return "none"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 60:g} minutes"
    return f"`{value}`"


# ---- errors ------------------------------------------------------------------------------------


def errors_page() -> str:
    """One heading for each error, by its code."""
    lines = [
        "# Errors",
        WRITTEN,
        "Every error has a code that is never reused, a kind, and a sentence that says what was "
        "wrong and what to do. No sentence holds the text of a message or a name. The edge "
        "translates the kind once:",
        _table(
            ("kind", "HTTP status", "exit code"),
            [(f"`{kind}`", str(STATUS[kind]), str(EXIT_CODES[kind])) for kind in STATUS],
        ),
        "The API answers each of them in one shape:",
        "```json\n"
        + json.dumps(
            {
                "ok": False,
                "error": {
                    "code": "store.not-found",
                    "message": "There is no conversation with the id 'c9'. "
                    "Check the id, or list what exists.",
                    "fields": {"what": "conversation", "id": "c9"},
                },
            },
            indent=2,
        )
        + "\n```",
    ]
    for found in sorted(_errors(), key=lambda one: one.code):
        needed = sorted({name for _, name, _, _ in Formatter().parse(found.sentence) if name})
        listed = ", ".join(f"`{name}`" for name in needed) or "none"
        lines += [
            f"## {found.code}",
            str(inspect.getdoc(found)),
            f"> {found.sentence}",
            f"Kind `{found.kind}`; fields: {listed}; class `{found.__name__}`.",
        ]
    return _page(lines)


def _errors() -> Iterator[type[WarmlineError]]:
    waiting = list(WarmlineError.__subclasses__())
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found.__module__.startswith("warmline."):
            yield found


# ---- events ------------------------------------------------------------------------------------


def events_page() -> str:
    """One heading for each event, with the keys of its details as the code writes them."""
    told = event_details()
    meanings = tomllib.loads(MEANINGS.read_text(encoding="utf-8"))
    sent_out = " and ".join(f"`{prefix}*`" for prefix in SENT_OUT)
    lines = [
        "# Events",
        WRITTEN,
        "An event is stored in the same transaction as the change that it tells of; its number "
        "rises in the order of commits. Live pages and durable work wake by this table alone. "
        f"{sent_out} go to [webhooks](../how-to/receive-webhooks.md). "
        "Details hold ids, codes and figures, never the text of a message.",
    ]
    for name in EVENT_NAMES:
        keys = sorted(told.get(name, ()))
        rows = [(f"`{key}`", meanings["details"][key]) for key in keys]
        lines += [f"## {name}", meanings["events"][name]]
        lines += [_table(("detail", "meaning"), rows)] if rows else ["Not told yet."]
    return _page(lines)


def event_details() -> dict[str, set[str]]:
    """The keys of the details of each event, from every place that tells of one."""
    told: dict[str, set[str]] = {}
    for path in sorted(SRC.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        makers = {
            node.name: _keys_in(node) for node in tree.body if isinstance(node, ast.FunctionDef)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = getattr(call.func, "id", "")
            named = [keyword.value for keyword in call.keywords if keyword.arg == "name"]
            for value in (*call.args, *named):
                name = getattr(value, "value", None)
                if isinstance(value, ast.Constant) and name in EVENT_NAMES:
                    keys = _keys_in(call) if called == "Event" else makers.get(called, set())
                    told.setdefault(str(name), set()).update(keys)
    return told


def _keys_in(tree: ast.AST) -> set[str]:
    """The keys of every `details={…}` below a node."""
    return {
        str(key.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "details"
        if isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }


# ---- commands ----------------------------------------------------------------------------------


def commands_page() -> str:
    """One heading for each command, with its arguments and options."""
    lines = [
        "# Commands",
        WRITTEN,
        "Records are JSON Lines in UTF-8 unless said otherwise; `-` is standard input. A bad line "
        "is told by its number on standard error and skipped, with exit code 1 at the end. Exit "
        "codes: 0 well, 1 some records were bad, 2 the call or a file cannot be used, 3 something "
        "that is needed is not there, 130 stopped by the keyboard. Errors: [errors](errors.md).",
    ]
    for path, command in commands(typer_command(), "warmline"):
        lines += [f"## {path}", str(command.help or "")]
        rows = [_option(one) for one in command.params if one.name != "help"]
        lines += [_table(("argument or option", "meaning", "default"), rows)] if rows else []
    return _page(lines)


def typer_command() -> Any:
    """The whole program, as Typer sees it."""
    return typer.main.get_command(app)


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every command that can be run, by its whole name."""
    below = getattr(command, "commands", None)
    if below is None:
        yield path, command
        return
    for name in sorted(below):
        yield from commands(below[name], f"{path} {name}")


def _option(one: Any) -> tuple[str, str, str]:
    is_option = one.opts[0].startswith("-")
    shown = ", ".join(one.opts) if is_option else (one.metavar or one.name.upper())
    choices = getattr(getattr(one, "type_descriptor", None), "choices", None) or ()
    help_text = str(getattr(one, "help", None) or "")
    if choices:
        listed = ", ".join(f"`{getattr(choice, 'value', choice)}`" for choice in choices)
        help_text = f"{help_text} One of {listed}."
    needed = "required" if one.required else _shown_default(one.default)
    return f"`{shown}`", help_text, needed


def _shown_default(value: object) -> str:
    value = getattr(value, "value", value)
    if value is None or value is False or value == [] or value == () or callable(value):
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{value}`"


# ---- policy ------------------------------------------------------------------------------------


def policy_page() -> str:
    """Thresholds, counts and switches with their shipped values and reasons."""
    source = DEFAULT_PATH.read_text(encoding="utf-8")
    shipped = tomllib.loads(source)
    remarks = dict(re.findall(r"^(\w+) = \S+[ \t]+# (.+)$", source, re.MULTILINE))
    lines = [
        "# Policy",
        WRITTEN,
        "A policy is a TOML file with `[thresholds]`, `[counts]`, `[rules]` and perhaps a "
        "[`[scorecard]`](#scorecard) of its own; what it leaves out "
        "stands as shipped. `[inbox.<id>.thresholds]` and the like change one inbox only, "
        "`[[hours]]` with `from`, `to` and perhaps `days` some hours of the house's own time zone, "
        "`[[inbox.<id>.hours]]` both; what stands closer wins. `emergency` may be lowered, not "
        "raised. It is checked on load; every decision carries its version, which is the text "
        "`version` of the file or a hash over all that decides. How to write one: "
        "[write a policy](../how-to/write-a-policy.md).",
        "## Thresholds",
        "Calibrated probabilities and levels, each from 0 to 1, from which a rule speaks. A "
        "[cue](../glossary.md#cue) speaks whatever the threshold.",
        _table(
            ("key", "shipped", "reason"),
            [
                (f"`{one.name}`", str(shipped["thresholds"][one.name]), remarks.get(one.name, ""))
                for one in fields(Thresholds)
            ],
        ),
        "## Counts",
        "How often something must happen before a rule speaks; each 1 or more.",
        _table(
            ("key", "shipped", "reason"),
            [
                (f"`{one.name}`", str(shipped["counts"][one.name]), remarks.get(one.name, ""))
                for one in fields(Counts)
            ],
        ),
        "## Scorecard",
        "Learned from labels by [`warmline learn`](cli.md#warmline-learn): the figures of the "
        "moment below, each from 0 to 1 and rising as things go worse, times their points, plus "
        "the bias, give the log odds that the conversation goes wrong. From `soften`, `offer` and "
        "`hand_off` on that chance asks for the step, as `learned.scorecard`; never for an "
        "emergency, and never for less than the rules do. Points are 0 or more; a card in a file "
        "replaces the shipped one whole. Why, and what it does: "
        "[timing and decisions](../discussions/timing-and-decisions.md).",
        _table(
            ("key", "shipped", "meaning"),
            [
                (f"`{key}`", f"{shipped['scorecard'][key]:g}", meaning("scorecard", key).en)
                for key in ("bias", *STEPS)
            ]
            + [
                (
                    f"`points.{name}`",
                    f"{shipped['scorecard']['points'].get(name, 0):g}",
                    meaning("points", name).en,
                )
                for name in FEATURES
            ],
        ),
        "## Reasons",
        "The code of each reason and how the desk words it. Families "
        + " and ".join(f"`{family}`" for family in ALWAYS_ON)
        + " cannot be switched off; every other code can, under `[rules]`.",
        _table(("code", "as the desk words it", "switch"), reasons()),
        "## Rules",
        "Each is a pure function in `src/warmline/moments/rules/`; the highest step wins and all "
        "reasons are kept.",
        _table(
            ("rule", "what it looks at"),
            [
                (
                    f"`{rule.__module__.rpartition('.')[2]}.{rule.__name__}`",
                    str(inspect.getdoc(rule)).splitlines()[0],
                )
                for rule in RULES
            ],
        ),
    ]
    return _page(lines)


def reasons() -> list[tuple[str, str, str]]:
    """Every reason code, its words, and whether it can be switched."""
    switches: dict[str, bool] = tomllib.loads(DEFAULT_PATH.read_text(encoding="utf-8"))["rules"]
    fixed = [f"safety.{kind}" for kind in EMERGENCY_KINDS]
    fixed += ["safety.money-in-danger", "safety.reader-degraded"]
    fixed += ["asked.person", "asked.person-maybe", "asked.callback"]
    rows = [(f"`{code}`", why(code, "en"), "always on") for code in fixed]
    shipped = {True: "on", False: "off"}
    return rows + [(f"`{code}`", why(code, "en"), shipped[on]) for code, on in switches.items()]


# ---- README ------------------------------------------------------------------------------------


def readme() -> str:
    """The README with its pictures, and its figures as last measured."""
    text = README.read_text(encoding="utf-8")
    for name, filled in (("pictures", pictures()), ("figures", figures()), ("upset", upset())):
        begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
        head, found, rest = text.partition(begin)
        _, closed, tail = rest.partition(end)
        if not found or not closed:
            raise SystemExit(f"README.md has lost its marks {begin} and {end}.")
        text = f"{head}{begin}\n{filled}\n{end}{tail}"
    return text


def pictures() -> str:
    """Those pictures that have been drawn."""
    listed = tomllib.loads(FIGURES.read_text(encoding="utf-8"))["picture"]
    drawn = [one for one in listed if (ROOT / "docs" / "images" / f"{one['name']}.png").exists()]
    return "\n".join(
        f'<img src="docs/images/{one["name"]}.png" alt="{one["alt"]}" width="{one["width"]}">'
        for one in drawn
    )


def figures() -> str:
    """What was measured, with the command that measures it again; nothing that was not."""
    listed = tomllib.loads(FIGURES.read_text(encoding="utf-8"))["figure"]
    rows = []
    for figure in listed:
        path = ROOT / figure["file"]
        value = _value(path, figure["key"]) if path.exists() else None
        if value is not None:
            shown = figure["shown"].format(value)
            rows.append((figure["what"], shown, figure["bar"], f"`{figure['command']}`"))
    if not rows:
        return "Nothing has been measured in this checkout yet."
    return _table(("what", "measured", "to reach", "by"), rows)


def upset() -> str:
    """The table of `benchmarks/upset.py`: us and other libraries on the same contacts."""
    if not UPSET.exists():
        return "Not measured in this checkout yet: `python benchmarks/upset.py SETS`."
    measured = json.loads(UPSET.read_text(encoding="utf-8"))
    return "\n".join(measured["table"])


def _value(path: Path, key: str) -> object:
    found: object = json.loads(path.read_text(encoding="utf-8"))
    for part in key.split("/"):
        if not isinstance(found, dict) or part not in found:
            return None
        found = found[part]
    return found


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


def _page(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


def main() -> None:
    """Write what changed, and say so."""
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
