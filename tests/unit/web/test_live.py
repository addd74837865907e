"""The live line: each event once and in order, also for who was away or too slow."""

import asyncio
import contextlib
from datetime import UTC, datetime

import pytest

from warmline.conversation.event import Event
from warmline.errors import StoreUnavailable
from warmline.store.database import Database
from warmline.web import live
from warmline.web.live import Listener, LiveLine
from warmline.web.metrics import Metrics

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def append(store: Database, *names: str) -> None:
    """Commit events."""
    with store.transaction() as tx:
        tx.events.append(*(Event(name=name, at=NOW) for name in names))


async def heard(line: LiveLine, since: int | None, count: int) -> list[Event]:
    """The first events of a listener."""
    events: list[Event] = []
    async with contextlib.aclosing(line.heard(since)) as stream:
        async for event in stream:
            if event is not None:
                events.append(event)
            if len(events) == count:
                return events
    return events


def run(store: Database, story) -> object:  # type: ignore[no-untyped-def]
    """Tell a story while a line follows the store."""

    async def told() -> object:
        line = LiveLine(store, Metrics(store))
        follower = asyncio.create_task(line.follow())
        try:
            return await asyncio.wait_for(story(line), timeout=10)
        finally:
            follower.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await follower

    return asyncio.run(told())


def test_who_was_away_hears_the_rest_once_and_in_order(store: Database) -> None:
    """The table gives what was missed, the line what comes; nothing in both."""
    append(store, "message.received", "decision.made", "message.sent")

    async def story(line: LiveLine) -> list[Event]:
        listening = asyncio.create_task(heard(line, 1, 4))
        await asyncio.to_thread(append, store, "handoff.requested", "handoff.offered")
        return await listening

    events = run(store, story)
    assert isinstance(events, list)
    assert [event.seq for event in events] == [2, 3, 4, 5]
    assert events[-1].name == "handoff.offered"


def test_events_come_at_once_not_at_the_next_look(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit in this process wakes the line."""
    monkeypatch.setattr(live, "LOOK_EVERY", live.LIFE)

    async def story(line: LiveLine) -> list[Event]:
        listening = asyncio.create_task(heard(line, 0, 1))
        await asyncio.to_thread(append, store, "message.sent")
        return await listening

    events = run(store, story)
    assert isinstance(events, list)
    assert [event.name for event in events] == ["message.sent"]


def test_a_line_that_is_hung_up_ends(store: Database) -> None:
    """At shutdown every browser is let go and comes back by itself."""

    async def story(line: LiveLine) -> list[Event]:
        append(store, "message.sent")
        listening = asyncio.create_task(heard(line, 0, 2))
        while not line._listeners:
            await asyncio.sleep(0)
        line.hang_up()
        return await listening

    events = run(store, story)
    assert isinstance(events, list)
    assert len(events) == 1


def test_a_store_that_was_away_is_followed_again(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One look that fails is not the end of the line."""
    failures = iter([StoreUnavailable(reason="locked")])
    look = LiveLine._look

    async def look_or_fail(line: LiveLine) -> None:
        for failure in failures:
            raise failure
        await look(line)

    monkeypatch.setattr(LiveLine, "_look", look_or_fail)

    async def story(line: LiveLine) -> list[Event]:
        listening = asyncio.create_task(heard(line, 0, 1))
        while not line._listeners:
            await asyncio.sleep(0)
        await asyncio.to_thread(append, store, "message.sent")
        return await listening

    events = run(store, story)
    assert isinstance(events, list)
    assert [event.name for event in events] == ["message.sent"]


def test_a_listener_that_falls_behind_is_cut_off() -> None:
    """Rather than growing without end, or losing an event in the middle."""
    listener = Listener(0)
    for seq in range(live.WAITING_EVENTS + 1):
        listener.tell(Event(name="message.sent", at=NOW, seq=seq + 1))
    assert listener.events.get_nowait() is None
    assert listener.events.empty()
