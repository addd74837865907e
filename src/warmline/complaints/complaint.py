"""
The stored state machine of a complaint, in the states of ISO 10002.

received → acknowledged → assessed → investigating → answered → communicated → closed; a contact may
withdraw it at any time, and what only a program had taken for a complaint may be set aside by a
person who looks first. Each step is a pure function from a complaint and a time to a new complaint
and the event that tells of it. Laws: a finished complaint never moves again; the first date that
was told is kept for ever; no step takes back a date of an earlier one.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from warmline.complaints.key import ComplaintKey
from warmline.conversation.conversation import InboxId
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ContactId, ConversationId, MessageId
from warmline.errors import ComplaintForbidden

ComplaintId = NewType("ComplaintId", str)


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    """It is noted and has its key."""
    ACKNOWLEDGED = "acknowledged"
    """The contact has been told the key and the date."""
    ASSESSED = "assessed"
    """A person has looked: what it is about, and that it is a complaint."""
    INVESTIGATING = "investigating"
    """Somebody finds out what happened."""
    ANSWERED = "answered"
    """It is decided, with an outcome and a reason."""
    COMMUNICATED = "communicated"
    """The contact has been told the decision, and how to go on."""
    CLOSED = "closed"
    """Done: what was decided has been carried out, or the contact withdrew it."""
    SET_ASIDE = "set-aside"
    """A program had taken it for a complaint, and a person says that it was none."""


class Outcome(StrEnum):
    """What was decided."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not-upheld"
    WITHDRAWN = "withdrawn"
    """The contact took it back; nobody decides that for them."""


class Source(StrEnum):
    """Who noted the complaint."""

    HEARD = "heard"
    """The assistant, from the contact's words; a person looks whether it is one."""
    AGENT = "agent"
    CONTACT = "contact"
    """The contact itself, through an app of the firm's."""
    INTEGRATOR = "integrator"


CAUSES = ("billing", "service", "delay", "information", "conduct", "privacy", "contract", "other")
"""What complaints are about: billing – amounts and payments; service – it did not work; delay – too
late or not at all; information – wrong, missing or unclear; conduct – how the contact was treated;
privacy – what is known and kept of them; contract – terms and their ending; other."""

FINISHED = frozenset({ComplaintState.CLOSED, ComplaintState.SET_ASIDE})
UNANSWERED = frozenset(
    {
        ComplaintState.RECEIVED,
        ComplaintState.ACKNOWLEDGED,
        ComplaintState.ASSESSED,
        ComplaintState.INVESTIGATING,
        ComplaintState.ANSWERED,
    }
)

