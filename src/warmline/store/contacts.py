"""The shelf of contacts and of what is remembered of them."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import or_, select, update

from warmline.contacts.contact import Contact, Fact
from warmline.conversation.message import ContactId
from warmline.errors import NotFound
from warmline.store.rows import Shelf
from warmline.store.tables import contacts, facts


class ContactShelf(Shelf):
    """Fulfils `ports.Contacts`."""

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
        self._insert(facts, asdict(fact))

    def facts(self, contact_id: ContactId, now: datetime) -> list[Fact]:
        """What is remembered and has not expired, oldest first."""
        query = (
            select(facts)
            .where(facts.c.contact_id == contact_id)
            .where(or_(facts.c.expires_at.is_(None), facts.c.expires_at > now))
            .order_by(facts.c.noted_at, facts.c.id)
        )
        return [Fact(**row._mapping) for row in self._all(query)]
