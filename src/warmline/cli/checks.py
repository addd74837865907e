"""`warmline checks`: whether the house keeps to a law, as one JSON object from what is stored."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from warmline.agents.house import load_house
from warmline.bootstrap import SystemClock, open_store
from warmline.config import load_settings
from warmline.errors import FieldInvalid
from warmline.outcomes.request_sheet import period, spain_csv, spain_json
from warmline.outcomes.requests import check_spain

app = typer.Typer(help="Whether the house keeps to a law.", no_args_is_help=True)


@app.callback()
def about() -> None:
    """Whether the house keeps to a law."""


@app.command("spain")
def spain(
    since: Annotated[
        str | None, typer.Option("--from", help="First day, as 2026-11-01; else of this month.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="Last day, included; else today.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="A line of CSV for each request.")] = False,
    folder: Annotated[Path | None, typer.Option(help="Where the embedded database lives.")] = None,
    house: Annotated[Path | None, typer.Option(help="The house file.")] = None,
) -> None:
    """Print the share of requests for a person that one answered in less than three minutes."""
    settings = load_settings(folder=folder, house_path=house)
    hours = load_house(settings.house_path).hours
    now = SystemClock().now()
    today = now.astimezone(hours.timezone).date()
    last = _day("to", until, today)
    first = _day("from", since, last.replace(day=1))
    if first > last:
        raise FieldInvalid(field="from", value="after 'to'", remedy="Give the earlier day first.")
    store = open_store(settings)
    with store.view() as tx:
        requests = tx.service.requests(*period(first, last, hours.timezone))
    store.close()
    check = check_spain(requests, hours=hours, now=now)
    if as_csv:
        typer.echo("".join(spain_csv(check)), nl=False)
        return
    shown = spain_json(check, first=first, last=last)
    typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))


def _day(field: str, text: str | None, otherwise: date) -> date:
    if text is None:
        return otherwise
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        remedy = "Write a day as 2026-11-01."
        raise FieldInvalid(field=field, value=repr(text), remedy=remedy) from error
