"""
The public shapes of the JSON interface, version 1: what it takes and what it gives.

Readings and decisions have their shapes where they are defined (`to_json`).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from warmline.contacts.promise import Promise
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import Author, ConversationId, Message
from warmline.handoff.handoff import Handoff
from warmline.moments.decision import Decision
from warmline.ports import Transaction
from warmline.web.memory_address import without_key
from warmline.web.text import NameText, SafeText


class Body(BaseModel):
    """The root of what is taken: a key that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")


class ContactBody(Body):
    """Who writes, as far as the integrator knows."""

    name: NameText | None = Field(None, min_length=1, max_length=200)
    language: SafeText | None = Field(None, min_length=2, max_length=16)
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    external_id: SafeText | None = Field(None, min_length=1, max_length=200)
    origin: SafeText | None = Field(None, min_length=1, max_length=100)


class StartBody(Body):
    """A conversation to begin."""

    inbox: SafeText = Field(min_length=1, max_length=100)
    language: SafeText | None = Field(None, min_length=2, max_length=16)
    contact: ContactBody | None = None
    started_at: AwareDatetime | None = Field(
        None, description="When it began elsewhere; only for an inbox in shadow."
    )
    begin_with: Literal["assistant", "person"] = Field(
        "assistant", description="With `person` one is sought at once, before a word is written."
    )


class MessageBody(Body):
    """A message of a contact, or of an agent elsewhere; in shadow, of anybody."""

    text: SafeText = Field(min_length=1)
    client_id: SafeText | None = Field(None, min_length=1, max_length=100)
    author: Literal["contact", "agent", "assistant"] = Field(
        "contact",
        description="An `agent` who wrote elsewhere takes the word; `assistant` only in shadow.",
    )
    agent: SafeText | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="The sign-in name of the agent who wrote; not needed in shadow.",
    )
    sent_at: AwareDatetime | None = Field(
        None, description="When it was said; only in a conversation begun in shadow, in order."
    )


class ResolutionBody(Body):
    """That a conversation was resolved elsewhere."""

    at: AwareDatetime | None = Field(None, description="When; left out it means now.")


class ReadBody(Body):
    """Messages to be read and nothing more; they are not stored."""

    texts: list[str] = Field(min_length=1, max_length=64)
    languages: list[str | None] | None = Field(
        None, description="One hint for each text, null where nothing is known."
    )


class ErrorShape(BaseModel):
    """What went wrong: a code for programs, a sentence for people, the fields it names."""

    code: str
    message: str
    fields: dict[str, str | int | float | bool | None]


class ErrorBody(BaseModel):
    """The one shape of every error."""

    ok: Literal[False]
    error: ErrorShape


class MessageShape(BaseModel):
    """One message, personal data masked."""

    id: str
    author: Literal["contact", "agent", "assistant", "system"]
    text: str
    sent_at: datetime
    agent_id: str | None
    client_id: str | None
    language: str | None
    masks: list[dict[str, str | int]]
    source: str | None
    notice: str | None
    translation: str | None = None
    """Of an agent's words into the contact's language: what the contact should be shown."""
    translation_language: str | None = None


class ConversationShape(BaseModel):
    """A conversation as it stands."""

    id: str
    inbox: str
    contact: str
    channel: str
    status: str
    speaker: str
    priority: str
    language: str | None
    assignee: str | None
    started_at: datetime
    waiting_since: datetime | None
    shadow: bool = Field(description="It is only watched: the house says and does nothing in it.")


class HandoffShape(BaseModel):
    """A handoff as it stands."""

    id: str
    state: str
    priority: str
    language: str
    reason: str
    requested_at: datetime
    agent_id: str | None
    promised_for: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None
    disposition: str | None


class PromiseShape(BaseModel):
    """A promise as it stands."""

    id: str
    what: str
    state: str
    owner_id: str | None
    due_at: datetime | None
    made_at: datetime
    ended_at: datetime | None
    progress_told_at: datetime | None = None
    """When the contact was told, before its time, that it is still open."""
    late_told_at: datetime | None = None
    """When the contact was told that it is late."""


