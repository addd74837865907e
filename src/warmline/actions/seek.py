"""
Seeking a person for a conversation, inside the caller's transaction.

Whoever asks for a handoff, whoever lets one lapse and whoever comes online ends up here, so that
"somebody is always notified and the contact always hears what is true" has one home.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from warmline.actions.line import ties_of, wishes_at
from warmline.actions.needed import ask_needed
from warmline.actions.speech import language_of, tell, tell_change
from warmline.actions.workplace import Workplace
from warmline.contacts.promise import Promise, PromiseId, PromiseState
from warmline.contacts.wishes import Wishes
from warmline.conversation.conversation import Conversation, Priority, Speaker, Status
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, Message
from warmline.handoff.handoff import Handoff, HandoffId, HandoffState, offer, promise_call_back
from warmline.handoff.match import is_danger, match, speaks
from warmline.handoff.weight import has_been_heavy
from warmline.moments.decision import Decision, Step
from warmline.ports import Transaction

ASKED_BY_BUTTON = "asked.button"

PROMISED_AS = {
    "everyone-busy": "promised.busy",
    "everyone-declined": "promised.away",
    "nobody-online": "promised.away",
    "out-of-hours": "promised.out-of-hours",
}
"""Why nobody can be asked, as the contact is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who should come, as far as whoever asks can say it; without a word, whoever fits."""

    skills: frozenset[str] = frozenset()
    """What they should know, beside what the inbox asks for."""
    agent_id: AgentId | None = None
    """Who is asked first, if free; after them whoever fits."""


ANYBODY = Wanted()


def request(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    *,
    reason_code: str,
    priority: Priority,
    wanted: Wanted = ANYBODY,
) -> tuple[Conversation, Handoff, list[Message]]:
    """
    Give the word to a person who is still to be found, and begin to look for one.

    From here on the assistant is silent, even while the chair is empty.
    """
    seated, handoff = begin(
        work, tx, conversation, reason_code=reason_code, priority=priority, wanted=wanted
    )
    handoff, said = seek(work, tx, seated, handoff, is_new=True, first=wanted.agent_id)
    return seated, handoff, said + ask_needed(work, tx, seated, handoff)


def begin(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    *,
    reason_code: str,
    priority: Priority,
    wanted: Wanted = ANYBODY,
) -> tuple[Conversation, Handoff]:
    """Give the word to a person; the caller looks for one, or brings one, before it commits."""
    now = work.clock.now()
    inbox = work.house.inbox(conversation.inbox_id)
    wishes = wishes_at(tx, conversation)
    handoff = Handoff(
        id=HandoffId(work.new_id()),
        conversation_id=conversation.id,
        state=HandoffState.REQUESTED,
        priority=priority,
        language=_wished_language(work, tx, conversation, wishes),
        skills=frozenset(inbox.skills) | wishes.skills | wanted.skills,
        reason_code=reason_code,
        requested_at=now,
        is_heavy=has_been_heavy(tx.readings.of(conversation.id), tx.decisions.of(conversation.id)),
    )
    tx.handoffs.add(handoff)
    tx.events.append(
        Event(
            name="handoff.requested",
            at=now,
            conversation_id=conversation.id,
            subject_id=handoff.id,
            details={"reason": reason_code, "priority": handoff.priority.value},
        )
    )
    seated = give_word(work, tx, conversation, Speaker.AGENT, Status.OPEN)
    return tx.conversations.save(replace(seated, priority=handoff.priority)), handoff


def seek(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    handoff: Handoff,
    *,
    is_new: bool = False,
    first: AgentId | None = None,
) -> tuple[Handoff, list[Message]]:
    """
    Offer a waiting handoff to whoever fits best now, or promise a call-back.

    Args:
        work: the installation.
        tx: the open transaction.
        conversation: as stored.
        handoff: waiting for a person.
        is_new: the contact has not heard yet that a person is sought.
        first: who is asked before all others, if they are free.

    Returns:
        The handoff as stored, and what the contact was told about it.
    """
    now = work.clock.now()
    ties = ties_of(tx, conversation)
    found = match(
        handoff,
        tx.agents.all(),
        tx.agents.loads(),
        hours=work.house.hours,
        now=now,
        ties=ties if first is None else replace(ties, wished=frozenset({first})),
    )
    if found.agent_id is not None:
        expires_at = now + work.house.offer_timeout
        offered, event = offer(
            handoff, found.agent_id, now=now, expires_at=expires_at, why=found.code
        )
        tx.events.append(event)
        said = [tell_change(work, tx, conversation, offered, "requested")] if is_new else []
        return tx.handoffs.save(offered), said
    if handoff.promised_for is not None or found.promise_for is None:
        return _rest(tx, handoff), []
    promised, event = promise_call_back(handoff, due_at=found.promise_for, now=now)
    tx.events.append(event)
    said = [tell_change(work, tx, conversation, promised, PROMISED_AS[found.code])]
    said += _tell_way(work, tx, conversation, promised)
    _make_call_back_promise(work, tx, conversation, said, due_at=found.promise_for)
    return tx.handoffs.save(promised), said


def _make_call_back_promise(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    said: Sequence[Message],
    *,
    due_at: datetime,
) -> None:
    """What the contact was told is a promise of the house, until somebody takes it up."""
    now = work.clock.now()
    promise = Promise(
        id=PromiseId(work.new_id()),
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        owner_id=None,
        what=" ".join(one.text for one in said),
        due_at=due_at,
        remind_at=max(now, due_at - work.remind_before),
        state=PromiseState.OPEN,
        made_at=now,
        message_id=said[0].id,
    )
    add_promise(tx, promise)


def how_it_stands(work: Workplace, waiting: Handoff) -> str:
    """What is true of who waits, as a change: somebody was asked, or nobody can be and why."""
    if waiting.state is HandoffState.OFFERED:
        return "requested"
    is_open = work.house.hours.is_open(work.clock.now())
    return "promised.away" if is_open else "promised.out-of-hours"


def add_promise(tx: Transaction, promise: Promise) -> None:
    """Store a promise and tell of it, so that durable work begins to watch it."""
    tx.promises.add(promise)
    tx.events.append(
        Event(
            name="promise.made",
            at=promise.made_at,
            conversation_id=promise.conversation_id,
            subject_id=promise.id,
            details={
                "owner_id": promise.owner_id,
                "due_at": None if promise.due_at is None else promise.due_at.isoformat(),
                "remind_at": None if promise.remind_at is None else promise.remind_at.isoformat(),
            },
        )
    )


def give_word(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    speaker: Speaker,
    status: Status,
) -> Conversation:
    """Change who speaks, and the status with it; the caller saves the returned conversation."""
    now = work.clock.now()
    changed = conversation.become(status, now=now)
    if changed.status is not conversation.status:
        tx.events.append(
            Event(
                name="conversation.status_changed",
                at=now,
                conversation_id=conversation.id,
                details={"from": conversation.status.value, "to": status.value},
            )
        )
    if speaker is not conversation.speaker:
        tx.events.append(
            Event(
                name="conversation.speaker_changed",
                at=now,
                conversation_id=conversation.id,
                details={"from": conversation.speaker.value, "to": speaker.value},
            )
        )
    return replace(changed, speaker=speaker, changed_at=now)


def priority_of(decision: Decision) -> Priority:
    """How soon a person should look: danger first, then strong feelings and high stakes."""
    if decision.step is Step.EMERGENCY:
        return Priority.URGENT
    families = {reason.code.partition(".")[0] for reason in decision.reasons}
    return Priority.HIGH if families & {"safety", "feeling", "stakes"} else Priority.MEDIUM


def leading_reason(decision: Decision) -> str:
    """
    The code of the strongest reason for the step that was decided.

    "Several signs together" tells nobody anything: one sign by its name goes before it, even one
    that alone would have asked for less.
    """
    named = [reason for reason in decision.reasons if not reason.code.startswith("learned.")]
    fitting = named or decision.reasons
    return max(fitting, key=lambda reason: (reason.step.rank, reason.weight)).code


def calls_for_person(decision: Decision) -> bool:
    """Whether the step brings a person in without asking first."""
    return decision.step.rank >= Step.HAND_OFF.rank


def _wished_language(
    work: Workplace, tx: Transaction, conversation: Conversation, wishes: Wishes
) -> str:
    """The language that the contact asked for, if anybody in the house speaks it."""
    wished = wishes.language
    if wished is not None and any(speaks(agent, wished) for agent in tx.agents.all()):
        return wished
    return language_of(work, conversation)


def _tell_way(
    work: Workplace, tx: Transaction, conversation: Conversation, promised: Handoff
) -> list[Message]:
    """That we keep to the way that the contact asked for: write, or call."""
    way = wishes_at(tx, conversation).way
    if way is None or is_danger(promised):
        return []
    return [tell(work, tx, conversation, f"memory.we-{way}")]


def _rest(tx: Transaction, handoff: Handoff) -> Handoff:
    """Store where a handoff waits that nobody can be asked for now; nothing when it waits there."""
    state = HandoffState.REQUESTED if handoff.promised_for is None else HandoffState.PROMISED
    if tx.handoffs.get(handoff.id) == replace(handoff, state=state):
        return handoff
    return tx.handoffs.save(replace(handoff, state=state))
