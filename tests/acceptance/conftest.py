"""The whole application over ASGI with SQLite, and people who are signed in to it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from acceptance.people import API_KEY, PASSWORD, sign_in
from warmline.actions.workplace import Workplace
from warmline.agents.house import Inbox
from warmline.config import Settings
from warmline.conversation.conversation import InboxId
from warmline.web.app import create_app
from warmline.web.sessions import hash_password

HASHED = hash_password(PASSWORD)


@pytest.fixture
def house(work: Workplace) -> Workplace:
    """The house of the tests with two inboxes; everybody in it can sign in."""
    with work.store.transaction() as tx:
        for agent in tx.agents.all():
            tx.agents.save(replace(agent, password_hash=HASHED))
    inboxes = (
        Inbox(id=InboxId("main"), name="Main", language="en"),
        Inbox(id=InboxId("zh"), name="中文", language="zh"),
    )
    return replace(work, house=replace(work.house, inboxes=inboxes))


@pytest.fixture
def app(house: Workplace, tmp_path: Path) -> FastAPI:
    """The application, with an API key and one foreign site that may embed the widget."""
    settings = Settings(
        folder=tmp_path / "var",
        api_key=API_KEY,
        widget_origins=("https://shop.example",),
    )
    return create_app(house, settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Somebody with a browser that has no cookies yet."""
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def agent(app: FastAPI) -> Iterator[Callable[[str], TestClient]]:
    """People with browsers of their own who are signed in."""
    opened: list[TestClient] = []

    def signed_in(name: str) -> TestClient:
        browser = TestClient(app, raise_server_exceptions=False)
        opened.append(browser)
        sign_in(browser, name)
        return browser

    yield signed_in
    for browser in opened:
        browser.close()
