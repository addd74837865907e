"""A real server on a free port, a real Chromium, and people who open pages in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser.people import DEADLINE_MS, PASSWORD, Served, serve, stop
from warmline.actions.workplace import Workplace
from warmline.agents.house import Inbox
from warmline.config import Settings
from warmline.conversation.conversation import InboxId
from warmline.web.sessions import hash_password

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def open_house(work: Workplace) -> Workplace:
    """The house of the tests, with an inbox for each language and people who can sign in."""
    hashed = hash_password(PASSWORD)
    with work.store.transaction() as tx:
        for agent in tx.agents.all():
            tx.agents.save(replace(agent, password_hash=hashed))
    inboxes = (
        Inbox(id=InboxId("main"), name="Power and water", language="en"),
        Inbox(id=InboxId("zh"), name="中文服务", language="zh"),
    )
    return replace(work, house=replace(work.house, inboxes=inboxes))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server in a temporary folder."""
    return Settings(folder=tmp_path / "var")


@pytest.fixture
def served(open_house: Workplace, settings: Settings) -> Iterator[Served]:
    """The house, served."""
    server, address = serve(open_house, settings)
    yield Served(work=open_house, address=address)
    stop(server)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium: the one that is named, the one on the path, or Playwright's own."""
    path = os.environ.get("WARMLINE_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page as a new person; a page that breaks the script or the policy fails the test."""
    contexts, troubles = [], []

    def opened(address: str, **options: object) -> Page:
        chosen = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}} | options
        context = browser.new_context(**chosen)  # type: ignore[arg-type]
        context.set_default_timeout(DEADLINE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto(address)
        return page

    expect.set_options(timeout=DEADLINE_MS)
    yield opened
    for context in contexts:
        context.close()
    assert troubles == []


@pytest.fixture
def desk_of(served: Served, visit: Callable[..., Page]) -> Callable[..., Page]:
    """Open the desk, signed in."""

    def opened(name: str, **options: object) -> Page:
        page = visit(f"{served.address}/desk", **options)
        page.locator("#name").fill(name)
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        return page

    return opened
