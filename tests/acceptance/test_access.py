"""Who may see what: a contact its own words, an integrator everything, an agent the desk."""

import json
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, PAGE, begin, desk_token, sign_in, start_by_api, write
from warmline.actions.workplace import Workplace
from warmline.web.contact_access import cookie_name


def test_a_contact_sees_its_own_words_and_nothing_of_what_we_think(client: TestClient) -> None:
    """Messages and state; no reading, no decision, no reason, no brief."""
    begin(client)
    seen = write(client, "I am so angry, I want a person", client_id="client-0001").json()
    assert [one["author"] for one in seen["messages"]][:2] == ["assistant", "contact"]
    for word in ("distress", "reading", "decision", "reason", "priority", "feeling"):
        assert word not in json.dumps(seen)


def test_a_contact_token_opens_its_own_conversation_only(client: TestClient) -> None:
    """Another one is not found; whether it exists is not said."""
    own, other = (start_by_api(client).json() for _ in range(2))
    contact = {"Authorization": f"Bearer {own['token']}"}
    path = f"/api/v1/conversations/{own['conversation']['id']}"
    record = client.get(path, headers=contact).json()
    assert record["messages"]
    assert (record["readings"], record["decisions"], record["handoffs"]) == (None, None, None)
    foreign = f"/api/v1/conversations/{other['conversation']['id']}"
    unknown = "/api/v1/conversations/unknown"
    for path in (foreign, unknown):
        assert client.get(path, headers=contact).status_code == 404
        body = {"text": "let me in"}
        assert client.post(f"{path}/messages", json=body, headers=contact).status_code == 404
    assert start_body(client, contact) == 403


def start_body(client: TestClient, headers: dict[str, str]) -> int:
    """The status of trying to begin a conversation with these headers."""
    body = {"inbox": "main"}
    return client.post("/api/v1/conversations", json=body, headers=headers).status_code


@pytest.mark.parametrize("key", ["", "Bearer wrong", "Bearer ", "Basic YTpi", "Bearer x.y"])
def test_without_the_key_the_interface_is_closed(client: TestClient, key: str) -> None:
    """No key, a wrong one, or another scheme."""
    assert start_body(client, {"Authorization": key} if key else {}) == 403


def test_a_forged_contact_token_opens_nothing(client: TestClient) -> None:
    """A conversation's id with a made-up signature."""
    id = start_by_api(client).json()["conversation"]["id"]
    forged = {"Authorization": f"Bearer {id}.{'0' * 64}"}
    assert client.get(f"/api/v1/conversations/{id}", headers=forged).status_code == 403
    client.cookies.set(cookie_name("main"), f"{id}.{'0' * 64}")
    assert client.get("/chat/main/live").status_code == 403
    assert client.get("/chat/main/messages").json()["started"] is False


def test_a_contact_of_one_inbox_is_nobody_in_another(client: TestClient) -> None:
    """The token names a conversation, and that belongs to one inbox."""
    begin(client, "main")
    token = client.cookies[cookie_name("main")]
    client.cookies.set(cookie_name("zh"), token)
    assert client.get("/chat/zh/live").status_code == 403


def test_the_cookies_are_out_of_reach_for_scripts(
    client: TestClient, agent: Callable[[str], TestClient]
) -> None:
    """HttpOnly and SameSite on the session, on the contact's token, on the sign-in form."""
    started = client.post("/chat/main/start", json={}, headers=PAGE)
    for header in (
        started.headers["set-cookie"],
        client.get("/sign-in").headers["set-cookie"],
        sign_in(client, "ana").headers["set-cookie"],
    ):
        assert "httponly" in header.lower()
        assert "samesite" in header.lower()
    assert agent("ana").get("/desk").status_code == 200


def test_signing_in_begins_a_new_session_and_ends_the_old_one(client: TestClient) -> None:
    """A session that somebody planted before is worth nothing afterwards."""
    sign_in(client, "ana")
    before = client.cookies["warmline_session"]
    sign_in(client, "ana")
    assert client.cookies["warmline_session"] != before
    client.cookies.clear()
    client.cookies.set("warmline_session", before)
    assert client.get("/desk/parts").status_code == 403


