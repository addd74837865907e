"""A real server in its own process, that can be killed and started again on the same folder."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Event
from time import monotonic

import httpx

API_KEY = "chaos-key"
PATIENCE_SECONDS = 120.0
"""For a server to start or end, on a machine that does much else."""
_NEVER = Event()

HOUSE = """
firm = "Northmere"
languages = ["en"]
timezone = "UTC"
offer_timeout_seconds = 5

[hours]
monday = ["00:00-24:00"]
tuesday = ["00:00-24:00"]
wednesday = ["00:00-24:00"]
thursday = ["00:00-24:00"]
friday = ["00:00-24:00"]
saturday = ["00:00-24:00"]
sunday = ["00:00-24:00"]

[[inboxes]]
id = "main"
name = "Main"
language = "en"
"""


class Server:
    """`warmline serve` on a folder, at an address that stays the same."""

    def __init__(
        self,
        folder: Path,
        *,
        webhook_url: str,
        webhook_secret: str,
        database_url: str | None = None,
    ) -> None:
        """Prepare the folder and choose a port; without a database URL, SQLite in the folder."""
        self.folder = folder
        self.database_url = database_url or f"sqlite:///{folder}/var/warmline.db"
        self.log = folder / "server.out"
        house = folder / "house.toml"
        house.write_text(HOUSE, encoding="utf-8")
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if "WARMLINE" not in name},
            "WARMLINE_API_KEY": API_KEY,
            "WARMLINE_FOLDER": str(folder / "var"),
            "WARMLINE_HOUSE_PATH": str(house),
            "WARMLINE_PORT": str(self._port),
            "WARMLINE_REMIND_BEFORE": "PT20S",
            "WARMLINE_WEBHOOK_URLS": json.dumps([webhook_url]),
            "WARMLINE_WEBHOOK_SECRET": webhook_secret,
            **({} if database_url is None else {"WARMLINE_DATABASE_URL": database_url}),
            # Reading is not what is tried here, and cues alone start faster.
            "WARMLINE_READER_PATH": str(folder / "no-model"),
        }

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._port}"

    def run(self, *arguments: str) -> str:
        """Run another command on the same folder; what it prints."""
        ended = subprocess.run(
            [_program(), *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.begin()
        self.wait()

    def begin(self) -> None:
        """Start, without waiting for it."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [_program(), "serve"],
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait(self) -> None:
        """Wait until it answers."""
        assert self._process is not None
        began = monotonic()
        while not self._answers():
            assert self._process.poll() is None, self.log.read_text(encoding="utf-8")
            assert monotonic() - began < PATIENCE_SECONDS, "the server did not answer in time"
            pause(0.02)

    def kill(self) -> None:
        """End it as a power cut of the process would: nothing is flushed, nobody is told."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(PATIENCE_SECONDS)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health", timeout=1, trust_env=False).is_success
        except httpx.TransportError:
            return False


def pause(seconds: float) -> None:
    """Give other processes a moment between two looks at a condition."""
    _NEVER.wait(seconds)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program() -> str:
    return str(Path(sys.executable).with_name("warmline"))
