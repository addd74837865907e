"""
A complaint goes its way: taken up, investigated, answered, closed; and nobody forgets it.

Each deed is one transaction: the step, the entry of the log, the event, and the words to the
contact. What durable work does may be repeated without effect.
"""

from warmline.actions.complain import HOUSE, check_words, log_step, tell_complaint
from warmline.actions.reply import NEVER_KEPT
from warmline.actions.speech import language_of
from warmline.actions.workplace import Workplace
from warmline.complaints.complaint import (
    CAUSES,
    Complaint,
    ComplaintId,
    Outcome,
    Stepped,
    assess,
    close,
    communicate,
    extend,
    grow_late,
    investigate,
    note,
    remind,
    reopen,
    set_aside,
    withdraw,
)
from warmline.complaints.complaint import answer as decide
from warmline.conversation.message import AgentId
from warmline.errors import FieldInvalid
from warmline.handoff.wording import say
from warmline.ports import Transaction
from warmline.reading.redaction import redact

LONGEST_EXTENSION = 15
"""Working days at once: as long again as the law gives, each time with a reason."""


def take_up(
    work: Workplace, *, complaint_id: ComplaintId, agent_id: AgentId, cause: str
) -> Complaint:
    """
    A person looks at it and says what it is about; it is theirs from now on.

    Raises:
        FieldInvalid: the cause is not one of the known ones.
        ComplaintForbidden: somebody has taken it up, or it is over.
    """
    if cause not in CAUSES:
        raise FieldInvalid(field="cause", value="this", remedy=f"Use one of: {', '.join(CAUSES)}.")
    with work.store.transaction() as tx:
        now = work.clock.now()
        stepped = assess(tx.complaints.get(complaint_id), agent_id, cause=cause, now=now)
        name = tx.agents.get(agent_id).name
        return _settled(work, tx, stepped, by=agent_id, notice="complaint.assessed", name=name)


def put_aside(
    work: Workplace, *, complaint_id: ComplaintId, agent_id: AgentId, reason: str
) -> Complaint:
    """
    A person says that it was no complaint; the contact hears why, and may say that it is one.

    Raises:
        FieldInvalid, TextTooLong: the reason cannot be told.
        ComplaintForbidden: a person has noted it or taken it up.
    """
    told = check_words(work, "reason", reason)
    with work.store.transaction() as tx:
        stepped = set_aside(tx.complaints.get(complaint_id), now=work.clock.now())
        return _settled(
            work,
            tx,
            stepped,
            by=agent_id,
            notice="complaint.set-aside",
            words=told,
            more=[_sayable(told)],
        )


def look_into(work: Workplace, *, complaint_id: ComplaintId, agent_id: AgentId) -> Complaint:
    """
    Begin to find out what happened.

    Raises:
        ComplaintForbidden: nobody has taken it up yet, or it is answered or over.
    """
    with work.store.transaction() as tx:
        stepped = investigate(tx.complaints.get(complaint_id), agent_id, now=work.clock.now())
        return _settled(work, tx, stepped, by=agent_id, notice="complaint.investigating")


def take_longer(
    work: Workplace, *, complaint_id: ComplaintId, agent_id: AgentId, days: int, reason: str
) -> Complaint:
    """
    Move the date, with a reason that the contact hears.

    Args:
        work: the installation.
        complaint_id: which one.
        agent_id: who asks for more time.
        days: working days after the date that holds now, or after today when that has passed.
        reason: told to the contact.

    Raises:
        FieldInvalid, TextTooLong: the days or the reason do not fit.
        ComplaintForbidden: it is answered or over.
    """
    if not 1 <= days <= LONGEST_EXTENSION:
        remedy = f"Write a whole number of working days from 1 to {LONGEST_EXTENSION}."
        raise FieldInvalid(field="days", value=str(days), remedy=remedy)
    told = check_words(work, "reason", reason)
    hours, now = work.house.hours, work.clock.now()
    with work.store.transaction() as tx:
        complaint = tx.complaints.get(complaint_id)
        begin = max(complaint.due_at, now)
        due_at = hours.add_working_days(begin, days)
        ahead = max(0, days - work.house.complaints.remind_days)
        stepped = extend(
            complaint,
            due_at=due_at,
            remind_at=min(due_at, hours.add_working_days(begin, ahead)),
            now=now,
        )
        more = [say("complaint.why", _language(work, tx, complaint), reason=_sayable(told))]
        return _settled(
            work, tx, stepped, by=agent_id, notice="complaint.extended", words=told, more=more
        )


