"""
What is late, gathered: one digest for a role and an interval, instead of an alarm for each thing.

A digest is told only while something is late; danger never waits for one, since it stands first in
the line and calls somebody by itself.
"""

from dataclasses import dataclass
from datetime import datetime

from warmline.actions.hand_off import unfinished
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Role
from warmline.agents.house import House
from warmline.contacts.promise import Promise, PromiseState
from warmline.conversation.event import Event
from warmline.handoff.clocks import human_answer_clock
from warmline.handoff.forgotten import Forgotten, forgotten
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.ports import Transaction

ROLES = (Role.AGENT, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """How much waits and how much is late, over the whole house."""

    waiting: int
    late_answers: int
    late_promises: int
    forgotten: int

    @property
    def is_calm(self) -> bool:
        """Whether nothing is late."""
        return not (self.late_answers or self.late_promises or self.forgotten)


def gather_digest(house: House, tx: Transaction, now: datetime) -> Digest:
    """What waits and what is late now."""
    running = tx.handoffs.unfinished()
    return Digest(
        waiting=sum(handoff.is_waiting for handoff in running),
        late_answers=sum(_is_late(house, tx, handoff, now) for handoff in running),
        late_promises=sum(_has_passed(promise, now) for promise in tx.promises.owed()),
        forgotten=len(find_forgotten(house, tx, now)),
    )


def find_forgotten(house: House, tx: Transaction, now: datetime) -> list[Forgotten]:
    """
    Every contact whose word waits longer than promised, the longest overdue first.

    A conversation that is only watched is answered elsewhere, so nothing was promised in it here.
    """
    found = (
        forgotten(
            conversation,
            unfinished(tx, conversation.id),
            sla=house.inbox(conversation.inbox_id).sla,
            hours=house.hours,
            now=now,
        )
        for conversation in tx.service.unanswered()
        if not conversation.is_watched
    )
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: (one.due_at, one.conversation.id))


def send_digest(work: Workplace, *, number: int) -> list[Event]:
    """
    Tell what is late, once for each role.

    Args:
        work: the installation.
        number: of the interval; the same or an older one again tells nothing.
    """
    told = []
    with work.store.transaction() as tx:
        digest = gather_digest(work.house, tx, work.clock.now())
        for role in ROLES:
            cursor = f"digest-{role.value}"
            if tx.events.cursor(cursor) >= number or digest.is_calm:
                continue
            tx.events.move_cursor(cursor, number)
            told.append(_event(digest, role, work.clock.now()))
        tx.events.append(*told)
    return told


def _event(digest: Digest, role: Role, now: datetime) -> Event:
    return Event(
        name="digest.gathered",
        at=now,
        subject_id=role.value,
        details={
            "role": role.value,
            "waiting": digest.waiting,
            "late_answers": digest.late_answers,
            "late_promises": digest.late_promises if role is Role.SUPERVISOR else None,
            "forgotten": digest.forgotten,
        },
    )


def _is_late(house: House, tx: Transaction, handoff: Handoff, now: datetime) -> bool:
    """Whether a request for a person has no answer yet, and should have."""
    if handoff.state is HandoffState.ACTIVE:
        return False
    conversation = tx.conversations.get(handoff.conversation_id)
    sla = house.inbox(conversation.inbox_id).sla
    messages = tx.messages.of(conversation.id)
    clock = human_answer_clock(handoff, messages, policy=sla, hours=house.hours)
    return clock.is_running and clock.is_late(now)


def _has_passed(promise: Promise, now: datetime) -> bool:
    has_passed = promise.due_at is not None and promise.due_at < now
    return promise.state is PromiseState.LATE or has_passed
