"""Complaints for colleagues: the list, one of them with its steps, the figures of a month."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from warmline.actions.complain import complain
from warmline.actions.settle import (
    add_note,
    answer,
    finish,
    look_again,
    look_into,
    put_aside,
    take_back,
    take_longer,
    take_up,
)
from warmline.complaints.complaint import ComplaintId, Outcome, Source
from warmline.complaints.figures import figures_of
from warmline.conversation.message import ConversationId
from warmline.errors import FieldInvalid
from warmline.web.bar import bar_frame
from warmline.web.complaint_sheet import SheetPage, compose_sheet, sheet_rows
from warmline.web.complaint_view import ComplaintPage, compose_complaint
from warmline.web.complaints_view import ComplaintsPage, compose_complaints
from warmline.web.entrance import Here
from warmline.web.errors import not_found
from warmline.web.pages import render, words_for
from warmline.web.place import Place
from warmline.web.sessions import SignedIn, signed_in, with_form_token
from warmline.web.text import storable
from warmline.web.view import view_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])
changing = [Depends(with_form_token)]
Said = Annotated[str, Form(max_length=20_000)]


@router.get("/complaints")
def complaints(request: Request, here: Here, session: SignedIn) -> Response:
    """All that are open, the late ones first."""
    view = view_of(here, session.agent, words_for(request))
    with here.work.store.view() as tx:
        lead, groups = compose_complaints(tx, view)
        page = ComplaintsPage(
            frame=bar_frame(request, tx, view, "complaints"),
            lead=lead,
            groups=groups,
            seq=tx.events.last_seq(),
        )
    return render(request, page)


@router.get("/complaints/figures")
def figures(request: Request, here: Here, session: SignedIn, month: str = "") -> Response:
    """The figure sheet of a month; without one, of the month that runs."""
    view = view_of(here, session.agent, words_for(request))
    chosen = month or this_month(here)
    with here.work.store.view() as tx:
        counted = figures_of(
            tx.complaints.all(),
            month=chosen,
            hours=here.work.house.hours,
            acknowledge_days=here.work.house.complaints.acknowledge_days,
            now=view.now,
        )
        page = SheetPage(
            frame=bar_frame(request, tx, view, "complaints"),
            sheet=compose_sheet(counted, here.work.house, view.words),
            seq=tx.events.last_seq(),
        )
    return render(request, page)


@router.get("/complaints/figures.csv")
def download(here: Here, month: str = "") -> Response:
    """The complaints of a month: dates and codes, no key, no name, no words."""
    chosen = month or this_month(here)
    with here.work.store.view() as tx:
        rows = sheet_rows(tx.complaints.all(), chosen, here.work.house, here.work.clock.now())
    named = {"Content-Disposition": f'attachment; filename="complaints-{chosen}.csv"'}
    return Response("".join(rows), media_type="text/csv; charset=utf-8", headers=named)


@router.get("/complaints/{id}")
def one_complaint(request: Request, here: Here, session: SignedIn, id: ComplaintId) -> Response:
    """One complaint."""
    view = view_of(here, session.agent, words_for(request))
    with here.work.store.view() as tx:
        page = ComplaintPage(
            frame=bar_frame(request, tx, view, "complaints"),
            complaint=compose_complaint(tx, view, id),
            no_cut_off=here.work.house.complaints.no_cut_off,
            seq=tx.events.last_seq(),
        )
    return render(request, page)


@router.post("/desk/c/{id}/complaint", dependencies=changing)
def note_one(
    request: Request, here: Here, session: SignedIn, id: ConversationId, matter: Said = ""
) -> Response:
    """Note a complaint in a conversation; the contact is told at once."""
    complain(
        here.work,
        conversation_id=id,
        source=Source.AGENT,
        matter=_stored("matter", matter) or None,
        agent_id=session.agent.id,
    )
    return _done(request, f"/desk/c/{id}")


@router.post("/complaints/{id}/{deed}", dependencies=changing)
def step(
    request: Request,
    here: Here,
    session: SignedIn,
    id: ComplaintId,
    deed: str,
    cause: Annotated[str, Form(max_length=40)] = "",
    outcome: Annotated[str, Form(max_length=40)] = "",
    reason: Said = "",
    remedy: Said = "",
    days: Annotated[int, Form()] = 0,
) -> Response:
    """Do one step with a complaint."""
    work, by = here.work, session.agent.id
    why = _stored("reason", reason)
    if deed == "take_up":
        take_up(work, complaint_id=id, agent_id=by, cause=cause)
    elif deed == "aside":
        put_aside(work, complaint_id=id, agent_id=by, reason=why)
    elif deed == "investigate":
        look_into(work, complaint_id=id, agent_id=by)
    elif deed == "answer":
        answer(
            work,
            complaint_id=id,
            agent_id=by,
            outcome=_outcome(outcome),
            reason=why,
            remedy=_stored("remedy", remedy),
        )
    elif deed == "extend":
        take_longer(work, complaint_id=id, agent_id=by, days=days, reason=why)
    elif deed == "reopen":
        look_again(work, complaint_id=id, agent_id=by, reason=why)
    elif deed == "withdraw":
        take_back(work, complaint_id=id, agent_id=by, reason=why)
    elif deed == "close":
        finish(work, complaint_id=id, agent_id=by)
    elif deed == "note":
        add_note(work, complaint_id=id, agent_id=by, words=why)
    else:
        raise not_found("deed for a complaint", deed)
    return _done(request, f"/complaints/{id}")


def this_month(here: Place) -> str:
    """The month that runs, in the time zone of the house."""
    local: datetime = here.work.clock.now().astimezone(here.work.house.hours.timezone)
    return f"{local:%Y-%m}"


def _outcome(outcome: str) -> Outcome:
    if outcome not in set(Outcome):
        raise FieldInvalid(
            field="outcome", value="this", remedy=f"Use one of: {', '.join(Outcome)}."
        )
    return Outcome(outcome)


def _stored(field: str, text: str) -> str:
    try:
        return storable(text).strip()
    except ValueError as error:
        remedy = "Leave out characters that no program can show."
        raise FieldInvalid(field=field, value="what it is", remedy=remedy) from error


def _done(request: Request, path: str) -> Response:
    if "x-warmline" in request.headers:
        return JSONResponse({"ok": True, "path": path})
    return RedirectResponse(path, status_code=303)
