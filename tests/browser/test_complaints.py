"""From the words in the chat to the key, the public page and the desk; by keyboard, for all."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served, await_keys, write
from browser.test_accessibility import CALM, violations
from browser.test_desk import waiting_conversation
from warmline.actions.complain import complain
from warmline.complaints.complaint import ComplaintState, Source

pytestmark = pytest.mark.browser

KEY = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
COMPLAINT = "I want to make a formal complaint about my bill"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_contact_follows_its_complaint_by_the_key(
    served: Served, visit: Callable[..., Page], language: str, scheme: str
) -> None:
    """The chat tells the key; the page shows how it stands at 390 pixels, with no violation."""
    size = {"width": 390, "height": 844}
    page = visit(
        f"{served.address}/chat/main?language={language}",
        color_scheme=scheme,
        viewport=size,
        **CALM,
    )
    write(page, COMPLAINT)
    notice = page.locator(".said", has_text=KEY)
    expect(notice).to_be_visible()
    found = KEY.search(notice.inner_text())
    assert found is not None
    page.goto(f"{served.address}/")
    page.locator("a[href='/complaint']").click()
    assert [] == violations(page)
    page.locator("#key").fill("0000-0000-0001")
    page.locator("#key").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert [] == violations(page)
    page.locator("#key").fill(found[0].lower().replace("-", " "))
    page.locator("#key").press("Enter")
    expect(page.locator("h1")).to_contain_text(found[0])
    expect(page.locator(".dates .is-done")).to_have_count(2)
    assert [] == violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for target in page.locator(".button:visible, input:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_an_agent_notes_and_settles_a_complaint_by_keyboard(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """C notes it with the contact's words; the page of complaints leads through to the decision."""
    conversation = waiting_conversation(
        served, "Nobody came on Tuesday. I want to talk to a person"
    )
    page = desk_of("ana")
    page.locator(f"[data-open='{conversation.id}']").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.locator("#reply-words")).to_be_visible()
    page.locator("#log").focus()
    page.keyboard.press("c")
    expect(page.locator("#complaint-matter")).to_have_value(re.compile("Nobody came"))
    page.get_by_role("button", name="Note it and tell the contact").click()
    expect(page.locator("#complaint-line")).to_contain_text(KEY)
    page.get_by_role("link", name="Complaints").click()
    expect(page.locator(".complaint-row")).to_have_count(1)
    await_keys(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_label("something late or not done").check()
    page.get_by_role("button", name="Take it up").click()
    page.get_by_role("button", name="Begin to investigate").click()
    page.get_by_label("The contact is right", exact=True).check()
    page.get_by_label("The reason, as the contact reads it").fill("The fitter was ill.")
    page.get_by_role("button", name="Decide and tell the contact").click()
    expect(page.locator("#trouble")).to_contain_text("remedy")
    expect(page.get_by_label("The reason, as the contact reads it")).to_have_value(
        "The fitter was ill."
    )
    page.get_by_label("What we do, as the contact reads it").fill("He comes on Friday at 9.")
    page.get_by_role("button", name="Decide and tell the contact").click()
    expect(page.locator(".log-lines li").first).to_contain_text("Decision told")
    page.get_by_role("button", name="Close").first.click()
    expect(page.locator(".complaint-head strong")).to_have_text("closed")
    with served.work.store.view() as tx:
        (complaint,) = tx.complaints.all()
        said = tx.messages.of(conversation.id)
    assert ComplaintState.CLOSED is complaint.state
    assert any("He comes on Friday at 9." in one.text for one in said)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh", 390)])
def test_the_pages_of_complaints_have_no_violation(
    served: Served, desk_of: Callable[..., Page], scheme: str, language: str, width: int
) -> None:
    """List, one, its folds, figures, the dialog at the desk; nothing is wider than the window."""
    conversation = waiting_conversation(served, "Nobody came. I want to talk to a person")
    noted = complain(served.work, conversation_id=conversation.id, source=Source.HEARD)
    page = desk_of("sam", color_scheme=scheme, viewport={"width": width, "height": 900}, **CALM)
    for path in ("/complaints", f"/complaints/{noted.id}", "/complaints/figures"):
        page.goto(f"{served.address}{path}?language={language}")
        for fold in page.locator("details.deed").all():
            fold.locator("summary").click()
        assert [] == violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{served.address}/desk/c/{conversation.id}")
    expect(page.locator("#live")).to_have_attribute("data-state", "live")
    assert [] == violations(page)
