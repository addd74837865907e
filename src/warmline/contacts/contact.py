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
    erased_at: datetime | None = None
    """When everything of theirs was erased; what is left is an id without a person."""