def answer(
    work: Workplace,
    *,
    complaint_id: ComplaintId,
    agent_id: AgentId,
    outcome: Outcome,
    reason: str,
    remedy: str = "",
) -> Complaint:
    """
    Decide, and tell the contact the decision, its reason, the remedy, and how to go on.

    Raises:
        FieldInvalid, TextTooLong: the reason or the remedy cannot be told; a complaint that is
            upheld, even in part, has a remedy.
        ComplaintForbidden: nobody has taken it up yet, or it is answered or over.
    """
    why = check_words(work, "reason", reason)
    if outcome in (Outcome.UPHELD, Outcome.PARTLY):
        remedy = check_words(work, "remedy", remedy)
    now = work.clock.now()
    with work.store.transaction() as tx:
        complaint = tx.complaints.get(complaint_id)
        decided = decide(complaint, agent_id, outcome=outcome, now=now)
        words = "\n\n".join(one for one in (why, remedy.strip()) if one)
        answered = log_step(work, tx, decided, by=agent_id, words=words)
        language = _language(work, tx, complaint)
        more = [say("complaint.why", language, reason=_sayable(why))]
        if remedy.strip():
            more.append(say("complaint.remedy", language, remedy=_sayable(remedy.strip())))
        more.append(say("complaint.not-content", language))
        more.append(work.house.complaints.way_on(language))
        notice = f"complaint.answered.{outcome.value}"
        told = communicate(answered, now=now)
        return _settled(work, tx, told, by=agent_id, notice=notice, more=more)


def look_again(
    work: Workplace, *, complaint_id: ComplaintId, agent_id: AgentId, reason: str
) -> Complaint:
    """
    The contact is not content: open it again, with a new date.

    Raises:
        FieldInvalid, TextTooLong: the reason cannot be kept.
        ComplaintForbidden: it is not answered yet, or over.
    """
    words = check_words(work, "reason", reason)
    hours, terms, now = work.house.hours, work.house.complaints, work.clock.now()
    with work.store.transaction() as tx:
        stepped = reopen(
            tx.complaints.get(complaint_id),
            due_at=hours.add_working_days(now, terms.answer_days),
            remind_at=hours.add_working_days(now, terms.answer_days - terms.remind_days),
            now=now,
        )
        return _settled(work, tx, stepped, by=agent_id, notice="complaint.reopened", words=words)


def finish(work: Workplace, *, complaint_id: ComplaintId, agent_id: AgentId) -> Complaint:
    """
    Close it: what was decided has been carried out.

    Raises:
        ComplaintForbidden: the contact has not been told a decision, or it is over.
    """
    with work.store.transaction() as tx:
        stepped = close(tx.complaints.get(complaint_id), now=work.clock.now())
        return _settled(work, tx, stepped, by=agent_id, notice="complaint.closed")


def take_back(
    work: Workplace, *, complaint_id: ComplaintId, agent_id: AgentId, reason: str
) -> Complaint:
    """
    The contact withdraws it; how they said so is kept.

    Raises:
        FieldInvalid, TextTooLong: how they said it is missing or cannot be kept.
        ComplaintForbidden: it is over.
    """
    words = check_words(work, "reason", reason)
    with work.store.transaction() as tx:
        stepped = withdraw(tx.complaints.get(complaint_id), now=work.clock.now())
        return _settled(work, tx, stepped, by=agent_id, notice="complaint.withdrawn", words=words)


def add_note(
    work: Workplace, *, complaint_id: ComplaintId, agent_id: AgentId, words: str
) -> Complaint:
    """
    Add what was found to the log; the contact is not told.

    Raises:
        FieldInvalid, TextTooLong: there is nothing to add, or too much.
        ComplaintForbidden: it is over.
    """
    checked = check_words(work, "words", words)
    with work.store.transaction() as tx:
        stepped = note(tx.complaints.get(complaint_id), now=work.clock.now())
        return tx.complaints.save(log_step(work, tx, stepped, by=agent_id, words=checked))


def remind_of_complaint(work: Workplace, *, complaint_id: ComplaintId) -> Complaint | None:
    """Remind the house before the time; None when it was done or nobody waits any more."""
    with work.store.transaction() as tx:
        stepped = remind(tx.complaints.get(complaint_id), now=work.clock.now())
        return (
            None if stepped is None else tx.complaints.save(log_step(work, tx, stepped, by=HOUSE))
        )


def complaint_grew_late(work: Workplace, *, complaint_id: ComplaintId) -> Complaint | None:
    """Note that the time has passed, and tell the contact; None when it has not, or was told."""
    with work.store.transaction() as tx:
        stepped = grow_late(tx.complaints.get(complaint_id), now=work.clock.now())
        if stepped is None:
            return None
        return _settled(work, tx, stepped, by=HOUSE, notice="complaint.late")


def _settled(
    work: Workplace,
    tx: Transaction,
    stepped: Stepped,
    *,
    by: str,
    notice: str,
    words: str | None = None,
    more: list[str] | None = None,
    name: str = "",
) -> Complaint:
    """Log a step, tell the contact, and save."""
    complaint = log_step(work, tx, stepped, by=by, words=words)
    conversation = tx.conversations.get(complaint.conversation_id)
    tell_complaint(work, tx, conversation, complaint, notice, more=more or (), name=name)
    return tx.complaints.save(complaint)


def _language(work: Workplace, tx: Transaction, complaint: Complaint) -> str:
    return language_of(work, tx.conversations.get(complaint.conversation_id))


def _sayable(words: str) -> str:
    """The firm's own number must reach the contact; what pays must not be kept."""
    return redact(words, kinds=NEVER_KEPT).text
