"""The forgotten, the service, overrides and the auditor, as people meet them in the pages."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from acceptance.conftest import HASHED
from acceptance.people import PAGE, begin, desk_token, write
from warmline.actions.hand_off import accept, ask_for_person, give_back, unfinished
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Availability, Role
from warmline.conversation.conversation import InboxId, Status
from warmline.conversation.message import AgentId, ConversationId
from warmline.testing import FixedClock

MINUTE = timedelta(minutes=1)
BROWSER = {"Accept": "text/html"}
SECRET = "My meter at number seven hums"


@pytest.fixture
def id(house: Workplace) -> ConversationId:
    """A conversation that Ana holds; there is an auditor too."""
    with house.store.transaction() as tx:
        tx.agents.add(
            Agent(
                id=AgentId("aud"),
                sign_in="aud",
                name="Aud",
                role=Role.AUDITOR,
                languages=("en",),
                skills=frozenset(),
                capacity=4,
                availability=Availability.OFFLINE,
                password_hash=HASHED,
            )
        )
    conversation = start_conversation(house, inbox_id=InboxId("main"), language="en")
    receive(house, conversation_id=conversation.id, text="I want to talk to a person")
    with house.store.view() as tx:
        handoff = unfinished(tx, conversation.id)
    assert handoff is not None
    accept(house, handoff_id=handoff.id, agent_id=AgentId("ana"))
    return conversation.id


def page(browser: TestClient, path: str) -> str:
    """A page, as text."""
    answer = browser.get(path, headers=BROWSER)
    assert 200 == answer.status_code
    return answer.text


def test_an_auditor_reads_everything_and_changes_nothing(
    agent: Callable[[str], TestClient], app: FastAPI, house: Workplace, id: ConversationId
) -> None:
    """Every page opens; every changing route of the desk refuses, by role, before anything else."""
    auditor = agent("aud")
    for path in ("/desk", f"/desk/c/{id}", "/promises", "/forgotten", "/service", "/overrides",
                 "/review", "/review/export", "/service.csv"):  # fmt: skip
        assert 200 == auditor.get(path, headers=BROWSER).status_code, path
    desk = page(auditor, f"/desk/c/{id}")
    for deed in ('data-deed-button="accept"', 'id="reply"', 'id="availability"', "override-dialog"):
        assert deed not in desk
    with house.store.view() as tx:
        before = tx.events.last_seq()
    refused = set()
    changing = {"POST", "PUT", "PATCH", "DELETE"}
    places = ("/desk", "/promises", "/review", "/complaints", "/shadow")
    included = (getattr(one, "original_router", None) for one in app.routes)
    for route in (route for router in included if router for route in router.routes):
        if not isinstance(route, APIRoute) or not route.path.startswith(places):
            continue
        for method in route.methods & changing:
            path = re.sub(r"\{\w+\}", str(id), route.path)
            answer = auditor.request(method, path, headers=desk_token(auditor), json={})
            assert "web.role-missing" == answer.json()["error"]["code"], (method, path)
            refused.add(route.path)
    assert {"/desk/c/{id}/accept", "/desk/c/{id}/reply", "/desk/override"} <= refused
    with house.store.view() as tx:
        assert before == tx.events.last_seq()


def test_agents_do_not_see_what_overseers_see(
    agent: Callable[[str], TestClient], client: TestClient, id: ConversationId
) -> None:
    """The service, the overrides and overriding need the role; the forgotten are everybody's."""
    ana = agent("ana")
    for path in ("/service", "/service.csv", "/overrides"):
        assert "web.role-missing" == ana.get(path, headers=PAGE).json()["error"]["code"]
        assert "web.session-missing" == client.get(path, headers=PAGE).json()["error"]["code"]
    form = {"deed": "take-off", "why": "Because", "conversation": id}
    refused = ana.post("/desk/override", data=form, headers=desk_token(ana))
    assert "web.role-missing" == refused.json()["error"]["code"]
    assert "override-dialog" not in page(ana, f"/desk/c/{id}")
    assert "Nobody waits longer" in page(ana, "/forgotten")
    assert "web.session-missing" == client.get("/forgotten", headers=PAGE).json()["error"]["code"]


def test_a_supervisor_overrides_from_the_desk_and_everybody_sees_it_in_the_history(
    agent: Callable[[str], TestClient], id: ConversationId, house: Workplace
) -> None:
    """Given to a colleague with a reason; no form without a token or a known deed."""
    sam, ana = agent("sam"), agent("ana")
    desk = page(sam, f"/desk/c/{id}")
    assert 'value="assign:li"' in desk
    assert 'data-deed="override"' in desk
    form = {"deed": "assign:li", "why": "Li knows the street", "conversation": id}
    assert 403 == sam.post("/desk/override", data=form, headers=PAGE).status_code
    token = desk_token(sam)
    for wrong in ({"deed": "praise:li"}, {"deed": "priority:rank"}, {"why": " "}):
        answer = sam.post("/desk/override", data=form | wrong, headers=token)
        assert 422 == answer.status_code
    assert 200 == sam.post("/desk/override", data=form, headers=token).status_code
    with house.store.view() as tx:
        assert "li" == tx.conversations.get(id).assignee_id
    for browser in (sam, ana, agent("aud")):
        assert "Given to Li, before with Ana: Li knows the street" in page(browser, f"/desk/c/{id}")
    assert "Li knows the street" in page(sam, "/overrides")
    away = {"deed": "away:li", "why": "Went home ill"}
    assert 200 == sam.post("/desk/override", data=away, headers=token).status_code
    assert "Li sent off duty: Went home ill" in page(agent("aud"), "/overrides")


