"""Server-sent events as text: one event, a beat, the time to come back, the last number heard."""

from fastapi import Request

RETRY_MILLISECONDS = 1000
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""A proxy must not hold lines back."""


def sse(name: str, text: str, *, seq: int | None) -> str:
    """One event; its number is what the browser sends when it comes back."""
    number = "" if seq is None else f"id: {seq}\n"
    return f"{number}event: {name}\ndata: {text}\n\n"


def beat() -> str:
    """Keeps the line open, and lets the browser tell a quiet line from a dead one."""
    return "event: beat\ndata: 0\n\n"


def retry() -> str:
    """After which time a browser that lost the line comes back."""
    return f"retry: {RETRY_MILLISECONDS}\n\n"


def since_of(request: Request) -> int | None:
    """The last number that a browser heard: from its header, else from the page it stands on."""
    for text in (request.headers.get("last-event-id"), request.query_params.get("since")):
        if text and text.isascii() and text.isdigit() and len(text) < 19:
            return int(text)
    return None