class StartedShape(BaseModel):
    """A conversation that has begun, and the token of its contact."""

    ok: Literal[True] = True
    conversation: ConversationShape
    token: str


class ReceivedShape(BaseModel):
    """What became of a message. With a contact's token, decision and handoff are not told."""

    ok: Literal[True] = True
    message: MessageShape
    replies: list[MessageShape]
    decision: dict[str, object] | None = None
    handoff: HandoffShape | None = None


class RecordShape(BaseModel):
    """A conversation with all that belongs to it; a contact sees the messages alone."""

    ok: Literal[True] = True
    conversation: ConversationShape
    messages: list[MessageShape]
    readings: dict[str, dict[str, object]] | None = None
    decisions: dict[str, dict[str, object]] | None = None
    handoffs: list[HandoffShape] | None = None
    promises: list[PromiseShape] | None = None


class ReadingsShape(BaseModel):
    """Readings without cues, and sentence vectors of unit length, in the order of the texts."""

    ok: Literal[True] = True
    model: str
    readings: list[dict[str, object]]
    vectors: list[list[float]] = Field(description="Empty lists when there is no model.")


def message_shapes(
    tx: Transaction, id: ConversationId, text_of: Callable[[Message], str] = without_key
) -> list[MessageShape]:
    """All messages of a conversation; an agent's with its translation, if the contact has one."""
    made = {one.message_id: one for one in tx.translations.of(id)}
    shapes = []
    for message in tx.messages.of(id):
        shape, found = message_shape(message, text_of), made.get(message.id)
        if found is not None and message.author is Author.AGENT:
            told = {"translation": found.text, "translation_language": found.language}
            shape = shape.model_copy(update=told)
        shapes.append(shape)
    return shapes


def message_shape(
    message: Message, text_of: Callable[[Message], str] = without_key
) -> MessageShape:
    """A message in its public shape; what opens a contact's own page is for that contact alone."""
    return MessageShape(
        id=message.id,
        author=message.author.value,
        text=text_of(message),
        sent_at=message.sent_at,
        agent_id=message.agent_id,
        client_id=message.client_id,
        language=message.language,
        masks=[{"kind": mask.kind, "start": mask.start, "end": mask.end} for mask in message.masks],
        source=message.source,
        notice=message.notice,
    )


def conversation_shape(conversation: Conversation) -> ConversationShape:
    """A conversation in its public shape."""
    return ConversationShape(
        id=conversation.id,
        inbox=conversation.inbox_id,
        contact=conversation.contact_id,
        channel=conversation.channel.value,
        status=conversation.status.value,
        speaker=conversation.speaker.value,
        priority=conversation.priority.value,
        language=conversation.language,
        assignee=conversation.assignee_id,
        started_at=conversation.started_at,
        waiting_since=conversation.waiting_since,
        shadow=conversation.is_watched,
    )


def handoff_shape(handoff: Handoff) -> HandoffShape:
    """A handoff in its public shape."""
    return HandoffShape(
        id=handoff.id,
        state=handoff.state.value,
        priority=handoff.priority.value,
        language=handoff.language,
        reason=handoff.reason_code,
        requested_at=handoff.requested_at,
        agent_id=handoff.agent_id,
        promised_for=handoff.promised_for,
        accepted_at=handoff.accepted_at,
        ended_at=handoff.ended_at,
        disposition=handoff.disposition,
    )


def promise_shape(promise: Promise) -> PromiseShape:
    """A promise in its public shape."""
    return PromiseShape(
        id=promise.id,
        what=promise.what,
        state=promise.state.value,
        owner_id=promise.owner_id,
        due_at=promise.due_at,
        made_at=promise.made_at,
        ended_at=promise.ended_at,
        progress_told_at=promise.progress_told_at,
        late_told_at=promise.late_told_at,
    )


def decision_shape(decision: Decision) -> dict[str, object]:
    """A decision in its public shape."""
    return {
        "step": decision.step.value,
        "reasons": [reason.to_json() for reason in decision.reasons],
        "policy": decision.policy_version,
        "emergency_kind": decision.emergency_kind,
    }
