"""
A complaint is noted: it gets its key and its date at once, and the contact hears both.

Whoever notes it, the clock runs from now. What only the assistant took for a complaint is noted all
the same, since a key that waits for a free colleague may never come; a person then takes it up or
sets it aside. Words go into the log alone, masked; nothing of them is in an event.
"""

from collections.abc import Sequence

from warmline.actions.speech import add_message, language_of
from warmline.actions.workplace import Workplace
from warmline.complaints.complaint import (
    Complaint,
    ComplaintId,
    ComplaintState,
    Source,
    Stepped,
    acknowledge,
    receive_complaint,
)
from warmline.complaints.key import make_key
from warmline.complaints.log import ERASED, make_entry
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import (
    AgentId,
    Author,
    ContactId,
    ConversationId,
    Message,
    MessageId,
)
from warmline.errors import ComplaintForbidden, FieldInvalid, TextTooLong
from warmline.handoff.wording import due_phrase, say
from warmline.moments.decision import Decision
from warmline.ports import Transaction
from warmline.reading.redaction import redact

HEARD_AS = "stakes.complaint"
"""The reason by which a decision says that the contact complains."""
HOUSE = "house"
"""Who did it, in the log, when it was durable work or the rules."""


def complain(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    source: Source,
    matter: str | None = None,
    agent_id: AgentId | None = None,
) -> Complaint:
    """
    Note a complaint in a conversation, and tell the contact its key and date.

    Args:
        work: the installation.
        conversation_id: of the contact who complains.
        source: who notes it.
        matter: what it is about; none takes the contact's last message.
        agent_id: who notes it, when an agent does.

    Raises:
        NotFound: there is no such conversation.
        FieldInvalid: there is nothing that it could be about, or the contact cannot be told.
        TextTooLong: it is longer than a message may be.
        ComplaintForbidden: one runs in this conversation already.
    """
    with work.store.transaction() as tx:
        conversation = tx.conversations.get(conversation_id)
        if conversation.is_watched:
            remedy = "Note it where the firm answers; here nobody could be told a key."
            raise FieldInvalid(field="conversation", value="one in shadow", remedy=remedy)
        running = running_complaint(tx, conversation_id)
        if running is not None:
            raise ComplaintForbidden(
                id=running.id,
                state=running.state.value,
                wanted="opened a second time in one conversation",
                remedy="Add to the one that runs, or close it first.",
            )
        said = [one for one in tx.messages.of(conversation_id) if one.author is Author.CONTACT]
        words = said[-1].text if matter is None and said else matter or ""
        checked = check_words(work, "matter", words)
        by = agent_id or source.value
        return _take(work, tx, conversation, source=source, matter=checked, by=by)


def hear_complaint(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    decision: Decision,
    message: Message,
) -> list[Message]:
    """
    Note what the contact has just said as a complaint, when the decision hears one in it.

    Returns:
        What the contact was told; nothing when it is none, one runs already, or the conversation
        is only watched.
    """
    if conversation.is_watched or running_complaint(tx, conversation.id) is not None:
        return []
    if not _is_heard(work, tx, conversation, decision, message):
        return []
    _take(
        work,
        tx,
        conversation,
        source=Source.HEARD,
        matter=message.text,
        by="assistant",
        message_id=message.id,
    )
    return tx.messages.of(conversation.id)[-1:]


def running_complaint(tx: Transaction, conversation_id: ConversationId) -> Complaint | None:
    """The complaint of a conversation that has not ended, if there is one."""
    return next((one for one in tx.complaints.of(conversation_id) if one.is_open), None)


def erase_complaint_words(
    work: Workplace, tx: Transaction, *, contact_id: ContactId, by: str = HOUSE
) -> int:
    """
    Take what was said out of a contact's complaints; the log says so, and its chain still holds.

    Returns:
        How many entries had words.
    """
    count = 0
    for complaint in tx.complaints.of_contact(contact_id):
        erased = tx.complaint_log.erase_words(complaint.id)
        if erased:
            now = work.clock.now()
            last = tx.complaint_log.last()
            tx.complaint_log.append(make_entry(last, complaint, ERASED, at=now, by=by))
        count += erased
    return count


