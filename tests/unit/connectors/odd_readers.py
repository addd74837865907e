"""Remote readers that are good, wrong, slow or silent, on real sockets of this machine."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from warmline.reading.reading import Reading

Reply = Callable[[int], tuple[int, bytes]]
"""How many texts were sent: status and body."""


def good(count: int) -> dict[str, object]:
    """A sound answer, that a test may spoil."""
    shape = Reading(language="en", model="far-1.0", distress=0.25).to_json()
    reading = {key: value for key, value in shape.items() if key != "cues"}
    return {
        "model": "far-1.0",
        "readings": [json.loads(json.dumps(reading)) for _ in range(count)],
        "vectors": [[0.6, 0.8, 0.0] for _ in range(count)],
    }


def sound(count: int) -> tuple[int, bytes]:
    """The answer of a reader that is well."""
    return 200, json.dumps(good(count)).encode()


def hang_up(count: int) -> tuple[int, bytes]:
    """The connection ends before any answer."""
    del count
    return 0, b""


class Remote(ThreadingHTTPServer):
    """Answers each request by the next of its replies, the last one for ever."""

    def __init__(self, *replies: Reply) -> None:
        """Take what to answer."""
        super().__init__(("127.0.0.1", 0), _Answering)
        self.replies = list(replies)
        self.asked: list[tuple[dict[str, str], dict[str, list[str]]]] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/read"


class _Answering(BaseHTTPRequestHandler):
    server: Remote
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer by the next reply."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((dict(self.headers), body))
        replies = self.server.replies
        status, answer = (replies.pop(0) if len(replies) > 1 else replies[0])(len(body["texts"]))
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def answering(*replies: Reply) -> Iterator[Remote]:
    """A remote reader on a thread."""
    with Remote(*replies) as remote:
        remote.daemon_threads = True
        remote.block_on_close = False
        thread = Thread(target=remote.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield remote
        finally:
            remote.shutdown()
            thread.join()


@contextmanager
def dripping(first: bytes, drop: bytes) -> Iterator[str]:
    """
    A server that takes connections, sends `first`, then a drop twenty times a second for ever.

    With nothing to send it is silent.
    """
    over = Event()

    def serve(listener: socket.socket) -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            Thread(target=drip, args=(connection,), daemon=True).start()

    def drip(connection: socket.socket) -> None:
        with connection:
            try:
                connection.sendall(first)
                while not over.wait(0.05):
                    connection.sendall(drop)
            except OSError:
                return  # the other side gave up, as it should

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        thread = Thread(target=serve, args=(listener,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/read"
        finally:
            over.set()
            thread.join()


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/read"
