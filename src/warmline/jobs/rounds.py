"""A deed that is done again and again while the server runs, on a thread of its own."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

from warmline.jobs.outbox import survived


class Rounds:
    """Repeats a deed; a failure is told and the next round comes all the same."""

    def __init__(self, deed: Callable[[], object], *, every: timedelta) -> None:
        """Prepare; nothing runs before `start`."""
        self._deed = deed
        self._every = every
        self._ended = Event()
        self._thread = Thread(target=self._go, name="warmline-rounds", daemon=True)

    def start(self) -> None:
        """Begin with the first round."""
        self._thread.start()

    def stop(self) -> None:
        """End after the round at hand."""
        self._ended.set()
        self._thread.join()

    def _go(self) -> None:
        while not self._ended.is_set():
            survived(self._deed, "a round failed")
            self._ended.wait(self._every.total_seconds())
