"""
kill -9 in the middle of handoffs, promises and complaints: nothing is lost, or seen twice.

Contacts and an agent keep living their stories by HTTP, trying again under the same ids as browsers
do, while the server is killed at random points and started again on the same folder.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event as Signal
from time import monotonic

import pytest

from chaos.people import SECRET_WORD, Agent, Client, Record, is_continued, next_minute
from chaos.server import Server, pause
from contract.postgres import running_server
from unit.connectors.receiver import Receiver, receiving
from warmline.connectors.webhook import DELIVERY
from warmline.contacts.promise import PromiseState
from warmline.conversation.event import Event
from warmline.conversation.message import Author, ConversationId
from warmline.handoff.handoff import WAITING, HandoffState
from warmline.jobs.workflow import SENT_OUT
from warmline.store.database import Database

SEED = 20260302
SECRET = "signs what is sent"
AT_ONCE = 3
"""How many stories go on at the same time."""
LIFE_SECONDS = (0.05, 2.0)
"""How long a server lives before it is killed."""
NEVER_BORN = 0.25
"""How often it is killed again while it still starts and takes up what was begun."""
LATE_WITHIN_SECONDS = 150.0
SAID = (
    "The power is out in our street again.",
    "It has been dark for two hours now.",
    "I want to talk to a person.",
)
COMPLAINT = "I want to make a formal complaint about this."
THANKS = "Thank you, I will wait for your call."
ANSWER = "I'll call you back in a minute."


@dataclass
class Story:
    """What was said in one conversation, as the people remember it."""

    id: str
    is_ignored: bool
    """Whether the agent let the offer lapse before coming."""
    client_ids: list[str] = field(default_factory=list)
    seen: list[Record] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook's endpoint, which is slow to wake: its first answers are failures."""
    with receiving(503, 503) as receiver:
        yield receiver


@pytest.fixture
def server(tmp_path: Path, receiver: Receiver) -> Iterator[Server]:
    """A server with nobody in it, that tells the receiver what happens."""
    server = Server(tmp_path, webhook_url=receiver.url, webhook_secret=SECRET)
    yield server
    server.kill()


@pytest.mark.chaos
@pytest.mark.timeout(900)
def test_nothing_is_lost_or_seen_twice_when_the_server_is_killed_20_times(
    server: Server, receiver: Receiver
) -> None:
    """Twenty crashes at random points under load."""
    survive(server, receiver, kills=20)


@pytest.mark.chaos
@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_nothing_is_lost_or_seen_twice_when_the_server_is_killed_200_times(
    server: Server, receiver: Receiver
) -> None:
    """Two hundred crashes at random points under load."""
    survive(server, receiver, kills=200)


@pytest.mark.chaos
@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.timeout(900)
def test_the_same_holds_on_postgresql(tmp_path: Path, receiver: Receiver) -> None:
    """Ten crashes of the server while its database lives on."""
    with running_server() as url:
        server = Server(tmp_path, webhook_url=receiver.url, webhook_secret=SECRET, database_url=url)
        try:
            survive(server, receiver, kills=10)
        finally:
            server.kill()


def survive(server: Server, receiver: Receiver, *, kills: int) -> None:
    """Let stories happen through so many crashes, and look at what is left."""
    password = server.run("agent", "add", "ana", "--name", "Ana", "--capacity", "20").split()[-1]
    server.start()
    stories: list[Story] = []
    with closing(Agent(server.url, "ana", password)) as agent:
        live_through(server, agent, stories, kills=kills)
    wait_until_late(server, stories)
    database = Database(server.database_url)
    check_webhooks(database, receiver)
    server.stop()
    for story in stories:
        check(database, story)
    database.close()
    check_files(server)
    assert any(story.is_ignored for story in stories)


def live_through(server: Server, agent: Agent, stories: list[Story], *, kills: int) -> None:
    """Let stories happen side by side until the last crash, and to their ends."""
    ended = Signal()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        living = [
            threads.submit(live, server.url, agent, prefix=f"{place}", ended=ended, told=stories)
            for place in range(AT_ONCE)
        ]
        try:
            kill_and_start(server, kills, stop_if=lambda: any(one.done() for one in living))
        finally:
            ended.set()
        for one in living:
            one.result()


def kill_and_start(server: Server, kills: int, *, stop_if: Callable[[], bool]) -> None:
    """Kill and start, so many times, at random points."""
    chance = Random(SEED)
    for _ in range(kills):
        if stop_if():
            return  # a story has failed; its own error says more than the rest of the crashes
        pause(chance.uniform(*LIFE_SECONDS))
        server.kill()
        server.begin()
        if chance.random() >= NEVER_BORN:
            server.wait()
    server.wait()


def live(url: str, agent: Agent, *, prefix: str, ended: Signal, told: list[Story]) -> None:
    """Live one story after the other until told to end; a story once begun is lived to its end."""
    number = 0
    with closing(Client(url)) as client:
        while not ended.is_set():
            story = Story(client.start(), is_ignored=number % 3 == 1)
            number += 1
            live_one(client, agent, story, f"{prefix}-{number}")
            told.append(story)


