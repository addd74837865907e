"""One deed, one transaction; writers queue; events tell what was committed, in that order."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy.exc import StatementError

from contract.values import a_contact, a_conversation, a_message, lay
from warmline.conversation.event import Event
from warmline.errors import NotFound, SettingsInvalid, StoreUnavailable, WriteConflict
from warmline.ports import Store
from warmline.store.database import Database
from warmline.testing import NOON

TOLD = Event(
    name="message.received",
    at=NOON,
    conversation_id=a_conversation().id,
    subject_id="message-1",
    details={"length": 12, "degraded": False, "figure": 0.5, "code": None},
)


class Broken(Exception):
    """What a block of a test fails with."""


def write_and_fail(store: Store) -> None:
    """Fail after a change and its event."""
    with store.transaction() as tx:
        tx.contacts.add(a_contact())
        tx.events.append(TOLD)
        raise Broken


def add_twice(store: Store) -> None:
    """Put the same contact twice."""
    with store.transaction() as tx:
        tx.contacts.add(a_contact(name="Secretname"))
        tx.contacts.add(a_contact(name="Secretname"))


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    """Neither the change nor its event is there after a failure."""
    with pytest.raises(Broken):
        write_and_fail(store)
    with store.view() as tx:
        assert tx.events.after(0, 10) == []
        with pytest.raises(NotFound):
            tx.contacts.get(a_contact().id)


def test_a_view_sees_one_moment(store: Store) -> None:
    """What is committed while a view is open is not seen in it."""
    with store.view() as view:
        assert view.events.last_seq() == 0
        with store.transaction() as tx:
            tx.events.append(TOLD)
        assert view.events.last_seq() == 0
    with store.view() as view:
        assert view.events.last_seq() > 0


def test_a_view_writes_nothing(store: Store) -> None:
    """A write in a view fails instead of passing unseen."""
    with pytest.raises(StoreUnavailable), store.view() as tx:
        tx.contacts.add(a_contact())
    with store.view() as tx, pytest.raises(NotFound):
        tx.contacts.get(a_contact().id)


def test_events_come_back_as_told(store: Store) -> None:
    """An event keeps its details and is given a number; numbers rise."""
    with store.transaction() as tx:
        tx.events.append(TOLD, TOLD)
        tx.events.append()
    with store.view() as tx:
        first, second = tx.events.after(0, 10)
        assert tx.events.after(0, 1) == [first]
        assert tx.events.last_seq() == second.seq
    assert first.seq is not None
    assert second.seq is not None
    assert first.seq < second.seq
    assert (first.details, first.at, first.name) == (TOLD.details, TOLD.at, TOLD.name)


def test_a_number_is_never_given_twice(store: Store) -> None:
    """A number lost in a failed transaction never comes back below a committed one."""
    with store.transaction() as tx:
        tx.events.append(TOLD)
        before = tx.events.last_seq()
    with pytest.raises(Broken):
        write_and_fail(store)
    with store.transaction() as tx:
        tx.events.append(TOLD)
        assert tx.events.last_seq() > before


def test_a_cursor_stays_where_it_was_moved(store: Store) -> None:
    """Each listener has a place of its own, 0 at first."""
    for seq in (4, 9):
        with store.transaction() as tx:
            tx.events.move_cursor("jobs", seq)
    with store.view() as tx:
        assert tx.events.cursor("jobs") == 9
        assert tx.events.cursor("pages") == 0


def test_numbers_rise_in_the_order_of_commits(store: Store) -> None:
    """A reader that has seen a number never finds a smaller one later."""
    seen: list[int] = []

    def write(number: int) -> None:
        with store.transaction() as tx:
            tx.contacts.add(a_contact(id=f"contact-{number}"))
            tx.events.append(TOLD)

    def watch() -> None:
        while len(seen) < 40:
            with store.view() as tx:
                newest = seen[-1] if seen else 0
                seen.extend(event.seq or 0 for event in tx.events.after(newest, 100))

    with ThreadPoolExecutor(5) as threads:
        watching = threads.submit(watch)
        list(threads.map(write, range(40)))
        watching.result(timeout=60)
    with store.view() as tx:
        assert [event.seq for event in tx.events.after(0, 100)] == seen


def test_of_two_writers_in_two_processes_both_come_through(store: Store, empty_url: str) -> None:
    """Two stores on one database, as in two processes, wait for each other and lose nothing."""
    lay(store)
    other = Database(empty_url)

    def write(number: int) -> None:
        with (other if number % 2 else store).transaction() as tx:
            tx.events.append(TOLD)
            conversation = tx.conversations.get(a_conversation().id)
            tx.conversations.save(conversation)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(40)))
    other.close()
    with store.view() as tx:
        assert tx.conversations.get(a_conversation().id).version == 40
        assert len(tx.events.after(0, 100)) == 40


def test_listeners_are_woken_after_the_commit(store: Store) -> None:
    """A listener sees the event in a view of its own, only when one was told, until it stops."""
    seen: list[int] = []

    def listener() -> None:
        with store.view() as tx:
            seen.append(tx.events.last_seq())

    stop = store.on_commit(listener)
    with store.transaction() as tx:
        tx.contacts.add(a_contact(id="contact-2"))
    assert seen == []
    with store.transaction() as tx:
        tx.events.append(TOLD)
        last = tx.events.last_seq()
    assert seen == [last]
    with pytest.raises(Broken):
        write_and_fail(store)
    stop()
    with store.transaction() as tx:
        tx.events.append(TOLD)
    assert seen == [last]


def test_a_row_that_exists_is_a_conflict(store: Store) -> None:
    """The sentence names the table, never what was written."""
    with pytest.raises(WriteConflict) as caught:
        add_twice(store)
    assert "contacts" in str(caught.value)
    assert "Secretname" not in str(caught.value)
    assert "Secretname" not in str(caught.value.__cause__)


def test_a_row_that_names_nothing_is_not_found(store: Store) -> None:
    """A message to a conversation that does not exist says so."""
    with pytest.raises(NotFound), store.transaction() as tx:
        tx.messages.add(a_message())


def test_a_naive_time_is_refused(store: Store) -> None:
    """A time without a zone never reaches a table."""
    naive = datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001 - the mistake that this test makes
    with pytest.raises(StatementError, match="without a zone"), store.transaction() as tx:
        tx.contacts.add(a_contact(created_at=naive))


def test_a_transaction_inside_another_one_is_refused(store: Store) -> None:
    """It would wait for itself for ever."""
    with store.transaction(), pytest.raises(RuntimeError, match="another"), store.transaction():
        pass


def test_a_database_that_is_not_there_is_unavailable(empty_url: str) -> None:
    """Without tables, or without a server, the store says that it does not answer."""
    database = Database(empty_url)
    with pytest.raises(StoreUnavailable), database.view() as tx:
        tx.events.last_seq()
    database.close()


@pytest.mark.parametrize("url", ["", "warmline.db", "oracle://host/name", "sqlite://"])
def test_a_url_that_cannot_be_used_is_a_setting_to_mend(url: str) -> None:
    """The error names the setting and the two forms that are taken."""
    with pytest.raises(SettingsInvalid, match="database_url"):
        Database(url)