def check_words(work: Workplace, field: str, words: str) -> str:
    """
    Words that may be told and kept, without space around them.

    Raises:
        FieldInvalid: they are empty.
        TextTooLong: they are longer than a message may be.
    """
    if not words.strip():
        raise FieldInvalid(field=field, value="empty", remedy="Say it in a sentence.")
    if len(words) > work.message_limit:
        raise TextTooLong(field=field, length=len(words), limit=work.message_limit)
    return words.strip()


def log_step(
    work: Workplace, tx: Transaction, stepped: Stepped, *, by: str, words: str | None = None
) -> Complaint:
    """Tell of a step and write it into the log; the complaint is saved by the caller."""
    complaint, event = stepped
    tx.events.append(event)
    entry = make_entry(
        tx.complaint_log.last(),
        complaint,
        event.name,
        at=event.at,
        by=by,
        words=None if words is None else redact(words).text,
        salt=None if words is None else work.new_id(),
    )
    tx.complaint_log.append(entry)
    return complaint


def tell_complaint(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    complaint: Complaint,
    notice: str,
    *,
    more: Sequence[str] = (),
    name: str = "",
) -> Message:
    """
    Tell the contact how their complaint stands.

    Args:
        work: the installation.
        tx: the open transaction.
        conversation: where it is told.
        complaint: as it stands.
        notice: the wording key.
        more: what follows, a paragraph each.
        name: of the agent that it is about.
    """
    language = language_of(work, conversation)
    now, zone = work.clock.now(), work.house.hours.timezone
    due = due_phrase(complaint.due_at, language, now=now, timezone=zone)
    said = say(notice, language, tracking=complaint.key, due=due, name=name)
    message = Message(
        id=MessageId(work.new_id()),
        conversation_id=conversation.id,
        author=Author.SYSTEM,
        text="\n\n".join([said, *(one for one in more if one)]),
        sent_at=now,
        notice=notice,
    )
    return add_message(tx, message)


def _is_heard(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    decision: Decision,
    message: Message,
) -> bool:
    """Whether the contact complains, and not only did before an earlier complaint had ended."""
    heard_in = {one.message_id for one in decision.reasons if one.code == HEARD_AS}
    ends = [one.ended_at for one in tx.complaints.of(conversation.id) if one.ended_at is not None]
    if not heard_in or not ends:
        return bool(heard_in)
    said = tx.messages.of(conversation.id)
    if any(one.id in heard_in and one.sent_at > max(ends) for one in said):
        return True
    reading = tx.readings.of(conversation.id)[message.id]
    limit = work.policy.for_(conversation.inbox_id).thresholds.complaint
    has_cue = any(cue.label == "asks.complaint" for cue in reading.cues)
    return has_cue or reading.asks.get("complaint", 0.0) >= limit


def _take(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    *,
    source: Source,
    matter: str,
    by: str,
    message_id: MessageId | None = None,
) -> Complaint:
    now, hours, terms = work.clock.now(), work.house.hours, work.house.complaints
    due_at = hours.add_working_days(now, terms.answer_days)
    complaint = Complaint(
        id=ComplaintId(work.new_id()),
        key=make_key(work.new_id()),
        conversation_id=conversation.id,
        contact_id=conversation.contact_id,
        inbox_id=conversation.inbox_id,
        state=ComplaintState.RECEIVED,
        source=source,
        received_at=now,
        first_due_at=due_at,
        due_at=due_at,
        remind_at=hours.add_working_days(now, terms.answer_days - terms.remind_days),
        message_id=message_id,
    )
    tx.complaints.add(complaint)
    log_step(work, tx, receive_complaint(complaint), by=by, words=matter)
    notice = "complaint.received.heard" if source is Source.HEARD else "complaint.received"
    follow = _follow(work, conversation)
    tell_complaint(work, tx, conversation, complaint, notice, more=[follow])
    return tx.complaints.save(log_step(work, tx, acknowledge(complaint, now=now), by=HOUSE))


def _follow(work: Workplace, conversation: Conversation) -> str:
    language, page = language_of(work, conversation), work.house.complaints.page
    if page is None:
        return say("complaint.follow.here", language)
    return say("complaint.follow", language, page=page)
