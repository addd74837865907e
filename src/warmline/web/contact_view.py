"""
What a contact may know of a conversation: messages, who speaks, how long it may take.

Never readings, decisions, reasons or the brief; those do not pass through this file.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from warmline.actions.line import line_of
from warmline.agents.agent import Availability
from warmline.agents.house import House
from warmline.conversation.conversation import Conversation, Priority, Speaker, Status
from warmline.conversation.event import Event
from warmline.conversation.message import Author, ConversationId, Message, MessageId
from warmline.conversation.translation import Translation
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.handoff.queue import estimate_minutes, place_in_line
from warmline.handoff.wording import due_phrase, emergency_number
from warmline.ports import Clock, Transaction
from warmline.web.memory_address import with_key
from warmline.web.tokens import Signer

TOLD_TO_CONTACT = frozenset(
    {
        "conversation.status_changed",
        "conversation.speaker_changed",
        "handoff.requested",
        "handoff.offered",
        "handoff.accepted",
        "handoff.declined",
        "handoff.timed_out",
        "handoff.promised",
        "handoff.started",
        "handoff.reassigned",
        "handoff.taken_off",
        "handoff.returned",
        "handoff.wrapped_up",
    }
)
"""Events after which the state that a contact sees may be another."""

DANGER = "safety."


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMessage:
    """One message as its contact sees it."""

    id: str
    author: str
    text: str
    sent_at: str
    """ISO 8601, UTC."""
    name: str | None = None
    """Of the agent who wrote it."""
    client_id: str | None = None
    notice: str | None = None
    call: str | None = None
    """The number to call first, in danger."""
    translation: str | None = None
    """Of an agent's words into the contact's language; the original stays in `text`."""
    language: str | None = None
    """BCP 47, of the translation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactState:
    """Who speaks now, and what the contact may expect."""

    speaker: str
    """assistant, waiting, agent or resolved."""
    name: str | None = None
    """Of the agent who has joined."""
    place: int | None = None
    """1 is next."""
    minutes: int | None = None
    """An estimate, to be told as 'about'."""
    call_back: str | None = None
    """Until when a call-back was promised, in the contact's language."""


def compose_messages(
    tx: Transaction, house: House, id: ConversationId, *, signer: Signer
) -> list[ContactMessage]:
    """All messages of a conversation, in order; its contact's own link with its key."""
    conversation = tx.conversations.get(id)
    country = tx.contacts.get(conversation.contact_id).country or house.country
    agents = {str(agent.id): agent.name for agent in tx.agents.all()}
    translated = {one.message_id: one for one in tx.translations.of(id)}
    contact_id, lasts = conversation.contact_id, house.memory.link
    said = [
        replace(_message(one, agents, country), text=with_key(one, contact_id, signer, lasts=lasts))
        for one in tx.messages.of(id)
    ]
    return [_with_translation(one, translated.get(MessageId(one.id))) for one in said]


def compose_state(tx: Transaction, house: House, clock: Clock, id: ConversationId) -> ContactState:
    """Where the conversation stands for its contact."""
    conversation = tx.conversations.get(id)
    handoff = next((one for one in tx.handoffs.of(id) if not one.is_finished), None)
    if handoff is None:
        return ContactState(speaker=_without_handoff(conversation))
    if not handoff.is_waiting:
        name = None if handoff.agent_id is None else tx.agents.get(handoff.agent_id).name
        return ContactState(speaker="agent", name=name)
    return _waiting(tx, house, clock, conversation, handoff)


def contact_json(messages: list[ContactMessage], state: ContactState) -> dict[str, object]:
    """The public shape of what a contact sees."""
    return {"messages": [asdict(one) for one in messages], "state": asdict(state)}


def is_told(event: Event, id: ConversationId) -> bool:
    """Whether an event may change what the contact of this conversation sees."""
    is_message = event.name in ("message.received", "message.sent")
    return event.conversation_id == id and (is_message or event.name in TOLD_TO_CONTACT)


def _without_handoff(conversation: Conversation) -> str:
    if conversation.status is Status.RESOLVED:
        return "resolved"
    return "assistant" if conversation.speaker is Speaker.ASSISTANT else "waiting"


def _waiting(
    tx: Transaction, house: House, clock: Clock, conversation: Conversation, handoff: Handoff
) -> ContactState:
    now = clock.now()
    if handoff.state is HandoffState.PROMISED and handoff.promised_for is not None:
        language = conversation.language or house.languages[0]
        due = due_phrase(handoff.promised_for, language, now=now, timezone=house.hours.timezone)
        return ContactState(speaker="waiting", call_back=due)
    if handoff.priority is Priority.URGENT:
        # In danger nobody is told to queue.
        return ContactState(speaker="waiting")
    place = place_in_line(line_of(house, tx, now), handoff.id, now)
    online = sum(agent.availability is Availability.ONLINE for agent in tx.agents.all())
    minutes = None if place is None else estimate_minutes(place, online)
    return ContactState(speaker="waiting", place=place, minutes=minutes)


def _with_translation(message: ContactMessage, made: Translation | None) -> ContactMessage:
    """A translation for the contact; those made for the agent are no business of theirs."""
    if made is None or message.author != Author.AGENT.value:
        return message
    return replace(message, translation=made.text, language=made.language)


def _message(message: Message, agents: Mapping[str, str], country: str | None) -> ContactMessage:
    notice = message.notice or ""
    kind = notice.removeprefix(DANGER) if notice.startswith(DANGER) else None
    return ContactMessage(
        id=message.id,
        author=message.author.value,
        text=message.text,
        sent_at=message.sent_at.isoformat(),
        name=agents.get(message.agent_id or "") if message.author is Author.AGENT else None,
        client_id=message.client_id,
        notice=message.notice,
        call=None if kind is None else emergency_number(kind, country),
    )