def test_a_contact_never_sees_an_override(
    agent: Callable[[str], TestClient], client: TestClient, house: Workplace, id: ConversationId
) -> None:
    """Neither that there was one nor why."""
    begin(client)
    write(client, "I want a person", client_id="c-1")
    with house.store.view() as tx:
        mine = next(one for one in tx.conversations.recent(5) if one.id != id)
    sam = agent("sam")
    form = {"deed": "priority:urgent", "why": "Mayor", "conversation": mine.id}
    assert 200 == sam.post("/desk/override", data=form, headers=desk_token(sam)).status_code
    seen = client.get("/chat/main/messages").text
    assert "Mayor" not in seen
    assert "urgent" not in seen


def test_the_forgotten_stand_on_their_page_whatever_their_status(
    agent: Callable[[str], TestClient], house: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """Given back, snoozed, resolved with a new word; no parameter takes one away."""
    reply(house, conversation_id=id, agent_id=AgentId("ana"), text="I am with you")
    receive(house, conversation_id=id, text=SECRET)
    give_back(house, conversation_id=id, agent_id=AgentId("ana"))
    ana = agent("ana")
    assert SECRET not in page(ana, "/forgotten")
    clock.pass_by(61 * MINUTE)
    for status in (Status.PENDING, Status.SNOOZED, Status.RESOLVED):
        with house.store.transaction() as tx:
            tx.conversations.save(replace(tx.conversations.get(id), status=status))
        for path in ("/forgotten", "/forgotten?inbox=zh&status=open&whose=mine&search=x"):
            text = page(ana, path)
            assert SECRET in text
            assert '<span class="count" aria-label="1 wait longer than promised">1</span>' in text
    assert "1 waits longer than promised" in page(ana, "/desk")
    assert SECRET in page(ana, "/forgotten?language=zh")


def test_the_clock_and_the_place_in_line_are_told_in_words(
    agent: Callable[[str], TestClient], house: Workplace, clock: FixedClock
) -> None:
    """What has passed and what the house means to, in the line and in the conversation."""
    conversation = start_conversation(house, inbox_id=InboxId("main"), language="en")
    ask_for_person(house, conversation_id=conversation.id)
    clock.pass_by(timedelta(seconds=80))
    sam = agent("sam")
    desk = re.sub(r"<[^>]+>", "", page(sam, f"/desk/c/{conversation.id}"))
    assert "Asked for a person 1 min 20 s ago; we aim for under 3 min" in desk
    assert "of 3 min" in desk
    assert "in the order of waiting" in desk
    assert "Nothing is late." in desk
    clock.pass_by(2 * MINUTE)
    late = re.sub(r"<[^>]+>", "", page(sam, f"/desk/c/{conversation.id}"))
    assert "Asked for a person 3 min 20 s ago; we aimed for under 3 min" in late
    assert "over 3 min" in late
    assert "1 waits too long for a person" in late


def test_the_service_page_tells_the_share_and_the_missed(
    agent: Callable[[str], TestClient], house: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """One in time, one too late: the same on the page and in the download."""
    clock.pass_by(MINUTE)
    reply(
        house, conversation_id=id, agent_id=AgentId("ana"), text="I'll call you before 6 pm today."
    )
    other = start_conversation(house, inbox_id=InboxId("main"), language="en")
    asked = ask_for_person(house, conversation_id=other.id)
    accept(house, handoff_id=asked.id, agent_id=AgentId("li"))
    clock.pass_by(4 * MINUTE)
    reply(house, conversation_id=other.id, agent_id=AgentId("li"), text="Here I am")
    sam = agent("sam")
    text = page(sam, "/service")
    assert "Only 50.0 % of requests" in text
    assert "Taken in time, the first words came later" in text
    assert ">Ana<" not in text.partition("<main")[2]
    assert "50.0 %" in page(sam, "/service?language=zh")
    sheet = sam.get("/service.csv").text.splitlines()
    assert 3 == len(sheet)
    assert sheet[2].endswith("False,slow-first-words")
    for wrong in ("since=yesterday", "since=2026-03-05&until=2026-03-01", "since=1999-01-01"):
        assert 422 == sam.get(f"/service?{wrong}", headers=PAGE).status_code


def test_the_kept_promise_rate_is_of_the_house(
    agent: Callable[[str], TestClient], house: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """After its time a promise that was not kept counts; nobody's own figure is shown."""
    reply(
        house, conversation_id=id, agent_id=AgentId("ana"), text="I'll call you before 6 pm today."
    )
    ana = agent("ana")
    assert "No promise has fallen due" in page(ana, "/promises")
    clock.pass_by(timedelta(hours=7))
    kept = page(ana, "/promises").partition('data-key="kept"')[2]
    assert "0.0 % of promises were kept in time over the last year: 0 of 1" in kept
    assert "2026-03" in kept
    assert "Ana" not in kept.partition("</main")[0]
