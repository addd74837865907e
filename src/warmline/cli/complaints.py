"""`warmline complaints`: what is open, one of them, whether the log is whole, a month's figures."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from warmline.agents.house import load_house
from warmline.bootstrap import SystemClock, open_store
from warmline.complaints.complaint import Complaint
from warmline.complaints.figures import figures_of
from warmline.complaints.key import read_key
from warmline.complaints.log import verify as find_breaks
from warmline.config import load_settings
from warmline.errors import ComplaintLogBroken, NotFound
from warmline.store.database import Database

app = typer.Typer(help="Complaints, their log and their figures.", no_args_is_help=True)

Folder = Annotated[Path | None, typer.Option(help="Where the embedded database lives.")]
HouseFile = Annotated[Path | None, typer.Option(help="The house file: hours, inboxes, languages.")]


@app.command("list")
def list_open(
    every: Annotated[bool, typer.Option("--all", help="Those that are over as well.")] = False,
    folder: Folder = None,
) -> None:
    """List open complaints, the next date first: key, state, date, cause; no words, no names."""
    now = SystemClock().now()
    store = _store(folder)
    with store.view() as tx:
        complaints = tx.complaints.all() if every else tx.complaints.open()
    for one in complaints:
        late = "late" if one.is_late(now) else ""
        due = one.due_at.isoformat(timespec="minutes")
        typer.echo("\t".join((one.key, one.state.value, due, one.cause or "-", late)).rstrip())
    store.close()


@app.command("show")
def show(
    key: Annotated[str, typer.Argument(help="The key of the complaint.")], folder: Folder = None
) -> None:
    """Show one complaint and its log as one JSON object, with the words of the log."""
    store = _store(folder)
    with store.view() as tx:
        found = tx.complaints.find(read_key(key))
        if found is None:
            raise NotFound(what="complaint", id=key[:20])
        log = [asdict(entry) for entry in tx.complaint_log.entries([found.id])]
    for entry in log:
        del entry["salt"]
    typer.echo(json.dumps(asdict(found) | {"log": log}, ensure_ascii=False, default=str))
    store.close()


@app.command("verify")
def verify(
    head: Annotated[
        str | None, typer.Option(help="A hash that an earlier run printed; it must still be there.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Check that the log is whole and that complaints stand as it says; print its newest hash."""
    store = _store(folder)
    with store.view() as tx:
        entries, complaints = tx.complaint_log.entries(), tx.complaints.all()
    store.close()
    breaks = find_breaks(entries, complaints, head=head)
    for one in breaks:
        typer.echo(f"entry {one.number}\t{one.code}\t{one.complaint_id or '-'}", err=True)
    if breaks:
        first = breaks[0]
        raise ComplaintLogBroken(count=len(breaks), number=first.number, what=first.code)
    newest = entries[-1].hash if entries else "-"
    typer.echo(f"{len(entries)} entries of {len(complaints)} complaints are whole; head {newest}")


@app.command("figures")
def figures(
    month: Annotated[str | None, typer.Option(help="As 2026-11; none means this month.")] = None,
    folder: Folder = None,
    house: HouseFile = None,
) -> None:
    """Print a month's figures as one JSON object."""
    settings = load_settings(folder=folder, house_path=house)
    firm, now = load_house(settings.house_path), SystemClock().now()
    store = open_store(settings)
    with store.view() as tx:
        complaints: list[Complaint] = tx.complaints.all()
    store.close()
    counted = figures_of(
        complaints,
        month=month or f"{now.astimezone(firm.hours.timezone):%Y-%m}",
        hours=firm.hours,
        acknowledge_days=firm.complaints.acknowledge_days,
        now=now,
    )
    typer.echo(json.dumps(asdict(counted), ensure_ascii=False, default=str))


def _store(folder: Path | None) -> Database:
    return open_store(load_settings(folder=folder))
