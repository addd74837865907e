"""
The Protocols that actions need; bootstrap chooses who fulfils them.

The store is one transaction with a small shelf per noun. Whatever is added or saved in one
transaction commits together with its events, or not at all.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.agents.agent import Agent, Load
from warmline.assistant.answer import Answer, Said
from warmline.complaints.shelves import ComplaintLog, Complaints
from warmline.contacts.contact import Contact
from warmline.contacts.fact import Fact
from warmline.contacts.promise import Promise, PromiseId
from warmline.conversation.conversation import Conversation
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ContactId, ConversationId, Message, MessageId
from warmline.conversation.translation import Translation
from warmline.handoff.handoff import Handoff, HandoffId
from warmline.handoff.shelves import Overrides
from warmline.moments.decision import Decision
from warmline.moments.turn import Turn
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


class Conversations(Protocol):
    """The shelf of conversations."""

    def get(self, id: ConversationId) -> Conversation:
        """One conversation, or NotFound."""

    def add(self, conversation: Conversation) -> None:
        """A new one."""

    def save(self, conversation: Conversation) -> Conversation:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""

    def of_contact(self, contact_id: ContactId) -> list[Conversation]:
        """All of a contact, newest first."""

    def recent(self, limit: int) -> list[Conversation]:
        """The most recently changed ones."""


class Messages(Protocol):
    """The shelf of messages."""

    def add(self, message: Message) -> None:
        """A new one."""

    def find(self, conversation_id: ConversationId, client_id: str) -> Message | None:
        """The message that the sender knows by this id, if it has arrived before."""

    def of(self, conversation_id: ConversationId) -> list[Message]:
        """All of a conversation, in the order of arrival."""


class Translations(Protocol):
    """The shelf of translations."""

    def put(self, translation: Translation) -> None:
        """A translation; it takes the place of an earlier one of the same message and language."""

    def of(self, conversation_id: ConversationId) -> list[Translation]:
        """All of a conversation, in the order of its messages."""


class Readings(Protocol):
    """The shelf of readings, and of what a fold needs of each turn."""

    def add(
        self, message_id: MessageId, reading: Reading, *, vector: Vectors, similar: float
    ) -> None:
        """The reading of a contact's message; vector float32 [d], d may be 0."""

    def of(self, conversation_id: ConversationId) -> dict[MessageId, Reading]:
        """All of a conversation."""

    def vectors(self, conversation_id: ConversationId, since: datetime | None) -> Vectors:
        """Of the contact's messages after a time, float32 [n, d]."""

    def turns(self, conversation_id: ConversationId, since: datetime | None) -> list[Turn]:
        """All turns after a time, with readings, oldest first; `since` is the last resolution."""


class Decisions(Protocol):
    """The shelf of decisions."""

    def add(self, message_id: MessageId, decision: Decision) -> None:
        """The decision taken after a contact's message."""

    def of(self, conversation_id: ConversationId) -> dict[MessageId, Decision]:
        """All of a conversation."""


class Handoffs(Protocol):
    """The shelf of handoffs."""

    def get(self, id: HandoffId) -> Handoff:
        """One, or NotFound."""

    def add(self, handoff: Handoff) -> None:
        """A new one."""

    def save(self, handoff: Handoff) -> Handoff:
        """A changed one, with its version raised; WriteConflict when it is not the newest."""

    def of(self, conversation_id: ConversationId) -> list[Handoff]:
        """All of a conversation, newest first."""

    def unfinished(self) -> list[Handoff]:
        """All that are not over, oldest first."""


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


class Agents(Protocol):
    """The shelf of agents."""

    def get(self, id: AgentId) -> Agent:
        """One, or NotFound."""

    def by_sign_in(self, sign_in: str) -> Agent | None:
        """The one who signs in with this name."""

    def add(self, agent: Agent) -> None:
        """A new one."""

    def save(self, agent: Agent) -> Agent:
        """A changed one, with its version raised."""

    def all(self) -> list[Agent]:
        """All, by name."""

    def loads(self) -> list[Load]:
        """What each carries and was offered: handoffs accepted and not over, offers that stand."""


class Events(Protocol):
    """The event table: the only thing that wakes live pages and durable work."""

    def append(self, *events: Event) -> None:
        """Tell what happened, in the same transaction."""

    def after(self, seq: int, limit: int) -> list[Event]:
        """What was committed after a number, in the order of commits."""

    def last_seq(self) -> int:
        """The newest number; 0 when nothing has happened."""

    def cursor(self, name: str) -> int:
        """How far a named listener has come; 0 at first."""

    def move_cursor(self, name: str, seq: int) -> None:
        """Note how far a named listener has come."""


class Sessions(Protocol):
    """Sign-in sessions; the store keeps a hash of the token, never the token."""

    def add(self, token_hash: str, agent_id: AgentId, *, expires_at: datetime) -> None:
        """A new session."""

    def find(self, token_hash: str, now: datetime) -> AgentId | None:
        """Whose session it is, unless it is over."""

    def remove(self, token_hash: str) -> None:
        """Sign out."""

    def remove_all(self, agent_id: AgentId) -> None:
        """Sign out everywhere."""


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
