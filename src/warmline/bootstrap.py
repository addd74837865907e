"""
Settings in, a wired installation out: the only file that names concrete adapters.

The clock and the ids of the real world are made here too, so that everything below can be given
others.
"""

import os
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from uuid import uuid4

from warmline.actions.workplace import Workplace
from warmline.agents.house import load_house
from warmline.assistant.assistant import ArticleAssistant, SilentAssistant
from warmline.config import Settings
from warmline.connectors.articles import read_articles
from warmline.errors import ModelMissing
from warmline.moments.policy import load_policy
from warmline.ports import Assistant, Clock, Reader
from warmline.reading.language import LanguageFinder
from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.reader import CueReader, FloorReader
from warmline.store.database import Database


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """The time now, aware, UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that asks the machine


def new_id() -> str:
    """An id that cannot be guessed: 122 random bits."""
    return uuid4().hex


def open_reader(settings: Settings) -> Reader:
    """
    The embedded reader under its floor of cues; cues alone when the model cannot be used.

    The model is loaded once per process and shared.
    """
    languages = LanguageFinder()
    try:
        model = _shared_model(artefact_path(settings), settings.reader_threads)
    except ModelMissing:
        return CueReader(languages)
    return FloorReader(model, languages)


def artefact_path(settings: Settings) -> Path:
    """The folder of the reader's artefact."""
    if settings.reader_path is not None:
        return settings.reader_path
    with as_file(files("warmline.reading") / "artefact") as path:
        return path


def open_assistant(settings: Settings, reader: Reader) -> Assistant:
    """
    The assistant over the firm's articles; without articles, one that knows nothing.

    Raises:
        SettingsInvalid: the folder of articles cannot be used.
        BodyMalformed: an article cannot be used.
    """
    if settings.articles_path is None:
        return SilentAssistant()
    return ArticleAssistant(read_articles(settings.articles_path), reader)


def open_workplace(
    settings: Settings, *, clock: Clock | None = None, reader: Reader | None = None
) -> Workplace:
    """
    Wire an installation and bring its tables to the newest version.

    Args:
        settings: as read once.
        clock: another clock, for tests and for the demo's past.
        reader: another reader, for tests.

    Raises:
        WarmlineError: a file that the settings name cannot be used, or the database does not
            answer.
    """
    if settings.database_url is None:
        settings.folder.mkdir(parents=True, exist_ok=True)
    store = Database(settings.store_url)
    store.migrate()
    chosen = reader or open_reader(settings)
    return Workplace(
        store=store,
        reader=chosen,
        assistant=open_assistant(settings, chosen),
        clock=clock or SystemClock(),
        new_id=new_id,
        policy=load_policy(settings.policy_path),
        house=load_house(settings.house_path),
        remind_before=settings.remind_before,
        message_limit=settings.message_limit,
    )


@cache
def _shared_model(path: Path, threads: int) -> OnnxReader:
    return OnnxReader(path, threads=threads or min(os.cpu_count() or 1, 4))
