"""The shelf of promises."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select

from warmline.contacts.promise import Promise, PromiseId, PromiseState
from warmline.conversation.message import ContactId
from warmline.store.rows import Shelf
from warmline.store.tables import promises


class PromiseShelf(Shelf):
    """Fulfils `contacts.shelves.Promises`."""

    def get(self, id: PromiseId) -> Promise:
        """One, or NotFound."""
        return promise_in(self._one(promises, id, what="promise"))

    def add(self, promise: Promise) -> None:
        """A new one."""
        self._insert(promises, asdict(promise))

    def save(self, promise: Promise) -> Promise:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""
        version = self._update(promises, asdict(promise), what="promise")
        return replace(promise, version=version)

    def of_contact(self, contact_id: ContactId) -> list[Promise]:
        """All made to a contact, newest first."""
        query = (
            select(promises)
            .where(promises.c.contact_id == contact_id)
            .order_by(promises.c.made_at.desc(), promises.c.id.desc())
        )
        return [promise_in(row) for row in self._all(query)]

    def owed(self) -> list[Promise]:
        """All that still have to be kept, by due time, those without one last."""
        query = (
            select(promises)
            .where(promises.c.state.in_([PromiseState.OPEN, PromiseState.LATE]))
            .order_by(promises.c.due_at.nulls_last(), promises.c.made_at, promises.c.id)
        )
        return [promise_in(row) for row in self._all(query)]


def promise_in(row: Row[Any]) -> Promise:
    """The promise that a row holds."""
    span = None if row.span is None else tuple(row.span)
    return Promise(**dict(row._mapping) | {"state": PromiseState(row.state), "span": span})
