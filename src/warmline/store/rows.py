"""What every shelf does with its table: add a row, find one, save a newer version."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, insert, select, update

from warmline.errors import NotFound, WriteConflict

Values = Mapping[str, Any]
"""Column names and what to write there; SQLAlchemy types no closer."""


class Shelf:
    """One table within one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on the transaction that is open on this connection."""
        self._connection = connection

    def _insert(self, table: Table, values: Values) -> None:
        self._connection.execute(insert(table), values)

    def _one(self, table: Table, id: str, *, what: str) -> Row[Any]:
        row = self._connection.execute(select(table).where(table.c.id == id)).one_or_none()
        if row is None:
            raise NotFound(what=what, id=id)
        return row

    def _all(self, query: Select[Any]) -> list[Row[Any]]:
        return list(self._connection.execute(query))

    def _update(self, table: Table, values: Values, *, what: str) -> int:
        """Write the next version, if `values` were made from the newest; its number."""
        id, version = values["id"], values["version"]
        newer = dict(values) | {"version": version + 1}
        written = self._connection.execute(
            update(table).where(table.c.id == id, table.c.version == version).values(newer)
        )
        if written.rowcount != 1:
            self._one(table, id, what=what)
            raise WriteConflict(what=what, id=id)
        return int(version) + 1
