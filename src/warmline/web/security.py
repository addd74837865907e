"""
What every answer carries and every request must keep to: headers, a size limit, a reference.

Plain ASGI, so that streams pass through untouched.
"""

import json
import secrets
from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from warmline.errors import BodyTooLarge
from warmline.web.errors import STATUS, error_body

CHAT_PATHS = ("/chat/",)
"""Only these may stand in a frame of another origin."""


class Guard:
    """Sets the security headers, and refuses bodies that are too large."""

    def __init__(self, app: ASGIApp, *, widget_origins: Sequence[str], body_limit: int) -> None:
        """Stand before an app."""
        self._app = app
        self._body_limit = body_limit
        self._own = _headers("'self'")
        self._framed = _headers(" ".join(("'self'", *widget_origins)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, guarded."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})["reference"] = secrets.token_hex(6)
        framed = scope["path"].startswith(CHAT_PATHS)
        chosen = self._framed if framed else self._own

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in chosen.items():
                    headers.setdefault(name, value)
            await send(message)

        body = await _read(scope, receive, self._body_limit)
        if isinstance(body, BodyTooLarge):
            await _refuse(body, send_guarded)
            return
        await self._app(scope, _replay(body, receive), send_guarded)


def _headers(ancestors: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
            f"base-uri 'none'; frame-ancestors {ancestors}"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes | BodyTooLarge:
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    if declared.isdigit() and int(declared) > limit:
        return BodyTooLarge(size=int(declared), limit=limit)
    if scope["method"] in ("GET", "HEAD"):
        return b""
    chunks, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        more = message.get("more_body", False)
        if size > limit:
            return BodyTooLarge(size=size, limit=limit)
    return b"".join(chunks)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def again() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return again


async def _refuse(error: BodyTooLarge, send: Send) -> None:
    body = json.dumps(error_body(error)).encode()
    head = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": STATUS[error.kind], "headers": head})
    await send({"type": "http.response.body", "body": body})
