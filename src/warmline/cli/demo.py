"""
`warmline demo`: the invented firm Northmere, its people, and conversations that really happened.

Every message goes through the same actions as a real one, with the same reader and policy; only
the clock is told the past. One more conversation heats up while you watch.
"""

import json
import threading
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import typer
from argon2 import PasswordHasher

from warmline.actions.hand_off import accept, ask_for_person, give_back, unfinished, wrap_up
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Availability, Role
from warmline.bootstrap import SystemClock, open_installation, open_workplace
from warmline.cli.demo_shadow import tell_of_beside
from warmline.cli.serve import run
from warmline.config import Settings, load_settings
from warmline.contacts.contact import Contact
from warmline.contacts.fact import Consent, ConsentWay, Fact
from warmline.conversation.conversation import Conversation, InboxId
from warmline.conversation.message import AgentId, ContactId, ConversationId

BETWEEN_TURNS = timedelta(seconds=50)
"""In the past, about the time in which people read and write a line."""
LIVE_START, LIVE_PAUSE = 12.0, 7.0
"""Seconds before and between the messages of the conversation that heats up while you watch."""


class PastClock:
    """A clock that is told what time it was."""

    def __init__(self, now: datetime) -> None:
        """Start at a time."""
        self._now = now

    def now(self) -> datetime:
        """The time that was told."""
        return self._now

    def go_to(self, now: datetime) -> None:
        """Go to a time."""
        self._now = now


def demo(
    port: int | None = typer.Option(None, help="The port to listen on."),
    folder: Path = typer.Option(Path("var/demo"), help="Where the demo's database lives."),
    quiet: bool = typer.Option(False, "--quiet", help="No conversation that heats up by itself."),
) -> None:
    """Open a living desk with an invented firm."""
    with as_file(files("warmline.cli") / "firm") as firm:
        settings = load_settings(
            port=port,
            folder=folder,
            house_path=firm / "house.toml",
            articles_path=firm / "articles",
        )
        passwords = prepare(settings, firm)
        installation = open_installation(settings)
        _print_sign_in(settings, passwords)
        if not quiet:
            typer.echo("  In a few seconds a conversation begins to heat up. Stop with Ctrl-C.")
            threading.Thread(
                target=_heat_up, args=(installation.work, firm), name="live", daemon=True
            ).start()
        run(settings, installation)


def prepare(settings: Settings, firm: Path, *, now: datetime | None = None) -> Mapping[str, str]:
    """
    Fill an empty database with the firm's past, and give its people new passwords.

    Args:
        settings: of the demo.
        firm: the folder of the invented firm.
        now: up to when the past reaches; none means the present.

    Returns:
        Sign-in name to password.
    """
    now = now or SystemClock().now()
    clock = PastClock(now - timedelta(days=2))
    work = open_workplace(settings, clock=clock)
    people = tomllib.loads((firm / "people.toml").read_text(encoding="utf-8"))["people"]
    passwords = {person["sign_in"]: token_urlsafe(6) for person in people}
    with work.store.view() as tx:
        is_new = not tx.conversations.recent(1)
    for person in people:
        _seat(work, person, passwords[person["sign_in"]])
    if is_new:
        for story in _stories(firm / "conversations.jsonl"):
            _tell(work, clock, story, now)
        clock.go_to(now)
        tell_of_beside(work, firm / "beside.jsonl", now=now)
    work.store.close()
    return passwords


def _seat(work: Workplace, person: Mapping[str, Any], password: str) -> None:
    """Add a person, or give the one who is there a new password."""
    password_hash = PasswordHasher().hash(password)
    with work.store.transaction() as tx:
        known = tx.agents.by_sign_in(person["sign_in"])
        if known is not None:
            tx.agents.save(replace(known, password_hash=password_hash))
            return
        role = Role(person["role"])
        tx.agents.add(
            Agent(
                id=AgentId(work.new_id()),
                sign_in=person["sign_in"],
                name=person["name"],
                role=role,
                languages=tuple(person["languages"]),
                skills=frozenset(),
                capacity=6,
                availability=Availability.ONLINE if role is Role.AGENT else Availability.OFFLINE,
                password_hash=password_hash,
            )
        )


