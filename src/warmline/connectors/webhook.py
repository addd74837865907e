"""
Tells other systems what happened: one signed POST for an event and an endpoint.

The body is a CloudEvent in JSON with ids, codes and figures, never the text of a message; whoever
may read the text asks the API for it. Trying again is left to durable work.
Source: CloudEvents 1.0.2, JSON format and HTTP protocol binding (structured mode).
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import httpx

from warmline.connectors.signature import HEADER, sign
from warmline.conversation.event import Event
from warmline.errors import NotDelivered, NotFound

DELIVERY = "Warmline-Delivery"
"""The header that is the same for each attempt, so that the receiver can tell a repeat."""
TIMEOUT = timedelta(seconds=5)
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where events are sent."""

    url: str
    secret: str = field(repr=False)
    """What bodies are signed with."""

    @property
    def id(self) -> str:
        """A short name that follows from the URL; safe in ids and logs."""
        return hashlib.sha256(self.url.encode()).hexdigest()[:12]


class Events(Protocol):
    """What is needed of the event table."""

    def after(self, seq: int, limit: int) -> list[Event]:
        """What was committed after a number."""


class Transaction(Protocol):
    """The one shelf that is read."""

    @property
    def events(self) -> Events:
        """What happened."""


class Store(Protocol):
    """Where events are read."""

    def view(self) -> AbstractContextManager[Transaction]:
        """A reading transaction."""


class Webhooks:
    """Sends events to endpoints."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        endpoints: Sequence[Endpoint],
        *,
        client: httpx.Client | None = None,
    ) -> None:
        """
        Prepare; nothing is sent before `deliver`.

        Args:
            store: where events are.
            now: tells the time that is signed.
            endpoints: where they go.
            client: another one, for proxies or certificates of one's own.
        """
        self._store = store
        self._now = now
        self._endpoints = {endpoint.id: endpoint for endpoint in endpoints}
        self._client = client or httpx.Client(follow_redirects=False)

    def deliver(self, endpoint_id: str, seq: int) -> None:
        """
        Send one event to one endpoint.

        Raises:
            NotFound: the endpoint or the event is gone, so trying again is useless.
            NotDelivered: the endpoint did not answer with 2xx in time.
        """
        endpoint = self._endpoints.get(endpoint_id)
        if endpoint is None:
            raise NotFound(what="webhook endpoint", id=endpoint_id)
        body = cloud_event(self._event(seq))
        delivery = f"{endpoint_id}-{seq}"
        headers = {
            "Content-Type": CONTENT_TYPE,
            HEADER: sign(body, endpoint.secret, at=self._now()),
            DELIVERY: delivery,
        }
        reason = self._post(endpoint.url, body, headers)
        if reason is not None:
            raise NotDelivered(delivery=delivery, reason=reason)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _event(self, seq: int) -> Event:
        with self._store.view() as tx:
            found = tx.events.after(seq - 1, 1)
        if not found or found[0].seq != seq:
            raise NotFound(what="event", id=seq)
        return found[0]

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> str | None:
        """What went wrong; None when the endpoint took it. Its words are never read."""
        seconds = TIMEOUT.total_seconds()
        try:
            with self._client.stream(
                "POST",
                url,
                content=body,
                headers=headers,
                timeout=seconds,
                follow_redirects=False,
            ) as answer:
                return None if answer.is_success else f"status {answer.status_code}"
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            return type(failure).__name__


def cloud_event(event: Event) -> bytes:
    """The body that tells of an event; the same bytes each time."""
    shape = {
        "specversion": "1.0",
        "id": str(event.seq),
        "source": "/warmline",
        "type": event.name,
        "time": event.at.isoformat(),
        "subject": event.subject_id,
        "datacontenttype": "application/json",
        "data": {"conversation_id": event.conversation_id, **event.details},
    }
    told = {key: value for key, value in shape.items() if value is not None}
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
