"""`warmline doctor`: is this installation sound, and if not, what is to be done."""

import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from pydantic import SecretStr

from warmline import __version__
from warmline.agents.house import load_house
from warmline.bootstrap import (
    artefact_path,
    open_assistant,
    open_model,
    open_reader,
    open_remote,
    open_translator,
    open_writer,
)
from warmline.config import Settings, load_settings
from warmline.connectors.articles import read_articles
from warmline.errors import WarmlineError
from warmline.moments.policy import load_policy
from warmline.reading.cover import cover
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader, ModelReader
from warmline.reading.reading import Reading
from warmline.store.database import Database

FREE_BYTES = 500_000_000
"""Below this much free space a database of messages can fill up within days."""

PROBES = (
    ("My mother is on oxygen and the power has been out since noon", "emergency"),
    ("我要转人工", "person"),
    ("What are your opening hours?", "calm"),
)
"""Three messages whose readings nobody could argue about."""

HARMLESS = "The office is open from Monday to Friday."
"""What a language model and a translator are tried with."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    is_sound: bool
    remark: str


def doctor(
    folder: Path | None = typer.Option(None, help="Where the embedded database lives."),
    settings: Path | None = typer.Option(None, help="The settings file."),
) -> None:
    """Tell whether the installation is sound, and what to do if it is not."""
    chosen = load_settings(settings, folder=folder)
    typer.echo(f"warmline {__version__}")
    is_sound = True
    for finding in examine(chosen):
        is_sound &= finding.is_sound
        mark = "ok     " if finding.is_sound else "PROBLEM"
        typer.echo(f"{mark}  {finding.subject}: {finding.remark}")
    typer.echo("\nSettings in force:")
    for name in type(chosen).model_fields:
        value = getattr(chosen, name)
        shown = "(set, hidden)" if isinstance(value, SecretStr) else value
        typer.echo(f"  {name} = {shown}")
    typer.echo(
        "\nThe installation is sound." if is_sound else "\nSomething needs a hand: see above."
    )
    if not is_sound:
        raise typer.Exit(3)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at each part in turn; a broken one does not stop the others."""
    yield _checked("house", lambda: _house(settings))
    yield _checked("policy", lambda: f"version {load_policy(settings.policy_path).version}")
    yield _checked("database", lambda: _database(settings))
    yield _checked("assistant", lambda: _articles(settings))
    yield _reader(settings)
    if settings.llm_url is not None:
        yield _checked("language model", lambda: _writer(settings))
    if settings.translate_url is not None:
        yield _checked("translator", lambda: _translator(settings))
    yield _space(settings)
    yield _port(settings)


def _checked(subject: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(subject, True, look())
    except (WarmlineError, OSError) as error:
        return Finding(subject, False, str(error))


def _house(settings: Settings) -> str:
    house = load_house(settings.house_path)
    return f"{len(house.inboxes)} inboxes, languages {', '.join(house.languages)}"


def _database(settings: Settings) -> str:
    if settings.database_url is None:
        settings.folder.mkdir(parents=True, exist_ok=True)
    store = Database(settings.store_url)
    store.migrate()
    with store.view() as tx:
        agents = len(tx.agents.all())
        seq = tx.events.last_seq()
    store.close()
    if agents == 0:
        return "answers; nobody can sign in yet: run 'warmline agent add'"
    return f"answers; {agents} agents, {seq} events"


def _articles(settings: Settings) -> str:
    if settings.articles_path is None:
        return "no articles; it will say that it does not know ('articles_path')"
    reader = open_reader(settings)
    open_assistant(settings, reader)
    refused = len(read_articles(settings.articles_path).refused)
    left_out = f"; {refused} cannot be used, see 'warmline articles check'" if refused else ""
    return f"articles of {settings.articles_path} are indexed{left_out}"


def _reader(settings: Settings) -> Finding:
    texts = [text for text, _ in PROBES]
    try:
        model = _model(settings)
        model.read_many(texts, ["und"] * len(texts))
    except WarmlineError as error:  # below the floor, that would read by cues and not say why
        return Finding("reader", False, str(error))
    readings = open_reader(settings).read_many(texts)
    by = f"{model.name} {_place(settings)}"
    wrong = [
        number
        for number, ((_, expected), reading) in enumerate(zip(PROBES, readings, strict=True), 1)
        if expected != _seen(reading)
    ]
    if wrong:
        remedy = "install the package again, or take another reader"
        return Finding("reader", False, f"probe {wrong[0]} is misread by {by}; {remedy}")
    if any(reading.degraded for reading in readings):
        remark = f"the one {_place(settings)} has no model itself: cues alone, marked degraded. "
        return Finding("reader", False, remark + "Run 'warmline doctor' there")
    return Finding("reader", True, f"{by} reads the three probes rightly")


def _writer(settings: Settings) -> str:
    model = open_writer(settings)
    assert model is not None
    (material,) = cover([HARMLESS]).texts
    model.word("Repeat the material in one sentence.", material, most_tokens=40)
    return f"{settings.llm_model} at {model.place} answers; what it words is checked"


def _translator(settings: Settings) -> str:
    translator = open_translator(settings, CueReader(LanguageFinder()))
    assert translator is not None
    translator.translate(HARMLESS, source="en", target="es", names=())
    return f"{settings.translate_kind} at {translator.place} translates"


def _model(settings: Settings) -> ModelReader:
    if settings.reader_url is not None:
        return open_remote(settings, settings.reader_url)
    return open_model(settings)


def _place(settings: Settings) -> str:
    return (
        f"in {artefact_path(settings)}"
        if settings.reader_url is None
        else f"at {settings.reader_url}"
    )


def _seen(reading: Reading) -> str:
    if reading.emergency >= 0.5:
        return "emergency"
    return "person" if reading.asks["person"] >= 0.5 else "calm"


def _space(settings: Settings) -> Finding:
    place = next(
        path for path in (settings.folder, *settings.folder.parents, Path("/")) if path.exists()
    )
    free = shutil.disk_usage(place).free
    remark = f"{free // 1_000_000} MB free where the database lives"
    return Finding("disk", free >= FREE_BYTES, remark)


def _port(settings: Settings) -> Finding:
    with socket.socket() as probe:
        in_use = settings.port != 0 and probe.connect_ex((settings.host, settings.port)) == 0
    if in_use:
        remark = f"{settings.port} is taken: a server runs already, or set another 'port'"
        return Finding("port", True, remark)
    return Finding("port", True, f"{settings.port} is free")
