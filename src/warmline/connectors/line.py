"""
The line to a service elsewhere: one POST at a time, with a limit on the whole of it.

Ordinary clients limit each step, so that a name server which sleeps, or a server that sends a byte
a second, would hold a message for as long as it likes. Here an exchange is a task of an event loop
of its own and is cancelled when its time is over. After a silence the line rests: what comes
meanwhile does not wait for the same silence again. What is sent and answered is not looked at.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread
from time import monotonic
from typing import Final

import httpx

from warmline.errors import WarmlineError

ATTEMPTS: Final = 2
"""A kept connection may have been closed at the other end; once more is enough to know."""
SLACK: Final = timedelta(seconds=1)
"""Beyond the limit, for a loop that is busy; then the wait itself is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a line speaks of what goes wrong, and how patient it is."""

    failed: Callable[[str, str, str], WarmlineError]
    """The error of a place, a reason and a remedy."""
    check_token: str
    check_url: str
    check_server: str
    """What to do about a refusal, a wrong answer, and a silence."""
    largest_answer: int
    """Bytes."""
    rest: timedelta
    """How long the line rests after a silence: one call in so long pays for trying again."""
    again_on: frozenset[int] = frozenset()
    """Statuses after which the same is sent once more, within the same limit."""


class Line:
    """Sends bytes to one address and gives back the bytes of its answer."""

    def __init__(
        self,
        url: str,
        *,
        token: str,
        limit: timedelta,
        manner: Manner,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """
        Prepare; nothing is sent before `send`.

        Args:
            url: where to POST.
            token: shown as a bearer token; empty for none.
            limit: for one exchange, from the look-up of the name to the last byte.
            manner: errors and patience of this service.
            now: seconds of a clock that never goes back, for the rest.
        """
        shown = {"Authorization": f"Bearer {token}"} if token else {}
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        self._url = httpx.URL(url)
        self._limit, self._manner, self._now = limit, manner, now
        # A redirect would carry texts and the key to a host that nobody chose.
        self._client = httpx.AsyncClient(
            headers=headers | shown, timeout=limit.total_seconds(), follow_redirects=False
        )
        self._silent: tuple[str, float] | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="warmline-line", daemon=True)
        self._thread.start()

    @property
    def place(self) -> str:
        """Host and port, for errors."""
        return self._url.netloc.decode("ascii")

    def send(self, body: bytes) -> bytes:
        """
        Send a body, and wait for the answer no longer than the limit.

        Raises:
            WarmlineError: as the manner words it: no answer in time, no connection, another status
                than 2xx, too much; or the line rests.
        """
        manner = self._manner
        if self._silent is not None and self._now() < self._silent[1]:
            raise self._failure(self._silent[0], manner.check_server)
        try:
            status, answer = self._wait(body)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as failure:  # TimeoutError is one
            is_late = isinstance(failure, TimeoutError | httpx.TimeoutException)
            seconds = self._limit.total_seconds()
            reason = f"no answer in {seconds:g} s" if is_late else type(failure).__name__
            self._silent = (reason, self._now() + manner.rest.total_seconds())
            raise self._failure(reason, manner.check_server) from failure
        self._silent = None
        if status // 100 != 2:
            remedy = manner.check_token if status in (401, 403) else manner.check_url
            raise self._failure(f"status {status}", remedy)
        if len(answer) > manner.largest_answer:
            reason = f"an answer of more than {manner.largest_answer} bytes"
            raise self._failure(reason, manner.check_url)
        return answer

    def close(self) -> None:
        """Let go of connections, and end the thread."""
        asyncio.run_coroutine_threadsafe(self._client.aclose(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _failure(self, reason: str, remedy: str) -> WarmlineError:
        return self._manner.failed(self.place, reason, remedy)

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
                is_last = attempt == ATTEMPTS
                try:
                    status, answer = await self._post(body)
                except (httpx.NetworkError, httpx.RemoteProtocolError):
                    if is_last:
                        raise
                    continue
                if is_last or status not in self._manner.again_on:
                    return status, answer
        raise AssertionError("the last attempt returns or raises")

    async def _post(self, body: bytes) -> tuple[int, bytes]:
        """Status and body; of a body that is too long, only so much that this can be seen."""
        answer = bytearray()
        async with self._client.stream("POST", self._url, content=body) as response:
            async for part in response.aiter_bytes():
                answer += part
                if len(answer) > self._manner.largest_answer:
                    break
        return response.status_code, bytes(answer)
