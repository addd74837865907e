"""A webhook tells what happened, signed, under the same delivery id each time it is tried."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from unit.connectors.receiver import receiving
from warmline.connectors.signature import HEADER, check
from warmline.connectors.webhook import DELIVERY, Endpoint, Webhooks, cloud_event
from warmline.conversation.event import Event
from warmline.errors import NotDelivered, NotFound
from warmline.store.database import Database
from warmline.testing import NOON, FixedClock

SECRET = "a secret that both sides know"
ACCEPTED = Event(
    name="handoff.accepted",
    at=NOON,
    conversation_id="conversation-1",
    subject_id="handoff-1",
    details={"agent_id": "agent-1", "disposition": None},
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """A store in which a handoff was accepted."""
    database = Database(f"sqlite:///{tmp_path}/warmline.db")
    database.migrate()
    with database.transaction() as tx:
        tx.events.append(ACCEPTED)
    yield database
    database.close()


@contextmanager
def webhooks_to(store: Database, url: str) -> Iterator[tuple[Webhooks, str]]:
    """Webhooks with one endpoint, and its id."""
    endpoint = Endpoint(url=url, secret=SECRET)
    client = httpx.Client(trust_env=False)
    webhooks = Webhooks(store, FixedClock().now, [endpoint], client=client)
    try:
        yield webhooks, endpoint.id
    finally:
        webhooks.close()


def test_an_event_arrives_signed_and_without_words(store: Database) -> None:
    """The receiver can check who sent it, and gets ids and codes."""
    with receiving() as receiver, webhooks_to(store, receiver.url) as (webhooks, id):
        webhooks.deliver(id, 1)
    ((headers, body),) = receiver.taken
    check(headers[HEADER], body, SECRET, now=NOON)
    assert headers[DELIVERY] == f"{id}-1"
    assert headers["Content-Type"].startswith("application/cloudevents+json")
    assert json.loads(body) == {
        "specversion": "1.0",
        "id": "1",
        "source": "/warmline",
        "type": "handoff.accepted",
        "time": NOON.isoformat(),
        "subject": "handoff-1",
        "datacontenttype": "application/json",
        "data": {"conversation_id": "conversation-1", "agent_id": "agent-1", "disposition": None},
    }


@pytest.mark.parametrize("status", [302, 400, 404, 410, 429, 500, 503])
def test_anything_but_success_is_a_failure_to_be_tried_again(store: Database, status: int) -> None:
    """The next attempt brings the same body under the same delivery id."""
    with receiving(status) as receiver, webhooks_to(store, receiver.url) as (webhooks, id):
        with pytest.raises(NotDelivered, match=f"status {status}"):
            webhooks.deliver(id, 1)
        webhooks.deliver(id, 1)
    (first, first_body), (second, second_body) = receiver.taken
    assert first[DELIVERY] == second[DELIVERY]
    assert first_body == second_body


def test_nobody_there_is_a_failure_to_be_tried_again(store: Database) -> None:
    """The sentence names the delivery and the kind of failure, and no secret."""
    with receiving() as receiver:
        url = receiver.url
    with webhooks_to(store, url) as (webhooks, id), pytest.raises(NotDelivered) as caught:
        webhooks.deliver(id, 1)
    assert "ConnectError" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_what_is_gone_is_not_found(store: Database) -> None:
    """An endpoint that was taken out of the settings, or an event that was forgotten."""
    with webhooks_to(store, "http://127.0.0.1:9/") as (webhooks, id):
        with pytest.raises(NotFound):
            webhooks.deliver("unknown", 1)
        with pytest.raises(NotFound):
            webhooks.deliver(id, 99)


def test_an_endpoint_shows_no_secret() -> None:
    """Neither its id nor its representation gives the secret away."""
    endpoint = Endpoint(url="https://example.org/hook", secret=SECRET)
    assert SECRET not in repr(endpoint)
    assert endpoint.id == Endpoint(url=endpoint.url, secret="another").id


def test_the_body_is_the_same_each_time() -> None:
    """A receiver may compare bytes."""
    assert cloud_event(ACCEPTED) == cloud_event(ACCEPTED)
