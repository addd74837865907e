"""Durable work happens at its time and once, on both databases, through failures and restarts."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

from contract.values import a_handoff, a_promise, lay
from warmline.conversation.event import Event
from warmline.errors import StoreUnavailable
from warmline.handoff.handoff import HandoffState
from warmline.jobs.duties import Duties
from warmline.jobs.worker import Worker
from warmline.store.database import Database
from warmline.testing import NOON, FixedClock

PATIENCE_SECONDS = 30
SOON = timedelta(seconds=1)
Called = tuple[str, tuple[Any, ...]]


class Recorder:
    """Duties that note each call and may fail at first."""

    def __init__(self, *, failures: int = 0) -> None:
        """Fail so often."""
        self.calls: Queue[Called] = Queue()
        self.rounds: Queue[None] = Queue()
        self._failures = failures

    def duties(self) -> Duties:
        """As the worker takes them."""
        return Duties(
            remind=self._noting("remind"),
            grow_late=self._noting("grow_late"),
            remind_of_complaint=self._noting("remind_of_complaint"),
            complaint_grew_late=self._noting("complaint_grew_late"),
            time_out_offer=self._noting("time_out_offer"),
            deliver=self._noting("deliver"),
            match_waiting=lambda: self.rounds.put(None),
        )

    def next(self, count: int) -> list[Called]:
        """The next calls, sorted."""
        return sorted(self.calls.get(timeout=PATIENCE_SECONDS) for _ in range(count))

    def has_more(self) -> bool:
        """Whether another call comes within a moment that is longer than any poll."""
        try:
            self.calls.get(timeout=3)
        except Empty:
            return False
        return True

    def _noting(self, duty: str) -> Callable[..., None]:
        def note(*arguments: Any) -> None:
            if self._failures:
                self._failures -= 1
                raise StoreUnavailable(reason="locked")
            self.calls.put((duty, arguments))

        return note


@pytest.fixture
def jobs_url(empty_url: str, tmp_path: Path) -> str:
    """Where DBOS keeps its tables: a file beside SQLite, the same database on PostgreSQL."""
    return f"sqlite:///{tmp_path}/jobs.db" if empty_url.startswith("sqlite") else empty_url


@contextmanager
def working(
    store: Database, url: str, recorder: Recorder, now: datetime = NOON
) -> Iterator[FixedClock]:
    """A running worker, and its clock."""
    clock = FixedClock(now)
    worker = Worker(store, recorder.duties(), clock, url=url, endpoints=["crm"])
    with worker.running():
        yield clock


def promise(store: Database, **changes: Any) -> None:
    """Make a promise and tell of it."""
    made = a_promise(**changes)
    with store.transaction() as tx:
        tx.promises.add(made)
        tx.events.append(Event(name="promise.made", at=NOON, subject_id=made.id))


def test_a_promise_is_reminded_of_and_grows_late(store: Database, jobs_url: str) -> None:
    """Each at its time: the one that is due is done now, the one far away is not."""
    lay(store)
    recorder = Recorder()
    with working(store, jobs_url, recorder):
        promise(store, remind_at=NOON - SOON, due_at=NOON + SOON)
        promise(store, id="promise-2", remind_at=NOON + timedelta(days=1), due_at=None)
        assert recorder.next(2) == [("grow_late", ("promise-1",)), ("remind", ("promise-1",))]
        assert not recorder.has_more()
    assert recorder.rounds.get(timeout=PATIENCE_SECONDS) is None


def test_an_offer_lapses_and_webhooks_are_sent(store: Database, jobs_url: str) -> None:
    """One event of an offer starts both."""
    lay(store)
    recorder = Recorder()
    offered = a_handoff(
        state=HandoffState.OFFERED,
        agent_id="agent-1",
        offer_number=1,
        offer_expires_at=NOON + SOON,
    )
    with working(store, jobs_url, recorder), store.transaction() as tx:
        tx.handoffs.add(offered)
        tx.events.append(Event(name="handoff.offered", at=NOON, subject_id=offered.id))
        seq = tx.events.last_seq()
    with working(store, jobs_url, recorder):
        assert recorder.next(2) == [
            ("deliver", ("crm", seq)),
            ("time_out_offer", (offered.id, 1)),
        ]


def test_a_failure_is_tried_again(store: Database, jobs_url: str) -> None:
    """A promise is not lost because the database was locked once."""
    lay(store)
    recorder = Recorder(failures=1)
    with working(store, jobs_url, recorder):
        promise(store, remind_at=NOON, due_at=None)
        assert recorder.next(1) == [("remind", ("promise-1",))]


def test_what_waits_goes_on_after_a_restart_and_happens_once(
    store: Database, jobs_url: str
) -> None:
    """A promise made before a stop is reminded of after the start, and only then."""
    lay(store)
    recorder = Recorder()
    now = datetime.now(UTC)  # noqa: TID251 - DBOS asks the machine's clock what is due
    with working(store, jobs_url, recorder, now):
        promise(store, remind_at=now + timedelta(seconds=4), due_at=None)
    assert recorder.calls.empty()
    for _ in range(2):
        with working(store, jobs_url, recorder, now):
            pass
    with working(store, jobs_url, recorder, now):
        assert recorder.next(1) == [("remind", ("promise-1",))]
        assert not recorder.has_more()


def test_a_lost_jobs_database_is_healed(tmp_path: Path) -> None:
    """What is owed is planned anew, whatever the cursor says."""
    store = Database(f"sqlite:///{tmp_path}/warmline.db")
    store.migrate()
    lay(store)
    recorder = Recorder()
    with working(store, f"sqlite:///{tmp_path}/first.db", recorder):
        promise(store, remind_at=NOON + timedelta(seconds=30), due_at=None)
    with working(store, f"sqlite:///{tmp_path}/second.db", recorder, NOON + timedelta(minutes=1)):
        assert recorder.next(1) == [("remind", ("promise-1",))]
    store.close()


def test_a_jobs_database_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    """The worker says so, and another one can be started in the same process afterwards."""
    store = Database(f"sqlite:///{tmp_path}/warmline.db")
    store.migrate()
    recorder = Recorder()
    nowhere = f"sqlite:///{tmp_path}/nowhere/jobs.db"
    with pytest.raises(StoreUnavailable), working(store, nowhere, recorder):
        pass
    with working(store, f"sqlite:///{tmp_path}/jobs.db", recorder):
        assert recorder.rounds.get(timeout=PATIENCE_SECONDS) is None
    store.close()


def test_what_ended_long_ago_is_swept(tmp_path: Path) -> None:
    """After a month a finished workflow is gone, so its id could be used again; not before."""
    store = Database(f"sqlite:///{tmp_path}/warmline.db")
    store.migrate()
    lay(store)
    recorder, url = Recorder(), f"sqlite:///{tmp_path}/jobs.db"
    now = datetime.now(UTC)  # noqa: TID251 - DBOS notes the machine's time at an end
    with working(store, url, recorder, now):
        promise(store, remind_at=now, due_at=None)
        recorder.next(1)
        assert not recorder.has_more()
    with working(store, url, recorder, now + timedelta(days=29)):
        assert not recorder.has_more()
    with working(store, url, recorder, now + timedelta(days=31)):
        assert recorder.next(1) == [("remind", ("promise-1",))]
    store.close()
