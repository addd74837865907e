"""Complaints and their log on both databases: they come back equal, and the log only grows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from contract.values import a_complaint, lay
from warmline.complaints.complaint import Complaint, ComplaintId, ComplaintState, Outcome, Source
from warmline.complaints.key import make_key
from warmline.complaints.log import ERASED, make_entry, verify
from warmline.conversation.message import AgentId
from warmline.errors import NotFound, WriteConflict
from warmline.ports import Transaction
from warmline.store.database import Database
from warmline.testing import NOON

HOUR = timedelta(hours=1)


def tell(tx: Transaction, complaint: Complaint, what: str, words: str | None = None) -> None:
    """Write an entry as actions do."""
    last = tx.complaint_log.last()
    at = NOON + (0 if last is None else last.number) * HOUR
    salt = None if words is None else f"salt-{what}"
    tx.complaint_log.append(
        make_entry(last, complaint, what, at=at, by="ana", words=words, salt=salt)
    )


def test_a_complaint_comes_back_as_it_was_put(store: Database) -> None:
    """By id, by key, by conversation and by contact; a change needs the newest version."""
    lay(store)
    complaint = a_complaint()
    assessed = replace(
        complaint,
        state=ComplaintState.CLOSED,
        source=Source.AGENT,
        owner_id=AgentId("agent-1"),
        cause="billing",
        outcome=Outcome.PARTLY,
        extensions=2,
        assessed_at=NOON + HOUR,
        ended_at=NOON + 2 * HOUR,
    )
    with store.transaction() as tx:
        tx.complaints.add(complaint)
        assert complaint == tx.complaints.find(complaint.key)
        stored = tx.complaints.save(assessed)
    with store.view() as tx:
        assert replace(assessed, version=1) == stored == tx.complaints.get(complaint.id)
        assert [stored] == tx.complaints.of(complaint.conversation_id)
        assert [stored] == tx.complaints.of_contact(complaint.contact_id)
        assert None is tx.complaints.find(make_key("another"))
    with pytest.raises(WriteConflict), store.transaction() as tx:
        tx.complaints.save(complaint)
    with pytest.raises(NotFound), store.view() as tx:
        tx.complaints.get(ComplaintId("nothing"))
    with pytest.raises(WriteConflict), store.transaction() as tx:
        tx.complaints.add(replace(complaint, id=ComplaintId("complaint-2")))


def test_open_complaints_come_by_their_date(store: Database) -> None:
    """The next date first; what is over is not among them."""
    lay(store)
    with store.transaction() as tx:
        for number, (days, state) in enumerate(
            [
                (9, ComplaintState.ASSESSED),
                (3, ComplaintState.COMMUNICATED),
                (1, ComplaintState.CLOSED),
                (2, ComplaintState.SET_ASIDE),
                (5, ComplaintState.RECEIVED),
            ]
        ):
            id, key = ComplaintId(f"complaint-{days}"), make_key(str(number))
            due_at = NOON + timedelta(days=days)
            tx.complaints.add(a_complaint(id=id, key=key, state=state, due_at=due_at))
    with store.view() as tx:
        assert ["complaint-3", "complaint-5", "complaint-9"] == [
            one.id for one in tx.complaints.open()
        ]
        assert 5 == len(tx.complaints.all())


def test_the_log_is_whole_after_a_round_through_the_database(store: Database) -> None:
    """Times, words in every script and missing ones hash the same; an erasure leaves it whole."""
    lay(store)
    first = a_complaint()
    second = a_complaint(id=ComplaintId("complaint-2"), key=make_key("seed-2"))
    with store.transaction() as tx:
        for complaint in (first, second):
            tx.complaints.add(complaint)
            tell(tx, complaint, "complaint.received", "账单不对 – ça ne va pas 🙁 \x00")
            tell(tx, complaint, "complaint.acknowledged")
    with store.view() as tx:
        head = tx.complaint_log.last()
        assert head is not None
        assert [] == verify(tx.complaint_log.entries(), tx.complaints.all())
        assert [1, 2] == [one.number for one in tx.complaint_log.entries([first.id])]
    with store.transaction() as tx:
        assert 1 == tx.complaint_log.erase_words(first.id)
        tell(tx, first, ERASED)
    with store.view() as tx:
        entries = tx.complaint_log.entries()
        assert [] == verify(entries, tx.complaints.all(), head=head.hash)
        assert [None, True] == [entries[0].words, entries[2].words is not None]


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE complaint_entries SET what = 'complaint.closed'",
        "UPDATE complaint_entries SET words = 'All is well.'",
        "UPDATE complaint_entries SET words = NULL, hash = 'x'",
        "DELETE FROM complaint_entries",
    ],
)
def test_the_database_itself_guards_the_log(store: Database, harm: str) -> None:
    """A statement that changes or removes an entry fails, whoever sends it."""
    lay(store)
    with store.transaction() as tx:
        tx.complaints.add(a_complaint())
        tell(tx, a_complaint(), "complaint.received", "The bill is wrong.")
    with pytest.raises(DBAPIError, match="only grows"), store._writer.begin() as connection:
        connection.execute(text(harm))
    with store.view() as tx:
        assert [] == verify(tx.complaint_log.entries(), tx.complaints.all())
