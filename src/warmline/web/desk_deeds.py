"""What an agent does at the desk: each route one action, then the conversation again."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from warmline.actions.follow_up import keep, release
from warmline.actions.hand_off import accept, decline, give_back, set_availability, wrap_up
from warmline.actions.record import look_after
from warmline.actions.reply import Confirmed, Seen, preview_promises, reply
from warmline.actions.snooze import snooze, take_back
from warmline.agents.agent import Availability
from warmline.contacts.promise import PromiseId
from warmline.contacts.promises import FoundPromise
from warmline.conversation.message import ConversationId
from warmline.errors import FieldInvalid, HandoffForbidden
from warmline.handoff.handoff import HandoffId
from warmline.web.bar import bar_frame
from warmline.web.entrance import Here
from warmline.web.errors import not_found
from warmline.web.pages import render, words_for
from warmline.web.place import Place
from warmline.web.promises_view import PromisesPage, compose_kept, compose_promises
from warmline.web.sessions import SignedIn, Supervisor, signed_in, with_form_token
from warmline.web.text import SafeText
from warmline.web.times import day_time
from warmline.web.view import view_of
from warmline.web.words import Words

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"
"""As a browser's date and time field writes it, in the time zone of the house."""

ASIDE = {"hour": timedelta(hours=1), "three-hours": timedelta(hours=3)}
"""Until when something is set aside by one click."""
MORNING = 9
"""Of tomorrow, on the clock of the house."""

router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])
changing = [Depends(with_form_token)]


class WrittenPromise(BaseModel):
    """A promise in a reply, as the agent confirmed it."""

    model_config = ConfigDict(extra="forbid")
    what: SafeText = Field(min_length=1, max_length=2000)
    due: str | None = Field(None, max_length=16)
    """Local time of the house, 'YYYY-MM-DDTHH:MM'."""
    start: int = Field(ge=0, le=100_000)
    end: int = Field(ge=0, le=100_000)


class WrittenTranslation(BaseModel):
    """What the contact reads, as the agent saw it before sending."""

    model_config = ConfigDict(extra="forbid")
    text: SafeText = Field(min_length=1)
    language: SafeText = Field(pattern="^[a-z]{2,3}$")


class WrittenReply(BaseModel):
    """A reply as the desk sends it."""

    model_config = ConfigDict(extra="forbid")
    text: SafeText
    client_id: SafeText | None = Field(None, max_length=64)
    promises: tuple[WrittenPromise, ...] | None = Field(None, max_length=20)
    translation: WrittenTranslation | None = None


class WrittenDraft(BaseModel):
    """Words that are being written; read for promises, not kept."""

    model_config = ConfigDict(extra="forbid")
    text: SafeText


@router.post("/desk/c/{id}/accept", dependencies=changing)
def accept_one(request: Request, here: Here, session: SignedIn, id: ConversationId) -> Response:
    """Take the conversation."""
    accept(here.work, handoff_id=_waiting(here, id), agent_id=session.agent.id)
    return _done(request, f"/desk/c/{id}")


@router.post("/desk/c/{id}/seen", dependencies=changing)
def see_to_one(request: Request, here: Here, session: SignedIn, id: ConversationId) -> Response:
    """Say that somebody sees to a danger in a conversation that is only watched."""
    look_after(here.work, conversation_id=id, agent_id=session.agent.id)
    return _done(request, f"/desk/c/{id}")


@router.post("/desk/c/{id}/decline", dependencies=changing)
def decline_one(request: Request, here: Here, session: SignedIn, id: ConversationId) -> Response:
    """Say no to an offer."""
    decline(here.work, handoff_id=_waiting(here, id), agent_id=session.agent.id)
    return _done(request, "/desk")


@router.post("/desk/c/{id}/give-back", dependencies=changing)
def give_one_back(request: Request, here: Here, session: SignedIn, id: ConversationId) -> Response:
    """Give the conversation back to the assistant."""
    give_back(here.work, conversation_id=id, agent_id=session.agent.id)
    return _done(request, f"/desk/c/{id}")


@router.post("/desk/c/{id}/wrap-up", dependencies=changing)
def wrap_one_up(
    request: Request,
    here: Here,
    session: SignedIn,
    id: ConversationId,
    disposition: Annotated[str, Form(max_length=40)],
) -> Response:
    """Finish, with the outcome."""
    wrap_up(here.work, conversation_id=id, agent_id=session.agent.id, disposition=disposition)
    return _done(request, f"/desk/c/{id}")


