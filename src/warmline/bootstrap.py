"""
Settings in, a wired installation out: the only file that names concrete adapters.

The clock and the ids of the real world are made here too, so that everything below can be given
others.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from uuid import uuid4

from warmline.actions.digest import send_digest
from warmline.actions.follow_up import grow_late, remind
from warmline.actions.hand_off import match_waiting, time_out_offer
from warmline.actions.keep_posted import tell_late, tell_progress
from warmline.actions.remember import expire_fact
from warmline.actions.settle import complaint_grew_late, remind_of_complaint
from warmline.actions.snooze import wake
from warmline.actions.translate import translate_waiting
from warmline.actions.workplace import Workplace
from warmline.agents.house import load_house
from warmline.assistant.assistant import ArticleAssistant, SilentAssistant
from warmline.coaching.coach import Coach
from warmline.config import Settings
from warmline.connectors.articles import read_articles
from warmline.connectors.model_line import model_line, translator_line
from warmline.connectors.reader_line import ReaderLine
from warmline.connectors.remote_reader import RemoteReader
from warmline.connectors.webhook import Endpoint, Webhooks
from warmline.contacts import proposals
from warmline.errors import FastReaderMissing, ModelMissing
from warmline.jobs.duties import Duties
from warmline.jobs.worker import Worker
from warmline.llm.chat import PATH, ChatModel
from warmline.llm.translating import CheckedTranslator, Engine, LibreEngine, ModelEngine
from warmline.moments.policy import load_policy
from warmline.ports import Assistant, Clock, Reader
from warmline.reading import cues
from warmline.reading.language import LanguageFinder
from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.reader import CueReader, FloorReader
from warmline.reading.static_reader import StaticReader
from warmline.store.database import Database

log = logging.getLogger("warmline")


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
    The embedded or the remote reader under its floor of cues; cues alone when there is no model.

    The model is loaded once per process and shared. Whether a remote reader answers is found out
    when it is asked.
    """
    languages = LanguageFinder()
    if settings.reader_url is not None:
        return FloorReader(open_remote(settings, settings.reader_url), languages)
    try:
        return FloorReader(open_model(settings), languages)
    except ModelMissing:
        return CueReader(languages)


def open_fast_reader(settings: Settings) -> Reader:
    """
    The small reader for archives under the same floor of cues.

    Whoever asks for it by name gets it or an error: cues alone would be no faster answer.

    Raises:
        FastReaderMissing: the artefact was built without it, or it is damaged.
    """
    return FloorReader(open_fast_model(settings), LanguageFinder())


def open_fast_model(settings: Settings) -> StaticReader:
    """
    The small reader itself, without cues, for measuring it.

    Raises:
        FastReaderMissing: the artefact was built without it, or it is damaged.
    """
    try:
        return StaticReader(artefact_path(settings))
    except ModelMissing as missing:
        raise FastReaderMissing(**missing.fields) from missing


def open_model(settings: Settings) -> OnnxReader:
    """
    The model itself, without cues, for measuring it.

    Raises:
        ModelMissing: the artefact is not there or is damaged.
    """
    return _shared_model(artefact_path(settings), settings.reader_threads)


def open_remote(settings: Settings, url: str) -> RemoteReader:
    """The remote reader itself, without cues; one line to each address, shared by the process."""
    token = "" if settings.reader_token is None else settings.reader_token.get_secret_value()
    return _shared_remote(url, token, settings.reader_timeout_seconds)


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
        SettingsInvalid: the folder of articles cannot be used; single files that cannot be used
            are left out and logged.
    """
    if settings.articles_path is None:
        return SilentAssistant()
    shelf = read_articles(settings.articles_path)
    for error in shelf.refused:
        log.warning("%s: %s", error.code, error)
    return ArticleAssistant(shelf.passages, reader)


def open_writer(settings: Settings) -> ChatModel | None:
    """The language model of the settings; none by default. Whether it answers is seen later."""
    if settings.llm_url is None:
        return None
    token = "" if settings.llm_token is None else settings.llm_token.get_secret_value()
    limit = timedelta(seconds=settings.llm_timeout_seconds)
    return _shared_writer(settings.llm_url, settings.llm_model, token, limit)


def open_translator(settings: Settings, reader: Reader) -> CheckedTranslator | None:
    """The translator of the settings; none by default. Whether it answers is seen later."""
    if settings.translate_url is None:
        return None
    token = settings.translate_token
    key = "" if token is None else token.get_secret_value()
    limit = timedelta(seconds=settings.translate_timeout_seconds)
    model = settings.translate_model if settings.translate_kind == "openai" else None
    engine = _shared_engine(settings.translate_url, model, key, limit)
    return CheckedTranslator(engine, LanguageFinder().find, reader.vectors)


def open_store(settings: Settings) -> Database:
    """
    The database, brought to the newest version.

    Raises:
        SettingsInvalid: the URL cannot be used.
        StoreUnavailable: the database does not answer.
    """
    if settings.database_url is None:
        settings.folder.mkdir(parents=True, exist_ok=True)
    store = Database(settings.store_url)
    store.migrate()
    return store


def open_workplace(
    settings: Settings,
    *,
    store: Database | None = None,
    clock: Clock | None = None,
    reader: Reader | None = None,
) -> Workplace:
    """
    Wire an installation and bring its tables to the newest version.

    Args:
        settings: as read once.
        store: one that is open already.
        clock: another clock, for tests and for the demo's past.
        reader: another reader, for tests.

    Raises:
        WarmlineError: a file that the settings name cannot be used, or the database does not
            answer.
    """
    chosen = reader or open_reader(settings)
    policy = load_policy(settings.policy_path)
    return Workplace(
        store=store or open_store(settings),
        reader=chosen,
        assistant=open_assistant(settings, chosen),
        coach=Coach(chosen, policy),
        clock=clock or SystemClock(),
        new_id=new_id,
        policy=policy,
        house=load_house(settings.house_path),
        remind_before=settings.remind_before,
        message_limit=settings.message_limit,
        writer=open_writer(settings),
        words_answers=settings.llm_answers,
        translator=open_translator(settings, chosen),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One wired server."""

    work: Workplace
    worker: Worker

    @contextmanager
    def running_jobs(self) -> Iterator[None]:
        """Carry out durable work for the length of the block, then let go of the database."""
        try:
            with self.worker.running():
                yield
        finally:
            self.work.store.close()


