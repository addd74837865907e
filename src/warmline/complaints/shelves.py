"""
What complaints ask of the store: their own shelf, and the one of their log.

Fulfilled by `store/complaints.py`; `ports.Transaction` brings them together with the others.
"""

from collections.abc import Collection
from typing import Protocol

from warmline.complaints.complaint import Complaint, ComplaintId
from warmline.complaints.key import ComplaintKey
from warmline.complaints.log import Entry
from warmline.conversation.message import ContactId, ConversationId


class Complaints(Protocol):
    """The shelf of complaints."""

    def get(self, id: ComplaintId) -> Complaint:
        """One, or NotFound."""

    def find(self, key: ComplaintKey) -> Complaint | None:
        """The one that a key opens."""

    def add(self, complaint: Complaint) -> None:
        """A new one."""

    def save(self, complaint: Complaint) -> Complaint:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""

    def of(self, conversation_id: ConversationId) -> list[Complaint]:
        """All of a conversation, newest first."""

    def of_contact(self, contact_id: ContactId) -> list[Complaint]:
        """All of a contact, oldest first."""

    def open(self) -> list[Complaint]:
        """All that have not ended, by the date that holds now."""

    def all(self) -> list[Complaint]:
        """All, oldest first."""


class ComplaintLog(Protocol):
    """The log of complaints: it only grows, and words can be erased from it."""

    def append(self, entry: Entry) -> None:
        """Add an entry to the log; WriteConflict when its number is taken."""

    def last(self) -> Entry | None:
        """The newest entry of the log, of whichever complaint."""

    def entries(self, ids: Collection[ComplaintId] | None = None) -> list[Entry]:
        """The entries of some complaints, or of all, in the order of their numbers."""

    def erase_words(self, id: ComplaintId) -> int:
        """Take the words and their salt out of a complaint's entries; how many had some."""
