"""What agents and contacts rely on all day: nothing lost, nothing doubled, each key one deed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

import warmline.web
from browser.people import Served, write
from browser.test_accessibility import CALM, violations
from browser.test_desk import waiting_conversation
from warmline.agents.agent import Availability
from warmline.config import Settings
from warmline.conversation.message import AgentId
from warmline.web.memory_token import memory_token
from warmline.web.secret import read_or_make_secret
from warmline.web.tokens import Signer

pytestmark = pytest.mark.browser

MEMORABLE = "Please don't call me before 5 pm. Nobody came. I want to talk to a person"


def taken(served: Served, desk: Page, text: str = "I want to talk to a person") -> str:
    """A conversation that this agent has taken; its id."""
    conversation = waiting_conversation(served, text)
    desk.locator(f"[data-open='{conversation.id}']").click()
    desk.get_by_role("button", name="Accept").click()
    expect(desk.locator("#reply-words")).to_be_visible()
    return conversation.id


def test_two_agents_who_press_at_once_end_with_one_speaker(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """Both desks come to show the same: one talks, the other reads who does."""
    conversation = waiting_conversation(served)
    ana, li = desk_of("ana"), desk_of("li")
    for desk in (ana, li):
        desk.locator(f"[data-open='{conversation.id}']").click()
        expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    for desk in (ana, li):
        desk.locator("[data-deed-button=accept]").evaluate("button => button.click()")
    for desk in (ana, li):
        expect(desk.locator("#speaker h2")).to_contain_text("talking with")
    assert 1 == sum(desk.locator("#reply-words").count() for desk in (ana, li))
    with served.work.store.view() as tx:
        assert 1 == len(tx.handoffs.of(conversation.id))


def test_a_draft_outlives_a_crash_of_the_page(served: Served, desk_of: Callable[..., Page]) -> None:
    """The page dies without a goodbye; the next one has every word."""
    desk = desk_of("ana")
    id = taken(served, desk)
    desk.locator("#reply-words").fill("half of an answer")
    with pytest.raises(Error):
        desk.goto("chrome://crash")
    again = desk.context.new_page()
    again.goto(f"{served.address}/desk/c/{id}")
    expect(again.locator("#reply-words")).to_have_value("half of an answer")


def test_the_widget_comes_back_by_itself(
    served: Served, visit: Callable[..., Page], desk_of: Callable[..., Page]
) -> None:
    """Without a line it says so and keeps the words; then both sides have all, once."""
    page = visit(f"{served.address}/")
    page.get_by_role("button", name="Chat with us").click()
    frame = page.frame_locator("iframe")
    expect(frame.locator("#send")).to_be_enabled()
    frame.locator("#text").fill("I want to talk to a person")
    frame.locator("#text").press("Enter")
    expect(frame.locator("#state")).to_contain_text("You are next")
    page.context.set_offline(True)
    frame.locator("#text").fill("written without a line")
    frame.locator("#text").press("Enter")
    expect(frame.locator("#line")).to_contain_text("Your words are safe")
    desk = desk_of("ana")
    desk.locator("#queue .row.is-waiting a").click()
    desk.get_by_role("button", name="Accept").click()
    page.context.set_offline(False)
    expect(frame.locator("#speaks-words")).to_have_text("Ana, our colleague")
    expect(frame.locator(".said.is-waiting")).to_have_count(0)
    expect(frame.locator("#line")).to_be_empty()
    expect(desk.locator("#log", has_text="written without a line")).to_be_visible()
    expect(frame.locator(".said", has_text="written without a line")).to_have_count(1)


def test_whom_nobody_can_serve_is_told_when_somebody_calls(
    served: Served, visit: Callable[..., Page]
) -> None:
    """Nobody is at the desk: the chat names a time, and the promise stands open."""
    with served.work.store.transaction() as tx:
        for name in ("ana", "li"):
            agent = tx.agents.get(AgentId(name))
            tx.agents.save(replace(agent, availability=Availability.OFFLINE))
    page = visit(f"{served.address}/chat/main")
    write(page, "My power is out. I want to talk to a person")
    expect(page.locator("#state")).to_contain_text(re.compile(r"\d\d:\d\d"))
    with served.work.store.view() as tx:
        (handoff,) = tx.handoffs.unfinished()
    assert handoff.promised_for is not None
    expect(page.locator("#log")).to_contain_text(f"{handoff.promised_for:%H:%M}")


def test_a_contact_erases_everything_by_the_link(
    served: Served, visit: Callable[..., Page], desk_of: Callable[..., Page]
) -> None:
    """Sent from the desk, opened in the chat: after one sure yes no word is left anywhere."""
    contact = visit(f"{served.address}/chat/main")
    write(contact, MEMORABLE)
    desk = desk_of("ana")
    desk.locator("#queue .row.is-waiting a").click()
    desk.get_by_role("button", name="Accept").click()
    desk.locator(".kept-facts summary").click()
    desk.locator("#memory-link button").click()
    link = contact.locator("a[href*='/memory/']")
    expect(link).to_be_visible()
    contact.goto(served.address + str(link.get_attribute("href")))
    address = contact.url
    contact.locator("#erase").click()
    contact.locator("#sure").check()
    contact.locator("#erase-now").click()
    expect(contact.locator("h1")).to_have_text("Everything is erased")
    contact.goto(address)
    expect(contact.locator("h1")).to_have_text("This link does not work any more")
    desk.reload()
    expect(desk.locator("body")).not_to_contain_text("Nobody came")


def test_an_agent_puts_right_what_is_remembered(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """Kept by one key, corrected in its fold; the brief shows the new words."""
    desk = desk_of("ana")
    taken(served, desk, MEMORABLE)
    expect(desk.locator("[data-proposal]")).to_have_count(1)
    desk.locator("#log").focus()
    desk.keyboard.press("y")
    expect(desk.locator("[data-proposal]")).to_have_count(0)
    desk.locator(".kept-facts summary").click()
    field = desk.get_by_role("textbox", name="No calls before 17:00")
    expect(field).to_have_value("17:00")
    field.fill("18:00")
    field.press("Enter")
    expect(desk.locator("#brief")).to_contain_text("No calls before 18:00")


def test_every_key_is_listed_and_none_is_bound_twice(desk_of: Callable[..., Page]) -> None:
    """The map of keys and the keys that work are the same, each with words of its own."""
    script = Path(warmline.web.__file__).parent / "static" / "js" / "keys.js"
    found = re.search(r"const names = \{(.*?)\}", script.read_text(encoding="utf-8"))
    assert found is not None
    pairs = re.findall(r'"?([a-z/?])"?: "([a-z-]+)"', found[1])
    bound = [key for key, _ in pairs]
    desk = desk_of("sam")
    desk.keyboard.press("?")
    listed = [one.inner_text().split() for one in desk.locator("#keys-dialog dt").all()]
    letters = [key.lower() for keys in listed for key in keys if "Ctrl" not in keys]
    assert sorted(set(bound)) == sorted(bound)
    assert sorted(set(letters)) == sorted(letters)
    assert set(bound) == {key for key in letters if len(key) == 1}
    told = desk.locator("#keys-dialog dd").all_inner_texts()
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_desk_holds_twice_the_size(
    served: Served, desk_of: Callable[..., Page], language: str
) -> None:
    """At 200 % nobody scrolls sideways, and the reply and its button are in reach."""
    conversation = waiting_conversation(served, MEMORABLE)
    desk = desk_of("ana", viewport={"width": 720, "height": 450}, device_scale_factor=2)
    desk.goto(f"{served.address}/desk/c/{conversation.id}?language={language}")
    desk.locator("[data-deed-button=accept]").click()
    desk.locator("#reply-words").fill("I'll call you before 6 pm today.")
    expect(desk.locator("#found li")).to_have_count(1)
    for pane in ("queue", "brief", "conversation"):
        desk.locator(f"[data-pane-to={pane}]").click()
        assert 720 >= desk.evaluate("document.documentElement.scrollWidth"), pane
    send = desk.locator("#reply .button.is-first")
    send.scroll_into_view_if_needed()
    expect(send).to_be_in_viewport()


def test_a_screen_reader_is_led_along_the_main_path(
    served: Served, visit: Callable[..., Page], desk_of: Callable[..., Page]
) -> None:
    """Places have names, what changes is said, and every field says what it is for."""
    contact = visit(f"{served.address}/chat/main")
    expect(contact.get_by_role("log", name="Conversation")).to_have_attribute("aria-live", "polite")
    expect(contact.get_by_role("status").first).to_be_attached()
    write(contact, "My power is out. I want to talk to a person")
    desk = desk_of("ana")
    for role, name in (("navigation", None), ("main", None), ("search", None)):
        expect(desk.get_by_role(role, name=name).first).to_be_visible()  # type: ignore[arg-type]
    expect(desk.get_by_role("heading", level=1)).to_have_text("Desk")
    desk.get_by_role("region", name="Conversations").get_by_role("link").first.click()
    desk.get_by_role("button", name="Accept").click()
    reply = desk.get_by_role("textbox", name=re.compile("^Reply to Guest"))
    expect(reply).to_be_visible()
    expect(desk.get_by_role("log", name="Messages")).to_be_visible()
    brief = desk.get_by_role("complementary", name="Brief")
    expect(brief.get_by_role("heading", name="What they need")).to_be_visible()
    reply.fill("Please calm down. I'll call you before 6 pm today.")
    coach = desk.get_by_role("group", name=re.compile("oach|reply"))
    expect(coach.first).to_be_visible()
    expect(desk.locator("#coach-hints")).to_have_attribute("aria-live", "polite")
    expect(desk.locator("#found")).to_have_attribute("aria-live", "polite")
    expect(desk.get_by_role("button", name="Send")).to_be_enabled()
    desk.get_by_role("button", name="Wrap up").click()
    expect(desk.get_by_role("dialog", name="Wrap up")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 390)])
def test_the_new_sheets_have_no_violation(
    served: Served, desk_of: Callable[..., Page], scheme: str, language: str, width: int
) -> None:
    """All open: the desk with what is remembered, and every page of whoever oversees."""
    conversation = waiting_conversation(served, f"{MEMORABLE}. I am really angry")
    size = {"width": width, "height": 900}
    desk = desk_of("ana", color_scheme=scheme, viewport=size, **CALM)
    desk.goto(f"{served.address}/desk/c/{conversation.id}?language={language}")
    desk.locator("[data-deed-button=accept]").click()
    expect(desk.locator("#reply-words")).to_be_visible()
    if width < 800:
        desk.locator("[data-pane-to=brief]").click()
    desk.locator("[data-memory=keep] button").first.click()
    expect(desk.locator("[data-proposal]")).to_have_count(0)
    desk.locator(".kept-facts summary").click()
    assert [] == violations(desk)
    if width < 800:
        desk.locator("[data-pane-to=conversation]").click()
        assert [] == violations(desk)
    overseer = desk_of("sam", color_scheme=scheme, viewport=size, **CALM)
    for path in ("/forgotten", "/service", "/overrides", "/promises"):
        overseer.goto(f"{served.address}{path}?language={language}")
        expect(overseer.locator("#live")).to_have_attribute("data-state", "live")
        assert [] == violations(overseer), path
    overseer.goto(f"{served.address}/desk/c/{conversation.id}")
    expect(overseer.locator("#live")).to_have_attribute("data-state", "live")
    overseer.keyboard.press("o")
    expect(overseer.get_by_role("dialog")).to_be_visible()
    assert [] == violations(overseer)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 390)])
def test_the_page_of_ones_own_memory_has_no_violation(
    served: Served,
    settings: Settings,
    visit: Callable[..., Page],
    scheme: str,
    language: str,
    width: int,
) -> None:
    """Something to decide, the way to erase, and a link that opens nothing."""
    conversation = waiting_conversation(served, MEMORABLE)
    signer = Signer(read_or_make_secret(settings))
    expires_at = served.work.clock.now() + timedelta(days=1)
    token = memory_token(signer, conversation.contact_id, expires_at=expires_at)
    size = {"width": width, "height": 900}
    page = visit(f"{served.address}/", color_scheme=scheme, viewport=size, **CALM)
    for path in (token, f"{token}/erase", "nothing"):
        page.goto(f"{served.address}/memory/{path}?language={language}")
        for fold in page.locator("summary").all():
            fold.click()
        assert [] == violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width
