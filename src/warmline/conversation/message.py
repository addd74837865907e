"""
One utterance by one author.

A message is stored only after redaction, so `text` never holds a card number, an account, a phone
number or an address; `masked` says where they were. Who may speak is not decided here.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

MessageId = NewType("MessageId", str)
ConversationId = NewType("ConversationId", str)
ContactId = NewType("ContactId", str)
AgentId = NewType("AgentId", str)


class Author(StrEnum):
    """Who wrote a message. An agent is always a human; the assistant is a program."""

    CONTACT = "contact"
    AGENT = "agent"
    ASSISTANT = "assistant"
    SYSTEM = "system"
    """Notices about the conversation itself, such as "Ana has joined"."""


@dataclass(frozen=True, slots=True)
class Mask:
    """
    A place in a text where personal data was replaced.

    Units:
        start and end are code points into the masked text, end exclusive.
    """

    kind: str
    """card, iban, account, phone, email, address, id or secret."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One utterance, as stored."""

    id: MessageId
    conversation_id: ConversationId
    author: Author
    text: str
    sent_at: datetime
    """Aware, UTC."""
    agent_id: AgentId | None = None
    """Which agent wrote it, when the author is an agent."""
    client_id: str | None = None
    """The sender's own id; the same one twice in a conversation is the same message."""
    language: str | None = None
    """BCP 47, as found by the reader."""
    masks: tuple[Mask, ...] = ()
    source: str | None = None
    """The article that the assistant's answer stands in, for a citation: 'billing/direct-debit'."""
    notice: str | None = None
    """The wording key of a notice: 'handoff.accepted', 'safety.gas'; None for free text."""
    is_helpful: bool = True
    """Of the assistant's messages: False when it did not know or repeated itself."""
