"""
Where the words of a contact stand, table by table, and how they are taken out.

What remains are rows without words: when something happened, which step was taken, how it ended. A
test holds every column that can hold words to this plan, so that a new table cannot be forgotten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, delete, select, update

from warmline.conversation.message import ContactId
from warmline.store.tables import contacts, conversations, messages, metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """What happens to one table's rows of a contact."""

    table: str
    by: Literal["id", "contact_id", "conversation_id", "message_id"]
    """The column by which a row belongs to the contact."""
    blanks: Mapping[str, object] = field(default_factory=dict)
    """Column and what is written there; empty means that the rows go."""


PLAN = (
    Emptied(table="readings", by="message_id"),
    Emptied(table="translations", by="message_id"),
    Emptied(table="facts", by="contact_id"),
    Emptied(table="promises", by="contact_id", blanks={"what": "", "span": None}),
    Emptied(
        table="messages",
        by="conversation_id",
        blanks={"text": "", "masks": [], "client_id": None, "language": None, "source": None},
    ),
    Emptied(table="overrides", by="conversation_id", blanks={"why": ""}),
    Emptied(table="conversations", by="contact_id", blanks={"language": None}),
    Emptied(
        table="contacts",
        by="id",
        blanks={
            "name": None, "language": None, "country": None, "external_id": None, "origin": None,
        },
    ),
)  # fmt: skip

STAYS = {
    "complaint_entries.words": "taken out by the log of complaints itself, which is sealed",
    "conversations.inbox_id": "an inbox of the house",
    "decisions.reasons": "codes, figures and places in words that are gone",
    "handoffs.language": "the code of a language, for figures of the queue",
    "handoffs.skills": "skills of the house",
    "handoffs.declined_by": "ids of agents",
    "handoffs.disposition": "an outcome code",
    "events.details": "codes, ids and figures; never words",
}
"""Columns that could hold words, and why they hold none of a contact's."""


def erase(connection: Connection, contact_id: ContactId, now: datetime) -> dict[str, int]:
    """
    Take every word of a contact out of every table.

    Returns:
        How many rows of each table were emptied or deleted.
    """
    counts = {step.table: _empty(connection, step, contact_id) for step in PLAN}
    connection.execute(
        update(contacts).where(contacts.c.id == contact_id).values({"erased_at": now})
    )
    return counts


def _empty(connection: Connection, step: Emptied, contact_id: ContactId) -> int:
    table = metadata.tables[step.table]
    column = table.c[step.by]
    chosen: ColumnElement[bool] = column == contact_id
    if step.by in ("conversation_id", "message_id"):
        chosen = column.in_(_of_contact(step.by, contact_id))
    deed = update(table).values(dict(step.blanks)) if step.blanks else delete(table)
    return connection.execute(deed.where(chosen)).rowcount


def _of_contact(by: str, contact_id: ContactId) -> Select[tuple[str]]:
    own = select(conversations.c.id).where(conversations.c.contact_id == contact_id)
    if by == "conversation_id":
        return own
    return select(messages.c.id).where(messages.c.conversation_id.in_(own))
