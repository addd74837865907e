"""How long the desk takes, with a bound so loose that only a real slip breaks it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served
from browser.test_craft import taken
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.conversation.conversation import InboxId

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[2] / "benchmarks"
LOOSE_MS = 3000
"""Ten times what benchmarks/desk.py allows: the tests share their cores."""


def test_a_hint_follows_the_keystroke(served: Served, desk_of: Callable[..., Page]) -> None:
    """From the last key to the changed hints under the reply."""
    desk = desk_of("ana")
    taken(served, desk)
    times = desk.evaluate((SCRIPTS / "desk_hints.js").read_text(encoding="utf-8"), 5)
    assert 5 == len(times)
    assert max(times) <= LOOSE_MS


def test_what_twenty_write_at_once_is_on_the_desk_soon(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """Twenty contacts side by side; the words of each stand in the queue."""
    desk = desk_of("ana")
    begun = [start_conversation(served.work, inbox_id=InboxId("main")) for _ in range(20)]
    desk.evaluate((SCRIPTS / "desk_queue.js").read_text(encoding="utf-8"))

    def post(number: int) -> None:
        text = f"n{number} and my meter reading"
        receive(served.work, conversation_id=begun[number].id, text=text)

    at = desk.evaluate("Date.now()")
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(post, range(20)))
    expect(desk.locator("#queue .why", has_text="and my meter reading")).to_have_count(20)
    seen = desk.evaluate("window.seen")
    assert {f"n{number}" for number in range(20)} == set(seen)
    assert max(seen.values()) - at <= 20 * LOOSE_MS / 10
