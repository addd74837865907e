"""
A lock that lets waiting threads through in the order in which they came.

A plain lock may let one busy thread through again and again while another starves.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Lock, get_ident

from warmline.errors import StoreUnavailable


class Turnstile:
    """First come, first served; one at a time."""

    def __init__(self, patience: timedelta) -> None:
        """Wait at most this long for one's turn."""
        self._patience = patience
        self._guard = Lock()
        self._holder: int | None = None
        self._waiting: deque[tuple[int, Event]] = deque()

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        with self._guard:
            return len(self._waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """
        Hold the turn for the length of the block.

        Raises:
            StoreUnavailable: the turn did not come in time.
        """
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        me = get_ident()
        with self._guard:
            if self._holder is None:
                self._holder = me
                return
            if self._holder == me:
                raise RuntimeError("A transaction was opened inside another one.")
            place = (me, Event())
            self._waiting.append(place)
        if place[1].wait(self._patience.total_seconds()):
            return
        with self._guard:
            if place not in self._waiting:  # the turn came between the end of the wait and now
                return
            self._waiting.remove(place)
        raise StoreUnavailable(reason="too many writers wait")

    def _leave(self) -> None:
        with self._guard:
            if not self._waiting:
                self._holder = None
                return
            self._holder, came = self._waiting.popleft()
            came.set()
