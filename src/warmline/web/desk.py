"""The desk: its page, the parts that scripts put in place, and the live line of an agent."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import ClassVar

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from warmline.conversation.event import Event
from warmline.conversation.message import ConversationId
from warmline.ports import Transaction
from warmline.web.bar import bar_frame
from warmline.web.brief_view import BriefView, compose_brief
from warmline.web.conversation_view import ConversationView, compose_conversation
from warmline.web.entrance import Here
from warmline.web.override_view import Choices, compose_choices
from warmline.web.pages import Page, render, render_part, words_for
from warmline.web.place import place_of
from warmline.web.queue_view import QueueView, compose_queue
from warmline.web.sessions import Session, SignedIn, signed_in
from warmline.web.stream import HEADERS, beat, retry, since_of, sse
from warmline.web.view import View, view_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage(Page):
    """The desk with its three columns."""

    template: ClassVar[str] = "desk.html"
    queue: QueueView
    conversation: ConversationView | None
    brief: BriefView | None
    choices: Choices | None
    """What a supervisor can decide instead of the program; None for everybody else."""
    seq: int
    """The newest event that this page knows of; the live line goes on from here."""


@router.get("/desk")
def desk(request: Request, here: Here, session: SignedIn) -> Response:
    """The desk, nothing opened."""
    with here.work.store.view() as tx:
        page = _page(tx, request, _view(request, session), None)
    return render(request, page)


@router.get("/desk/c/{id}")
def desk_conversation(
    request: Request, here: Here, session: SignedIn, id: ConversationId
) -> Response:
    """The desk with a conversation opened."""
    with here.work.store.view() as tx:
        page = _page(tx, request, _view(request, session), id)
    return render(request, page)


@router.get("/desk/parts")
def parts(
    request: Request, here: Here, session: SignedIn, open: str | None = None, only: str = ""
) -> Response:
    """
    The columns as they stand now, for scripts to put in place.

    Args:
        request: the request.
        here: the server.
        session: who looks.
        open: the conversation that is open.
        only: 'queue' when nothing happened in the open conversation.
    """
    view = _view(request, session)
    id = ConversationId(open) if open else None
    with here.work.store.view() as tx:
        frame = bar_frame(request, tx, view, "desk")
        body = render_part("_queue.html", frame, queue=compose_queue(tx, view, current=id))
        columns = {"queue": body, "bar": render_part("_bar.html", frame)}
        if id is not None and only != "queue":
            page = compose_conversation(tx, view, id)
            brief = compose_brief(tx, view, id, may_reply=page.may_reply)
            columns["conversation"] = render_part("_conversation.html", frame, page=page)
            columns["brief"] = render_part("_brief.html", frame, brief=brief)
    wrapped = (f'<template data-part="{key}">{html}</template>' for key, html in columns.items())
    return HTMLResponse("".join(wrapped))


@router.get("/desk/live")
async def live(request: Request, here: Here) -> StreamingResponse:
    """What happens, as names and ids; the words are fetched with the rights of who listens."""

    async def lines() -> AsyncIterator[str]:
        yield retry()
        async for event in here.live.heard(since_of(request)):
            yield beat() if event is None else _line(event)

    return StreamingResponse(lines(), media_type="text/event-stream", headers=HEADERS)


def _line(event: Event) -> str:
    told = {"name": event.name, "conversation": event.conversation_id, "id": event.subject_id}
    return sse("changed", json.dumps(told), seq=event.seq)


def _view(request: Request, session: Session) -> View:
    return view_of(place_of(request), session.agent, words_for(request))


def _page(tx: Transaction, request: Request, view: View, id: ConversationId | None) -> DeskPage:
    session: Session = request.state.session
    oversees = session.is_supervisor
    conversation = None if id is None else compose_conversation(tx, view, id)
    return DeskPage(
        frame=bar_frame(request, tx, view, "desk"),
        choices=compose_choices(tx, view) if oversees else None,
        queue=compose_queue(tx, view, current=id),
        conversation=conversation,
        brief=None
        if conversation is None
        else compose_brief(tx, view, conversation.id, may_reply=conversation.may_reply),
        seq=tx.events.last_seq(),
    )
