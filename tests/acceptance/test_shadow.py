"""A firm runs Warmline beside its desk: told by API, shown at the desk and day by day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, PAGE, desk_token
from warmline.actions.workplace import Workplace
from warmline.testing import NOON

BROWSER = {"Accept": "text/html"}
GAS = "There is a strong smell of gas in my kitchen"


@pytest.fixture
def house(house: Workplace) -> Workplace:
    """The house of the tests with its first inbox in shadow."""
    first, *others = house.house.inboxes
    inboxes = (replace(first, shadow=True), *others)
    return replace(house, house=replace(house.house, inboxes=inboxes))


def post(client: TestClient, path: str, **body: object) -> Any:
    """Tell something as an integrator."""
    return client.post(f"/api/v1/conversations{path}", json=body, headers=INTEGRATOR)


def told(client: TestClient, *said: tuple[str, str], hours_ago: int = 2) -> str:
    """A conversation as another help desk tells of it: author and text, a minute apart."""
    at = NOON - timedelta(hours=hours_ago)
    begun = post(client, "", inbox="main", started_at=at.isoformat())
    assert begun.status_code == 201
    assert begun.json()["conversation"]["shadow"] is True
    id = str(begun.json()["conversation"]["id"])
    for number, (author, text) in enumerate(said):
        at += timedelta(minutes=1)
        body = {"author": author, "text": text, "sent_at": at.isoformat(), "client_id": str(number)}
        answer = post(client, f"/{id}/messages", **body)
        assert answer.status_code == 201, answer.text
        assert [] == answer.json()["replies"]
        assert (author == "contact") is (answer.json()["decision"] is not None)
    return id


def test_a_whole_conversation_is_told_and_counted(
    client: TestClient, agent: Callable[[str], TestClient]
) -> None:
    """Contact, program and person with their times; the day lays the two side by side."""
    told(client, ("contact", "I want to talk to a person"), ("agent", "Ana here, how can I help?"))
    missed = told(client, ("contact", "Hello"), ("contact", "My father died last week"),
                  ("assistant", "Sorry, I didn't understand that."),
                  ("contact", "Give me a human being"))  # fmt: skip
    resolved = post(client, f"/{missed}/resolution", at=(NOON - timedelta(hours=1)).isoformat())
    assert "resolved" == resolved.json()["conversation"]["status"]
    told(client, ("contact", "Where do I read my meter?"), hours_ago=26)
    sam = agent("sam")
    page = sam.get("/shadow", headers=BROWSER).text
    assert "2 of 2 conversations would have reached a person" in page
    assert "In 1 of 2 conversations people did what would have been done" in page
    assert "nobody came, and it was resolved" in page
    assert "Give me a human being" in page
    assert "read my meter" not in page
    before = sam.get("/shadow?day=2026-03-01", headers=BROWSER).text
    assert "None of 1 conversations would have reached a person" in before
    zh = sam.get("/shadow?language=zh", headers=BROWSER).text
    assert "2 段对话里，有 2 段本来会转人工" in zh


def test_danger_stands_on_every_desk_until_somebody_sees_to_it(
    client: TestClient, agent: Callable[[str], TestClient], house: Workplace
) -> None:
    """Told to nobody outside; a colleague says that they see to it, and it is gone for all."""
    id = told(client, ("contact", GAS))
    ana, sam = agent("ana"), agent("sam")
    desk = ana.get("/desk", headers=BROWSER).text
    assert "Danger, and nobody was called" in desk
    assert "Danger, and nobody was called" in sam.get("/shadow", headers=BROWSER).text
    shown = ana.get(f"/desk/c/{id}", headers=BROWSER).text
    assert "I see to it" in shown
    assert "runs in shadow" in shown
    seen = ana.post(f"/desk/c/{id}/seen", headers=desk_token(ana))
    assert seen.status_code == 200
    assert "Danger, and nobody was called" not in sam.get("/desk", headers=BROWSER).text
    with house.store.view() as tx:
        events = [one for one in tx.events.after(0, 99) if one.conversation_id == id]
        assert [] == [one for one in tx.messages.of(id) if one.notice is not None]  # type: ignore[arg-type]
    ended = events[-1]
    assert ("conversation.alarm_ended", "seen", "ana") == (
        ended.name, ended.details["by"], ended.details["agent_id"],
    )  # fmt: skip


def test_a_contact_speaks_only_for_itself(client: TestClient) -> None:
    """With a contact's token neither others' words nor times are taken."""
    begun = post(client, "", inbox="main").json()
    id, mine = begun["conversation"]["id"], {"Authorization": f"Bearer {begun['token']}"}
    path = f"/api/v1/conversations/{id}/messages"
    for more in ({"author": "agent"}, {"sent_at": NOON.isoformat()}):
        answer = client.post(path, json={"text": "Hello"} | more, headers=mine)
        assert (403, "web.token-wrong") == (answer.status_code, answer.json()["error"]["code"])
    assert client.post(path, json={"text": "Hello"}, headers=mine).status_code == 201
    assert (
        client.post(f"/api/v1/conversations/{id}/resolution", json={}, headers=mine).status_code
        == 403
    )


def test_times_and_authors_belong_to_shadow(client: TestClient) -> None:
    """In a live inbox they are refused; so is a time without an offset, or out of order."""
    live = post(client, "", inbox="zh").json()["conversation"]["id"]
    for more, field in (
        ({"author": "agent"}, "author"),
        ({"sent_at": NOON.isoformat()}, "sent_at"),
    ):
        answer = post(client, f"/{live}/messages", text="Hello", **more)
        assert (422, field) == (answer.status_code, answer.json()["error"]["fields"]["field"])
    assert post(client, "", inbox="zh", started_at=NOON.isoformat()).status_code == 422
    id = told(client, ("contact", "Hello"))
    for wrong in ("2026-03-02T11:00:00", (NOON - timedelta(days=9)).isoformat()):
        assert post(client, f"/{id}/messages", text="Hello", sent_at=wrong).status_code == 422


def test_nobody_begins_a_chat_where_nobody_answers(client: TestClient) -> None:
    """The page, its start and the front page send nobody there."""
    assert client.get("/chat/main", headers=BROWSER).status_code == 403
    started = client.post("/chat/main/start", json={}, headers=PAGE)
    assert "conversation.inbox-in-shadow" == started.json()["error"]["code"]
    front = client.get("/").text
    assert "/chat/main" not in front
    assert "/chat/zh" in front


@pytest.mark.parametrize(
    ("day", "status"), [("2026-03-02", 200), ("0001-01-01", 200), ("9999-12-31", 200), ("x", 422)]
)
def test_any_day_has_a_page_for_supervisors(
    agent: Callable[[str], TestClient], day: str, status: int
) -> None:
    """A day without conversations says what is normal; an agent and a wrong day are refused."""
    page = agent("sam").get(f"/shadow?day={day}", headers=BROWSER)
    assert status == page.status_code
    if status == 200:
        assert "Nothing began on this day" in page.text
    assert agent("ana").get(f"/shadow?day={day}", headers=BROWSER).status_code == 403
