"""
The server as one ASGI application: routes, guard, errors, and the live line that follows events.

This file assembles; what a route does stands in the module of its noun.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

from fastapi import FastAPI, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from warmline import __version__
from warmline.actions.workplace import Workplace
from warmline.config import Settings
from warmline.web import (
    api,
    api_complaints,
    api_memory,
    api_speaker,
    assets,
    chat,
    complaint_page,
    complaints,
    desk,
    desk_coach,
    desk_deeds,
    desk_memory,
    desk_words,
    entrance,
    memory_link,
    oversight,
    review,
    shadow,
    team,
)
from warmline.web.errors import crash_response, install_errors
from warmline.web.limits import Limits
from warmline.web.live import LiveLine
from warmline.web.metrics import Metrics, TimedReader
from warmline.web.place import Place
from warmline.web.recall import Recall
from warmline.web.secret import read_or_make_secret
from warmline.web.security import Guard
from warmline.web.tokens import Signer

DESCRIPTION = (
    "Post what a contact writes; get back what was read in it, what was decided and why, "
    "and what was answered. Errors have one shape everywhere."
)

ROUTERS = (
    entrance.router,
    assets.router,
    chat.router,
    complaint_page.router,
    complaints.router,
    desk.router,
    desk_deeds.router,
    desk_coach.router,
    desk_memory.router,
    desk_words.router,
    memory_link.router,
    oversight.router,
    review.router,
    shadow.router,
    team.router,
    api.router,
    api_complaints.router,
    api_memory.router,
    api_speaker.router,
)
"""Everything that can be asked for."""


def create_app(work: Workplace, settings: Settings) -> FastAPI:
    """The application on a wired installation."""
    metrics = Metrics(work.store)
    timed = replace(work, reader=TimedReader(work.reader, metrics.reading_seconds))
    place = Place(
        work=timed,
        settings=settings,
        signer=Signer(read_or_make_secret(settings)),
        limits=Limits(),
        live=LiveLine(work.store, metrics),
        metrics=metrics,
        recall=Recall(),
        asset_base=f"/static/{assets.folder_hash()}",
    )
    app = FastAPI(
        title="Warmline",
        version=__version__,
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_following(place.live),
    )
    app.state.place = place
    install_errors(app)
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(LastResort)
    app.add_middleware(
        Guard, widget_origins=settings.widget_origins, body_limit=settings.body_limit
    )
    return app


class LastResort:
    """Answers what nobody foresaw, here once, so that no error's words reach a log or a reader."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; answer a crash, unless an answer has begun."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            if scope["type"] != "http":
                raise
            response = crash_response(Request(scope), error)
            if not begun:
                await response(scope, receive, send)


def _following(live: LiveLine) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        follower = asyncio.create_task(live.follow())
        yield
        follower.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await follower

    return lifespan