def live_one(client: Client, agent: Agent, story: Story, name: str) -> None:
    """A conversation that is handed off, answered with a promise, and wrapped up."""
    for number, text in enumerate(SAID):
        write(client, story, text, f"contact-{name}-{number}")
    wanted = {HandoffState.PROMISED} if story.is_ignored else WAITING
    client.wait_for(story.id, lambda record: state_of(record) in wanted)
    agent.accept(story.id)
    client.wait_for(story.id, lambda record: state_of(record) == HandoffState.ACCEPTED)
    answer_id = f"agent-{name}"
    agent.reply(story.id, ANSWER, client_id=answer_id, due_at=next_minute())
    story.client_ids.append(answer_id)
    look(client, story)
    write(client, story, THANKS, f"contact-{name}-thanks")
    write(client, story, COMPLAINT, f"contact-{name}-complaint")
    agent.wrap_up(story.id)
    client.wait_for(story.id, lambda record: state_of(record) == HandoffState.WRAPPED_UP)
    look(client, story)


def write(client: Client, story: Story, text: str, client_id: str) -> None:
    """Say something and look at the conversation."""
    client.write(story.id, text, client_id)
    story.client_ids.append(client_id)
    look(client, story)


def look(client: Client, story: Story) -> None:
    """What was seen once stays as it was seen."""
    messages = client.look(story.id)["messages"]
    assert is_continued(story.seen, messages), "something that was seen has changed or is gone"
    story.seen = messages


def state_of(record: Record) -> str:
    """Of the newest handoff."""
    return str(record["handoffs"][0]["state"]) if record["handoffs"] else ""


def wait_until_late(server: Server, stories: list[Story]) -> None:
    """All promises of the agent grow late within a while, without another crash."""
    began = monotonic()
    with closing(Client(server.url)) as client:
        for story in stories:
            while not is_late(client.look(story.id)):
                assert monotonic() - began < LATE_WITHIN_SECONDS, "a promise did not grow late"
                pause(0.2)


def is_late(record: Record) -> bool:
    """Whether the agent's promise is late, and none is open any more."""
    states = {one["state"] for one in record["promises"]}
    return PromiseState.LATE in states and PromiseState.OPEN not in states


def check(database: Database, story: Story) -> None:
    """One story as the database holds it, against what the people remember."""
    with database.view() as tx:
        id = ConversationId(story.id)
        conversation, messages = tx.conversations.get(id), tx.messages.of(id)
        handoffs = tx.handoffs.of(id)
        made = [one for one in tx.promises.of_contact(conversation.contact_id) if one.span]
        complaints = tx.complaints.of(id)
        everything = tx.events.after(0, 1_000_000)
    told = [event for event in everything if event.conversation_id == story.id]
    (complaint,) = complaints
    assert story.client_ids == [one.client_id for one in messages if one.client_id]
    notices = Counter(one.notice for one in messages if one.notice)
    notices.pop("assistant.unknown", None)  # it may not know twice, to two questions
    assert set(notices.values()) == {1}, notices
    assert "complaint.received.heard" in notices
    assert [one.id for one in messages] == [one["id"] for one in story.seen]
    (handoff,) = handoffs
    assert handoff.state is HandoffState.WRAPPED_UP
    (promise,) = made
    assert promise.state is PromiseState.LATE
    assert promise.reminded_at is not None
    subjects = (handoff.id, promise.id, complaint.id)
    names = Counter(event.name for event in told if event.subject_id in subjects)
    for name in (
        "handoff.requested",
        "handoff.accepted",
        "handoff.started",
        "handoff.wrapped_up",
        "promise.made",
        "promise.reminded",
        "promise.late",
        "complaint.received",
    ):
        assert names[name] == 1, names
    assert names["handoff.timed_out"] <= 1
    assert names["handoff.timed_out"] == 1 or not story.is_ignored
    check_silence(told, [one.author for one in messages], story)


def check_silence(told: list[Event], authors: list[Author], story: Story) -> None:
    """The word goes to the agent once and back once; in between the assistant says nothing."""
    speakers = [event.details["to"] for event in told if event.name.endswith("speaker_changed")]
    assert speakers == ["agent", "assistant"]
    asked = [one["client_id"] for one in story.seen].index(story.client_ids[len(SAID) - 1])
    assert Author.ASSISTANT not in authors[asked:]


def check_webhooks(database: Database, receiver: Receiver) -> None:
    """Each event of a conversation or handoff arrives, always under the same delivery id."""
    with database.view() as tx:
        told = [event for event in tx.events.after(0, 1_000_000) if event.name.startswith(SENT_OUT)]
    wanted = {str(event.seq) for event in told}
    began = monotonic()
    while not wanted <= arrived(receiver).keys():
        assert monotonic() - began < LATE_WITHIN_SECONDS, wanted - arrived(receiver).keys()
        pause(0.2)
    assert all(len(bodies) == 1 for bodies in arrived(receiver).values())


def arrived(receiver: Receiver) -> dict[str, set[bytes]]:
    """The different bodies that came under each delivery id, by the event's number."""
    bodies: dict[str, set[bytes]] = {}
    for headers, body in list(receiver.taken):
        if len(body) != int(headers.get("Content-Length", len(body))):
            continue  # the sender was killed in the middle of it; the receiver never took it
        bodies.setdefault(headers[DELIVERY].rpartition("-")[2], set()).add(body)
    return bodies


def check_files(server: Server) -> None:
    """Both databases are whole, and the log quotes nobody."""
    for path in sorted((server.folder / "var").glob("*.db")):
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
    assert SECRET_WORD not in server.log.read_text(encoding="utf-8")
