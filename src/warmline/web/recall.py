"""
What a row of the queue needs of a conversation, kept in memory until the conversation changes.

A conversation's version rises with each of its changes, so what was composed for one version is
true as long as that version stands; no clock and no event is needed to let go of it.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

from warmline.contacts.contact import Contact
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import Author, ConversationId
from warmline.handoff.brief import Brief, Statement
from warmline.llm.brief_words import lines_of
from warmline.ports import Transaction
from warmline.web.feeling import felt_along
from warmline.web.plots import Felt

KEPT = 500
"""Conversations: several times what a desk shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard in a conversation so far."""

    version: int
    contact: Contact
    felt: tuple[Felt, ...]
    last_words: str
    """Of the contact; empty before they wrote."""
    language: str | None
    """Of the last words."""


def short_key(brief: Brief, id: ConversationId, language: str) -> str:
    """Stands for a brief's lines as they are, so that a wording ends with what it is of."""
    lines = "\n".join(line.text for line in lines_of(brief))
    return hashlib.sha256(f"{id} {language} {lines}".encode("utf-8", "replace")).hexdigest()


class Recall:
    """Remembers what was heard, for the newest version of each conversation."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._guard = threading.Lock()
        self._kept: OrderedDict[ConversationId, Heard] = OrderedDict()
        self._short: OrderedDict[str, tuple[Statement, ...]] = OrderedDict()

    def heard(self, tx: Transaction, conversation: Conversation) -> Heard:
        """What was heard in a conversation, read again only when it has changed."""
        with self._guard:
            known = self._kept.get(conversation.id)
        if known is not None and known.version == conversation.version:
            return known
        fresh = _read(tx, conversation)
        with self._guard:
            self._kept[conversation.id] = fresh
            self._kept.move_to_end(conversation.id)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return fresh

    def keep_short(self, key: str, lines: tuple[Statement, ...]) -> None:
        """Keep how a brief was summed up; nothing is kept as well, so that nobody asks twice."""
        with self._guard:
            self._short[key] = lines
            while len(self._short) > KEPT:
                self._short.popitem(last=False)

    def short(self, key: str) -> tuple[Statement, ...] | None:
        """How a brief was summed up; None when nobody has asked."""
        with self._guard:
            return self._short.get(key)


def _read(tx: Transaction, conversation: Conversation) -> Heard:
    messages = tx.messages.of(conversation.id)
    readings, decisions = tx.readings.of(conversation.id), tx.decisions.of(conversation.id)
    last = next((one for one in reversed(messages) if one.author is Author.CONTACT), None)
    return Heard(
        version=conversation.version,
        contact=tx.contacts.get(conversation.contact_id),
        felt=tuple(felt_along(messages, readings, decisions)),
        last_words="" if last is None else last.text,
        language=None if last is None else last.language,
    )
