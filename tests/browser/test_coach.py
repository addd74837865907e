"""From the offer to the wrap-up with the coach: its hints, a draft, promises, and what survives."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.conversation.conversation import InboxId

pytestmark = pytest.mark.browser

ASKED = "My power is out again. How long does a planned power cut last? I want to talk to a person."


def accepted(served: Served, desk: Page) -> None:
    """A conversation that this agent has."""
    conversation = start_conversation(served.work, inbox_id=InboxId("main"))
    receive(served.work, conversation_id=conversation.id, text=ASKED)
    desk.locator(f"[data-open='{conversation.id}']").click()
    desk.get_by_role("button", name="Accept").click()
    expect(desk.locator("#reply-words")).to_be_visible()


def test_accept_brief_coach_draft_promise_and_wrap_up(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """The hints come and go under the reply, which never moves; a draft outlives a reload."""
    desk = desk_of("ana")
    accepted(served, desk)
    expect(desk.locator("#brief")).to_contain_text("How long does a planned power cut last?")
    before = desk.locator("#reply").bounding_box()
    words, hints = desk.locator("#reply-words"), desk.locator("#coach-hints li:not(.quiet)")
    words.fill("Please calm down.")
    expect(desk.locator("#coach-hints")).to_contain_text("calm down")
    expect(desk.locator("#coach [data-part=suggest]")).to_have_attribute("data-standing", "missing")
    assert before == desk.locator("#reply").bounding_box()
    words.fill("")
    expect(hints).to_have_count(0)
    words.press("Control+d")
    expect(words).to_have_value("This is Ana, a person, and I'm staying with this. You asked: "
                                "“How long does a planned power cut last?”\n\n"
                                "At most four hours, between 9:00 and 16:00.")  # fmt: skip
    expect(desk.locator("#draft-mark")).to_contain_text("Draft, not sent")
    expect(desk.locator("#draft-mark")).to_contain_text("Power cuts")
    expect(desk.locator(".turn.by-agent")).to_have_count(0)
    desk.reload()
    expect(desk.locator("#draft-mark")).to_contain_text("Power cuts")
    words.press("End")
    words.press("Control+End")
    desk.keyboard.insert_text(" I'll write to you by 17:00 today.")
    expect(desk.locator("#found li")).to_have_count(1)
    expect(desk.locator("#coach-step")).to_have_text("Next step: today 17:00")
    words.press("Control+Enter")
    expect(desk.locator(".turn.by-agent")).to_have_count(1)
    expect(desk.locator(".promised")).to_contain_text("today 17:00")
    desk.keyboard.press("Escape")
    desk.keyboard.press("w")
    desk.get_by_role("dialog").get_by_role("button", name="Finish").click()
    expect(desk.locator("#speaker h2")).to_have_text("Finished")


def test_hints_can_be_switched_off_and_the_device_remembers(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """Without hints, promises are shown all the same; a draft can be taken out again."""
    desk = desk_of("ana")
    accepted(served, desk)
    desk.locator("#coach-toggle").click()
    expect(desk.locator("#coach")).to_be_hidden()
    desk.reload()
    expect(desk.locator("#coach")).to_be_hidden()
    expect(desk.locator("#coach-toggle")).to_have_attribute("aria-pressed", "false")
    words = desk.locator("#reply-words")
    words.fill("I'll call you today at 17:00.")
    expect(desk.locator("#found li")).to_have_count(1)
    desk.get_by_role("button", name="Draft").click()
    expect(desk.locator("#draft-mark")).to_be_visible()
    desk.get_by_role("button", name="Take it out").click()
    expect(words).to_have_value("I'll call you today at 17:00.")
