"""
Every route and who may reach it: a table, walked with every kind of caller.

A route without a row fails, so that nobody adds one without saying whom it is for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from acceptance.conftest import HASHED
from acceptance.people import INTEGRATOR, PAGE, begin, desk_token, sign_in, start_by_api, write
from warmline.actions.complain import complain
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Availability, Role
from warmline.complaints.complaint import Source
from warmline.complaints.key import make_key
from warmline.conversation.message import AgentId, ContactId, ConversationId
from warmline.testing import NOON
from warmline.web.contact_access import cookie_name
from warmline.web.memory_token import memory_token

CALLERS = ("nobody", "contact", "token", "link", "agent", "supervisor", "auditor", "integrator")
"""A browser without cookies, the chat of a contact, its token for the API, its memory link, three
kinds of colleagues, and whoever has the API key."""

ALL = frozenset(CALLERS)
DESK = frozenset({"agent", "supervisor"})
READS = DESK | {"auditor"}
OVERSEES = frozenset({"supervisor", "auditor"})
SUPERVISOR = frozenset({"supervisor"})
CHAT, LINK, KEY = frozenset({"contact"}), frozenset({"link"}), frozenset({"integrator"})
API = frozenset({"integrator", "token"})

MAY: Mapping[str, frozenset[str]] = {
    "GET /": ALL,
    "GET /sign-in": ALL,
    "POST /sign-in": frozenset(),  # nobody without the token of the form
    "POST /sign-out": READS,
    "GET /health": ALL,
    "GET /metrics": ALL,
    "GET /static/{version}/{path:path}": ALL,
    "GET /widget.js": ALL,
    "GET /api/openapi.json": ALL,
    "GET /complaint": ALL,
    "POST /complaint": ALL,
    # contacts; without a chat of its own a browser is shown an empty one
    "GET /chat/{inbox_id}": ALL,
    "GET /chat/{inbox_id}/messages": ALL,
    "POST /chat/{inbox_id}/start": ALL,
    "POST /chat/{inbox_id}/messages": CHAT,
    "POST /chat/{inbox_id}/person": CHAT,
    "GET /chat/{inbox_id}/live": CHAT,
    "GET /memory/{token}": LINK,
    "POST /memory/{token}/facts/{id}/correct": LINK,
    "POST /memory/{token}/facts/{id}/withdraw": LINK,
    "POST /memory/{token}/facts/{id}/agree": LINK,
    "POST /memory/{token}/facts/{id}/decline": LINK,
    "GET /memory/{token}/export": LINK,
    "GET /memory/{token}/erase": LINK,
    "POST /memory/{token}/erase": LINK,
    # colleagues
    "GET /desk": READS,
    "GET /desk/c/{id}": READS,
    "GET /desk/parts": READS,
    "GET /desk/live": READS,
    "GET /desk/c/{id}/phrases": READS,
    "GET /desk/released/{promise_id}": READS,
    "GET /promises": READS,
    "GET /complaints": READS,
    "GET /complaints/figures": READS,
    "GET /complaints/figures.csv": READS,
    "GET /complaints/{id}": READS,
    "GET /forgotten": READS,
    "GET /team": READS,
    "POST /team/{id}": SUPERVISOR,
    "GET /service": OVERSEES,
    "GET /service.csv": OVERSEES,
    "GET /overrides": OVERSEES,
    "GET /review": OVERSEES,
    "GET /review/export": OVERSEES,
    "GET /review/{conversation_id}/{message_id}": OVERSEES,
    "GET /shadow": OVERSEES,
    "POST /review/{conversation_id}/{message_id}": SUPERVISOR,
    "POST /desk/override": SUPERVISOR,
    "POST /promises/{id}/release": SUPERVISOR,
    "POST /promises/{id}/keep": DESK,
    "POST /complaints/{id}/{deed}": DESK,
    "POST /desk/availability": DESK,
    "POST /desk/c/{id}/accept": DESK,
    "POST /desk/c/{id}/seen": DESK,
    "POST /desk/c/{id}/decline": DESK,
    "POST /desk/c/{id}/give-back": DESK,
    "POST /desk/c/{id}/wrap-up": DESK,
    "POST /desk/c/{id}/aside": DESK,
    "POST /desk/c/{id}/go-on": DESK,
    "POST /desk/c/{id}/reply": DESK,
    "POST /desk/c/{id}/promises": DESK,
    "POST /desk/c/{id}/coach": DESK,
    "POST /desk/c/{id}/draft": DESK,
    "POST /desk/c/{id}/complaint": DESK,
    "POST /desk/c/{id}/memory/{fact_id}/ask": DESK,
    "POST /desk/c/{id}/memory/{fact_id}/keep": DESK,
    "POST /desk/c/{id}/memory/{fact_id}/decline": DESK,
    "POST /desk/c/{id}/memory/{fact_id}/correct": DESK,
    "POST /desk/c/{id}/memory-link": DESK,
    "POST /desk/c/{id}/in-short": DESK,
    "POST /desk/c/{id}/translation": DESK,
    # the interface
    "POST /api/v1/conversations": KEY,
    "POST /api/v1/conversations/{id}/messages": API,
    "POST /api/v1/conversations/{id}/resolution": KEY,
    "GET /api/v1/conversations/{id}": API,
    "POST /api/v1/conversations/{id}/handoff": API,
    "POST /api/v1/conversations/{id}/take-over": KEY,
    "POST /api/v1/conversations/{id}/give-back": KEY,
    "POST /api/v1/readings": KEY,
    "POST /api/v1/complaints": API,
    "GET /api/v1/complaints/{id}": API,
    "GET /api/v1/contacts/{id}/memory": KEY,
    "DELETE /api/v1/contacts/{id}/memory/{fact_id}": KEY,
    "GET /api/v1/contacts/{id}/export": KEY,
    "DELETE /api/v1/contacts/{id}": KEY,
}
STREAMS = ("GET /desk/live", "GET /chat/{inbox_id}/live")
"""They never end, so that only refusals can be waited for; test_live.py has the rest."""
LAST = ("POST /memory/{token}/erase", "DELETE /api/v1/contacts/{id}", "POST /sign-out")
"""What ends a caller's rights is tried when all else was."""
BODIES: Mapping[str, dict[str, object]] = {
    "POST /chat/{inbox_id}/start": {},
    "POST /chat/{inbox_id}/messages": {"text": "Hello", "client_id": "client-0009"},
    "POST /api/v1/conversations": {"inbox": "main"},
    "POST /api/v1/conversations/{id}/messages": {"text": "Hello"},
    "POST /api/v1/conversations/{id}/resolution": {},
    "POST /api/v1/readings": {"texts": ["Hello"]},
}
REFUSED = {"web.session-missing", "web.role-missing", "web.token-wrong"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who asks: a browser with what it has, and the ids of one contact."""

    browser: TestClient
    headers: Mapping[str, str]
    token: str
    """Of a memory link; a guess for whoever has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A contact with everything: conversation, message, fact, complaint."""

    conversation: str
    message: str
    contact: str
    fact: str
    complaint: str
    key: str

    def path(self, template: str, token: str) -> str:
        """The address of a route for this contact."""
        is_contact = "/contacts/" in template
        id = self.contact if is_contact else self.conversation
        if "complaints/" in template:
            id = self.complaint
        if "/facts/" in template:
            id = self.fact
        if template.startswith("/promises/"):
            id = "unknown"
        filled = template.replace("{path:path}", "css/base.css").replace("{version}", "any")
        return filled.format(
            id=id,
            inbox_id="main",
            token=token,
            promise_id="unknown",
            fact_id=self.fact,
            conversation_id=self.conversation,
            message_id=self.message,
            deed="investigate",
        )


def routes_of(app: FastAPI) -> Iterator[str]:
    """Method and path of every route, those that FastAPI adds by itself included."""
    for route in app.routes:
        methods = getattr(route, "methods", None) or {"*"}
        for method in sorted(set(methods) - {"HEAD"}):
            yield f"{method} {getattr(route, 'path', '?')}"
    for router in _included(app):
        for route in router:
            if isinstance(route, APIRoute):
                yield from (f"{method} {route.path}" for method in sorted(route.methods))


def _included(app: FastAPI) -> Iterator[list[Any]]:
    """Newer FastAPI keeps included routers as they are."""
    for route in app.routes:
        nested = getattr(getattr(route, "original_router", None), "routes", None)
        if nested is not None:
            yield nested


@pytest.fixture
def auditor(house: Workplace) -> None:
    """There is an auditor too."""
    with house.store.transaction() as tx:
        someone = tx.agents.get(AgentId("sam"))
        tx.agents.add(
            replace(
                someone,
                id=AgentId("aud"),
                sign_in="aud",
                name="Aud",
                role=Role.AUDITOR,
                password_hash=HASHED,
                availability=Availability.OFFLINE,
            )
        )


@pytest.fixture
def whole(client: TestClient, house: Workplace) -> Whole:
    """The contact of the chat in this browser."""
    begin(client)
    write(client, "Please don't call me, write to me. I'm hard of hearing.", client_id="client-01")
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
    return whole_of(house, conversation.id)


def whole_of(house: Workplace, id: ConversationId) -> Whole:
    """Everything of the contact of a conversation, with a complaint."""
    made = complain(house, conversation_id=id, source=Source.CONTACT, matter="Nobody came.")
    with house.store.view() as tx:
        contact = tx.conversations.get(id).contact_id
        facts = tx.contacts.all_facts(contact)
        message = next(one for one in tx.messages.of(id) if one.author == "contact")
    return Whole(
        conversation=id,
        message=message.id,
        contact=contact,
        fact=facts[0].id,
        complaint=made.id,
        key=made.key,
    )


@pytest.fixture
def callers(
    app: FastAPI,
    client: TestClient,
    agent: Callable[[str], TestClient],
    whole: Whole,
    auditor: None,
) -> Mapping[str, Caller]:
    """One of each kind."""
    del auditor
    place = app.state.place
    link = memory_token(place.signer, ContactId(whole.contact), expires_at=NOON.replace(year=2099))
    own = place.signer.contact_token(ConversationId(whole.conversation))
    guess = "a" * len(link)
    names = {"agent": "ana", "supervisor": "sam", "auditor": "aud"}
    browsers = {kind: agent(name) for kind, name in names.items()}
    shown = {
        "nobody": (TestClient(app, raise_server_exceptions=False), PAGE),
        "contact": (client, PAGE),
        "token": (TestClient(app), {"Authorization": f"Bearer {own}", **PAGE}),
        "link": (TestClient(app, raise_server_exceptions=False), PAGE),
        "integrator": (TestClient(app), {**INTEGRATOR, **PAGE}),
    } | {kind: (browser, desk_token(browser)) for kind, browser in browsers.items()}
    return {
        kind: Caller(browser=browser, headers=headers, token=link if kind == "link" else guess)
        for kind, (browser, headers) in shown.items()
    }


def ask(caller: Caller, route: str, whole: Whole) -> Any:
    """Send the request of a route for a contact."""
    method, _, template = route.partition(" ")
    body = dict(BODIES.get(route, {"text": "Hello", "words": "Hello"}))
    if route == "POST /api/v1/complaints":
        body = {"conversation": whole.conversation, "matter": "Again."}
    is_form = method == "POST" and template.startswith(("/memory", "/sign", "/complaint"))
    sent: dict[str, Any] = {} if method != "POST" else {"data" if is_form else "json": body}
    path = whole.path(template, caller.token)
    if template == "/memory/{token}/erase" and is_form:
        sent = {"data": {"sure": "yes"}}
    return caller.browser.request(method, path, headers=caller.headers, **sent)


def is_refused(answer: Any) -> bool:
    """Whether somebody was kept out, whatever the words."""
    if answer.status_code != 403:
        return False
    if answer.headers["content-type"].startswith("application/json"):
        return answer.json()["error"]["code"] in REFUSED
    return True


def test_every_route_has_a_row(app: FastAPI) -> None:
    """And no row is of a route that is gone."""
    assert set(MAY) == {one for one in routes_of(app) if "?" not in one and "*" not in one}


def test_each_route_is_reached_by_whom_it_is_for_and_by_nobody_else(
    app: FastAPI, callers: Mapping[str, Caller], whole: Whole
) -> None:
    """All routes times all callers: refused with 403, or not refused; never a crash."""
    wrong = []
    for route in sorted(MAY, key=lambda one: (LAST.index(one) + 1 if one in LAST else 0, one)):
        for kind in CALLERS:
            may = kind in MAY[route]
            if may and route in STREAMS:
                continue
            app.state.place.limits.__init__()
            answer = ask(callers[kind], route, whole)
            if is_refused(answer) is may or answer.status_code >= 500:
                wrong.append((route, kind, answer.status_code, answer.text[:100]))
    assert [] == wrong


def test_what_is_somebody_elses_is_answered_as_what_is_not_there(
    app: FastAPI, client: TestClient, whole: Whole, house: Workplace
) -> None:
    """Conversations, facts, complaints and keys: the same status and the same words."""
    other = start_by_api(client).json()
    own = {"Authorization": f"Bearer {other['token']}"}
    unused = make_key("never drawn")

    def told(method: str, path: str, id: str, **sent: Any) -> tuple[int, str]:
        app.state.place.limits.__init__()
        answer = client.request(method, path.format(id), **sent)
        return answer.status_code, answer.text.replace(id or "never", "ID")

    for method, path, foreign, unknown, body in (
        ("GET", "/api/v1/conversations/{}", whole.conversation, "x" * 9, None),
        ("POST", "/api/v1/conversations/{}/messages", whole.conversation, "x" * 9, {"text": "a"}),
        ("GET", "/api/v1/complaints/{}", whole.complaint, "x" * 9, None),
        ("GET", "/api/v1/complaints/{}", whole.key, unused, None),
    ):
        seen = [told(method, path, id, headers=own, json=body) for id in (foreign, unknown)]
        assert 404 == seen[0][0]
        assert seen[0] == seen[1]
    noted = [
        told("POST", "/api/v1/complaints{}", "", headers=own, json={"conversation": id})
        for id in (whole.conversation, "x" * 9)
    ]
    assert 404 == noted[0][0]
    assert noted[0][1].replace(whole.conversation, "ID") == noted[1][1].replace("x" * 9, "ID")
    link = memory_token(
        app.state.place.signer,
        ContactId(other["conversation"]["contact"]),
        expires_at=NOON.replace(year=2099),
    )
    for deed in ("withdraw", "agree", "decline", "correct"):
        path = f"/memory/{link}/facts/{{}}/{deed}"
        words = {"words": "Ring me"}
        seen = [told("POST", path, id, data=words) for id in (whole.fact, "x" * 9)]
        assert 404 == seen[0][0]
        assert seen[0] == seen[1]
    with house.store.view() as tx:
        assert "proposed" == tx.contacts.all_facts(ContactId(whole.contact))[0].state


def test_every_form_of_a_colleague_needs_the_token_of_its_session(
    callers: Mapping[str, Caller], whole: Whole
) -> None:
    """Without it, or with another session's, a supervisor is refused on every changing route."""
    supervisor, agent = callers["supervisor"], callers["agent"]
    changing = [one for one, who in MAY.items() if one.startswith("POST") and "supervisor" in who]
    for route in sorted(set(changing) & {one for one in MAY if MAY[one] <= READS}):
        for headers in (PAGE, {**PAGE, "X-CSRF": agent.headers["X-CSRF"]}):
            answer = ask(replace(supervisor, headers=headers), route, whole)
            assert (403, "web.token-wrong") == (
                answer.status_code,
                answer.json()["error"]["code"],
            ), route


def test_the_key_of_the_memory_page_is_for_its_contact_alone(
    app: FastAPI, client: TestClient, agent: Callable[[str], TestClient], house: Workplace
) -> None:
    """No row of the database, no integrator and no colleague has it; chat and own token do."""
    begin(client)
    client.post("/chat/main/person", headers=PAGE)
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
    ana = agent("ana")
    path = f"/desk/c/{conversation.id}"
    ana.post(f"{path}/accept", headers=desk_token(ana))
    assert 200 == ana.post(f"{path}/memory-link", headers=desk_token(ana)).status_code
    own = {"Authorization": f"Bearer {client.cookies[cookie_name('main')]}"}
    api = f"/api/v1/conversations/{conversation.id}"
    by_contact = client.get(api, headers=own).json()["messages"][-1]["text"]
    key = next(one for one in by_contact.split() if "/memory/" in one).rpartition("/")[2]
    assert 200 == TestClient(app).get(f"/memory/{key}").status_code
    assert key in client.get("/chat/main/messages").text
    assert key not in client.get(api, headers=INTEGRATOR).text
    assert "/memory/ " in client.get(api, headers=INTEGRATOR).json()["messages"][-1]["text"]
    assert key not in ana.get(path).text
    with house.store.view() as tx:
        assert all(key not in one.text for one in tx.messages.of(conversation.id))


def test_an_erased_contact_s_token_opens_nothing(
    client: TestClient, whole: Whole, app: FastAPI
) -> None:
    """Neither its conversation nor its complaint, and nothing more is taken."""
    own = app.state.place.signer.contact_token(ConversationId(whole.conversation))
    token = {"Authorization": f"Bearer {own}"}
    assert 200 == client.get(f"/api/v1/complaints/{whole.key}", headers=token).status_code
    client.delete(f"/api/v1/contacts/{whole.contact}", headers=INTEGRATOR)
    body = {"conversation": whole.conversation, "matter": "Again."}
    assert 403 == client.get(f"/api/v1/complaints/{whole.key}", headers=token).status_code
    assert 403 == client.post("/api/v1/complaints", json=body, headers=token).status_code
    path = f"/api/v1/conversations/{whole.conversation}"
    assert 403 == client.get(path, headers=token).status_code


def test_a_new_password_ends_all_sessions(client: TestClient, house: Workplace) -> None:
    """Whoever was signed in with the old one is out."""
    sign_in(client, "ana")
    assert 200 == client.get("/desk/parts").status_code
    with house.store.transaction() as tx:
        tx.sessions.remove_all(AgentId("ana"))
    assert 403 == client.get("/desk/parts").status_code
