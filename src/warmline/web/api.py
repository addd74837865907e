"""
The JSON interface, version 1, for whoever brings their own help desk or chat.

An integrator shows the API key and sees everything; a contact shows the token of its own
conversation and sees what was said in it, nothing else.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from warmline.actions.hand_off import ask_for_person
from warmline.actions.receive import receive
from warmline.actions.record import record, record_resolution
from warmline.actions.start import start_conversation
from warmline.actions.take_over import reply_from_elsewhere
from warmline.contacts.contact import Contact
from warmline.conversation.conversation import Channel, Conversation, InboxId
from warmline.conversation.message import AgentId, Author, ContactId, ConversationId, Message
from warmline.errors import FieldInvalid, InboxInShadow, NotFound, TokenWrong
from warmline.reading.reading import Reading
from warmline.web.entrance import Here
from warmline.web.limits import MESSAGES
from warmline.web.memory_address import with_key, without_key
from warmline.web.place import Place
from warmline.web.shapes import (
    ErrorBody,
    MessageBody,
    ReadBody,
    ReadingsShape,
    ReceivedShape,
    RecordShape,
    ResolutionBody,
    StartBody,
    StartedShape,
    conversation_shape,
    decision_shape,
    handoff_shape,
    message_shape,
    message_shapes,
    promise_shape,
)

REFUSALS: dict[int | str, dict[str, object]] = {
    status: {"model": ErrorBody, "description": meaning}
    for status, meaning in (
        (403, "The key or token is missing or wrong."),
        (404, "There is nothing with this id."),
        (409, "Somebody else changed it meanwhile."),
        (422, "A field does not fit; it is named."),
        (429, "Too much at once; `Retry-After` says when."),
        (503, "A part of the server does not answer."),
    )
}

VECTOR_PLACES = 6
"""Figures of a vector after the point: the error of a likeness stays below the fifth."""

router = APIRouter(prefix="/api/v1", tags=["v1"], responses=REFUSALS)
bearer = HTTPBearer(auto_error=False, description="The API key, or a contact's own token.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: an integrator, or the contact of one conversation."""

    conversation_id: ConversationId | None
    """None for an integrator."""

    def may_see(self, id: ConversationId) -> None:
        """
        Let pass whoever may see a conversation.

        Raises:
            NotFound: it is not the caller's own; whether it exists is not said.
        """
        if self.conversation_id is not None and self.conversation_id != id:
            raise NotFound(what="conversation", id=id)

    @property
    def is_integrator(self) -> bool:
        """Whether readings, decisions and handoffs may be told."""
        return self.conversation_id is None


