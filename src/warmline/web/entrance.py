"""The ways in and out: the front page, signing in, signing out, health, figures."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from warmline.errors import SignInWrong, StoreUnavailable, TooMany
from warmline.web.limits import source_of
from warmline.web.pages import FrontPage, frame_of, render, words_for
from warmline.web.place import Place, place_of
from warmline.web.sessions import (
    COOKIE,
    FORM_COOKIE,
    SignedIn,
    close_session,
    open_session,
    sign_in,
    with_form_token,
)
from warmline.web.sign_in_page import SignInPage

router = APIRouter(include_in_schema=False)
Here = Annotated[Place, Depends(place_of)]


@router.get("/")
def front(request: Request, here: Here) -> Response:
    """The way in."""
    inboxes = tuple(one for one in here.work.house.inboxes if not one.shadow)
    language = words_for(request).language
    near = sorted(inboxes, key=lambda one: one.language != language)
    widget = near[0].id if near else None
    page = FrontPage(frame=frame_of(request), inboxes=inboxes, widget_inbox=widget)
    return render(request, page)


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/desk") -> Response:
    """The form, with a token of its own."""
    return _form(request, next=next)


@router.post("/sign-in")
def sign_in_form(
    request: Request,
    here: Here,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/desk",
) -> Response:
    """Sign in, or say without detail that it failed."""
    if not here.signer.fits("sign-in", request.cookies.get(FORM_COOKIE, ""), csrf):
        return _form(request, next=next, name=name, trouble="expired", status=403)
    source = source_of(request)
    try:
        agent = sign_in(here, name, password, source=source)
    except SignInWrong:
        return _form(request, next=next, name=name, trouble="wrong", status=403)
    except TooMany:
        return _form(request, next=next, name=name, trouble="too_many", status=429)
    response = RedirectResponse(local_path(next), status_code=303)
    open_session(here, agent, response, old_token=request.cookies.get(COOKIE))
    response.delete_cookie(FORM_COOKIE)
    return response


@router.post("/sign-out", dependencies=[Depends(with_form_token)])
def sign_out(here: Here, session: SignedIn) -> Response:
    """Sign out."""
    response = RedirectResponse("/sign-in", status_code=303)
    close_session(here, session, response)
    return response


@router.get("/health")
def health(here: Here) -> Response:
    """Whether the server lives and the database answers; how messages are read."""
    try:
        with here.work.store.view() as tx:
            tx.events.last_seq()
    except StoreUnavailable:
        return JSONResponse({"live": True, "ready": False, "store": False}, status_code=503)
    degraded = here.work.reader.is_degraded
    return JSONResponse({"live": True, "ready": True, "store": True, "degraded": degraded})


@router.get("/metrics")
def metrics(here: Here) -> Response:
    """Figures for Prometheus."""
    return Response(here.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


def local_path(path: str) -> str:
    """A path of this server; anything else becomes the desk, so that no link leads elsewhere."""
    is_local = path.startswith("/") and not path.startswith(("//", "/\\"))
    # Browsers drop tabs and line breaks from addresses, so that "/<tab>/" would be "//".
    return path if is_local and path.isprintable() else "/desk"


def _form(
    request: Request, *, next: str, name: str = "", trouble: str = "", status: int = 200
) -> Response:
    nonce = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(16)
    here = place_of(request)
    request.state.csrf = here.signer.sign("sign-in", nonce)
    page = SignInPage(
        frame=frame_of(request), next=local_path(next), name=name[:200], trouble=trouble
    )
    response = render(request, page, status)
    response.set_cookie(
        FORM_COOKIE, nonce, httponly=True, samesite="strict", secure=here.settings.secure_cookies
    )
    return response
