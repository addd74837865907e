"""
A language model and a translator on a real port of this machine, that say what a script tells them.

Everything that is asked is kept, so that a test can look at what has left.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Asked = dict[str, Any]
Reply = Callable[[Asked], tuple[int, bytes]]
"""What was asked: status and body."""


def saying(words: str) -> Reply:
    """A model that answers with these words, whatever it is asked."""
    return lambda _: (200, completion(words))


def completion(words: str) -> bytes:
    """An answer in the shape of `/v1/chat/completions`."""
    choice = {"index": 0, "message": {"role": "assistant", "content": words}}
    return json.dumps({"id": "x", "object": "chat.completion", "choices": [choice]}).encode()


def translating(book: Callable[[str], str]) -> Reply:
    """A LibreTranslate server with this book."""
    return lambda asked: (200, json.dumps({"translatedText": book(asked["q"])}).encode())


class ModelServer(ThreadingHTTPServer):
    """Answers each request by the next of its replies, the last one for ever."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *replies: Reply) -> None:
        """Take what to answer."""
        super().__init__(("127.0.0.1", 0), _Answering)
        self.replies = list(replies)
        self.asked: list[Asked] = []
        self.paths: list[str] = []
        self.keys: list[str | None] = []
        self.released = Event()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def sent(self) -> str:
        """All that has left, as one text."""
        return "\n".join(json.dumps(one, ensure_ascii=False) for one in self.asked)


class _Answering(BaseHTTPRequestHandler):
    server: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer by the next reply."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server
        server.asked.append(body)
        server.paths.append(self.path)
        server.keys.append(self.headers.get("Authorization"))
        reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
        status, answer = reply(body)
        if status == 0:
            server.released.wait(60)
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def silence(asked: Asked) -> tuple[int, bytes]:
    """No answer until the test is over."""
    del asked
    return 0, b""


@contextmanager
def model_server(*replies: Reply) -> Iterator[ModelServer]:
    """A server on a thread."""
    with ModelServer(*replies) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()
            thread.join()
