"""A conversation begins: the contact is noted, and the assistant says that it is a program."""

from warmline.actions.speech import speak
from warmline.actions.workplace import Workplace
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
from warmline.errors import NotFound
from warmline.ports import Transaction


def start_conversation(
    work: Workplace,
    *,
    inbox_id: InboxId,
    contact: Contact | None = None,
    language: str | None = None,
    channel: Channel = Channel.WEB,
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

    Raises:
        NotFound: there is no such inbox.
    """
    now = work.clock.now()
    inbox = work.house.inbox(inbox_id)
    known = contact or Contact(
        id=ContactId(work.new_id()), created_at=now, country=work.house.country
    )
    spoken = language if language in work.house.languages else inbox.language
    conversation = Conversation(
        id=ConversationId(work.new_id()),
        inbox_id=inbox.id,
        contact_id=known.id,
        channel=channel,
        status=Status.PENDING,
        speaker=Speaker.ASSISTANT,
        priority=Priority.LOW,
        started_at=now,
        changed_at=now,
        language=spoken,
    )
    with work.store.transaction() as tx:
        if not _is_stored(tx, known.id):
            tx.contacts.add(known)
        tx.conversations.add(conversation)
        tx.events.append(
            Event(
                name="conversation.started",
                at=now,
                conversation_id=conversation.id,
                details={"inbox_id": inbox.id, "channel": channel.value},
            )
        )
        speak(work, tx, conversation, "greeting.first", firm=work.house.firm)
    return conversation


def _is_stored(tx: Transaction, contact_id: ContactId) -> bool:
    try:
        tx.contacts.get(contact_id)
    except NotFound:
        return False
    return True
