"""The page of a replay in a real browser: it switches, opens, prints, and breaks no rule."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.test_accessibility import violations
from unit.web.test_report import ARCHIVE, page_of
from warmline.moments.policy import load_policy

pytestmark = pytest.mark.browser


@pytest.fixture
def address(tmp_path: Path) -> str:
    """A page with everything on it, as a file."""
    other = tmp_path / "other.toml"
    other.write_text("[counts]\nfailures_hand_off = 1\nfailures_offer = 1\n", encoding="utf-8")
    path = tmp_path / "report.html"
    path.write_text(page_of(*ARCHIVE, other=load_policy(other)), encoding="utf-8")
    return path.as_uri()


def test_the_language_is_switched_by_the_keyboard_alone(
    address: str, visit: Callable[..., Page]
) -> None:
    """One language shows, the other does not, and nothing is fetched."""
    page = visit(address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    english = page.get_by_text("50 of 100 conversations would have reached a person")
    chinese = page.get_by_text("约有 50 段会转到人工")
    expect(english).to_be_visible()
    expect(chinese).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(chinese).to_be_visible()
    expect(english).to_be_hidden()
    page.get_by_text("English", exact=True).click()
    expect(english).to_be_visible()
    assert [] == asked


def test_a_conversation_opens_turn_by_turn(address: str, visit: Callable[..., Page]) -> None:
    """With masked words, what was decided, and why."""
    page = visit(address)
    asked = page.locator("details.conversation", has_text="asked")
    words = asked.get_by_text("I want to talk to a person")
    expect(words).to_be_hidden()
    asked.locator("summary").click()
    expect(words).to_be_visible()
    expect(asked.get_by_text("a person takes over").last).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_has_no_violation_and_no_sideways_scroll(
    address: str, visit: Callable[..., Page], scheme: str, width: int
) -> None:
    """Light and dark, wide and narrow, everything opened."""
    size = {"width": width, "height": 900}
    page = visit(address, color_scheme=scheme, viewport=size, bypass_csp=True)
    for summary in page.locator("summary").all():
        summary.click()
    assert [] == violations(page)
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert page.evaluate(sideways) is False
