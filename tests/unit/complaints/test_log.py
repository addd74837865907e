"""Any change of any entry of the log is found; an erasure that is told is none."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from unit.complaints.complaints import a_complaint
from warmline.complaints.complaint import Complaint, ComplaintId, ComplaintState
from warmline.complaints.log import ERASED, Entry, erased, make_entry, verify
from warmline.testing import NOON

HOUR = timedelta(hours=1)
told = st.lists(
    st.tuples(st.sampled_from(["complaint-1", "complaint-2"]), st.none() | st.text(max_size=20)),
    min_size=1,
    max_size=12,
)


def written(lines: list[tuple[str, str | None]]) -> tuple[list[Entry], list[Complaint]]:
    """A log with these lines, and the complaints as they stand after it."""
    entries: list[Entry] = []
    standing: dict[str, Complaint] = {}
    for at, (id, words) in enumerate(lines):
        complaint = a_complaint(id=ComplaintId(id), state=list(ComplaintState)[at % 6])
        last = entries[-1] if entries else None
        salt = None if words is None else f"salt-{at}"
        by = "ana" if at % 2 else "contact"
        when = NOON + at * HOUR
        entry = make_entry(
            last, complaint, "complaint.noted", at=when, by=by, words=words, salt=salt
        )
        entries.append(entry)
        standing[id] = complaint
    return entries, list(standing.values())


@given(told)
def test_a_log_as_written_is_whole(lines: list[tuple[str, str | None]]) -> None:
    """No break in it, and the complaints stand as it says."""
    assert [] == verify(*written(lines))


CHANGES: dict[str, Any] = {
    "number": 99,
    "complaint_id": "complaint-9",
    "at": NOON + timedelta(days=900),
    "what": "complaint.closed",
    "by": "somebody",
    "state": "set-aside",
    "due_at": NOON + timedelta(days=901),
    "outcome": "upheld",
    "cause": "other",
    "words": "other words",
    "salt": "other salt",
    "seal": "0" * 64,
    "previous": "1" * 64,
    "hash": "2" * 64,
}


@given(told, st.data())
def test_any_change_of_any_entry_is_found(lines: list[tuple[str, str | None]], data: Any) -> None:
    """Whichever field of whichever entry."""
    entries, _ = written(lines)
    place = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(sorted(CHANGES)))
    changed = replace(entries[place], **{field: CHANGES[field]})
    if field == "salt" and entries[place].words is None:
        return  # a salt without words seals nothing
    entries[place] = changed
    assert verify(entries) != []


@given(told, st.data())
def test_no_entry_can_be_taken_out_or_put_elsewhere(
    lines: list[tuple[str, str | None]], data: Any
) -> None:
    """A gap, a swap, and a cut end once the head was noted."""
    entries, _ = written(lines)
    head = entries[-1].hash
    place = data.draw(st.integers(0, len(entries) - 1))
    without = entries[:place] + entries[place + 1 :]
    assert verify(without, head=head) != []
    if place + 1 < len(entries):
        swapped = [*entries]
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        assert verify(swapped) != []


@given(told)
def test_words_that_vanish_untold_are_found_and_told_erasures_are_not(
    lines: list[tuple[str, str | None]],
) -> None:
    """The chain holds without the words; the log must say that they were erased."""
    entries, standing = written(lines)
    blank = [erased(entry) for entry in entries]
    had_words = any(entry.seal is not None for entry in entries)
    assert had_words is bool(verify(blank))
    for complaint in standing:
        at = NOON + timedelta(days=30)
        blank.append(make_entry(blank[-1], complaint, ERASED, at=at, by="contact"))
    assert [] == verify(blank, standing, head=entries[-1].hash)


def test_a_complaint_that_stands_otherwise_than_its_log_is_found() -> None:
    """A date moved in the table alone hides nothing."""
    entries, (complaint,) = written([("complaint-1", "The bill is wrong")])
    moved = replace(complaint, due_at=complaint.due_at + timedelta(days=30))
    assert ["row"] == [one.code for one in verify(entries, [moved])]
    unheard = a_complaint(id=ComplaintId("complaint-7"))
    assert ["row"] == [one.code for one in verify(entries, [unheard])]


def test_the_seal_does_not_tell_the_words() -> None:
    """Equal words have different seals, since each has a salt of its own."""
    entries, _ = written([("complaint-1", "yes"), ("complaint-1", "yes")])
    assert entries[0].seal != entries[1].seal
