"""One key sets a conversation aside; it shows its time, and the contact brings it back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served
from browser.test_desk import waiting_conversation
from warmline.actions.hand_off import accept
from warmline.actions.receive import receive
from warmline.conversation.message import AgentId

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1440, 390])
def test_a_conversation_is_set_aside_by_keyboard_alone(
    served: Served, desk_of: Callable[..., Page], width: int
) -> None:
    """S, Enter: an hour; the row stands apart; what the contact writes brings it back at once."""
    conversation = waiting_conversation(served)
    with served.work.store.view() as tx:
        (handoff,) = tx.handoffs.of(conversation.id)
    accept(served.work, handoff_id=handoff.id, agent_id=AgentId("ana"))
    desk = desk_of("ana", viewport={"width": width, "height": 900})
    desk.goto(f"{served.address}/desk/c/{conversation.id}")
    expect(desk.locator("#live")).to_have_attribute("data-state", "live")
    desk.keyboard.press("s")
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.locator("#aside-at").fill("2026-03-02T12:30")
    expect(desk.locator("#aside-form [value=at]")).to_be_checked()
    desk.locator("#aside-form .is-first").press("Enter")
    expect(desk.locator("#aside-line")).to_contain_text("Set aside until today 12:30")
    expect(desk.locator('.queue-group[data-key="aside"]')).to_have_count(1)
    receive(served.work, conversation_id=conversation.id, text="One more thing")
    expect(desk.locator("#aside-line")).to_have_count(0)
    expect(desk.locator('.queue-group[data-key="yours"]')).to_have_count(1)
