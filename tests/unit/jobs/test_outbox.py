"""The outbox starts what follows from events, loses nothing, and survives a broken world."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal

import pytest

from contract.values import a_complaint, a_handoff, a_promise, lay
from warmline.conversation.conversation import Status
from warmline.conversation.event import Event
from warmline.conversation.message import ConversationId
from warmline.errors import StoreUnavailable
from warmline.handoff.handoff import HandoffState
from warmline.jobs import outbox as outbox_module
from warmline.jobs.outbox import CURSOR, Outbox
from warmline.jobs.workflow import Workflow
from warmline.store.database import Database
from warmline.testing import NOON

PROMISED = Event(name="promise.made", at=NOON, subject_id="promise-1")
RECEIVED = Event(name="message.received", at=NOON, subject_id="message-1")
PATIENCE_SECONDS = 20


class Started:
    """Collects what was submitted, and may fail at first."""

    def __init__(self, *, failures: int = 0, wanted: int = 1) -> None:
        """Fail so often, then collect; `all_came` tells when enough came."""
        self.ids: list[str] = []
        self.all_came = Signal()
        self._failures = failures
        self._wanted = wanted

    def fail_next(self, failures: int) -> None:
        """Fail so often from now on."""
        self._failures = failures

    def submit(self, workflow: Workflow) -> None:
        """Take a workflow."""
        if self._failures:
            self._failures -= 1
            raise StoreUnavailable(reason="locked")
        self.ids.append(workflow.id)
        if len(self.ids) >= self._wanted:
            self.all_came.set()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """A store with a promise and an offer in it."""
    database = Database(f"sqlite:///{tmp_path}/warmline.db")
    database.migrate()
    lay(database)
    with database.transaction() as tx:
        tx.promises.add(a_promise())
        offered = a_handoff(
            state=HandoffState.OFFERED, agent_id="agent-1", offer_number=1, offer_expires_at=NOON
        )
        tx.handoffs.add(offered)
    yield database
    database.close()


def tell(store: Database, *events: Event) -> int:
    """Append events; the last number."""
    with store.transaction() as tx:
        tx.events.append(*events)
        return tx.events.last_seq()


def noted(store: Database) -> int:
    """How far the outbox has come."""
    with store.view() as tx:
        return tx.events.cursor(CURSOR)


def test_events_start_what_follows_from_them(store: Database) -> None:
    """A promise, an offer and a webhook; the cursor moves once they are submitted."""
    started = Started()
    offered = Event(name="handoff.offered", at=NOON, subject_id="handoff-1")
    last = tell(store, RECEIVED, PROMISED, offered)
    assert Outbox(store, started.submit, endpoints=["crm"]).catch_up(0) == last
    assert [id.split("-")[0] for id in started.ids] == [
        "remind",
        "grow_late",
        "tell_progress",
        "deliver",
        "time_out_offer",
    ]
    assert noted(store) == last


def test_the_cursor_stays_when_nothing_could_be_started(store: Database) -> None:
    """What was not submitted is found again."""
    started = Started(failures=1)
    tell(store, PROMISED)
    outbox = Outbox(store, started.submit)
    with pytest.raises(StoreUnavailable):
        outbox.catch_up(0)
    assert noted(store) == 0
    outbox.catch_up(0)
    assert len(started.ids) == 3


def test_events_that_start_nothing_cost_no_write(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cursor is noted now and then only, so that messages stay cheap."""
    outbox = Outbox(store, Started().submit)
    seq = outbox.catch_up(0)
    tell(store, RECEIVED)
    seq = outbox.catch_up(seq)
    assert noted(store) == 0
    monkeypatch.setattr(outbox_module, "UNNOTED", 2)
    last = tell(store, RECEIVED)
    assert outbox.catch_up(seq) == last
    assert noted(store) == last


def test_what_is_owed_is_planned_at_each_start(store: Database) -> None:
    """Even if the events have long been read and the jobs database was lost."""
    started = Started(wanted=4)
    outbox = Outbox(store, started.submit)
    outbox.start()
    outbox.stop()
    assert [id.split("-")[0] for id in started.ids] == [
        "remind",
        "grow_late",
        "tell_progress",
        "time_out_offer",
    ]


def test_what_is_set_aside_is_planned_when_told_of_and_at_each_start(store: Database) -> None:
    """Even if the jobs database was lost meanwhile."""
    started, id = Started(wanted=5), ConversationId("conversation-1")
    with store.transaction() as tx:
        aside = replace(
            tx.conversations.get(id), status=Status.SNOOZED, snoozed_until=NOON + timedelta(hours=1)
        )
        tx.conversations.save(aside)
    outbox = Outbox(store, started.submit)
    tell(store, Event(name="conversation.snoozed", at=NOON, conversation_id=id))
    outbox.catch_up(0)
    assert ["wake"] == [one.split("-")[0] for one in started.ids]
    outbox.plan_anew()
    assert 2 == sum(one.startswith("wake-conversation-1-") for one in started.ids)
    assert 1 == len({one for one in started.ids if one.startswith("wake")})


def test_an_open_complaint_is_never_forgotten(store: Database) -> None:
    """It is planned when it is told of, and again at each start, until it is answered."""
    complaint, started = a_complaint(), Started(wanted=2)
    with store.transaction() as tx:
        tx.complaints.add(complaint)
    outbox = Outbox(store, started.submit)
    outbox.plan_anew()
    planned = [id for id in started.ids if "complaint" in id.split("-")[0]]
    assert ["remind_of_complaint", "complaint_grew_late"] == [id.split("-")[0] for id in planned]
    started.ids.clear()
    tell(store, Event(name="complaint.received", at=NOON, subject_id=complaint.id))
    outbox.catch_up(0)
    assert planned == started.ids


def test_a_commit_wakes_the_outbox(store: Database) -> None:
    """What is told while it runs is started, and after a stop nothing is."""
    started = Started(wanted=7)
    outbox = Outbox(store, started.submit)
    outbox.start()
    tell(store, PROMISED)
    assert started.all_came.wait(PATIENCE_SECONDS)
    outbox.stop()
    tell(store, PROMISED)
    assert len(started.ids) == 7


def test_a_failure_is_waited_out(store: Database, caplog: pytest.LogCaptureFixture) -> None:
    """The thread lives on, tells the failure's code, and starts everything in the end."""
    started = Started(wanted=7)
    outbox = Outbox(store, started.submit)
    outbox.start()
    started.fail_next(1)
    tell(store, PROMISED)
    assert started.all_came.wait(PATIENCE_SECONDS)
    outbox.stop()
    assert "store.unavailable" in caplog.text


def test_what_was_forgotten_is_passed_over(store: Database) -> None:
    """An event of a promise that is gone starts nothing and stops nothing."""
    started = Started()
    gone = Event(name="promise.made", at=NOON, subject_id="promise-9")
    last = tell(store, gone, PROMISED)
    assert Outbox(store, started.submit).catch_up(0) == last
    assert len(started.ids) == 3
