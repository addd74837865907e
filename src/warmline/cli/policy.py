"""
`warmline policy`: check a policy file, show what is in force, say what differs between two.

`show` writes TOML with remarks, so what it prints can be the beginning of a file of one's own.
Nothing is decided here and nothing is changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from warmline.agents.hours import WEEKDAYS
from warmline.agents.house import load_house
from warmline.config import Settings, load_settings
from warmline.errors import FieldInvalid
from warmline.moments.policy import Policy, load_policy
from warmline.moments.policy_changes import EVERY_DAY, Changes, InboxChanges, Stretch
from warmline.moments.policy_diff import differences
from warmline.moments.policy_scorecard import STEPS
from warmline.moments.policy_sources import shipped_sources
from warmline.moments.scorecard import Scorecard
from warmline.web.report.both import reason, say, say_count
from warmline.web.report.compared import in_words, meaning

WIDTH: Final = 34
"""Where remarks begin; the longest line of a number is shorter."""

app = typer.Typer(help="What decides: check it, show it, compare it.", no_args_is_help=True)

File = Annotated[
    Path | None, typer.Argument(help="A policy file; else the one of the settings, or as shipped.")
]


class Spoken(StrEnum):
    """The languages that the words of a policy are written in."""

    EN = "en"
    ZH = "zh"


@app.command("check")
def check(file: File = None) -> None:
    """Check a policy file; an error names the line, the field and what to write."""
    settings = load_settings()
    path = file or settings.policy_path
    policy = load_policy(path)
    if settings.house_path is not None:
        _check_inboxes(policy, [inbox.id for inbox in load_house(settings.house_path).inboxes])
    found = _count(len(differences(load_policy(), policy)))
    name = "the shipped policy" if path is None else path.name
    typer.echo(f"{name}: well. Version {policy.version}; {found} against the shipped.")


@app.command("show")
def show(
    file: File = None,
    inbox: Annotated[str | None, typer.Option(help="As it holds in this inbox.")] = None,
    at: Annotated[
        datetime | None, typer.Option(help="As it holds at this local time of the house.")
    ] = None,
) -> None:
    """Show the policy in force: each number, what it means, and where it comes from."""
    settings = load_settings()
    whole = load_policy(file or settings.policy_path)
    chosen = whole if inbox is None and at is None else whole.for_(inbox, at)
    for line in lines_of(chosen, load_policy()):
        typer.echo(line)


@app.command("diff")
def diff(
    one: Annotated[Path, typer.Argument(help="A policy file.")],
    other: Annotated[
        Path | None, typer.Argument(help="Another; else the one of the settings, or as shipped.")
    ] = None,
    language: Annotated[
        Spoken | None, typer.Option(help="The language of the words; else that of the house.")
    ] = None,
) -> None:
    """Say what differs between two policies, in words; exit code 1 when anything does."""
    settings = load_settings()
    before, after = load_policy(one), load_policy(other or settings.policy_path)
    found = differences(before, after)
    spoken = language or _spoken_at_home(settings)
    count = say_count("diff.count", len(found)) if found else say("diff.same")
    title = say("diff.title", one=before.version, other=after.version, count=count)
    for line in (title, *(say("diff.line", key=one.key, what=in_words(one)) for one in found)):
        typer.echo(line.in_language(spoken.value))
    if found:
        raise typer.Exit(1)


def _spoken_at_home(settings: Settings) -> Spoken:
    """The house's first language that the words are written in."""
    known = {one.value: one for one in Spoken}
    languages = (one.partition("-")[0] for one in load_house(settings.house_path).languages)
    return next((known[one] for one in languages if one in known), Spoken.EN)


def lines_of(policy: Policy, shipped: Policy) -> Iterator[str]:
    """The lines of `show`: valid TOML that loads to the same policy."""
    sources = shipped_sources()
    yield f'version = "{policy.version}"'
    for section in ("thresholds", "counts"):
        yield f"\n[{section}]"
        base: Mapping[str, object] = asdict(getattr(shipped, section))
        for key, value in asdict(getattr(policy, section)).items():
            yield _line(section, key, value, base=base[key], source=sources.get(key))
    yield "\n[rules]"
    for code, is_on in policy.rules.items():
        yield _line("rules", code, is_on, base=shipped.rules.get(code), source=None)
    yield from _lines_of_card(policy.scorecard)
    yield from _lines_of_hours(policy.hours, "hours")
    for name, own in policy.inboxes.items():
        yield from _lines_of_inbox(name, own)


def _lines_of_card(card: Scorecard | None) -> Iterator[str]:
    if card is None:
        return
    yield "\n[scorecard]"
    for key in ("bias", *STEPS):
        yield _line("scorecard", key, getattr(card, key), base=None, source=None)
    yield "\n[scorecard.points]"
    for key, value in card.points.items():
        yield _line("points", key, value, base=None, source=None)


def _lines_of_inbox(name: str, own: InboxChanges) -> Iterator[str]:
    path = f"inbox.{_key(name)}"
    yield from _lines_of_changes(own.changes, path)
    yield from _lines_of_hours(own.hours, f"{path}.hours")


def _lines_of_hours(hours: Iterable[Stretch], path: str) -> Iterator[str]:
    for one in hours:
        yield f"\n[[{path}]]"
        yield f"from = {one.begins:%H:%M:%S}"
        yield f"to = {one.ends:%H:%M:%S}"
        if one.days != EVERY_DAY:
            days = ", ".join(f'"{WEEKDAYS[day]}"' for day in sorted(one.days))
            yield f"days = [{days}]"
        yield from _lines_of_changes(one.changes, path)


def _lines_of_changes(changes: Changes, path: str) -> Iterator[str]:
    parts: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("thresholds", changes.thresholds),
        ("counts", changes.counts),
        ("rules", changes.rules),
    )
    for section, numbers in parts:
        if numbers:
            yield f"\n[{path}.{section}]"
            for key, value in numbers.items():
                yield _line(section, key, value, base=None, source=None)


def _line(section: str, key: str, value: object, *, base: object, source: str | None) -> str:
    """One number with its meaning, and the shipped one where it differs."""
    written = str(value).lower() if isinstance(value, bool) else f"{value}"
    remarks = [reason(key).en if section == "rules" else meaning(section, key).en]
    if base is not None and base != value:
        remarks.append(f"shipped: {str(base).lower()}")
    elif source is not None:
        remarks.append(source)
    return f"{f'{_key(key)} = {written}':<{WIDTH}}  # {'; '.join(remarks)}"


def _key(name: str) -> str:
    """A key as TOML writes it."""
    is_bare = name.replace("_", "").replace("-", "").isalnum() and name.isascii()
    return name if is_bare else f'"{name}"'


def _check_inboxes(policy: Policy, known: list[str]) -> None:
    """Refuse changes for an inbox that the house does not have: they would never hold."""
    for name in policy.inboxes:
        if name not in known:
            near = get_close_matches(name, known, n=1) or known
            remedy = f"The house has no such inbox. Did you mean '{near[0]}'?"
            raise FieldInvalid(field="inbox", value=f"'{name}'", remedy=remedy)


def _count(number: int) -> str:
    return {0: "nothing differs", 1: "one difference"}.get(number, f"{number} differences")