@router.post("/desk/c/{id}/aside", dependencies=changing)
def set_one_aside(
    request: Request,
    here: Here,
    session: SignedIn,
    id: ConversationId,
    until: Annotated[str, Form(max_length=40)] = "",
    at: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Set it aside until a time, or until the contact writes."""
    back_at = _until(until, at, here.work.clock.now(), here.work.house.hours.timezone)
    snooze(here.work, conversation_id=id, agent_id=session.agent.id, until=back_at)
    return _done(request, "/desk")


@router.post("/desk/c/{id}/go-on", dependencies=changing)
def go_on_with_one(request: Request, here: Here, session: SignedIn, id: ConversationId) -> Response:
    """Go on with it before its time."""
    take_back(here.work, conversation_id=id, agent_id=session.agent.id)
    return _done(request, f"/desk/c/{id}")


@router.post("/desk/c/{id}/reply", dependencies=changing)
def reply_to_one(
    here: Here, session: SignedIn, id: ConversationId, body: WrittenReply
) -> JSONResponse:
    """Send a reply, with its promises as confirmed."""
    zone, seen = here.work.house.hours.timezone, body.translation
    replied = reply(
        here.work,
        conversation_id=id,
        agent_id=session.agent.id,
        text=body.text,
        client_id=body.client_id,
        promises=None if body.promises is None else _confirmed(body.promises, zone),
        translation=None if seen is None else Seen(text=seen.text, language=seen.language),
    )
    return JSONResponse(
        {"ok": True, "message": replied.message.id, "promises": len(replied.promises)}
    )


@router.post("/desk/c/{id}/promises", dependencies=changing)
def found_promises(
    request: Request, here: Here, id: ConversationId, body: WrittenDraft
) -> JSONResponse:
    """What these words would promise; nothing is stored."""
    with here.work.store.view() as tx:
        conversation = tx.conversations.get(id)
    language = conversation.language or here.work.house.languages[0]
    found = preview_promises(here.work, text=body.text, language=language)
    shown = shown_promises(here, words_for(request), found)
    return JSONResponse({"ok": True, "promises": shown})


def shown_promises(
    here: Place, words: Words, promises: Sequence[FoundPromise]
) -> list[dict[str, object]]:
    """Promises as the desk shows them before sending, in the time zone of the house."""
    zone, now = here.work.house.hours.timezone, here.work.clock.now()
    return [
        {
            "what": one.what,
            "start": one.start,
            "end": one.end,
            "due": one.due_at and one.due_at.astimezone(zone).strftime(LOCAL_FORMAT),
            "due_words": one.due_at and day_time(one.due_at, now, zone, words),
        }
        for one in promises
    ]


@router.post("/desk/availability", dependencies=changing)
def availability(
    request: Request, here: Here, session: SignedIn, availability: Annotated[str, Form()]
) -> Response:
    """Come, go, or take a break."""
    if availability not in set(Availability):
        raise FieldInvalid(
            field="availability", value="this", remedy=f"Use one of: {', '.join(Availability)}."
        )
    set_availability(here.work, agent_id=session.agent.id, availability=Availability(availability))
    return _done(request, "/desk")


@router.get("/promises")
def promises(request: Request, here: Here, session: SignedIn, whose: str = "") -> Response:
    """All that is owed; a supervisor sees everybody's first, an agent their own."""
    chosen = whose if whose in ("mine", "all") else ("all" if session.sees_all else "mine")
    view = view_of(here, session.agent, words_for(request))
    with here.work.store.view() as tx:
        lead, groups = compose_promises(tx, view, whose=chosen, is_supervisor=session.is_supervisor)
        page = PromisesPage(
            frame=bar_frame(request, tx, view, "promises"),
            lead=lead,
            kept=compose_kept(tx, view),
            whose=chosen,
            groups=groups,
            seq=tx.events.last_seq(),
        )
    return render(request, page)


@router.post("/promises/{id}/keep", dependencies=changing)
def keep_one(request: Request, here: Here, id: PromiseId) -> Response:
    """It was kept."""
    keep(here.work, promise_id=id)
    return _done(request, "/promises")


@router.post("/promises/{id}/release", dependencies=changing)
def release_one(request: Request, here: Here, session: Supervisor, id: PromiseId) -> Response:
    """A supervisor lets the house off."""
    del session
    release(here.work, promise_id=id)
    return _done(request, "/promises")


def _waiting(here: Place, id: ConversationId) -> HandoffId:
    with here.work.store.view() as tx:
        tx.conversations.get(id)
        newest = next(iter(tx.handoffs.of(id)), None)
    if newest is None:
        raise not_found("handoff of a conversation", id)
    if newest.is_finished:
        raise HandoffForbidden(id=newest.id, state=newest.state, wanted="accepted")
    return newest.id


def _confirmed(promises: Sequence[WrittenPromise], zone: tzinfo) -> list[Confirmed]:
    return [
        Confirmed(what=one.what, due_at=_local_time(one.due, zone), span=(one.start, one.end))
        for one in promises
    ]


def _local_time(due: str | None, zone: tzinfo) -> datetime | None:
    if not due:
        return None
    try:
        return datetime.strptime(due, LOCAL_FORMAT).replace(tzinfo=zone)
    except ValueError as error:
        remedy = "Write it as 2026-11-21T18:00, in the time zone of the house."
        raise FieldInvalid(field="due", value="this", remedy=remedy) from error


def _until(until: str, at: str, now: datetime, zone: tzinfo) -> datetime:
    """The time that was chosen."""
    if until in ASIDE:
        return now + ASIDE[until]
    if until == "tomorrow":
        morning = now.astimezone(zone) + timedelta(days=1)
        return morning.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    chosen = _local_time(at, zone) if until == "at" else None
    if chosen is None:
        raise FieldInvalid(field="until", value="missing", remedy="Choose until when.")
    return chosen


def _done(request: Request, path: str) -> Response:
    if "x-warmline" in request.headers:
        return JSONResponse({"ok": True, "path": path})
    return RedirectResponse(path, status_code=303)