ALLOWED: dict[ComplaintState, frozenset[ComplaintState]] = {
    ComplaintState.RECEIVED: frozenset({ComplaintState.ACKNOWLEDGED, ComplaintState.CLOSED}),
    ComplaintState.ACKNOWLEDGED: frozenset(
        {ComplaintState.ASSESSED, ComplaintState.SET_ASIDE, ComplaintState.CLOSED}
    ),
    ComplaintState.ASSESSED: frozenset(
        {ComplaintState.INVESTIGATING, ComplaintState.ANSWERED, ComplaintState.CLOSED}
    ),
    ComplaintState.INVESTIGATING: frozenset({ComplaintState.ANSWERED, ComplaintState.CLOSED}),
    ComplaintState.ANSWERED: frozenset({ComplaintState.COMMUNICATED, ComplaintState.CLOSED}),
    ComplaintState.COMMUNICATED: frozenset({ComplaintState.INVESTIGATING, ComplaintState.CLOSED}),
    ComplaintState.CLOSED: frozenset(),
    ComplaintState.SET_ASIDE: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One complaint of one contact. What was said in it stands in its log alone."""

    id: ComplaintId
    key: ComplaintKey
    """What the contact follows it by; whoever shows it sees how it stands."""
    conversation_id: ConversationId
    contact_id: ContactId
    inbox_id: InboxId
    state: ComplaintState
    source: Source
    received_at: datetime
    first_due_at: datetime
    """Until when it was to be answered at first; what the figures measure by."""
    due_at: datetime
    """Until when it is to be answered now."""
    remind_at: datetime
    message_id: MessageId | None = None
    """The contact's message that was heard as a complaint."""
    owner_id: AgentId | None = None
    """Who answers for it; None until somebody takes it up."""
    cause: str | None = None
    """One of CAUSES, once assessed."""
    outcome: Outcome | None = None
    extensions: int = 0
    acknowledged_at: datetime | None = None
    assessed_at: datetime | None = None
    investigating_at: datetime | None = None
    answered_at: datetime | None = None
    """When the last decision was taken."""
    communicated_at: datetime | None = None
    """When the contact was first told a decision."""
    ended_at: datetime | None = None
    reminded_at: datetime | None = None
    late_at: datetime | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it has not ended; as long as it is, nobody is cut off over it."""
        return self.state not in FINISHED

    @property
    def is_unanswered(self) -> bool:
        """Whether the contact still waits for a decision."""
        return self.state in UNANSWERED

    @property
    def is_to_confirm(self) -> bool:
        """Whether only a program has taken it for a complaint so far."""
        return self.source is Source.HEARD and self.is_unanswered and self.assessed_at is None

    def is_late(self, now: datetime) -> bool:
        """Whether the time has passed without a decision told."""
        return self.is_unanswered and (self.late_at is not None or self.due_at < now)


Stepped = tuple[Complaint, Event]
"""A complaint after a step, and the event that tells of it."""


def receive_complaint(complaint: Complaint) -> Stepped:
    """Tell of a new complaint."""
    return complaint, _event("complaint.received", complaint, complaint.received_at)


def acknowledge(complaint: Complaint, *, now: datetime) -> Stepped:
    """The contact has been told the key and the date."""
    moved = replace(_moved(complaint, ComplaintState.ACKNOWLEDGED), acknowledged_at=now)
    return moved, _event("complaint.acknowledged", moved, now)


def assess(complaint: Complaint, agent_id: AgentId, *, cause: str, now: datetime) -> Stepped:
    """A person takes it up and says what it is about; it is theirs from now on."""
    moved = _moved(complaint, ComplaintState.ASSESSED)
    assessed = replace(moved, owner_id=agent_id, cause=cause, assessed_at=now)
    return assessed, _event("complaint.assessed", assessed, now)


def set_aside(complaint: Complaint, *, now: datetime) -> Stepped:
    """
    A person says that it was no complaint; only before anybody took it up as one.

    Raises:
        ComplaintForbidden: a person has noted it or taken it up, so only the contact ends it.
    """
    if not complaint.is_to_confirm:
        raise _forbidden(complaint, ComplaintState.SET_ASIDE)
    moved = replace(_moved(complaint, ComplaintState.SET_ASIDE), ended_at=now)
    return moved, _event("complaint.set_aside", moved, now)


def investigate(complaint: Complaint, agent_id: AgentId, *, now: datetime) -> Stepped:
    """
    Somebody begins to find out what happened.

    Raises:
        ComplaintForbidden: the contact has had a decision already; `reopen` looks again.
    """
    if complaint.state is ComplaintState.COMMUNICATED:
        raise _forbidden(complaint, ComplaintState.INVESTIGATING)
    moved = _moved(complaint, ComplaintState.INVESTIGATING)
    begun = replace(moved, owner_id=agent_id, investigating_at=now)
    return begun, _event("complaint.investigating", begun, now)


def extend(
    complaint: Complaint, *, due_at: datetime, remind_at: datetime, now: datetime
) -> Stepped:
    """
    Take more time, with a reason that the contact hears; the first date stays for the figures.

    Raises:
        ComplaintForbidden: it is answered or over, or the new date is no later than the old.
    """
    if not complaint.is_unanswered or due_at <= max(complaint.due_at, now):
        raise _forbidden(complaint, "extended")
    extended = replace(
        complaint,
        due_at=due_at,
        remind_at=remind_at,
        reminded_at=None,
        late_at=None,
        extensions=complaint.extensions + 1,
    )
    return extended, _event("complaint.extended", extended, now)


def answer(complaint: Complaint, agent_id: AgentId, *, outcome: Outcome, now: datetime) -> Stepped:
    """
    Decide, with an outcome.

    Raises:
        ComplaintForbidden: nobody has looked yet, or it is decided; a contact's own withdrawal is
            no decision of ours.
    """
    if outcome is Outcome.WITHDRAWN:
        raise _forbidden(complaint, Outcome.WITHDRAWN)
    moved = _moved(complaint, ComplaintState.ANSWERED)
    answered = replace(moved, owner_id=agent_id, outcome=outcome, answered_at=now)
    return answered, _event("complaint.answered", answered, now)


def communicate(complaint: Complaint, *, now: datetime) -> Stepped:
    """The contact has been told the decision."""
    moved = _moved(complaint, ComplaintState.COMMUNICATED)
    told = replace(moved, communicated_at=complaint.communicated_at or now)
    return told, _event("complaint.communicated", told, now)


def reopen(
    complaint: Complaint, *, due_at: datetime, remind_at: datetime, now: datetime
) -> Stepped:
    """
    The contact is not content: look again, until a new date.

    Raises:
        ComplaintForbidden: the contact has no decision yet, or it is over.
    """
    if complaint.state is not ComplaintState.COMMUNICATED:
        raise _forbidden(complaint, "reopened")
    again = replace(
        _moved(complaint, ComplaintState.INVESTIGATING),
        due_at=due_at,
        remind_at=remind_at,
        reminded_at=None,
        late_at=None,
    )
    return again, _event("complaint.reopened", again, now)


def withdraw(complaint: Complaint, *, now: datetime) -> Stepped:
    """The contact takes it back."""
    moved = _moved(complaint, ComplaintState.CLOSED)
    closed = replace(moved, outcome=Outcome.WITHDRAWN, ended_at=now)
    return closed, _event("complaint.closed", closed, now)


def close(complaint: Complaint, *, now: datetime) -> Stepped:
    """
    Close it, once the decision was told.

    Raises:
        ComplaintForbidden: the contact has not been told a decision.
    """
    if complaint.state is not ComplaintState.COMMUNICATED:
        raise _forbidden(complaint, ComplaintState.CLOSED)
    closed = replace(_moved(complaint, ComplaintState.CLOSED), ended_at=now)
    return closed, _event("complaint.closed", closed, now)


def note(complaint: Complaint, *, now: datetime) -> Stepped:
    """
    Something is added to the log; nothing else changes.

    Raises:
        ComplaintForbidden: it is over.
    """
    if not complaint.is_open:
        raise _forbidden(complaint, "added to")
    return complaint, _event("complaint.noted", complaint, now)


def remind(complaint: Complaint, *, now: datetime) -> Stepped | None:
    """Note that the house was reminded; None when it was before or nobody waits any more."""
    if not complaint.is_unanswered or complaint.reminded_at is not None:
        return None
    reminded = replace(complaint, reminded_at=now)
    return reminded, _event("complaint.reminded", reminded, now)


def grow_late(complaint: Complaint, *, now: datetime) -> Stepped | None:
    """Note that the time has passed; None when it was noted, moved, or answered before."""
    if not complaint.is_unanswered or complaint.late_at is not None or now < complaint.due_at:
        return None
    late = replace(complaint, late_at=now)
    return late, _event("complaint.late", late, now)


def _moved(complaint: Complaint, state: ComplaintState) -> Complaint:
    if state not in ALLOWED[complaint.state]:
        raise _forbidden(complaint, state)
    return replace(complaint, state=state)


REMEDIES = {
    ComplaintState.RECEIVED: "Tell the contact the key first.",
    ComplaintState.ACKNOWLEDGED: "Take it up first, and say what it is about.",
    ComplaintState.ASSESSED: "Investigate it, or answer it with an outcome and a reason.",
    ComplaintState.INVESTIGATING: "Answer it with an outcome and a reason, or take more time.",
    ComplaintState.ANSWERED: "Tell the contact the decision first.",
    ComplaintState.COMMUNICATED: "Close it, or open it again if the contact is not content.",
    ComplaintState.CLOSED: "It is over; a new matter is a new complaint.",
    ComplaintState.SET_ASIDE: "It is over; note a new one if it was a complaint after all.",
}


def _forbidden(complaint: Complaint, wanted: str) -> ComplaintForbidden:
    remedy = REMEDIES[complaint.state]
    return ComplaintForbidden(
        id=complaint.id, state=complaint.state.value, wanted=str(wanted), remedy=remedy
    )


def _event(name: str, complaint: Complaint, now: datetime) -> Event:
    return Event(
        name=name,
        at=now,
        conversation_id=complaint.conversation_id,
        subject_id=complaint.id,
        details={
            "state": complaint.state.value,
            "source": complaint.source.value,
            "cause": complaint.cause,
            "outcome": None if complaint.outcome is None else complaint.outcome.value,
            "owner_id": complaint.owner_id,
            "due_at": complaint.due_at.isoformat(),
            "is_open": complaint.is_open,
        },
    )