def caller(
    here: Here, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> Caller:
    """
    Who calls.

    Raises:
        TokenWrong: there is neither the API key nor a contact's token, or the contact was erased.
    """
    shown = "" if credentials is None else credentials.credentials
    if _is_key(here, shown):
        return Caller(None)
    try:
        return Caller(_still_there(here, here.signer.conversation_of(shown)))
    except TokenWrong as error:
        raise TokenWrong(
            what="API key or contact's token",
            remedy="Send it as 'Authorization: Bearer ...'; the key is the setting 'api_key'.",
        ) from error


def integrator(found: Annotated[Caller, Depends(caller)]) -> Caller:
    """
    The integrator.

    Raises:
        TokenWrong: a contact calls.
    """
    if not found.is_integrator:
        raise TokenWrong(what="API key", remedy="A contact's token is not enough for this.")
    return found


CalledBy = Annotated[Caller, Depends(caller)]


@router.post("/conversations", status_code=201, dependencies=[Depends(integrator)])
def start(here: Here, body: StartBody) -> StartedShape:
    """
    Begin a conversation; the assistant greets, and says that it is a program.

    In an inbox in shadow nobody is greeted, and the conversation is only watched.
    """
    wants_person = body.begin_with == "person"
    if wants_person and here.work.house.inbox(InboxId(body.inbox)).shadow:
        raise InboxInShadow(inbox=body.inbox)
    conversation = start_conversation(
        here.work,
        inbox_id=InboxId(body.inbox),
        contact=_contact(here, body),
        language=body.language,
        channel=Channel.API,
        started_at=body.started_at,
    )
    if wants_person:
        ask_for_person(here.work, conversation_id=conversation.id)
        with here.work.store.view() as tx:
            conversation = tx.conversations.get(conversation.id)
    return StartedShape(
        conversation=conversation_shape(conversation),
        token=here.signer.contact_token(conversation.id),
    )


@router.post("/conversations/{id}/messages", status_code=201)
def write(here: Here, by: CalledBy, id: ConversationId, body: MessageBody) -> ReceivedShape:
    """
    Take a message of the contact: it is masked, read, decided on, and answered.

    An agent who wrote elsewhere takes the word: the assistant is silent from then on. In a
    conversation that is only watched nothing is answered; there an integrator also tells what
    others said, and when.
    """
    by.may_see(id)
    if not by.is_integrator:
        _check_own(body)
        here.limits.take(MESSAGES, id, now=here.work.clock.now())
    if body.author == "agent" and body.agent is not None:
        return _reply(here, id, body, agent_named(here, body.agent))
    if body.author != "contact":
        return _record(here, id, body)
    received = receive(
        here.work,
        conversation_id=id,
        text=body.text,
        client_id=body.client_id,
        sent_at=body.sent_at,
    )
    shape = ReceivedShape(
        message=message_shape(received.message),
        replies=[message_shape(one) for one in received.replies],
    )
    if by.is_integrator:
        made, handoff = received.decision, received.handoff
        shape.decision = None if made is None else decision_shape(made)
        shape.handoff = None if handoff is None else handoff_shape(handoff)
    return shape


@router.post("/conversations/{id}/resolution", dependencies=[Depends(integrator)])
def resolve(here: Here, id: ConversationId, body: ResolutionBody) -> RecordShape:
    """Tell that a conversation that is only watched was resolved elsewhere."""
    resolved = record_resolution(here.work, conversation_id=id, at=body.at)
    with here.work.store.view() as tx:
        messages = [message_shape(one) for one in tx.messages.of(id)]
    return RecordShape(conversation=conversation_shape(resolved), messages=messages)


@router.get("/conversations/{id}")
def conversation(here: Here, by: CalledBy, id: ConversationId) -> RecordShape:
    """A conversation with its messages, readings, decisions, handoffs and promises."""
    by.may_see(id)
    with here.work.store.view() as tx:
        found = tx.conversations.get(id)
        shape = RecordShape(
            conversation=conversation_shape(found),
            messages=message_shapes(tx, id, _text_for(here, by, found)),
        )
        if by.is_integrator:
            readings, decisions = tx.readings.of(id), tx.decisions.of(id)
            shape.readings = {one: reading.to_json() for one, reading in readings.items()}
            shape.decisions = {one: decision_shape(made) for one, made in decisions.items()}
            shape.handoffs = [handoff_shape(one) for one in tx.handoffs.of(id)]
            made_here = tx.promises.of_contact(found.contact_id)
            shape.promises = [promise_shape(one) for one in made_here if one.conversation_id == id]
    return shape


@router.post("/readings", dependencies=[Depends(integrator)])
def read(here: Here, body: ReadBody) -> ReadingsShape:
    """Read messages as they are and store nothing: to another server, be its remote reader."""
    if body.languages is not None and len(body.languages) != len(body.texts):
        raise FieldInvalid(
            field="languages",
            value=f"{len(body.languages)} hints for {len(body.texts)} texts",
            remedy="Give one for each text, null where nothing is known, or leave it out.",
        )
    readings = here.work.reader.read_many(body.texts, body.languages)
    vectors = np.round(here.work.reader.vectors(body.texts).astype(np.float64), VECTOR_PLACES)
    return ReadingsShape(
        model=readings[0].model,
        readings=[_without_cues(reading) for reading in readings],
        vectors=vectors.tolist(),
    )


def _text_for(here: Place, by: Caller, found: Conversation) -> Callable[[Message], str]:
    """The words as the caller may have them: the key to a contact's page is for the contact."""
    if by.is_integrator:
        return without_key
    lasts = here.work.house.memory.link
    return lambda one: with_key(one, found.contact_id, here.signer, lasts=lasts)


def agent_named(here: Place, sign_in: str) -> AgentId:
    """
    The agent with a sign-in name.

    Raises:
        NotFound: there is none.
    """
    with here.work.store.view() as tx:
        found = tx.agents.by_sign_in(sign_in)
    if found is None:
        raise NotFound(what="agent", id=sign_in)
    return found.id


def _reply(here: Place, id: ConversationId, body: MessageBody, by: AgentId) -> ReceivedShape:
    """What an agent of the house wrote elsewhere; in shadow it is only noted, as all is there."""
    with here.work.store.view() as tx:
        is_watched = tx.conversations.get(id).is_watched
    if is_watched:
        return _record(here, id, body)
    if body.sent_at is not None:
        remedy = "Leave it out: what is said here is said now."
        raise FieldInvalid(field="sent_at", value="given here", remedy=remedy)
    replied = reply_from_elsewhere(
        here.work, conversation_id=id, agent_id=by, text=body.text, client_id=body.client_id
    )
    return ReceivedShape(message=message_shape(replied.message), replies=[])


def _record(here: Place, id: ConversationId, body: MessageBody) -> ReceivedShape:
    """What somebody else said, noted; nothing follows from it."""
    message = record(
        here.work,
        conversation_id=id,
        author=Author(body.author),
        text=body.text,
        client_id=body.client_id,
        sent_at=body.sent_at,
    )
    return ReceivedShape(message=message_shape(message), replies=[])


def _check_own(body: MessageBody) -> None:
    """
    Let a contact write only as itself, and only now.

    Raises:
        TokenWrong: somebody else's words or times are told with a contact's token.
    """
    is_own = body.author == "contact" and body.agent is None
    if not is_own or body.sent_at is not None:
        remedy = "With a contact's token only the contact's own words are taken, as they come."
        raise TokenWrong(what="API key", remedy=remedy)


def _without_cues(reading: Reading) -> dict[str, object]:
    """Whoever asks for readings finds the cues on its own side."""
    return {key: value for key, value in reading.to_json().items() if key != "cues"}


def _still_there(here: Place, id: ConversationId) -> ConversationId:
    """The conversation of a token, unless its contact was erased."""
    with here.work.store.view() as tx:
        contact_id = tx.conversations.get(id).contact_id
        if tx.contacts.get(contact_id).erased_at is not None:
            raise TokenWrong(what="contact's token", remedy="Start a conversation.")
    return id


def _is_key(here: Place, shown: str) -> bool:
    key = here.settings.api_key
    if key is None or not key.get_secret_value():
        return False
    return hmac.compare_digest(key.get_secret_value().encode(), shown.encode())


def _contact(here: Place, body: StartBody) -> Contact | None:
    known = body.contact
    if known is None:
        return None
    if known.external_id and known.origin:
        with here.work.store.view() as tx:
            found = tx.contacts.find(known.origin, known.external_id)
        if found is not None:
            return found
    return Contact(
        id=ContactId(here.work.new_id()),
        created_at=here.work.clock.now(),
        name=known.name,
        language=known.language,
        country=known.country or here.work.house.country,
        external_id=known.external_id,
        origin=known.origin,
    )
