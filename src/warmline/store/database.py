"""
The store: writing transactions one after another, reading ones beside them.

Everything written in one transaction commits together with its events, or not at all; after the
commit whoever listens in this process is woken.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Lock

from warmline.store.engines import known_url, open_reader, open_writer
from warmline.store.failures import translated
from warmline.store.migrate import upgrade
from warmline.store.transaction import OpenTransaction
from warmline.store.turnstile import Turnstile

# A queue of writers this long means that the disk has stopped, not that it is busy.
PATIENCE = timedelta(seconds=10)


class Database:
    """Fulfils `ports.Store` on SQLite or PostgreSQL."""

    def __init__(self, url: str) -> None:
        """
        Prepare engines; nothing is opened before the first use.

        Args:
            url: sqlite:///file or postgresql://user@host/name.

        Raises:
            SettingsInvalid: the URL cannot be used.
            ExtraMissing: the driver is not installed.
        """
        known = known_url(url)
        self._writer = open_writer(known)
        self._reader = open_reader(known)
        self._turnstile = Turnstile(PATIENCE)
        self._listeners: list[Callable[[], None]] = []
        self._guard = Lock()

    @contextmanager
    def transaction(self) -> Iterator[OpenTransaction]:
        """
        A writing transaction; it commits when the block ends well and rolls back otherwise.

        Raises:
            WriteConflict: somebody else was faster.
            NotFound: a row names another that does not exist.
            StoreUnavailable: the database does not answer.
        """
        with self._turnstile.turn(), translated(), self._writer.begin() as connection:
            tx = OpenTransaction(connection)
            yield tx
        if tx.events.has_appended:
            self._wake()

    @contextmanager
    def view(self) -> Iterator[OpenTransaction]:
        """
        A reading transaction: a consistent view, no writes.

        Raises:
            StoreUnavailable: the database does not answer, or something was written.
        """
        with translated(), self._reader.begin() as connection:
            yield OpenTransaction(connection)

    def on_commit(self, listener: Callable[[], None]) -> Callable[[], None]:
        """
        Call a listener after each commit that told of events, in the thread that committed.

        Args:
            listener: must return at once and must not raise.

        Returns:
            What to call to listen no more.
        """
        with self._guard:
            self._listeners.append(listener)

        def stop() -> None:
            with self._guard:
                self._listeners = [known for known in self._listeners if known is not listener]

        return stop

    def migrate(self) -> None:
        """
        Bring the tables to the newest version; safe to repeat and in two processes at once.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        with self._turnstile.turn(), translated(), self._writer.begin() as connection:
            upgrade(connection)

    def close(self) -> None:
        """Let go of connections."""
        self._writer.dispose()
        self._reader.dispose()

    def _wake(self) -> None:
        with self._guard:
            listeners = list(self._listeners)
        for listener in listeners:
            listener()
