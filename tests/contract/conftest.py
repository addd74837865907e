"""A fresh, migrated store on each of the two databases."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from contract.postgres import running_server
from warmline.store.database import Database

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a server's first database."""
    with running_server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, on each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/warmline.db"
    first = str(request.getfixturevalue("postgres_url"))
    name = f"warmline_{next(_NUMBERS)}"
    engine = create_engine(first, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return first.replace("/postgres?", f"/{name}?")


@pytest.fixture
def store(empty_url: str) -> Iterator[Database]:
    """A migrated store, on each of the two databases."""
    database = Database(empty_url)
    database.migrate()
    yield database
    database.close()
