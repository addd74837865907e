"""
Reads the event table and starts the workflows that follow from what it tells.

An event is committed with the change that it tells of, and the cursor moves only after its
workflows are stored; a crash in between starts them again under the same ids, which does nothing.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Event as Signal
from threading import Thread
from typing import Protocol

from warmline.complaints.complaint import Complaint, ComplaintId
from warmline.contacts.fact import Fact
from warmline.contacts.promise import Promise, PromiseId
from warmline.conversation.conversation import Conversation
from warmline.conversation.event import Event
from warmline.conversation.message import ConversationId
from warmline.errors import NotFound
from warmline.handoff.handoff import Handoff, HandoffId
from warmline.jobs.workflow import (
    TRANSLATED,
    Workflow,
    for_complaint,
    for_fact,
    for_offer,
    for_promise,
    for_snooze,
    for_translation,
    for_webhook,
)

log = logging.getLogger("warmline.jobs")

CURSOR = "jobs"
WATCHED = frozenset({"promise.made", "promise.late", "promise.put_off"})
"""After these something of a promise has a time that must be watched."""
DATED = frozenset({"complaint.received", "complaint.extended", "complaint.reopened"})
"""After these a complaint has a date that must be watched."""
BATCH = 200
# Events that start nothing move the cursor only now and then: a write for each message would halve
# what SQLite can take, and reading a few again costs nothing.
UNNOTED = 500
# Another process may write without waking us; also how long a failure is waited out.
POLL = timedelta(seconds=1)


class Events(Protocol):
    """What the outbox needs of the event table."""

    def after(self, seq: int, limit: int) -> list[Event]:
        """What was committed after a number."""

    def cursor(self, name: str) -> int:
        """How far a listener has come."""

    def move_cursor(self, name: str, seq: int) -> None:
        """Note how far a listener has come."""


class Conversations(Protocol):
    """What the outbox needs of conversations."""

    def get(self, id: ConversationId) -> Conversation:
        """One, or NotFound."""

    def snoozed(self) -> list[Conversation]:
        """All that are set aside."""


class Facts(Protocol):
    """What the outbox needs of what is remembered."""

    def get_fact(self, id: str) -> Fact:
        """One, or NotFound."""

    def ending_facts(self) -> list[Fact]:
        """All that have a day on which they end."""


class Promises(Protocol):
    """What the outbox needs of promises."""

    def get(self, id: PromiseId) -> Promise:
        """One, or NotFound."""

    def owed(self) -> list[Promise]:
        """All that still have to be kept."""


class Handoffs(Protocol):
    """What the outbox needs of handoffs."""

    def get(self, id: HandoffId) -> Handoff:
        """One, or NotFound."""

    def unfinished(self) -> list[Handoff]:
        """All that are not over."""


class Complaints(Protocol):
    """What the outbox needs of complaints."""

    def get(self, id: ComplaintId) -> Complaint:
        """One, or NotFound."""

    def open(self) -> list[Complaint]:
        """All that have not ended."""


class Transaction(Protocol):
    """The six shelves."""

    @property
    def conversations(self) -> Conversations:
        """The conversations."""

    @property
    def events(self) -> Events:
        """What happened."""

    @property
    def promises(self) -> Promises:
        """The promises."""

    @property
    def handoffs(self) -> Handoffs:
        """The handoffs."""

    @property
    def contacts(self) -> Facts:
        """What is remembered of contacts."""

    @property
    def complaints(self) -> Complaints:
        """The complaints."""


class Store(Protocol):
    """Where events are read and the cursor is kept."""

    def transaction(self) -> AbstractContextManager[Transaction]:
        """A writing transaction."""

    def view(self) -> AbstractContextManager[Transaction]:
        """A reading one."""

    def on_commit(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call a listener after each commit that told of events; returns what ends this."""


