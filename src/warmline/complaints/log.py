"""
The log of complaints: entries that are added and never changed, chained by hash.

Each entry's SHA-256 runs over the hash before it and over everything that it says. Words are not
hashed themselves but sealed: the entry holds SHA-256 over a salt and the words, so that both can be
erased when a person asks for it, the chain still holds, and nobody can guess the words from what is
left. An entry whose words are gone must be named by a later entry that tells of the erasure.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from warmline.complaints.complaint import Complaint, ComplaintId

FIRST = "0" * 64
"""What stands before the first entry."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database takes; replaced before it is sealed, so that what comes back fits the seal."""
ERASED = "complaint.erased"
"""What an entry is called that tells of an erasure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the log."""

    number: int
    """From 1, without gaps, over all complaints."""
    complaint_id: ComplaintId
    at: datetime
    what: str
    """The name of the event that it tells of, or ERASED."""
    by: str
    """contact, assistant, integrator, house (durable work), or the id of an agent."""
    state: str
    """The complaint's, after the step."""
    due_at: datetime
    outcome: str | None
    cause: str | None
    words: str | None
    """The complaint's own words, a reason, a remedy, a note: masked; None without any."""
    salt: str | None
    seal: str | None
    """SHA-256 over salt and words; None without words."""
    previous: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the log is not what was written."""

    number: int
    """Of the entry; 0 for a complaint that is not as its log says."""
    code: str
    """chain, content, words, erased, gap, head, or row."""
    complaint_id: ComplaintId | None = None


def make_entry(
    last: Entry | None,
    complaint: Complaint,
    what: str,
    *,
    at: datetime,
    by: str,
    words: str | None = None,
    salt: str | None = None,
) -> Entry:
    """
    The next entry of the log.

    Args:
        last: the newest entry, of whichever complaint; None when there is none.
        complaint: as it stands after the step.
        what: the name of the event.
        at: when.
        by: who did it.
        words: what was said, masked.
        salt: unguessable; needed with words.
    """
    told = None if words is None or salt is None else _UNSTORABLE.sub("\ufffd", words)
    entry = Entry(
        number=1 if last is None else last.number + 1,
        complaint_id=complaint.id,
        at=at,
        what=what,
        by=by,
        state=complaint.state.value,
        due_at=complaint.due_at,
        outcome=None if complaint.outcome is None else complaint.outcome.value,
        cause=complaint.cause,
        words=told,
        salt=None if told is None else salt,
        seal=None if told is None or salt is None else seal_of(told, salt),
        previous=FIRST if last is None else last.hash,
    )
    return replace(entry, hash=hash_of(entry))


def seal_of(words: str, salt: str) -> str:
    """The seal of words; without the salt nobody can try guesses against it."""
    return hashlib.sha256(f"{salt}\x00{words}".encode()).hexdigest()


def hash_of(entry: Entry) -> str:
    """The hash that an entry should have: over the one before and all that it says."""
    content = {
        "number": entry.number,
        "complaint_id": entry.complaint_id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "what": entry.what,
        "by": entry.by,
        "state": entry.state,
        "due_at": entry.due_at.astimezone(UTC).isoformat(),
        "outcome": entry.outcome,
        "cause": entry.cause,
        "seal": entry.seal,
    }
    told = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{entry.previous}\n{told}".encode()).hexdigest()


def erased(entry: Entry) -> Entry:
    """An entry without its words; its hash stays what it was."""
    return replace(entry, words=None, salt=None)


def verify(
    entries: Iterable[Entry], complaints: Iterable[Complaint] = (), *, head: str | None = None
) -> list[Break]:
    """
    Every place where the log is not what was written; empty when it is whole.

    Args:
        entries: all, in the order of their numbers.
        complaints: all as they stand; each must stand as its last entry says.
        head: a hash that was noted earlier and must still be in the chain; this finds an end that
            was cut off, which the chain alone cannot.
    """
    known = list(entries)
    breaks = list(_breaks(known))
    if head is not None and head not in {entry.hash for entry in known}:
        breaks.append(Break(known[-1].number if known else 0, "head"))
    last = {entry.complaint_id: entry for entry in known}
    for complaint in complaints:
        if not _agrees(complaint, last.get(complaint.id)):
            breaks.append(Break(0, "row", complaint.id))
    return breaks


def _breaks(entries: list[Entry]) -> Iterator[Break]:
    told = _told_erasures(entries)
    before = FIRST
    for place, entry in enumerate(entries, 1):
        if entry.number != place:
            yield Break(entry.number, "gap", entry.complaint_id)
        if entry.previous != before:
            yield Break(entry.number, "chain", entry.complaint_id)
        if entry.hash != hash_of(entry):
            yield Break(entry.number, "content", entry.complaint_id)
        if entry.words is not None:
            is_sealed = entry.salt is not None and entry.seal == seal_of(entry.words, entry.salt)
            if not is_sealed:
                yield Break(entry.number, "words", entry.complaint_id)
        elif entry.seal is not None and told.get(entry.complaint_id, 0) <= entry.number:
            yield Break(entry.number, "erased", entry.complaint_id)
        before = entry.hash


def _told_erasures(entries: Iterable[Entry]) -> Mapping[ComplaintId, int]:
    """The number of the last erasure that each complaint's log tells of."""
    return {entry.complaint_id: entry.number for entry in entries if entry.what == ERASED}


def _agrees(complaint: Complaint, last: Entry | None) -> bool:
    if last is None:
        return False
    outcome = None if complaint.outcome is None else complaint.outcome.value
    stands = (complaint.state.value, complaint.due_at, outcome, complaint.cause)
    return stands == (last.state, last.due_at, last.outcome, last.cause)
