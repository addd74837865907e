"""
What is known of a contact besides this conversation, as far as a decision may use it.

Needs count only with consent; none of this ever serves sales, pricing or retention.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the house remembers when the conversation comes in."""

    open_promises: int = 0
    """Promises to this contact that are not due yet."""
    broken_promises: int = 0
    """Promises to this contact whose time has passed."""
    earlier_contacts: int = 0
    """Conversations about the same matter before this one."""
    known_needs: frozenset[str] = frozenset()
    """Drivers of vulnerability on record, with consent and not expired."""
    has_unfinished_handoff: bool = False
    """A person has been asked for and has not ended the work yet."""
