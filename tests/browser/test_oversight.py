"""A supervisor decides by keyboard; the sheets of whoever oversees fit a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served
from browser.test_desk import waiting_conversation
from warmline.testing import FixedClock

pytestmark = pytest.mark.browser


def test_a_supervisor_overrides_by_keyboard_alone(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """O, a choice, a reason, Enter: the colleague has it, and the history says who and why."""
    conversation = waiting_conversation(served)
    desk = desk_of("sam")
    keys = desk.keyboard
    keys.press("j")
    keys.press("Enter")
    expect(desk.locator("#clocks")).to_contain_text("we aim for under 3 min")
    keys.press("o")
    expect(desk.get_by_role("dialog")).to_be_visible()
    expect(desk.locator("#override-deed")).to_be_focused()
    keys.type("Li")
    keys.press("Tab")
    keys.type("Li knows the street")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(desk.locator(".turn.by-override")).to_contain_text("Given to Li: Li knows the street")
    expect(desk.locator("#speaker h2")).to_contain_text("Li is talking with")
    with served.work.store.view() as tx:
        assert "li" == tx.conversations.get(conversation.id).assignee_id


@pytest.mark.parametrize("path", ["/forgotten", "/service", "/overrides", "/team", "/desk"])
def test_the_sheets_fit_a_phone(
    served: Served, desk_of: Callable[..., Page], clock: FixedClock, path: str
) -> None:
    """Nothing is wider than the screen, in either language."""
    waiting_conversation(served)
    clock.pass_by(timedelta(hours=3))
    desk = desk_of("sam", viewport={"width": 390, "height": 844})
    for language in ("en", "zh"):
        desk.goto(f"{served.address}{path}?language={language}")
        expect(desk.locator("#live")).to_have_attribute("data-state", "live")
        assert 390 >= desk.evaluate("document.documentElement.scrollWidth")