def _tell(work: Workplace, clock: PastClock, story: Mapping[str, Any], now: datetime) -> None:
    """Let one conversation happen again, at its time."""
    clock.go_to(now - timedelta(minutes=story["minutes_ago"]))
    conversation = _begin(work, story)
    for fact in story.get("facts", []):
        _remember(work, conversation, fact)
    for turn in story["turns"]:
        clock.go_to(min(clock.now() + BETWEEN_TURNS, now))
        if turn["author"] == "contact":
            receive(work, conversation_id=conversation.id, text=turn["text"])
        else:
            agent_id = _taken(work, conversation.id)
            clock.go_to(min(clock.now() + BETWEEN_TURNS, now))
            reply(work, conversation_id=conversation.id, agent_id=agent_id, text=turn["text"])
    end = story.get("end")
    if end == "returned":
        give_back(work, conversation_id=conversation.id, agent_id=_taken(work, conversation.id))
    elif end is not None:
        agent_id = _taken(work, conversation.id)
        wrap_up(work, conversation_id=conversation.id, agent_id=agent_id, disposition=end)


def _begin(work: Workplace, story: Mapping[str, Any]) -> Conversation:
    """A conversation with a named contact."""
    contact = Contact(
        id=ContactId(work.new_id()),
        created_at=work.clock.now(),
        name=story["name"],
        language=story["language"],
        country=work.house.country,
    )
    return start_conversation(
        work, inbox_id=InboxId(story["inbox"]), contact=contact, language=story["language"]
    )


def _remember(work: Workplace, conversation: Conversation, fact: Mapping[str, str]) -> None:
    """Note something about the contact, with consent."""
    now = work.clock.now()
    with work.store.transaction() as tx:
        tx.contacts.add_fact(
            Fact(
                id=work.new_id(),
                contact_id=conversation.contact_id,
                what=fact["what"],
                kind=fact["kind"],
                source="agent",
                noted_at=now,
                code=fact.get("code"),
                driver=fact.get("driver"),
                language=conversation.language,
                consent=Consent(given_at=now, way=ConsentWay.CONVERSATION),
            )
        )


def _taken(work: Workplace, conversation_id: ConversationId) -> AgentId:
    """The agent who has the conversation; whoever it was offered to takes it first."""
    with work.store.view() as tx:
        handoff = unfinished(tx, conversation_id)
    if handoff is None:
        handoff = ask_for_person(work, conversation_id=conversation_id)
    if handoff.agent_id is None:
        with work.store.view() as tx:
            agent_id = next(one.id for one in tx.agents.all() if one.role is Role.AGENT)
    else:
        agent_id = handoff.agent_id
    if handoff.is_waiting:
        accept(work, handoff_id=handoff.id, agent_id=agent_id)
    return agent_id


def _heat_up(work: Workplace, firm: Path) -> None:
    """Write as a contact whose patience ends, a line every few seconds."""
    pause = threading.Event()
    pause.wait(LIVE_START)
    for story in _stories(firm / "live.jsonl"):
        conversation = _begin(work, story)
        for turn in story["turns"]:
            pause.wait(LIVE_PAUSE)
            receive(work, conversation_id=conversation.id, text=turn["text"])


def _stories(path: Path) -> Iterator[Mapping[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _print_sign_in(settings: Settings, passwords: Mapping[str, str]) -> None:
    url = f"http://{settings.host}:{settings.port}"
    typer.echo("")
    typer.echo(f"  Northmere is open.  Desk        {url}/desk")
    typer.echo(f"                      As contact  {url}/chat/service   {url}/chat/fuwu")
    typer.echo("")
    for sign_in, password in passwords.items():
        typer.echo(f"  Sign in as  {sign_in:<8} {password}")
    typer.echo("")
