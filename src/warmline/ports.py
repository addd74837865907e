"""
The Protocols that actions need; bootstrap chooses who fulfils them.

The store is one transaction with a small shelf per noun; each shelf stands beside its noun, in a
`shelves.py`. Whatever is added or saved in one transaction commits together with its events, or not
at all.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.agents.shelves import Agents, Sessions
from warmline.assistant.answer import Answer, Said
from warmline.complaints.shelves import ComplaintLog, Complaints
from warmline.contacts.shelves import Contacts, Promises
from warmline.conversation.shelves import Conversations, Events, Messages, Translations
from warmline.handoff.shelves import Handoffs, Overrides
from warmline.moments.shelves import Decisions, Readings
from warmline.outcomes.shelves import Reviews, Service, Watches
from warmline.reading.cover import CoveredText
from warmline.reading.reading import Reading

Vectors = NDArray[np.float32]


class Reader(Protocol):
    """Reads messages; see `reading.reader`."""

    @property
    def is_degraded(self) -> bool:
        """Whether no model takes part."""

    def read_many(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None
    ) -> list[Reading]:
        """Read n masked texts, in the order given; languages are hints, None where not known."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """
        Sentence vectors of unit length, for likeness by dot product.

        Shapes:
            float32 [n, d]; d is 0 when there is no model.
        """


class Assistant(Protocol):
    """Answers routine questions from the firm's own articles."""

    def answer(self, question: str, *, language: str, said: Sequence[Said]) -> Answer:
        """Answer, ask back, or say that it does not know; `said` is the conversation before."""


class LanguageModel(Protocol):
    """Words what it is given; see `llm.chat`. Optional, and believed only behind guards."""

    @property
    def place(self) -> str:
        """Host and port, for people who look after it."""

    def word(self, instructions: str, material: CoveredText, *, most_tokens: int) -> str:
        """Words for covered material; LanguageModelFailed when there are none."""


class Translator(Protocol):
    """Says in one language what was written in another; see `llm.translating`. Optional."""

    @property
    def place(self) -> str:
        """Host and port, for people who look after it."""

    def translate(self, text: str, *, source: str, target: str, names: Sequence[str]) -> str:
        """
        Translate one message.

        Args:
            text: as stored or written; what must not leave is covered first and put back.
            source: BCP 47, of the text.
            target: BCP 47, wanted.
            names: of people in the record, to be covered.

        Raises:
            TranslationFailed: there is none that can be shown.
        """


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The time now, aware, UTC."""


class Transaction(Protocol):
    """All shelves within one transaction."""

    @property
    def conversations(self) -> Conversations:
        """The conversations."""

    @property
    def messages(self) -> Messages:
        """The messages."""

    @property
    def translations(self) -> Translations:
        """What messages say in other languages."""

    @property
    def readings(self) -> Readings:
        """What was read in them."""

    @property
    def decisions(self) -> Decisions:
        """What was decided after them."""

    @property
    def handoffs(self) -> Handoffs:
        """The handoffs."""

    @property
    def promises(self) -> Promises:
        """The promises."""

    @property
    def contacts(self) -> Contacts:
        """The contacts and what is remembered of them."""

    @property
    def agents(self) -> Agents:
        """The agents."""

    @property
    def reviews(self) -> Reviews:
        """What people said afterwards about turns."""

    @property
    def complaints(self) -> Complaints:
        """The complaints."""

    @property
    def complaint_log(self) -> ComplaintLog:
        """What happened to complaints, chained by hash."""

    @property
    def overrides(self) -> Overrides:
        """What supervisors decided instead of the program."""

    @property
    def service(self) -> Service:
        """Questions over several shelves."""

    @property
    def watches(self) -> Watches:
        """What began in shadow."""

    @property
    def events(self) -> Events:
        """What happened."""

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""


class Store(Protocol):
    """Where everything is kept."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """
        A writing transaction; it commits when the block ends well and rolls back otherwise.

        Writers come one after another, so that events commit in the order of their numbers.
        """

    def view(self) -> AbstractContextManager[Transaction]:
        """A reading transaction: a consistent view, no writes."""

    def on_commit(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call a listener after each commit that told of events; returns what ends this."""

    def migrate(self) -> None:
        """Bring the tables to the newest version; safe to repeat."""

    def close(self) -> None:
        """Let go of connections."""
