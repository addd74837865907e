"""No violation that axe can find, on any page, light or dark; and room enough at 320 pixels."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.people import Served, write
from browser.test_desk import waiting_conversation

pytestmark = pytest.mark.browser

CALM = {"reduced_motion": "reduce"}
"""A fading message has less contrast for 120 ms than axe allows."""


def violations(page: Page) -> list[str]:
    """What axe finds, in short."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_contact_pages_have_no_violation(
    served: Served, visit: Callable[..., Page], scheme: str, language: str
) -> None:
    """The chat with words, danger and waiting; the front page; the sign-in; an error page."""
    size = {"width": 390, "height": 844}
    page = visit(
        f"{served.address}/chat/main?language={language}",
        color_scheme=scheme,
        viewport=size,
        **CALM,
    )
    assert [] == violations(page)
    write(page, "There is a smell of gas in my kitchen")
    expect(page.locator(".said.is-danger")).to_be_visible()
    assert [] == violations(page)
    for path in ("/", "/sign-in", "/nowhere"):
        page.goto(served.address + path)
        assert [] == violations(page), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_desk_pages_have_no_violation(
    served: Served, desk_of: Callable[..., Page], scheme: str, width: int
) -> None:
    """The desk empty, with a conversation, with each dialog; the promises page."""
    conversation = waiting_conversation(served, "No power since noon. I want to talk to a person")
    desk = desk_of("ana", color_scheme=scheme, viewport={"width": width, "height": 900}, **CALM)
    assert [] == violations(desk)
    desk.locator(f"[data-open='{conversation.id}']").click()
    desk.get_by_role("button", name="Accept").click()
    desk.locator("#reply-words").fill("I'll call you before 6 pm today.")
    expect(desk.locator("#found li")).to_have_count(1)
    desk.locator("summary", has_text="Reading").first.click()
    assert [] == violations(desk)
    desk.locator("#reply-words").press("Control+Enter")
    expect(desk.locator(".turn.by-agent")).to_have_count(1)
    expect(desk.locator("#reply-words")).to_have_value("")
    for key in ("?", "w", "Control+k"):
        desk.keyboard.press("Escape")
        desk.locator("#reply-words").blur()
        desk.keyboard.press(key)
        expect(desk.get_by_role("dialog")).to_be_visible()
        assert [] == violations(desk), key
    desk.goto(f"{served.address}/promises")
    expect(desk.locator(".promise-row")).to_have_count(1)
    assert [] == violations(desk)


@pytest.mark.parametrize("path", ["/chat/main", "/chat/zh?language=zh", "/", "/sign-in"])
def test_nothing_is_wider_than_320_pixels(
    served: Served, visit: Callable[..., Page], path: str
) -> None:
    """At 320 pixels, which is 200 % zoom of a small window, nobody scrolls sideways."""
    page = visit(served.address + path, viewport={"width": 320, "height": 640})
    width = page.locator("html").evaluate("node => node.scrollWidth")
    assert width <= 320


def test_targets_are_large_enough(served: Served, visit: Callable[..., Page]) -> None:
    """What a contact presses is at least 44 pixels high."""
    page = visit(f"{served.address}/chat/main", viewport={"width": 390, "height": 844})
    for target in page.locator("button:visible, textarea:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
