"""The contact's side: the chat page, and what its script asks for."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from warmline.actions.hand_off import ask_for_person
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import ConversationId
from warmline.errors import InboxInShadow
from warmline.web.contact_access import (
    own_conversation,
    own_conversation_or_none,
    remember,
    same_origin,
)
from warmline.web.contact_view import (
    compose_messages,
    compose_state,
    contact_json,
    is_told,
)
from warmline.web.entrance import Here
from warmline.web.limits import MESSAGES, STARTS, source_of
from warmline.web.pages import Page, frame_of, render, words_for
from warmline.web.place import Place
from warmline.web.stream import HEADERS, beat, retry, since_of, sse
from warmline.web.text import SafeText

router = APIRouter(include_in_schema=False)
from_page = [Depends(same_origin)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPage(Page):
    """The contact's page; its script fills in the messages."""

    template: ClassVar[str] = "chat.html"
    inbox_id: InboxId
    is_embedded: bool
    message_limit: int
    script_words: Mapping[str, str]


class Written(BaseModel):
    """A message as the contact's browser sends it."""

    model_config = ConfigDict(extra="forbid")
    text: SafeText
    client_id: SafeText = Field(min_length=8, max_length=64)


class Started(BaseModel):
    """What a contact's browser says when it begins."""

    model_config = ConfigDict(extra="forbid")
    language: SafeText | None = Field(None, max_length=16)


@router.get("/chat/{inbox_id}")
def chat(request: Request, here: Here, inbox_id: InboxId, embedded: str | None = None) -> Response:
    """
    The page, in the language of the inbox unless the browser or the contact says another.

    Raises:
        InboxInShadow: nobody answers there, and this contact has no conversation from before.
    """
    inbox = here.work.house.inbox(inbox_id)
    if inbox.shadow and own_conversation_or_none(request, inbox_id) is None:
        raise InboxInShadow(inbox=inbox.id)
    page = ChatPage(
        frame=frame_of(request),
        inbox_id=inbox.id,
        is_embedded=embedded is not None,
        message_limit=here.settings.message_limit,
        script_words=words_for(request).under("chat"),
    )
    return render(request, page)


@router.get("/chat/{inbox_id}/messages")
def messages(request: Request, here: Here, inbox_id: InboxId) -> JSONResponse:
    """All that was said so far; nothing before the contact has begun."""
    id = own_conversation_or_none(request, inbox_id)
    if id is None:
        return JSONResponse({"ok": True, "started": False, "messages": [], "state": None})
    return JSONResponse(_seen(here, id))


@router.post("/chat/{inbox_id}/start", dependencies=from_page)
def start(request: Request, here: Here, inbox_id: InboxId, body: Started) -> JSONResponse:
    """Begin a conversation, or go on with the one that this browser has."""
    known = own_conversation_or_none(request, inbox_id)
    if known is not None:
        return JSONResponse(_seen(here, known))
    source = source_of(request)
    here.limits.take(STARTS, source, now=here.work.clock.now())
    conversation = start_conversation(here.work, inbox_id=inbox_id, language=body.language)
    response = JSONResponse(_seen(here, conversation.id), status_code=201)
    remember(here, request, response, conversation.id)
    return response


@router.post("/chat/{inbox_id}/messages", dependencies=from_page)
def write(request: Request, here: Here, inbox_id: InboxId, body: Written) -> JSONResponse:
    """Take a message; the same `client_id` again has no second effect."""
    id = own_conversation(request, inbox_id)
    here.limits.take(MESSAGES, id, now=here.work.clock.now())
    receive(here.work, conversation_id=id, text=body.text, client_id=body.client_id)
    return JSONResponse(_seen(here, id))


@router.post("/chat/{inbox_id}/person", dependencies=from_page)
def person(request: Request, here: Here, inbox_id: InboxId) -> JSONResponse:
    """The contact wants a person; asking again changes nothing."""
    id = own_conversation(request, inbox_id)
    here.limits.take(MESSAGES, id, now=here.work.clock.now())
    ask_for_person(here.work, conversation_id=id)
    return JSONResponse(_seen(here, id))


@router.get("/chat/{inbox_id}/live")
def live(
    request: Request,
    here: Here,
    id: Annotated[ConversationId, Depends(own_conversation)],
) -> StreamingResponse:
    """What is said from now on, or since the last number heard."""

    async def lines() -> AsyncIterator[str]:
        covered = 0
        yield retry()
        async for event in here.live.heard(since_of(request)):
            if event is None:
                yield beat()
            elif is_told(event, id) and (event.seq or 0) > covered:
                covered, seen = await asyncio.to_thread(_seen_at, here, id)
                yield sse("seen", json.dumps(seen), seq=covered)

    return StreamingResponse(lines(), media_type="text/event-stream", headers=HEADERS)


def _seen(here: Place, id: ConversationId) -> dict[str, object]:
    """All that the contact sees now, and the number of the newest event it holds."""
    return _seen_at(here, id)[1]


def _seen_at(here: Place, id: ConversationId) -> tuple[int, dict[str, object]]:
    house = here.work.house
    with here.work.store.view() as tx:
        seq = tx.events.last_seq()
        state = compose_state(tx, house, here.work.clock, id)
        seen = contact_json(compose_messages(tx, house, id, signer=here.signer), state)
    return seq, {"ok": True, "started": True, "seq": seq, **seen}
