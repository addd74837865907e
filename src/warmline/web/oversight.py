"""The pages of whoever oversees: the forgotten, the service, the overrides, and overriding."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse, StreamingResponse

from warmline.actions.oversee import assign, change_priority, send_away, take_off
from warmline.conversation.conversation import Priority
from warmline.conversation.message import AgentId, ConversationId
from warmline.errors import FieldInvalid
from warmline.outcomes.request_sheet import period, spain_csv
from warmline.outcomes.requests import SpainCheck, check_spain
from warmline.ports import Transaction
from warmline.web.bar import bar_frame
from warmline.web.entrance import Here
from warmline.web.forgotten_view import ForgottenPage, compose_forgotten
from warmline.web.override_view import OverridesPage, compose_overrides
from warmline.web.pages import render, words_for
from warmline.web.place import Place
from warmline.web.service_view import ServicePage, compose_service
from warmline.web.sessions import SignedIn, Supervisor, signed_in, with_form_token
from warmline.web.view import view_of

LONGEST_PERIOD = timedelta(days=400)
"""A year and a month, to compare with the one before."""

router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])
changing = [Depends(with_form_token)]


@router.get("/forgotten")
def forgotten(request: Request, here: Here, session: SignedIn) -> Response:
    """Everybody whose word waits longer than promised; there is no filter."""
    view = view_of(here, session.agent, words_for(request))
    with here.work.store.view() as tx:
        page = ForgottenPage(
            frame=bar_frame(request, tx, view, "forgotten"),
            rows=compose_forgotten(tx, view),
            seq=tx.events.last_seq(),
        )
    return render(request, page)


@router.get("/service")
def service(
    request: Request, here: Here, session: Supervisor, since: str = "", until: str = ""
) -> Response:
    """Whether requests for a person were answered by one in time."""
    first, last = _days(here, since, until)
    view = view_of(here, session.agent, words_for(request))
    with here.work.store.view() as tx:
        page = ServicePage(
            frame=bar_frame(request, tx, view, "service"),
            board=compose_service(_check(here, tx, first, last), view, first=first, last=last),
            seq=tx.events.last_seq(),
        )
    return render(request, page)


@router.get("/service.csv")
def service_csv(here: Here, session: Supervisor, since: str = "", until: str = "") -> Response:
    """Every request of a period as a line, without a name or a word of anybody."""
    del session
    first, last = _days(here, since, until)
    with here.work.store.view() as tx:
        lines = list(spain_csv(_check(here, tx, first, last)))
    name = f'attachment; filename="requests-{first}-{last}.csv"'
    headers = {"Content-Disposition": name}
    return StreamingResponse(iter(lines), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/overrides")
def overrides(request: Request, here: Here, session: Supervisor) -> Response:
    """What supervisors decided instead of the program."""
    view = view_of(here, session.agent, words_for(request))
    with here.work.store.view() as tx:
        page = OverridesPage(
            frame=bar_frame(request, tx, view, "overrides"),
            rows=compose_overrides(tx, view),
            seq=tx.events.last_seq(),
        )
    return render(request, page)


@router.post("/desk/override", dependencies=changing)
def override(
    request: Request,
    here: Here,
    session: Supervisor,
    deed: Annotated[str, Form(max_length=80)] = "",
    why: Annotated[str, Form(max_length=2000)] = "",
    conversation: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Decide something instead of the program; the reason is kept with it."""
    what, _, whom = deed.partition(":")
    by_id, id = session.agent.id, ConversationId(conversation)
    if what == "assign":
        assign(here.work, conversation_id=id, agent_id=AgentId(whom), by_id=by_id, why=why)
    elif what == "take-off":
        take_off(here.work, conversation_id=id, by_id=by_id, why=why)
    elif what == "priority" and whom in set(Priority):
        priority = Priority(whom)
        change_priority(here.work, conversation_id=id, priority=priority, by_id=by_id, why=why)
    elif what == "away":
        send_away(here.work, agent_id=AgentId(whom), by_id=by_id, why=why)
    else:
        raise FieldInvalid(field="deed", value="this", remedy="Choose one from the list.")
    path = f"/desk/c/{conversation}" if conversation else "/desk"
    if "x-warmline" in request.headers:
        return JSONResponse({"ok": True, "path": path})
    return RedirectResponse(path, status_code=303)


def _check(here: Place, tx: Transaction, first: date, last: date) -> SpainCheck:
    hours = here.work.house.hours
    requests = tx.service.requests(*period(first, last, hours.timezone))
    return check_spain(requests, hours=hours, now=here.work.clock.now())


def _days(here: Place, since: str, until: str) -> tuple[date, date]:
    """The period that was asked for; else this month until today."""
    today = here.work.clock.now().astimezone(here.work.house.hours.timezone).date()
    last = _day("until", until, today)
    first = _day("since", since, last.replace(day=1))
    if not timedelta(0) <= last - first <= LONGEST_PERIOD:
        remedy = "Give the earlier day first, and at most thirteen months."
        raise FieldInvalid(field="since", value="this", remedy=remedy)
    return first, last


def _day(field: str, text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError as error:
        remedy = "Write a day as 2026-11-01."
        raise FieldInvalid(field=field, value="this", remedy=remedy) from error
