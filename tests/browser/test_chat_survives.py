"""The contact's page loses nothing and doubles nothing: lost connection, reload, restart."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from browser.people import Served, write
from warmline.conversation.message import Author

pytestmark = pytest.mark.browser


def test_words_written_offline_arrive_once_after_a_reload(
    served: Served, visit: Callable[..., Page]
) -> None:
    """Lost line, three messages, a reload while offline is over: each arrives once, in order."""
    page = visit(f"{served.address}/chat/main")
    write(page, "The first one arrives.")
    page.context.set_offline(True)
    for text in ("one without a line", "two without a line", "three without a line"):
        page.locator("#text").fill(text)
        page.locator("#text").press("Enter")
    expect(page.locator(".said.is-waiting")).to_have_count(3)
    expect(page.locator("#line")).to_contain_text("Your words are safe")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".said.by-contact")).to_have_count(4)
    expect(page.locator(".said.is-waiting")).to_have_count(0)
    assert [
        "The first one arrives.",
        "one without a line",
        "two without a line",
        "three without a line",
    ] == _written(served)


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(
    served: Served, visit: Callable[..., Page]
) -> None:
    """The server takes the message but its answer is cut: sending again has no second effect."""
    page = visit(f"{served.address}/chat/main")
    write(page, "Hello there, a question.")
    cut = []

    def cut_once(route) -> None:  # type: ignore[no-untyped-def]
        if cut:
            route.continue_()
            return
        cut.append(route.fetch())
        route.abort()

    page.route("**/messages", cut_once)
    page.locator("#text").fill("Only once, please")
    page.locator("#text").press("Enter")
    expect(page.locator(".said.is-waiting")).to_have_count(0)
    expect(page.locator(".said.by-contact", has_text="Only once, please")).to_have_count(1)
    assert 1 == _written(served).count("Only once, please")


def test_a_reload_goes_on_where_it_was(served: Served, visit: Callable[..., Page]) -> None:
    """After a reload the conversation and the half-written words are still there."""
    page = visit(f"{served.address}/chat/main")
    write(page, "My water meter runs although nothing is open.")
    page.locator("#text").fill("half a sen")
    page.reload()
    expect(page.locator(".said.by-contact")).to_have_count(1)
    expect(page.locator("#text")).to_have_value("half a sen")
    with served.work.store.view() as tx:
        assert 1 == len(tx.conversations.recent(10))


def test_the_widget_opens_talks_and_closes_by_keyboard(
    served: Served, visit: Callable[..., Page]
) -> None:
    """One script tag gives a button; the frame talks; Escape gives the focus back."""
    page = visit(f"{served.address}/")
    button = page.get_by_role("button", name="Chat with us")
    button.focus()
    page.keyboard.press("Enter")
    frame = page.frame_locator("iframe")
    frame.locator("body").wait_for()
    next(one for one in page.frames if one != page.main_frame).wait_for_load_state("networkidle")
    frame.locator("#text").fill("Hello from the widget")
    frame.locator("#text").press("Enter")
    expect(frame.locator(".said.by-contact")).to_have_text("YouHello from the widget")
    expect(frame.get_by_role("button", name="Talk to a person")).to_be_visible()
    frame.locator("#text").press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(button).to_be_focused()


def test_words_typed_before_the_script_is_here_are_kept(
    served: Served, visit: Callable[..., Page]
) -> None:
    """On a slow line the field comes first; what is typed then is sent, not wiped."""
    page = visit("about:blank")
    held: list[Route] = []
    page.route("**/js/chat.js*", lambda route: held.append(route))
    page.goto(f"{served.address}/chat/main", wait_until="commit")
    page.locator("#text").fill("My heating has been off since Friday.")
    expect(page.locator("#send")).to_be_disabled()
    for route in held:
        route.continue_()
    expect(page.locator("#send")).to_be_enabled()
    page.locator("#send").click()
    expect(page.locator(".said.by-contact", has_text="since Friday")).to_have_count(1)
    expect(page.locator(".said.is-waiting")).to_have_count(0)
    assert ["My heating has been off since Friday."] == _written(served)


def test_a_person_is_one_press_away(served: Served, visit: Callable[..., Page]) -> None:
    """The button asks for a person even before anything was written."""
    page = visit(f"{served.address}/chat/main", viewport={"width": 320, "height": 560})
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.locator("#state")).to_contain_text("You are next")
    expect(page.get_by_role("button", name="Talk to a person")).to_be_disabled()


def _written(served: Served) -> list[str]:
    with served.work.store.view() as tx:
        (conversation,) = tx.conversations.recent(10)
        messages = tx.messages.of(conversation.id)
    return [message.text for message in messages if message.author is Author.CONTACT]
