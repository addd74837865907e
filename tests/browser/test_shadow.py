"""A day in shadow by keyboard, in both languages, with nothing that axe can find; danger live."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served, await_keys
from browser.test_accessibility import CALM, violations
from warmline.actions.receive import receive
from warmline.actions.record import record, record_resolution
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.house import Inbox
from warmline.conversation.conversation import Channel, InboxId
from warmline.conversation.message import Author, ConversationId
from warmline.testing import NOON

pytestmark = pytest.mark.browser

BESIDE = InboxId("beside")
GAS = "There is a strong smell of gas in my kitchen"


@pytest.fixture
def open_house(open_house: Workplace) -> Workplace:
    """The house of the tests with one inbox more, in shadow."""
    beside = Inbox(id=BESIDE, name="Beside", language="en", shadow=True)
    inboxes = (*open_house.house.inboxes, beside)
    return replace(open_house, house=replace(open_house.house, inboxes=inboxes))


def told(work: Workplace, *said: tuple[Author, str], hours_ago: int = 2) -> ConversationId:
    """A conversation that another desk tells of, a minute between messages."""
    at = NOON - timedelta(hours=hours_ago)
    id = start_conversation(work, inbox_id=BESIDE, channel=Channel.API, started_at=at).id
    for author, text in said:
        at += timedelta(minutes=1)
        if author is Author.CONTACT:
            receive(work, conversation_id=id, text=text, sent_at=at)
        else:
            record(work, conversation_id=id, author=author, text=text, sent_at=at)
    return id


@pytest.fixture
def watched(served: Served) -> Served:
    """Today one is missed, one met late and one calm; yesterday there was one."""
    missed = told(
        served.work, (Author.CONTACT, "Hello"), (Author.CONTACT, "Let me talk to a person")
    )
    record_resolution(served.work, conversation_id=missed)
    late = [(Author.CONTACT, text) for text in ("I want a human", "Hello?", "Is anybody there?")]
    told(served.work, *late, (Author.AGENT, "Ana here."))
    told(served.work, (Author.CONTACT, "Where do I read my meter?"))
    told(served.work, (Author.CONTACT, "Do you cover vans?"), hours_ago=26)
    return served


def test_a_day_is_walked_by_keyboard(watched: Served, desk_of: Callable[..., Page]) -> None:
    """J and K walk what differs, Enter opens it, the arrows change the day, T comes back."""
    page = desk_of("sam")
    page.get_by_role("link", name="Shadow").click()
    expect(page).to_have_url(f"{watched.address}/shadow")
    expect(page.locator("#steps h3")).to_have_text(
        "2 of 3 conversations would have reached a person"
    )
    await_keys(page)
    page.keyboard.press("j")
    expect(page.locator(".case > summary").first).to_be_focused()
    page.keyboard.press("Enter")
    first = page.locator(".case").first
    expect(first.locator(".opened .words")).to_have_text("Let me talk to a person")
    expect(first.locator(".opened .reasons li").first).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".case > summary").last).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#day-title")).to_have_text("Sun 1 Mar 2026")
    expect(page.locator("#steps h3")).to_contain_text("None of 1")
    await_keys(page)
    page.keyboard.press("t")
    expect(page.locator("#day-title")).to_have_text("Mon 2 Mar 2026")
    first.locator("summary").click()
    first.get_by_role("link").click()
    expect(page.locator("#log")).to_contain_text("Let me talk to a person")
    expect(page.locator("#speaker")).to_contain_text("Finished")


def test_danger_comes_up_at_once_and_goes_when_seen_to(
    watched: Served, desk_of: Callable[..., Page]
) -> None:
    """On an open desk and an open page, without a reload; A says that somebody sees to it."""
    desk, page = desk_of("ana"), desk_of("sam")
    page.goto(f"{watched.address}/shadow")
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    id = told(watched.work, (Author.CONTACT, GAS))
    row = desk.locator("#queue .is-alarm")
    expect(row).to_have_count(1)
    expect(desk.locator("#trouble")).to_contain_text("may be in danger")
    expect(page.locator("#alarms [role=alert]")).to_contain_text("nobody was called")
    row.locator("a").click()
    expect(desk.locator("#speaker")).to_contain_text("Watched in shadow")
    desk.keyboard.press("a")
    expect(row).to_have_count(0)
    expect(page.locator("#alarms [role=alert]")).to_have_count(0)
    with watched.work.store.view() as tx:
        assert [GAS] == [one.text for one in tx.messages.of(id)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 390)])
def test_the_shadow_page_has_no_violation(
    watched: Served, desk_of: Callable[..., Page], scheme: str, language: str, width: int
) -> None:
    """Full with danger and one opened, and empty; nothing is wider than the window."""
    told(watched.work, (Author.CONTACT, GAS))
    page = desk_of("sam", color_scheme=scheme, viewport={"width": width, "height": 900}, **CALM)
    page.goto(f"{watched.address}/shadow?language={language}")
    page.locator(".case > summary").first.click()
    page.locator(".figures > summary").click()
    assert [] == violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{watched.address}/desk")
    expect(page.locator("#queue .is-alarm")).to_have_count(1)
    assert [] == violations(page)
    page.goto(f"{watched.address}/shadow?day=2026-02-01")
    assert [] == violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