def open_installation(settings: Settings) -> Installation:
    """
    Wire everything that a server needs: the workplace and its durable work.

    Raises:
        WarmlineError: a file that the settings name cannot be used, or the database does not
            answer.
    """
    store = open_store(settings)
    work = open_workplace(settings, store=store)
    cues.load_all()
    proposals.load_all()
    return Installation(work=work, worker=_open_worker(settings, work, store))


def _open_worker(settings: Settings, work: Workplace, store: Database) -> Worker:
    secret = "" if settings.webhook_secret is None else settings.webhook_secret.get_secret_value()
    endpoints = [Endpoint(url=url, secret=secret) for url in settings.webhook_urls]
    webhooks = Webhooks(store, work.clock.now, endpoints) if endpoints else None
    duties = Duties(
        remind=lambda promise_id: remind(work, promise_id=promise_id),
        grow_late=lambda promise_id: grow_late(work, promise_id=promise_id),
        tell_progress=lambda promise_id: tell_progress(work, promise_id=promise_id),
        tell_late=lambda promise_id: tell_late(work, promise_id=promise_id),
        wake=lambda conversation_id: wake(work, conversation_id=conversation_id),
        remind_of_complaint=lambda id: remind_of_complaint(work, complaint_id=id),
        complaint_grew_late=lambda id: complaint_grew_late(work, complaint_id=id),
        time_out_offer=lambda handoff_id, number: time_out_offer(
            work, handoff_id=handoff_id, offer_number=number
        ),
        match_waiting=lambda: match_waiting(work),
        deliver=_deliver_nothing if webhooks is None else webhooks.deliver,
        translate=lambda conversation_id: translate_waiting(work, conversation_id=conversation_id),
        digest=lambda number: send_digest(work, number=number),
        expire_fact=lambda fact_id: expire_fact(work, fact_id=fact_id),
    )
    return Worker(
        store,
        duties,
        work.clock,
        url=settings.jobs_url,
        endpoints=[endpoint.id for endpoint in endpoints],
        executor_id=settings.server_id,
        translates=work.translator is not None,
        digest_every=work.house.digest_every,
    )


def _deliver_nothing(endpoint_id: str, seq: int) -> None:
    """An endpoint that the settings no longer name gets nothing."""
    del endpoint_id, seq


@cache
def _shared_model(path: Path, threads: int) -> OnnxReader:
    return OnnxReader(path, threads=threads or min(os.cpu_count() or 1, 4))


@cache
def _shared_writer(url: str, model: str, token: str, limit: timedelta) -> ChatModel:
    return ChatModel(model_line(url, token=token, limit=limit), model=model)


@cache
def _shared_engine(url: str, model: str | None, key: str, limit: timedelta) -> Engine:
    if model is None:
        return LibreEngine(translator_line(url, "/translate", token="", limit=limit), key=key)
    line = translator_line(url, PATH, token=key, limit=limit)
    return ModelEngine(ChatModel(line, model=model), place=line.place)


@cache
def _shared_remote(url: str, token: str, seconds: int) -> RemoteReader:
    return RemoteReader(ReaderLine(url, token=token, limit=timedelta(seconds=seconds)))
