"""
Putting words into a conversation: messages of the house, each with the event that tells of it.

Words come from `handoff/wording.py`; whether they may be said is decided by the caller, who holds
the transaction.
"""

from warmline.actions.workplace import Workplace
from warmline.conversation.conversation import Conversation
from warmline.conversation.event import Event
from warmline.conversation.message import Author, Message, MessageId
from warmline.handoff.handoff import Handoff
from warmline.handoff.wording import change_key, due_phrase, emergency_number, say
from warmline.ports import Transaction


def tell(
    work: Workplace, tx: Transaction, conversation: Conversation, notice: str, **fields: object
) -> Message:
    """Say a worded notice as the system: about the conversation, not in it."""
    return _add(work, tx, conversation, Author.SYSTEM, notice, is_helpful=True, **fields)


def speak(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    notice: str,
    *,
    is_helpful: bool = True,
    **fields: object,
) -> Message:
    """Say a worded sentence as the assistant; not helpful when it stands in for an answer."""
    return _add(work, tx, conversation, Author.ASSISTANT, notice, is_helpful=is_helpful, **fields)


def tell_change(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    handoff: Handoff,
    change: str,
    *,
    name: str = "",
) -> Message:
    """
    Tell the contact of a change of a handoff, in the words for its reason.

    Args:
        work: the installation.
        tx: the open transaction.
        conversation: where it is told.
        handoff: after the change.
        change: as in `handoff.wording.change_key`.
        name: of the agent that it is about.
    """
    language = language_of(work, conversation)
    country = tx.contacts.get(conversation.contact_id).country or work.house.country
    due = ""
    if handoff.promised_for is not None:
        due = due_phrase(
            handoff.promised_for,
            language,
            now=work.clock.now(),
            timezone=work.house.hours.timezone,
        )
    number = emergency_number("any", country) or say("number.local", language)
    key = change_key(change, handoff.reason_code)
    return tell(work, tx, conversation, key, name=name, due=due, number=number)


def add_message(tx: Transaction, message: Message) -> Message:
    """Store a message of the house and tell of it."""
    tx.messages.add(message)
    tx.events.append(
        Event(
            name="message.sent",
            at=message.sent_at,
            conversation_id=message.conversation_id,
            subject_id=message.id,
            details={"author": message.author.value, "notice": message.notice},
        )
    )
    return message


def language_of(work: Workplace, conversation: Conversation) -> str:
    """The language to word in: the conversation's, else the house's first."""
    return conversation.language or work.house.languages[0]


def _add(
    work: Workplace,
    tx: Transaction,
    conversation: Conversation,
    author: Author,
    notice: str,
    *,
    is_helpful: bool,
    **fields: object,
) -> Message:
    return add_message(
        tx,
        Message(
            id=MessageId(work.new_id()),
            conversation_id=conversation.id,
            author=author,
            text=say(notice, language_of(work, conversation), **fields),
            sent_at=work.clock.now(),
            notice=notice,
            is_helpful=is_helpful,
        ),
    )
