"""Reviewing by keyboard alone, in both languages, with nothing that axe can find."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served, await_keys
from browser.test_accessibility import CALM, violations
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.conversation.conversation import InboxId
from warmline.outcomes.review import Verdict
from warmline.testing import FixedClock

pytestmark = pytest.mark.browser


@pytest.fixture
def told(served: Served, clock: FixedClock) -> Served:
    """A house in which two contacts wrote, one to be handed off and one not."""
    for texts in (
        ("My bill is wrong", "It's the third time that I explain this"),
        ("Good morning", "My father died last week. I want to talk to a person"),
    ):
        conversation = start_conversation(served.work, inbox_id=InboxId("main"))
        for text in texts:
            clock.pass_by(timedelta(minutes=1))
            receive(served.work, conversation_id=conversation.id, text=text)
    return served


def test_turns_are_judged_by_keyboard(told: Served, desk_of: Callable[..., Page]) -> None:
    """2 judges; the decision appears only then; N goes on; J and K choose where; 4 judges."""
    page = desk_of("sam")
    page.get_by_role("link", name="Review").click()
    expect(page.locator(".turn.is-judged")).to_contain_text("My father died")
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.locator("[data-key='1']")).to_be_disabled()
    await_keys(page)
    page.keyboard.press("2")
    expect(page.locator(".answer")).to_contain_text("Your verdict: Handed off rightly")
    expect(page.locator(".answer .step")).to_have_text("hand off")
    await_keys(page)
    page.keyboard.press("n")
    expect(page.locator(".answer")).to_have_count(0)
    await_keys(page)
    while "third time" not in page.locator(".turn.is-judged").inner_text():
        with page.expect_navigation():
            page.keyboard.press("n")
        await_keys(page)
    page.keyboard.press("k")
    expect(page.locator(".here input").first).to_be_checked()
    page.keyboard.press("4")
    expect(page.locator(".answer .yours")).to_contain_text("Should have been handed off")
    with told.work.store.view() as tx:
        right, missed = tx.reviews.all()
        first, *_ = tx.messages.of(missed.conversation_id)[1:]
    assert (Verdict.HANDED_OFF_RIGHTLY, True) == (right.verdict, right.is_blind)
    assert (Verdict.SHOULD_HAVE_BEEN, first.id) == (missed.verdict, missed.needed_at_id)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 390)])
def test_the_review_page_has_no_violation(
    told: Served, desk_of: Callable[..., Page], scheme: str, language: str, width: int
) -> None:
    """Before the verdict, after it, and with nothing left; nothing is wider than the window."""
    page = desk_of("sam", color_scheme=scheme, viewport={"width": width, "height": 900}, **CALM)
    page.goto(f"{told.address}/review?language={language}")
    assert [] == violations(page)
    page.locator("#peek").click()
    expect(page.locator(".answer")).to_be_visible()
    assert [] == violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_agent_has_no_way_in(told: Served, desk_of: Callable[..., Page]) -> None:
    """No link, and behind the address a plain refusal."""
    page = desk_of("ana")
    expect(page.get_by_role("link", name="Review")).to_have_count(0)
    page.goto(f"{told.address}/review")
    expect(page.locator("body")).to_contain_text("This is not open to you.")
    expect(page.locator("body")).not_to_contain_text("My father")
