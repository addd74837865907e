"""A served house, and what people do on its pages."""

import socket
import threading
from dataclasses import dataclass

import uvicorn
from playwright.sync_api import Page, expect

from warmline.actions.workplace import Workplace
from warmline.config import Settings
from warmline.web.app import create_app

PASSWORD = "a long enough password"
DEADLINE_MS = 20_000
"""Generous, since a busy machine is slow and no test waits longer than it must."""


class AnnouncedServer(uvicorn.Server):
    """Says when it listens, so that nobody has to guess."""

    ready: threading.Event
    thread: threading.Thread

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.ready.set()


@dataclass(frozen=True)
class Served:
    """A running server and the workplace behind it."""

    work: Workplace
    address: str


def serve(work: Workplace, settings: Settings, port: int = 0) -> tuple[AnnouncedServer, str]:
    """Run the server in a thread until it is told to stop; its address."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    config = uvicorn.Config(
        create_app(work, settings), log_level="error", timeout_graceful_shutdown=1, lifespan="on"
    )
    server = AnnouncedServer(config)
    server.ready = threading.Event()
    kwargs = {"sockets": [listening]}
    server.thread = threading.Thread(target=server.run, kwargs=kwargs, daemon=True)
    server.thread.start()
    assert server.ready.wait(timeout=20)
    return server, f"http://127.0.0.1:{listening.getsockname()[1]}"


def stop(server: AnnouncedServer) -> None:
    """Stop a server and wait until it has let go."""
    server.should_exit = True
    server.thread.join(timeout=10)


def write(page: Page, text: str) -> None:
    """Write as the contact, and wait until it has arrived."""
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")
    expect(page.locator(".said.is-waiting")).to_have_count(0)
    expect(page.locator(".said.by-contact", has_text=text).last).to_be_visible()


def await_keys(page: Page) -> None:
    """Wait until the scripts of a new page listen: keys pressed before go nowhere."""
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
