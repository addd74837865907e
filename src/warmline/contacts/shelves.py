"""What actions need of the store for contacts: themselves, memory, promises; a part of `ports`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from warmline.contacts.contact import Contact
from warmline.contacts.fact import Fact
from warmline.contacts.promise import Promise, PromiseId
from warmline.conversation.message import ContactId


class Contacts(Protocol):
    """The shelf of contacts and of what is remembered of them."""

    def get(self, id: ContactId) -> Contact:
        """One, or NotFound."""

    def add(self, contact: Contact) -> None:
        """A new one."""

    def save(self, contact: Contact) -> None:
        """A changed one."""

    def find(self, origin: str, external_id: str) -> Contact | None:
        """The one known elsewhere by this id."""

    def add_fact(self, fact: Fact) -> None:
        """Something to remember."""

    def facts(self, contact_id: ContactId, now: datetime) -> list[Fact]:
        """What is remembered and has not expired: kept, and a need only with consent."""

    def all_facts(self, contact_id: ContactId) -> list[Fact]:
        """All there is, proposed and over included, oldest first."""

    def get_fact(self, id: str) -> Fact:
        """One, or NotFound."""

    def save_fact(self, fact: Fact) -> Fact:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""

    def ending_facts(self) -> list[Fact]:
        """All that have a day on which they end, the next one first."""

    def erase(self, contact_id: ContactId, now: datetime) -> Mapping[str, int]:
        """Take every word of a contact out of every table; how many rows of each were emptied."""


class Promises(Protocol):
    """The shelf of promises."""

    def get(self, id: PromiseId) -> Promise:
        """One, or NotFound."""

    def add(self, promise: Promise) -> None:
        """A new one."""

    def save(self, promise: Promise) -> Promise:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""

    def of_contact(self, contact_id: ContactId) -> list[Promise]:
        """All made to a contact, newest first."""

    def owed(self) -> list[Promise]:
        """All that still have to be kept, by due time, those without one last."""
