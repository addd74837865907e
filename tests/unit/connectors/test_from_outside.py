"""
What comes from outside is bounded, and stays where it was asked: no redirect, no bomb, no way out.

Addresses of services are the operator's own; what answers there, and what files hold, is not.
"""

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from unit.connectors.tiny_pdf import Line as PdfLine
from unit.connectors.tiny_pdf import tiny_pdf
from warmline.cli.records import LINE_LIMIT, BadRecord, Format, iter_records
from warmline.connectors.articles import read_articles
from warmline.connectors.line import Line
from warmline.connectors.model_line import LARGEST_ANSWER, model_line, translator_line
from warmline.connectors.reader_line import ReaderLine
from warmline.connectors.webhook import Endpoint, Webhooks
from warmline.conversation.event import Event
from warmline.errors import NotDelivered, WarmlineError
from warmline.store.database import Database
from warmline.testing import NOON, FixedClock

PATIENCE = timedelta(seconds=20)
LINES: tuple[Callable[[str], Line], ...] = (
    lambda url: ReaderLine(url, token="key", limit=PATIENCE),
    lambda url: model_line(url, token="key", limit=PATIENCE),
    lambda url: translator_line(url, "/translate", token="key", limit=PATIENCE),
)


class Server(ThreadingHTTPServer):
    """Keeps paths and keys that it is asked with; sends others on, or talks without an end."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, *, to: str = "", is_endless: bool = False) -> None:
        """Take where to send others on to, or whether to talk without an end."""
        super().__init__(("127.0.0.1", 0), _Answering)
        self.to, self.is_endless = to, is_endless
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Answering(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        """Send on, or answer."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self.path)
        self.send_response(307 if self.server.to else 200)
        if self.server.to:
            self.send_header("Location", self.server.to)
        self.end_headers()
        try:
            while self.server.is_endless:
                self.wfile.write(b"x" * 65_536)
        except OSError:
            self.close_connection = True

    do_GET = do_POST

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running(*, to: str = "", is_endless: bool = False) -> Iterator[Server]:
    """A server on a thread."""
    with Server(to=to, is_endless=is_endless) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def webhooks(tmp_path: Path) -> Iterator[Callable[[str], tuple[Webhooks, str]]]:
    """Webhooks to an address, with one event to tell."""
    store = Database(f"sqlite:///{tmp_path}/warmline.db")
    store.migrate()
    with store.transaction() as tx:
        tx.events.append(Event(name="handoff.accepted", at=NOON, subject_id="handoff-1"))
    opened: list[Webhooks] = []

    def to(url: str) -> tuple[Webhooks, str]:
        endpoint = Endpoint(url=url, secret="secret")
        # A client of one's own may follow redirects elsewhere; these calls may not.
        client = httpx.Client(trust_env=False, follow_redirects=True)
        opened.append(Webhooks(store, FixedClock().now, [endpoint], client=client))
        return opened[-1], endpoint.id

    yield to
    for one in opened:
        one.close()
    store.close()


@pytest.mark.parametrize("opened", LINES, ids=["reader", "model", "translator"])
def test_no_line_follows_to_another_host(opened: Callable[[str], Line]) -> None:
    """Texts and the key go where the operator said, and nowhere else."""
    with running() as other, running(to=other.url) as server:
        line = opened(server.url)
        with pytest.raises(WarmlineError, match="status 307"):
            line.send(b"{}")
        line.close()
        assert [] == other.asked


@pytest.mark.parametrize("opened", LINES[1:], ids=["model", "translator"])
def test_no_line_takes_more_than_its_share(opened: Callable[[str], Line]) -> None:
    """An answer without an end is left when it is too long."""
    with running(is_endless=True) as server:
        line = opened(server.url)
        with pytest.raises(WarmlineError, match=f"more than {LARGEST_ANSWER} bytes"):
            line.send(b"{}")
        line.close()


def test_a_webhook_follows_nowhere_and_reads_nothing(
    webhooks: Callable[[str], tuple[Webhooks, str]],
) -> None:
    """A redirect is a failure; an answer without an end is taken by its status."""
    with running() as other, running(to=other.url) as server:
        sender, id = webhooks(server.url)
        with pytest.raises(NotDelivered, match="status 307"):
            sender.deliver(id, 1)
        assert [] == other.asked
    with running(is_endless=True) as server:
        sender, id = webhooks(server.url)
        sender.deliver(id, 1)
        assert ["/v1"] == server.asked


