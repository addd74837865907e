"""
The engines for writing and for reading, in the two dialects that we speak.

SQLite: WAL, so that readers never wait; `BEGIN IMMEDIATE` for writers, so that two processes queue
instead of failing in the middle. PostgreSQL: one advisory lock for writers, so that event numbers
commit in order; repeatable read for readers.
"""

from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from warmline.errors import ExtraMissing, SettingsInvalid

# Any fixed number will do, as long as nothing else in the same database uses it.
WRITER_LOCK = 7_226_301
# Longer than any transaction of ours, shorter than a browser's patience.
BUSY_TIMEOUT_MILLISECONDS = 10_000
READERS = 8
# The driver named here is imported by SQLAlchemy alone.
_DIALECTS = {"sqlite": "sqlite+pysqlite", "postgresql": "postgresql+psycopg"}


def known_url(url: str) -> URL:
    """
    Parse a database URL and name its driver.

    Raises:
        SettingsInvalid: it is no URL, or of a database that is not supported.
    """
    remedy = "Write sqlite:///path/to/file.db or postgresql://user@host/name."
    try:
        parsed = make_url(url)
    except ArgumentError as failure:
        raise SettingsInvalid(
            field="database_url", problem="is not a URL", remedy=remedy
        ) from failure
    dialect = parsed.get_backend_name()
    if dialect not in _DIALECTS:
        problem = f"names '{dialect}', which is not supported"
        raise SettingsInvalid(field="database_url", problem=problem, remedy=remedy)
    if dialect == "sqlite" and not parsed.database:
        raise SettingsInvalid(field="database_url", problem="names no file", remedy=remedy)
    return parsed.set(drivername=_DIALECTS[dialect])


def open_writer(url: URL) -> Engine:
    """
    The engine whose transactions queue.

    Raises:
        ExtraMissing: the driver is not installed.
    """
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = _engine(url, pool_size=1)
    _listen(engine, opening="BEGIN IMMEDIATE", read_only=False)
    return engine


def open_reader(url: URL) -> Engine:
    """
    The engine whose transactions see one moment and change nothing.

    Raises:
        ExtraMissing: the driver is not installed.
    """
    engine = _engine(url, pool_size=READERS)
    _listen(engine, opening="BEGIN", read_only=True)
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _engine(url: URL, *, pool_size: int) -> Engine:
    try:
        # Parameters hold what people wrote: they must not reach a log by way of an error.
        return create_engine(
            url, pool_size=pool_size, max_overflow=READERS, pool_pre_ping=True, hide_parameters=True
        )
    except (ModuleNotFoundError, NoSuchModuleError) as failure:
        raise ExtraMissing(what="PostgreSQL", extra="postgres") from failure


def _listen(engine: Engine, *, opening: str, read_only: bool) -> None:
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def prepare(connection: SqliteConnection, record: Any) -> None:
            del record
            # We begin transactions ourselves; the driver's own way begins too late.
            connection.isolation_level = None
            for pragma in _pragmas(read_only):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(opening)

    elif not read_only:

        @event.listens_for(engine, "begin")
        def queue(connection: Connection) -> None:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})"))


def _pragmas(read_only: bool) -> list[str]:
    return [
        f"busy_timeout={BUSY_TIMEOUT_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        *(["query_only=ON"] if read_only else []),
    ]
