"""`warmline serve`: the server with its durable work, until it is told to stop."""

import signal
import sys
from pathlib import Path

import typer
import uvicorn
from starlette.types import ASGIApp

from warmline.bootstrap import Installation, open_installation
from warmline.config import Settings, load_settings
from warmline.web.app import create_app


def serve(
    host: str | None = typer.Option(None, help="The address to listen on."),
    port: int | None = typer.Option(None, help="The port to listen on."),
    folder: Path | None = typer.Option(None, help="Where the embedded database lives."),
    house: Path | None = typer.Option(None, help="The house file: hours, inboxes, languages."),
    articles: Path | None = typer.Option(None, help="Folder of Markdown articles."),
    settings: Path | None = typer.Option(None, help="The settings file."),
) -> None:
    """Serve the desk, the contact's page and the API."""
    chosen = load_settings(
        settings,
        host=host,
        port=port,
        folder=folder,
        house_path=house,
        articles_path=articles,
    )
    run(chosen, open_installation(chosen))


def run(settings: Settings, installation: Installation) -> None:
    """Run the server and its durable work until a signal comes."""
    work = installation.work
    if work.reader.is_degraded:
        typer.echo(
            "The model is missing; messages are read by cues alone. Run 'warmline doctor'.",
            err=True,
        )
    server = uvicorn.Server(server_config(create_app(work, settings), settings))
    # The server ends by raising the signal once more; by default that would end us before durable
    # work and the database are closed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with installation.running_jobs():
        server.run()


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """
    How the server runs: it writes no addresses into logs, since some open a contact's own page.

    Only the proxies that are named are believed when they say who asks.
    """
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=list(settings.trusted_proxies),
    )
