"""The shelf of complaints, and the one of their log, to which entries are only added."""

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select, update

from warmline.complaints.complaint import (
    FINISHED,
    Complaint,
    ComplaintId,
    ComplaintState,
    Outcome,
    Source,
)
from warmline.complaints.key import ComplaintKey
from warmline.complaints.log import Entry
from warmline.conversation.message import ContactId, ConversationId
from warmline.store.rows import Shelf
from warmline.store.tables import complaint_entries, complaints


class ComplaintShelf(Shelf):
    """Fulfils `complaints.shelves.Complaints`."""

    def get(self, id: ComplaintId) -> Complaint:
        """One, or NotFound."""
        return _complaint(self._one(complaints, id, what="complaint"))

    def find(self, key: ComplaintKey) -> Complaint | None:
        """The one that a key opens."""
        rows = self._all(select(complaints).where(complaints.c.key == key))
        return _complaint(rows[0]) if rows else None

    def add(self, complaint: Complaint) -> None:
        """A new one."""
        self._insert(complaints, asdict(complaint))

    def save(self, complaint: Complaint) -> Complaint:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""
        version = self._update(complaints, asdict(complaint), what="complaint")
        return replace(complaint, version=version)

    def of(self, conversation_id: ConversationId) -> list[Complaint]:
        """All of a conversation, newest first."""
        query = (
            select(complaints)
            .where(complaints.c.conversation_id == conversation_id)
            .order_by(complaints.c.received_at.desc(), complaints.c.id.desc())
        )
        return [_complaint(row) for row in self._all(query)]

    def of_contact(self, contact_id: ContactId) -> list[Complaint]:
        """All of a contact, oldest first."""
        query = (
            select(complaints)
            .where(complaints.c.contact_id == contact_id)
            .order_by(complaints.c.received_at, complaints.c.id)
        )
        return [_complaint(row) for row in self._all(query)]

    def open(self) -> list[Complaint]:
        """All that have not ended, by the date that holds now."""
        query = (
            select(complaints)
            .where(complaints.c.state.not_in(FINISHED))
            .order_by(complaints.c.due_at, complaints.c.id)
        )
        return [_complaint(row) for row in self._all(query)]

    def all(self) -> list[Complaint]:
        """All, oldest first."""
        query = select(complaints).order_by(complaints.c.received_at, complaints.c.id)
        return [_complaint(row) for row in self._all(query)]


class ComplaintLogShelf(Shelf):
    """Fulfils `complaints.shelves.ComplaintLog`."""

    def append(self, entry: Entry) -> None:
        """Add an entry to the log; WriteConflict when its number is taken."""
        self._insert(complaint_entries, asdict(entry))

    def last(self) -> Entry | None:
        """The newest entry of the log, of whichever complaint."""
        query = select(complaint_entries).order_by(complaint_entries.c.number.desc()).limit(1)
        rows = self._all(query)
        return _entry(rows[0]) if rows else None

    def entries(self, ids: Collection[ComplaintId] | None = None) -> list[Entry]:
        """The entries of some complaints, or of all, in the order of their numbers."""
        query = select(complaint_entries).order_by(complaint_entries.c.number)
        if ids is not None:
            query = query.where(complaint_entries.c.complaint_id.in_(ids))
        return [_entry(row) for row in self._all(query)]

    def erase_words(self, id: ComplaintId) -> int:
        """Take the words and their salt out of a complaint's entries; how many had some."""
        erased = self._connection.execute(
            update(complaint_entries)
            .where(complaint_entries.c.complaint_id == id, complaint_entries.c.words.is_not(None))
            .values(words=None, salt=None)
        )
        return erased.rowcount


def _complaint(row: Row[Any]) -> Complaint:
    outcome = None if row.outcome is None else Outcome(row.outcome)
    known = {"state": ComplaintState(row.state), "source": Source(row.source), "outcome": outcome}
    return Complaint(**dict(row._mapping) | known)


def _entry(row: Row[Any]) -> Entry:
    return Entry(**row._mapping)
