"""
Errors at the edge: one kind, one status; one JSON shape; a plain page for people.

This is the only file that knows which HTTP status belongs to which kind of error. Sentences come
from the errors themselves, and hold neither the text of a message nor a name.
"""

import logging
import traceback
from collections.abc import Mapping
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from warmline.errors import (
    BodyMalformed,
    FieldInvalid,
    Kind,
    NotFound,
    SessionMissing,
    TooMany,
    WarmlineError,
)
from warmline.web.pages import ErrorPage, frame_of, render

log = logging.getLogger("warmline.web")

STATUS: Mapping[Kind, int] = {
    "invalid": 422,
    "missing": 404,
    "conflict": 409,
    "refused": 403,
    "busy": 429,
    "unavailable": 503,
    "broken": 500,
}

SHOWN_FRAMES = 6
"""Of a crash, innermost first: enough to find the line."""

EXPECTED = {
    "missing": "required but missing",
    "string_type": "something other than text",
    "string_too_short": "empty or too short",
    "string_too_long": "too long",
    "json_invalid": "malformed JSON",
    "extra_forbidden": "a key that nobody knows",
    "int_parsing": "something other than a whole number",
    "datetime_from_date_parsing": "something other than a time",
    "value_error": "what it is",
}


class RouteMissing(WarmlineError):
    """No page or interface answers at this address."""

    code = "web.route-missing"
    kind = "missing"
    sentence = "Nothing answers {method} at this address. See /api/openapi.json for what does."


class Unexpected(WarmlineError):
    """Something that nobody foresaw."""

    code = "web.unexpected"
    kind = "broken"
    sentence = (
        "Something went wrong inside Warmline; nothing was changed by this request. "
        "See the log of the server under '{reference}'."
    )


def install_errors(app: FastAPI) -> None:
    """Answer every error in its one shape."""
    app.add_exception_handler(WarmlineError, _on_warmline_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)


def error_body(error: WarmlineError) -> dict[str, object]:
    """The one JSON shape of an error."""
    fields = {name: _plain(value) for name, value in error.fields.items()}
    return {"ok": False, "error": {"code": error.code, "message": str(error), "fields": fields}}


def error_response(request: Request, error: WarmlineError) -> Response:
    """The error as JSON for programs, as a page for people."""
    status = STATUS[error.kind]
    headers = {"Retry-After": str(error.fields["seconds"])} if isinstance(error, TooMany) else {}
    if not wants_page(request):
        return JSONResponse(error_body(error), status_code=status, headers=headers)
    if isinstance(error, SessionMissing):
        return RedirectResponse(f"/sign-in?next={request.url.path}", status_code=303)
    return render(request, ErrorPage(frame=frame_of(request), kind=error.kind), status, headers)


def wants_page(request: Request) -> bool:
    """Whether a person with a browser asked, not a script or a program."""
    accepts = request.headers.get("accept", "")
    path = request.url.path
    is_script = "x-warmline" in request.headers
    return "text/html" in accepts and not is_script and not path.startswith("/api/")


async def _on_warmline_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, WarmlineError)
    return error_response(request, error)


async def _on_validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return error_response(request, _from_validation(first))


def _from_validation(problem: Mapping[str, object]) -> WarmlineError:
    kind = str(problem["type"])
    place = problem["loc"]
    assert isinstance(place, tuple | list)
    if kind == "json_invalid":
        where = f"character {place[-1]}"
        return BodyMalformed(
            what="body", format="JSON", place=where, remedy="Send one JSON object."
        )
    field = ".".join(str(part) for part in place[1:]) or "body"
    value = EXPECTED.get(kind, kind.replace("_", " "))
    return FieldInvalid(field=field, value=value, remedy="See /api/openapi.json for its shape.")


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        body = error_body(RouteMissing(method=request.method))
        return JSONResponse(body, status_code=405, headers=error.headers)
    if error.status_code in (404,):
        return error_response(request, RouteMissing(method=request.method))
    malformed = BodyMalformed(
        what="body", format="form or JSON", place="its start", remedy="Check the Content-Type."
    )
    return error_response(request, malformed)


def crash_response(request: Request, error: Exception) -> Response:
    """
    The answer to what nobody foresaw; the log gets where it happened, by a reference.

    Neither gets the error's own words, since those may quote a message or a name.
    """
    reference = getattr(request.state, "reference", "-")
    frames = traceback.extract_tb(error.__traceback__)[-SHOWN_FRAMES:]
    where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames))
    log.error("web.unexpected %s %s at %s", reference, type(error).__name__, where)
    return error_response(request, Unexpected(reference=reference))


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def not_found(what: str, id: str) -> NotFound:
    """An id that names nothing; the id is cut, so that nobody can fill the page with it."""
    return NotFound(what=what, id=id[:64])