def test_no_article_is_read_from_outside_its_folder(tmp_path: Path) -> None:
    """Whoever fills the folder cannot have another file of the machine told to contacts."""
    private = tmp_path / "private.md"
    private.write_text("# Secret\n\nThe key is under the mat.\n", encoding="utf-8")
    folder = tmp_path / "articles"
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "sound.md").write_text("# Sound\n\nIt works.\n", encoding="utf-8")
    (folder / "en" / "inside.md").symlink_to(folder / "en" / "sound.md")
    (folder / "en" / "outside.md").symlink_to(private)
    os.mkfifo(folder / "en" / "pipe.md")
    shelf = read_articles(folder)
    assert ["inside", "sound"] == [one.article.name for one in shelf.files]
    assert {"en/outside.md", "en/pipe.md"} == {one.fields["file"] for one in shelf.refused}


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "hex", "zlib", "rot13"])
def test_a_page_in_no_character_set_is_refused_at_once(tmp_path: Path, charset: str) -> None:
    """Some names of Python's are no character sets; some of those cost quadratic time."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "sound.md").write_text("# Sound\n\nIt works.\n", encoding="utf-8")
    page = b"<meta charset=" + charset.encode() + b"><h1>x</h1>" + b"\xffa-" * 1_000_000
    (tmp_path / "en" / "page.html").write_bytes(page)
    (refused,) = read_articles(tmp_path).refused
    assert "UTF-8" in str(refused)


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><h1>T</h1><p>&a; words</p>",
        "<!DOCTYPE x [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><h1>T</h1><p>&b; words</p>",
        "<h1>T</h1><p>words<iframe src='file:///etc/passwd'></iframe></p>",
        "<h1>T</h1>" + "<div>" * 3_000 + "words",
    ],
    ids=["file", "laughs", "frame", "deep"],
)
def test_a_page_names_entities_and_files_in_vain(tmp_path: Path, page: str) -> None:
    """Nothing is resolved, nothing is fetched, no depth exhausts the stack."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "page.xhtml").write_text(page, encoding="utf-8")
    (file,) = read_articles(tmp_path).files
    text = " ".join(one.text for one in file.article.passages)
    assert "words" in text
    assert "root:" not in text
    assert "aaaa" not in text


def test_a_pdf_that_unpacks_to_a_mountain_is_refused(tmp_path: Path) -> None:
    """A stream of a few hundred kilobytes that would be a few hundred megabytes of text."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "sound.pdf").write_bytes(tiny_pdf([[PdfLine("Sound", 20), PdfLine("Yes.")]]))
    packed = zlib.compress(b" " * 200_000_000, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        head + packed + b"\nendstream",
    )
    body, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n" % table
    body += b"startxref\n%d\n%%%%EOF" % (body.index(b"xref\n0 5"))
    (tmp_path / "en" / "bomb.pdf").write_bytes(body)
    (refused,) = read_articles(tmp_path).refused
    assert "en/bomb.pdf" == refused.fields["file"]


@pytest.mark.parametrize(
    ("format", "content"),
    [
        (Format.JSONL, b'{"text": "' + b"a" * (LINE_LIMIT + 10) + b'"}\n{"text": "next"}\n'),
        (Format.JSONL, b"[" * 200_000 + b'\n{"text": "next"}\n'),
        (Format.JSONL, b'{"n": ' + b"9" * 10_000 + b'}\n{"text": "next"}\n'),
        (Format.VCON, b'{"dialog": ' + b"[" * 200_000),
        (Format.CSV, b'text\n"' + b"a" * (LINE_LIMIT + 10) + b'"\nnext\n'),
    ],
    ids=["long line", "deep", "long number", "deep vcon", "long cell"],
)
def test_a_line_that_is_a_mountain_is_one_bad_line(
    tmp_path: Path, format: Format, content: bytes
) -> None:
    """It is named by its number, and nothing of it is repeated."""
    path = tmp_path / "archive"
    path.write_bytes(content)
    first, *_ = iter_records(str(path), format)
    assert isinstance(first, BadRecord)
    assert len(str(first.error)) < 300


def test_a_parquet_file_that_is_broken_inside_is_told_as_such(tmp_path: Path) -> None:
    """Its index is sound, its pages are not: an error of ours, and no trace of theirs."""
    path = tmp_path / "archive.parquet"
    table = pa.table({"text": [f"{number}" * 50 for number in range(5000)]})
    pq.write_table(table, path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[100:4000] = bytes(3900)
    path.write_bytes(content)
    with pytest.raises(WarmlineError, match="Parquet"):
        list(iter_records(str(path), Format.PARQUET))