def test_signing_out_ends_the_session(agent: Callable[[str], TestClient]) -> None:
    """The cookie that was good before opens nothing."""
    ana = agent("ana")
    token = ana.cookies["warmline_session"]
    ana.post("/sign-out", headers=desk_token(ana))
    ana.cookies.set("warmline_session", token)
    assert ana.get("/desk/parts").status_code == 403


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(client: TestClient, next: str) -> None:
    """An address of another site becomes the desk."""
    form = client.get("/sign-in", params={"next": next}).text
    assert "evil" not in form


def test_only_a_supervisor_releases_a_promise(
    agent: Callable[[str], TestClient], client: TestClient, house: Workplace
) -> None:
    """An agent keeps promises; letting the house off takes the other role."""
    begin(client)
    client.post("/chat/main/person", headers=PAGE)
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
    ana, sam = agent("ana"), agent("sam")
    path = f"/desk/c/{conversation.id}"
    ana.post(f"{path}/accept", headers=desk_token(ana))
    body = {"text": "I'll call you before 6 pm today.", "client_id": "reply-0001"}
    assert ana.post(f"{path}/reply", json=body, headers=desk_token(ana)).json()["promises"] == 1
    with house.store.view() as tx:
        (promise,) = tx.promises.owed()
    refused = ana.post(f"/promises/{promise.id}/release", headers=desk_token(ana))
    assert refused.json()["error"]["code"] == "web.role-missing"
    sam.post(f"/promises/{promise.id}/release", headers=desk_token(sam))
    with house.store.view() as tx:
        assert tx.promises.owed() == []


def test_an_agent_who_does_not_hold_the_word_cannot_reply(
    agent: Callable[[str], TestClient], client: TestClient, house: Workplace
) -> None:
    """Nothing is sent, and the sentence says that the words are kept."""
    begin(client)
    client.post("/chat/main/person", headers=PAGE)
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
    ana, li = agent("ana"), agent("li")
    ana.post(f"/desk/c/{conversation.id}/accept", headers=desk_token(ana))
    body = {"text": "me too", "client_id": "reply-0002"}
    response = li.post(f"/desk/c/{conversation.id}/reply", json=body, headers=desk_token(li))
    assert response.json()["error"]["code"] == "handoff.not-speaker"
    assert response.status_code == 409


def test_every_answer_carries_the_guard(client: TestClient) -> None:
    """No inline script or style, no sniffing; only the chat may stand in the named frame."""
    for path in ("/", "/sign-in", "/health", "/api/openapi.json", "/nowhere"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy
        assert headers["x-content-type-options"] == "nosniff"
    framed = client.get("/chat/main").headers["content-security-policy"]
    assert "frame-ancestors 'self' https://shop.example" in framed


def test_pages_hold_no_inline_script_or_style(agent: Callable[[str], TestClient]) -> None:
    """What the policy would refuse is not in the pages."""
    ana = agent("ana")
    for path in ("/", "/desk", "/promises", "/chat/main", "/sign-in"):
        html = ana.get(path).text
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html
        assert "<script>" not in html


def test_integrators_see_the_whole_record(client: TestClient, app: FastAPI) -> None:
    """Messages, readings, decisions with reasons, handoffs, promises."""
    del app
    started = start_by_api(
        client, contact={"name": "Mrs Novak", "external_id": "7", "origin": "crm"}
    )
    id = started.json()["conversation"]["id"]
    body = {"text": "I want to talk to a person", "client_id": "m-1"}
    path = f"/api/v1/conversations/{id}/messages"
    first = client.post(path, json=body, headers=INTEGRATOR).json()
    assert first["decision"]["step"] == "hand-off"
    assert first["decision"]["reasons"][0]["code"] == "asked.person"
    assert first["handoff"]["state"] == "offered"
    again = client.post(path, json=body, headers=INTEGRATOR).json()
    assert again["message"]["id"] == first["message"]["id"]
    record = client.get(f"/api/v1/conversations/{id}", headers=INTEGRATOR).json()
    assert list(record["readings"]) == [first["message"]["id"]]
    assert record["readings"][first["message"]["id"]]["asks"]["person"] > 0.5
    known = start_by_api(client, contact={"external_id": "7", "origin": "crm"}).json()
    assert known["conversation"]["contact"] == record["conversation"]["contact"]
