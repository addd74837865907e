"""
The line to a remote reader: one POST at a time, with a limit on the whole of it.

Ordinary clients limit each step, so that a name server which sleeps, or a server that sends a byte
a second, would hold a message for as long as it likes. Here an exchange is a task of an event loop
of its own and is cancelled when its time is over. After a silence the line rests: the messages that
come meanwhile do not wait for the same silence again. What is sent and answered is not looked at.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from time import monotonic
from typing import Final

import httpx

from warmline.errors import ReaderFailed

ATTEMPTS: Final = 2
"""A kept connection may have been closed at the other end; once more is enough to know."""
REST: Final = timedelta(seconds=10)
"""How long a line rests after a silence: one message in so long pays for trying again."""
LARGEST_ANSWER: Final = 16_000_000
"""Bytes; a batch of readings with long vectors is about half a megabyte."""
SLACK: Final = timedelta(seconds=1)
"""Beyond the limit, for a loop that is busy; then the wait itself is given up."""

CHECK_TOKEN = "Check 'reader_token': it must be the key that the remote reader asks for."
CHECK_URL = "Check 'reader_url', and the log of the remote reader."
CHECK_SERVER = "Check that the remote reader runs and can be reached from here."


class ReaderLine:
    """Sends bytes to one address and gives back the bytes of its answer."""

    def __init__(
        self,
        url: str,
        *,
        token: str,
        limit: timedelta,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """
        Prepare; nothing is sent before `send`.

        Args:
            url: where to POST.
            token: shown as a bearer token; empty for none.
            limit: for one exchange, from the look-up of the name to the last byte.
            now: seconds of a clock that never goes back, for the rest.
        """
        shown = {"Authorization": f"Bearer {token}"} if token else {}
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        self._url = httpx.URL(url)
        self._limit, self._now = limit, now
        self._client = httpx.AsyncClient(headers=headers | shown, timeout=limit.total_seconds())
        self._silent: tuple[str, float] | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="reader-line", daemon=True)
        self._thread.start()

    @property
    def place(self) -> str:
        """Host and port, for errors."""
        return self._url.netloc.decode("ascii")

    def send(self, body: bytes) -> bytes:
        """
        Send a body, and wait for the answer no longer than the limit.

        Raises:
            ReaderFailed: no answer in time, no connection, another status than 2xx, too much; or
                the line rests.
        """
        if self._silent is not None and self._now() < self._silent[1]:
            raise self._failure(self._silent[0], CHECK_SERVER)
        try:
            status, answer = self._wait(body)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as failure:  # TimeoutError is one
            is_late = isinstance(failure, TimeoutError | httpx.TimeoutException)
            seconds = self._limit.total_seconds()
            reason = f"no answer in {seconds:g} s" if is_late else type(failure).__name__
            self._silent = (reason, self._now() + REST.total_seconds())
            raise self._failure(reason, CHECK_SERVER) from failure
        self._silent = None
        if status // 100 != 2:
            remedy = CHECK_TOKEN if status in (401, 403) else CHECK_URL
            raise self._failure(f"status {status}", remedy)
        if len(answer) > LARGEST_ANSWER:
            raise self._failure(f"an answer of more than {LARGEST_ANSWER} bytes", CHECK_URL)
        return answer

    def close(self) -> None:
        """Let go of connections, and end the thread."""
        asyncio.run_coroutine_threadsafe(self._client.aclose(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _failure(self, reason: str, remedy: str) -> ReaderFailed:
        return ReaderFailed(reader=self.place, reason=reason, remedy=remedy)

    def _wait(self, body: bytes) -> tuple[int, bytes]:
        asked = asyncio.run_coroutine_threadsafe(self._exchange(body), self._loop)
        try:
            return asked.result((self._limit + SLACK).total_seconds())
        except TimeoutError:
            asked.cancel()
            raise

    async def _exchange(self, body: bytes) -> tuple[int, bytes]:
        async with asyncio.timeout(self._limit.total_seconds()):
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return await self._post(body)
                except (httpx.NetworkError, httpx.RemoteProtocolError):
                    if attempt == ATTEMPTS:
                        raise
        raise AssertionError("the last attempt returns or raises")

    async def _post(self, body: bytes) -> tuple[int, bytes]:
        """Status and body; of a body that is too long, only so much that this can be seen."""
        answer = bytearray()
        async with self._client.stream("POST", self._url, content=body) as response:
            async for part in response.aiter_bytes():
                answer += part
                if len(answer) > LARGEST_ANSWER:
                    break
        return response.status_code, bytes(answer)
