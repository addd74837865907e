"""`warmline review export`: what people said of turns, as lines of JSON without any message."""

import json
from pathlib import Path
from typing import Annotated

import typer

from warmline.actions.review import reviewed_lines
from warmline.bootstrap import open_store
from warmline.config import load_settings

app = typer.Typer(help="What people say afterwards about decisions.", no_args_is_help=True)


@app.callback()
def about() -> None:
    """What people say afterwards about decisions."""


@app.command("export")
def export(
    folder: Annotated[Path | None, typer.Option(help="Where the embedded database lives.")] = None,
) -> None:
    """Write every reviewed turn as one JSON object a line; no text of a message is in it."""
    store = open_store(load_settings(folder=folder))
    with store.view() as tx:
        for line in reviewed_lines(tx):
            typer.echo(json.dumps(line, ensure_ascii=False))
    store.close()
