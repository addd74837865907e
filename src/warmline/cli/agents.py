"""`warmline agent`: add the people who answer, list them, set a new password."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from secrets import token_urlsafe

import typer
from argon2 import PasswordHasher

from warmline.actions.set_capacity import set_capacity
from warmline.agents.agent import Agent, Availability, Role
from warmline.agents.capacity import Fault, Taking, read_taking
from warmline.bootstrap import open_workplace
from warmline.config import load_settings
from warmline.conversation.conversation import Channel
from warmline.conversation.message import AgentId
from warmline.errors import FieldInvalid, NotFound

app = typer.Typer(help="The people who answer.", no_args_is_help=True)

LIMIT = typer.Option([], help="Of one kind at once, as email=5 or call-back=1; repeat the option.")
FOLDER = typer.Option(None, help="Where the embedded database lives.")


@app.command("add")
def add(
    sign_in: str = typer.Argument(help="The name to sign in with."),
    name: str = typer.Option(..., help="The name that contacts see."),
    role: Role = typer.Option(Role.AGENT, help="What the person may do."),
    language: list[str] = typer.Option(["en"], help="Languages, best first; repeat the option."),
    skill: list[str] = typer.Option([], help="What the person knows; repeat the option."),
    capacity: int = typer.Option(4, min=1, max=20, help="How many conversations at once."),
    channel: list[Channel] = typer.Option([], help="By which media offers may come; else any."),
    limit: list[str] = LIMIT,
    folder: Path | None = FOLDER,
) -> None:
    """Add a person, and print a first password."""
    taking = _taking(capacity, channel, limit)
    password = token_urlsafe(12)
    work = open_workplace(load_settings(folder=folder))
    with work.store.transaction() as tx:
        if tx.agents.by_sign_in(sign_in.lower()) is not None:
            raise FieldInvalid(
                field="sign_in", value="one that exists", remedy="Choose another name."
            )
        tx.agents.add(
            Agent(
                id=AgentId(work.new_id()),
                sign_in=sign_in.lower(),
                name=name,
                role=role,
                languages=tuple(language),
                skills=frozenset(skill),
                capacity=taking.capacity,
                channels=taking.channels,
                limits=taking.limits,
                availability=Availability.OFFLINE,
                password_hash=PasswordHasher().hash(password),
            )
        )
    typer.echo(f"{sign_in.lower()}  {password}")


@app.command("takes")
def change(
    sign_in: str = typer.Argument(help="The name to sign in with."),
    capacity: int = typer.Option(..., min=1, max=20, help="How many conversations at once."),
    channel: list[Channel] = typer.Option([], help="By which media offers may come; else any."),
    limit: list[str] = LIMIT,
    folder: Path | None = FOLDER,
) -> None:
    """Settle anew how much a person takes at once; what is not named has no limit of its own."""
    taking = _taking(capacity, channel, limit)
    work = open_workplace(load_settings(folder=folder))
    with work.store.view() as tx:
        agent = tx.agents.by_sign_in(sign_in.lower())
    if agent is None:
        raise NotFound(what="agent", id=sign_in)
    set_capacity(work, agent_id=agent.id, taking=taking, by_id=None)
    typer.echo(f"{agent.sign_in}\t{taking.capacity}")


@app.command("password")
def set_password(
    sign_in: str = typer.Argument(help="The name to sign in with."), folder: Path | None = FOLDER
) -> None:
    """Set a new password for a person, and print it; whoever was signed in as them is out."""
    password = token_urlsafe(12)
    work = open_workplace(load_settings(folder=folder))
    with work.store.transaction() as tx:
        agent = tx.agents.by_sign_in(sign_in.lower())
        if agent is None:
            raise NotFound(what="agent", id=sign_in)
        tx.agents.save(replace(agent, password_hash=PasswordHasher().hash(password)))
        tx.sessions.remove_all(agent.id)
    typer.echo(f"{sign_in.lower()}  {password}")


@app.command("list")
def list_agents(folder: Path | None = FOLDER) -> None:
    """List everybody, without anything about how they work."""
    work = open_workplace(load_settings(folder=folder))
    with work.store.view() as tx:
        for agent in tx.agents.all():
            languages = ",".join(agent.languages)
            typer.echo(f"{agent.sign_in}\t{agent.name}\t{agent.role.value}\t{languages}")


def _taking(capacity: int, channels: Sequence[Channel], limits: Sequence[str]) -> Taking:
    """
    What the options say that a person takes.

    Raises:
        FieldInvalid: a limit is not written as email=5, or does not fit.
    """
    named = {lane.strip(): number for lane, _, number in (one.partition("=") for one in limits)}
    for lane, number in named.items():
        if not number.strip():
            remedy = "Write it as email=5 or call-back=1."
            raise FieldInvalid(field="limit", value=repr(lane[:20]), remedy=remedy)
    read = read_taking(str(capacity), [one.value for one in channels or Channel], named)
    if isinstance(read, Fault):
        raise read.error
    return read
