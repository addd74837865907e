"""The shelf of contacts and of what is remembered of them."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select, update

from warmline.contacts.contact import Contact
from warmline.contacts.fact import Consent, ConsentWay, Fact, FactState
from warmline.conversation.message import ContactId
from warmline.errors import NotFound
from warmline.store.erasure import erase
from warmline.store.rows import Shelf, Values
from warmline.store.tables import contacts, facts

LASTING = (FactState.KEPT, FactState.CORRECTED)
"""Facts that still have words which must end one day."""


class ContactShelf(Shelf):
    """Fulfils `contacts.shelves.Contacts`."""

    def get(self, id: ContactId) -> Contact:
        """One, or NotFound."""
        return Contact(**self._one(contacts, id, what="contact")._mapping)

    def add(self, contact: Contact) -> None:
        """A new one."""
        self._insert(contacts, asdict(contact))

    def save(self, contact: Contact) -> None:
        """A changed one."""
        written = self._connection.execute(
            update(contacts).where(contacts.c.id == contact.id).values(asdict(contact))
        )
        if written.rowcount != 1:
            raise NotFound(what="contact", id=contact.id)

    def find(self, origin: str, external_id: str) -> Contact | None:
        """The one known elsewhere by this id."""
        query = select(contacts).where(
            contacts.c.origin == origin, contacts.c.external_id == external_id
        )
        rows = self._all(query)
        return Contact(**rows[0]._mapping) if rows else None

    def add_fact(self, fact: Fact) -> None:
        """Something to remember."""
        self._insert(facts, _values(fact))

    def facts(self, contact_id: ContactId, now: datetime) -> list[Fact]:
        """What is remembered and has not expired, oldest first; a need only with consent."""
        query = (
            select(facts)
            .where(facts.c.contact_id == contact_id, facts.c.state == FactState.KEPT)
            .where(or_(facts.c.expires_at.is_(None), facts.c.expires_at > now))
            .order_by(facts.c.noted_at, facts.c.id)
        )
        kept = [_fact(row) for row in self._all(query)]
        return [fact for fact in kept if fact.counts]

    def all_facts(self, contact_id: ContactId) -> list[Fact]:
        """All there is, proposed and over included, oldest first."""
        query = select(facts).where(facts.c.contact_id == contact_id)
        return [_fact(row) for row in self._all(query.order_by(facts.c.noted_at, facts.c.id))]

    def get_fact(self, id: str) -> Fact:
        """One, or NotFound."""
        return _fact(self._one(facts, id, what="fact"))

    def save_fact(self, fact: Fact) -> Fact:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""
        return replace(fact, version=self._update(facts, _values(fact), what="fact"))

    def ending_facts(self) -> list[Fact]:
        """All that have a day on which they end, the next one first."""
        query = select(facts).where(facts.c.expires_at.is_not(None), facts.c.state.in_(LASTING))
        return [_fact(row) for row in self._all(query.order_by(facts.c.expires_at, facts.c.id))]

    def erase(self, contact_id: ContactId, now: datetime) -> Mapping[str, int]:
        """Take every word of a contact out of every table; how many rows of each were emptied."""
        return erase(self._connection, contact_id, now)


def _values(fact: Fact) -> Values:
    values = asdict(fact)
    consent = values.pop("consent") or {"given_at": None, "way": None, "noted_by": None}
    return values | {
        "consent_at": consent["given_at"],
        "consent_way": consent["way"],
        "consent_by": consent["noted_by"],
    }


def _fact(row: Row[Any]) -> Fact:
    values = dict(row._mapping)
    at, way, by = (values.pop(f"consent_{part}") for part in ("at", "way", "by"))
    consent = None if at is None else Consent(given_at=at, way=ConsentWay(way), noted_by=by)
    span = None if values["span"] is None else tuple(values["span"])
    return Fact(**values | {"state": FactState(row.state), "span": span, "consent": consent})
