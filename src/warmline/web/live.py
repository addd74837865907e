"""
The live line: whoever listens hears what was committed, once, in the order of commits.

One reader per server follows the event table; a commit in this process wakes it at once, and it
looks five times a second besides, for what other processes commit. A listener that was away names
the last number it heard and gets the rest from the table. This file knows events and no action.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from datetime import timedelta

from warmline.conversation.event import Event
from warmline.errors import StoreUnavailable
from warmline.ports import Store
from warmline.web.metrics import Metrics

log = logging.getLogger("warmline.web")

LOOK_EVERY = timedelta(milliseconds=200)
"""A second process's commit shows within this time; reading the table by its key is cheap."""
BEAT_EVERY = timedelta(seconds=15)
"""Shorter than the idle limit of common proxies (30 to 60 s)."""
LIFE = timedelta(minutes=10)
"""Then the browser connects anew, so that no line outlives a deployment or a sign-in for long."""
BATCH = 500
WAITING_EVENTS = 2_000
"""A listener that lags further behind is cut off and catches up from the table when it returns."""


class Listener:
    """One open line: what it has still to hear, and how far it has come."""

    def __init__(self, seq: int) -> None:
        """Listen from a number on."""
        self.seq = seq
        self.events: asyncio.Queue[Event | None] = asyncio.Queue(WAITING_EVENTS)

    def tell(self, event: Event | None) -> None:
        """Put an event in its line; None ends it, and so does falling too far behind."""
        if event is not None and not self.events.full():
            self.events.put_nowait(event)
            return
        while not self.events.empty():
            self.events.get_nowait()
        self.events.put_nowait(None)


class LiveLine:
    """Follows the event table for all listeners of one server."""

    def __init__(self, store: Store, metrics: Metrics) -> None:
        """Follow a store."""
        self._store = store
        self._metrics = metrics
        self._listeners: set[Listener] = set()
        self._awake = asyncio.Event()
        self._ready = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._seq = 0

    def wake(self) -> None:
        """Look now; may be called from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._awake.set)

    async def follow(self) -> None:
        """Follow the table until cancelled."""
        self._loop = asyncio.get_running_loop()
        awake = self._awake = asyncio.Event()
        with contextlib.ExitStack() as stack:
            on_commit: Callable[[Callable[[], None]], Callable[[], None]] | None = getattr(
                self._store, "on_commit", None
            )
            if on_commit is not None:
                stack.callback(on_commit(self.wake))
            stack.callback(self.hang_up)
            # Only now: a commit from here on wakes the line, and none before is missing in it.
            self._seq = await asyncio.to_thread(self._last)
            self._ready.set()
            while True:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(awake.wait(), LOOK_EVERY.total_seconds())
                awake.clear()
                try:
                    await self._look()
                except StoreUnavailable as error:
                    log.warning("live.waiting %s", error.code)

    def hang_up(self) -> None:
        """End every line; browsers come back by themselves."""
        for listener in self._listeners:
            listener.tell(None)

    @contextlib.contextmanager
    def listening(self, since: int | None) -> Iterator[Listener]:
        """Listen, from a number that was heard before, or from now on."""
        listener = Listener(self._seq if since is None else since)
        self._listeners.add(listener)
        self._metrics.listeners.inc()
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            self._metrics.listeners.dec()

    async def heard(self, since: int | None) -> AsyncGenerator[Event | None, None]:
        """
        Events after a number, then as they come; None is a beat that keeps the line open.

        Args:
            since: the last number heard; None means from now on.
        """
        await self._ready.wait()
        with self.listening(since) as listener:
            for known in await asyncio.to_thread(self.after, listener.seq):
                listener.seq = known.seq or listener.seq
                yield known
            async with contextlib.aclosing(self._until_over(listener)) as events:
                async for event in events:
                    yield event

    def after(self, seq: int) -> list[Event]:
        """What was committed after a number; all of it, in the order of commits."""
        events: list[Event] = []
        with self._store.view() as tx:
            while len(batch := tx.events.after(seq, BATCH)) == BATCH:
                events += batch
                seq = batch[-1].seq or seq
            return events + batch

    async def _until_over(self, listener: Listener) -> AsyncGenerator[Event | None, None]:
        loop = asyncio.get_running_loop()
        over_at = loop.time() + LIFE.total_seconds()
        while loop.time() < over_at:
            try:
                event = await asyncio.wait_for(listener.events.get(), BEAT_EVERY.total_seconds())
            except TimeoutError:
                yield None
                continue
            if event is None:
                return
            if event.seq is not None and event.seq > listener.seq:
                listener.seq = event.seq
                yield event

    async def _look(self) -> None:
        for event in await asyncio.to_thread(self.after, self._seq):
            self._seq = event.seq or self._seq
            self._metrics.count(event)
            for listener in self._listeners:
                listener.tell(event)

    def _last(self) -> int:
        with self._store.view() as tx:
            return tx.events.last_seq()
