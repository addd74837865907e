"""A whole Warmline on a port of its own, as the remote reader of another."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from threading import Event, Thread

import uvicorn
from pydantic import SecretStr

from warmline.bootstrap import open_workplace
from warmline.config import Settings
from warmline.web.app import create_app

PATIENCE_SECONDS = 120.0
"""For a server to start, on a machine that does much else."""


class _Telling(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Begin without listening."""
        super().__init__(config)
        self.listening = Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.listening.set()


@contextmanager
def serving(folder: Path, *, key: str) -> Iterator[str]:
    """A server with the embedded model; gives the address where it takes messages."""
    settings = Settings(folder=folder, api_key=SecretStr(key), secret=SecretStr("s" * 32))
    work = open_workplace(settings)
    config = uvicorn.Config(
        create_app(work, settings), port=0, log_level="error", timeout_graceful_shutdown=3
    )
    server = _Telling(config)
    thread = Thread(target=server.run)
    thread.start()
    try:
        assert server.listening.wait(PATIENCE_SECONDS)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/api/v1/readings"
    finally:
        server.should_exit = True
        thread.join()
        work.store.close()
