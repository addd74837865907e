"""
A contact is kept posted of what was promised: before its time how it stands, and that it is late.

Each is said once, in the transaction that notes that it was said, whatever crashes or is repeated.
The owner is reminded first; what was kept meanwhile is not spoken of. Nobody is written to unasked
who does not want it, who was erased, whose conversation is only watched, or whom a colleague has
just written to. While life or health is in danger nothing is said of bills and call-backs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from warmline.actions.follow_up import remind
from warmline.actions.hand_off import unfinished
from warmline.actions.speech import language_of, tell
from warmline.actions.watch import has_alarm
from warmline.actions.workplace import Workplace
from warmline.contacts.fact import FactState
from warmline.contacts.promise import Promise, PromiseId
from warmline.contacts.wishes import NOT_UNASKED
from warmline.conversation.conversation import Conversation, Status
from warmline.conversation.event import Event
from warmline.conversation.message import Author, ContactId, Message
from warmline.handoff.match import is_danger
from warmline.handoff.wording import due_phrase, say
from warmline.moments.decision import Decision, Step
from warmline.ports import Transaction

LOOKED_AGAIN_AFTER = timedelta(minutes=30)
"""Danger first; after it somebody still has to say that a promise is late."""
LONGEST_QUOTE = 160
"""Code points of a promise that is quoted: a sentence; the whole stands above in the chat."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something is said: the conversation and all that was said in it."""

    conversation: Conversation
    messages: Sequence[Message]


def tell_progress(work: Workplace, *, promise_id: PromiseId) -> Message | None:
    """Tell, before its time, that a promise is still open; None when there is nothing to tell."""
    now = work.clock.now()
    with work.store.view() as tx:
        open_ones = _open_with(tx, tx.promises.get(promise_id), now=now)
    for one in open_ones:
        remind(work, promise_id=one.id)
    with work.store.transaction() as tx:
        promise = tx.promises.get(promise_id)
        if not promise.may_tell_progress(now=now) or promise.remind_at is None:
            return None
        place = _place(tx, promise)
        is_silent = _is_silent(tx, place, since=promise.remind_at)
        if is_silent or _has_open_danger(tx, promise.contact_id):
            return None
        together = _open_with(tx, promise, now=now)
        for one in together:
            tx.promises.save(one.tell_progress(now=now))
        return _tell(work, tx, place, together, "promise.progress")


def tell_late(work: Workplace, *, promise_id: PromiseId) -> Message | None:
    """Tell that a promise is late; None when there is nothing to tell, or not now."""
    now = work.clock.now()
    with work.store.transaction() as tx:
        promise = tx.promises.get(promise_id)
        if not promise.may_tell_late or promise.due_at is None:
            return None
        # A clock that was set back after the time had passed must not make a lie of it.
        if now < promise.due_at or _has_open_danger(tx, promise.contact_id):
            _put_off(tx, promise, now=now)
            return None
        place = _place(tx, promise)
        together = [one for one in _due_with(tx, promise) if one.may_tell_late]
        if _is_silent(tx, place, since=promise.due_at):
            for one in together:
                tx.promises.save(one.leave_untold())
            return None
        for one in together:
            tx.promises.save(one.tell_late(now=now))
        return _tell(work, tx, place, together, "promise.late")


def _place(tx: Transaction, promise: Promise) -> _Place:
    id = promise.conversation_id
    return _Place(tx.conversations.get(id), tx.messages.of(id))


def _due_with(tx: Transaction, promise: Promise) -> list[Promise]:
    """What was promised for the same time in the same conversation: said in one breath."""
    due = [
        one
        for one in tx.promises.of_contact(promise.contact_id)
        if one.conversation_id == promise.conversation_id and one.due_at == promise.due_at
    ]
    return sorted(due, key=lambda one: (one.made_at, one.span or (0, 0), one.id))


def _open_with(tx: Transaction, promise: Promise, *, now: datetime) -> list[Promise]:
    """Those of them of which the contact may be told now that they are still open."""
    return [one for one in _due_with(tx, promise) if one.may_tell_progress(now=now)]