class Outbox:
    """A thread that follows the event table."""

    def __init__(
        self,
        store: Store,
        submit: Callable[[Workflow], None],
        *,
        endpoints: Sequence[str] = (),
        translates: bool = False,
    ) -> None:
        """
        Prepare; nothing runs before `start`.

        Args:
            store: where events are.
            submit: starts a workflow unless one with its id exists.
            endpoints: ids of the webhooks' endpoints.
            translates: whether there is a translator to plan work for.
        """
        self._store = store
        self._submit = submit
        self._endpoints = tuple(endpoints)
        self._translates = translates
        self._woken = Signal()
        self._ended = Signal()
        self._seq: int | None = None
        self._noted = 0
        self._thread = Thread(target=self._follow, name="warmline-outbox", daemon=True)

    def start(self) -> None:
        """Plan what is owed and offered, then follow the events from where we were."""
        self.plan_anew()
        self._stop_listening = self._store.on_commit(self._woken.set)
        self._thread.start()

    def stop(self) -> None:
        """End after the batch at hand."""
        self._stop_listening()
        self._ended.set()
        self._woken.set()
        self._thread.join()

    def plan_anew(self) -> None:
        """
        Start whatever should be running now, whatever the cursor says.

        This heals a lost jobs database; where nothing was lost all ids exist and nothing happens.
        """
        with self._store.view() as tx:
            planned = [one for promise in tx.promises.owed() for one in for_promise(promise)]
            planned += [one for handoff in tx.handoffs.unfinished() for one in for_offer(handoff)]
            aside = tx.conversations.snoozed()
            planned += [one for conversation in aside for one in for_snooze(conversation)]
            planned += [one for fact in tx.contacts.ending_facts() for one in for_fact(fact)]
            planned += [
                one for complaint in tx.complaints.open() for one in for_complaint(complaint)
            ]
        self._submit_all(planned)

    def catch_up(self, seq: int) -> int:
        """Start the workflows of the next events; the number of the last one looked at."""
        with self._store.view() as tx:
            events = tx.events.after(seq, BATCH)
            planned = [one for event in events for one in self._planned(tx, event)]
        self._submit_all(planned)
        last = events[-1].seq or seq if events else seq
        if planned or last - self._noted >= UNNOTED:
            self._note(last)
        return last

    def _planned(self, tx: Transaction, event: Event) -> list[Workflow]:
        planned = [one for endpoint in self._endpoints for one in for_webhook(event, endpoint)]
        if self._translates and event.name in TRANSLATED:
            planned += for_translation(event, tx.handoffs.unfinished())
        try:
            if event.name in WATCHED:
                planned += for_promise(tx.promises.get(PromiseId(event.subject_id or "")))
            elif event.name == "conversation.snoozed" and event.conversation_id is not None:
                planned += for_snooze(tx.conversations.get(event.conversation_id))
            elif event.name == "handoff.offered":
                planned += for_offer(tx.handoffs.get(HandoffId(event.subject_id or "")))
            elif event.name == "fact.kept":
                planned += for_fact(tx.contacts.get_fact(event.subject_id or ""))
            elif event.name in DATED:
                planned += for_complaint(tx.complaints.get(ComplaintId(event.subject_id or "")))
        except NotFound:  # forgotten since
            log.info("event %s names nothing any more", event.seq)
        return planned

    def _submit_all(self, planned: Iterable[Workflow]) -> None:
        for workflow in planned:
            self._submit(workflow)

    def _note(self, seq: int) -> None:
        with self._store.transaction() as tx:
            tx.events.move_cursor(CURSOR, seq)
        self._noted = seq

    def _follow(self) -> None:
        while not self._ended.is_set():
            self._woken.clear()
            before = self._seq
            if not survived(self._step, "the event table could not be followed"):
                self._ended.wait(POLL.total_seconds())
            elif self._seq == before:
                self._woken.wait(POLL.total_seconds())

    def _step(self) -> None:
        if self._seq is None:
            with self._store.view() as tx:
                self._seq = self._noted = tx.events.cursor(CURSOR)
        self._seq = self.catch_up(self._seq)


def survived(deed: Callable[[], object], failing: str) -> bool:
    """
    Do a deed on a thread that must live on; whether it ended well.

    Args:
        deed: whatever it raises is logged, by its code alone.
        failing: what the log says happened.
    """
    try:
        deed()
    except Exception as failure:
        log.error("%s (%s)", failing, getattr(failure, "code", type(failure).__name__))
        return False
    return True
