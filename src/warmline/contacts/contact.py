"""The person we serve: a name if they gave one, a language, and where they live."""

from dataclasses import dataclass
from datetime import datetime

from warmline.conversation.message import ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One person we serve."""

    id: ContactId
    created_at: datetime
    name: str | None = None
    """As the contact wants to be called; never in logs."""
    language: str | None = None
    country: str | None = None
    """ISO 3166 alpha-2, for emergency numbers; None when unknown."""
    external_id: str | None = None
    """The id in the system of `origin`."""
    origin: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """
    One thing to remember of a contact: a need or a preference, never a diagnosis.

    Facts come from a source, and end.
    """

    id: str
    contact_id: ContactId
    what: str
    """In plain words, as an agent would say it: 'prefers to be written to'."""
    kind: str
    """need, preference or fact."""
    source: str
    """The message id, 'agent', or 'import'."""
    noted_at: datetime
    expires_at: datetime | None = None
    has_consent: bool = False
