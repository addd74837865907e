"""
A conversation begins: the contact is noted, and the assistant says that it is a program.

In an inbox in shadow nobody is greeted: others answer there, and the house only watches. Whether a
conversation is watched is settled here and never changes, so that nobody who was talked with is met
with silence, and nobody who was helped elsewhere is suddenly talked to.
"""

from datetime import datetime

from warmline.actions.speech import speak
from warmline.actions.watch import check_time
from warmline.actions.workplace import Workplace
from warmline.agents.house import Inbox
from warmline.contacts.contact import Contact
from warmline.conversation.conversation import (
    Channel,
    Conversation,
    InboxId,
    Priority,
    Speaker,
    Status,
)
from warmline.conversation.event import Event
from warmline.conversation.message import ContactId, ConversationId
from warmline.errors import FieldInvalid, InboxInShadow, NotFound
from warmline.ports import Transaction


def start_conversation(
    work: Workplace,
    *,
    inbox_id: InboxId,
    contact: Contact | None = None,
    language: str | None = None,
    channel: Channel = Channel.WEB,
    started_at: datetime | None = None,
) -> Conversation:
    """
    Open a conversation in an inbox.

    Args:
        work: the installation.
        inbox_id: where it arrives.
        contact: who it is with; none makes a new, nameless contact. One that is not stored yet
            is stored.
        language: to greet in; none means the inbox's.
        channel: by which medium.
        started_at: when it began elsewhere, in an inbox in shadow; None means now.

    Raises:
        NotFound: there is no such inbox.
        InboxInShadow: the inbox is in shadow, and this channel ends here.
        FieldInvalid: a time is given that does not fit.
    """
    now = work.clock.now()
    inbox = work.house.inbox(inbox_id)
    if inbox.shadow and channel is Channel.WEB:
        raise InboxInShadow(inbox=inbox.id)
    began_at = _began_at(inbox, started_at, now)
    known = contact or Contact(
        id=ContactId(work.new_id()), created_at=now, country=work.house.country
    )
    conversation = Conversation(
        id=ConversationId(work.new_id()),
        inbox_id=inbox.id,
        contact_id=known.id,
        channel=channel,
        status=Status.PENDING,
        speaker=Speaker.ASSISTANT,
        priority=Priority.LOW,
        started_at=began_at,
        changed_at=now,
        language=language if language in work.house.languages else inbox.language,
        is_watched=inbox.shadow,
    )
    with work.store.transaction() as tx:
        if not _is_stored(tx, known.id):
            tx.contacts.add(known)
        tx.conversations.add(conversation)
        tx.events.append(_started(conversation))
        if not conversation.is_watched:
            speak(work, tx, conversation, "greeting.first", firm=work.house.firm)
    return conversation


def _started(conversation: Conversation) -> Event:
    return Event(
        name="conversation.started",
        at=conversation.started_at,
        conversation_id=conversation.id,
        details={"inbox_id": conversation.inbox_id, "channel": conversation.channel.value},
    )


def _began_at(inbox: Inbox, given: datetime | None, now: datetime) -> datetime:
    if given is None:
        return now
    if not inbox.shadow:
        remedy = "Only an inbox in shadow takes times of its own."
        raise FieldInvalid(field="started_at", value="given here", remedy=remedy)
    check_time("started_at", given, now=now)
    return given


def _is_stored(tx: Transaction, contact_id: ContactId) -> bool:
    try:
        tx.contacts.get(contact_id)
    except NotFound:
        return False
    return True