def _is_silent(tx: Transaction, place: _Place, *, since: datetime) -> bool:
    """Whether nothing is to be said unasked: the contact's wish, or a colleague's word since."""
    conversation = place.conversation
    if conversation.is_watched or tx.contacts.get(conversation.contact_id).erased_at is not None:
        return True
    facts = tx.contacts.all_facts(conversation.contact_id)
    # To be left alone takes no colleague's yes: taking consent back is as easy as giving it.
    wishes = (FactState.PROPOSED, FactState.KEPT)
    if any(one.code == NOT_UNASKED and one.state in wishes for one in facts):
        return True
    # Whoever lives with violence may not be alone at the screen.
    if any(one.emergency_kind == "violence" for one in tx.decisions.of(conversation.id).values()):
        return True
    return any(one.author is Author.AGENT and one.sent_at >= since for one in place.messages)


def _has_open_danger(tx: Transaction, contact_id: ContactId) -> bool:
    """Whether life or health is in danger in any conversation of a contact that is not over."""
    return any(is_in_danger(tx, one) for one in tx.conversations.of_contact(contact_id))


def is_in_danger(tx: Transaction, conversation: Conversation) -> bool:
    """Whether life or health is in danger in a conversation that is not over."""
    if conversation.status is Status.RESOLVED:
        return False
    running = unfinished(tx, conversation.id)
    if has_alarm(conversation) or (running is not None and is_danger(running)):
        return True
    decided = _last_decision(tx, conversation)
    return decided is not None and decided.step is Step.EMERGENCY


def _last_decision(tx: Transaction, conversation: Conversation) -> Decision | None:
    """What was decided last, unless a colleague has ended that stretch since."""
    ends = [one.ended_at for one in tx.handoffs.of(conversation.id)]
    over = max((at for at in (conversation.resolved_at, *ends) if at is not None), default=None)
    decisions = tx.decisions.of(conversation.id)
    known = [
        decisions[one.id]
        for one in tx.messages.of(conversation.id)
        if one.id in decisions and (over is None or one.sent_at > over)
    ]
    return known[-1] if known else None


def _put_off(tx: Transaction, promise: Promise, *, now: datetime) -> None:
    put_off = tx.promises.save(promise.put_off(until=now + LOOKED_AGAIN_AFTER))
    tx.events.append(
        Event(
            name="promise.put_off",
            at=now,
            conversation_id=promise.conversation_id,
            subject_id=promise.id,
            details={"owner_id": put_off.owner_id, "state": put_off.state.value},
        )
    )


def _tell(
    work: Workplace, tx: Transaction, place: _Place, promises: Sequence[Promise], notice: str
) -> Message:
    """Say it once for all of them, and tell whoever shows our words elsewhere."""
    conversation, first = place.conversation, promises[0]
    language = language_of(work, conversation)
    due = ""
    if first.due_at is not None:
        zone, now = work.house.hours.timezone, work.clock.now()
        due = due_phrase(first.due_at, language, now=now, timezone=zone)
    message = tell(
        work,
        tx,
        conversation,
        f"{notice}{_manner(place, promises, language)}",
        due=due,
        what=say("promise.quotes", language).join(_quote(one.what) for one in promises),
        reminded=_reminded(tx, first, language),
    )
    tx.events.append(
        Event(
            name="conversation.contact_told",
            at=message.sent_at,
            conversation_id=conversation.id,
            subject_id=first.id,
            details={
                "notice": message.notice,
                "message_id": message.id,
                "channel": conversation.channel.value,
            },
        )
    )
    return message


def _manner(place: _Place, promises: Sequence[Promise], language: str) -> str:
    """Quoted where the contact can read it; a call-back of the house in words of its own."""
    made_in = {one.id: one for one in place.messages}
    said = [made_in.get(one.message_id) for one in promises if one.message_id is not None]
    known = [one for one in said if one is not None]
    if known and all((one.notice or "").startswith("handoff.promised") for one in known):
        return ".call-back"
    tongue = language.partition("-")[0]
    is_read = [
        one.author is Author.AGENT and (one.language or language).partition("-")[0] == tongue
        for one in known
    ]
    return "" if len(known) == len(promises) and all(is_read) else ".unquoted"


def _reminded(tx: Transaction, promise: Promise, language: str) -> str:
    if promise.owner_id is None:
        return say("promise.reminded.team", language)
    return say("promise.reminded", language, name=tx.agents.get(promise.owner_id).name)


def _quote(what: str) -> str:
    words = " ".join(what.split()).rstrip(".。 ")
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1].rstrip()}…"
