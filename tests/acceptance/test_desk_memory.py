"""Proposals beside the brief: yes, no, the question for consent, and the link to the contact."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from acceptance.people import PAGE, begin, desk_token, write
from warmline.actions.workplace import Workplace
from warmline.contacts.fact import FactState
from warmline.conversation.conversation import Conversation

TEXT = "Please don't call me, write to me instead. I'm hard of hearing."


@pytest.fixture
def taken(
    client: TestClient, agent: Callable[[str], TestClient], house: Workplace
) -> tuple[Conversation, TestClient]:
    """A conversation with two proposals, which Ana has."""
    begin(client)
    client.post("/chat/main/person", headers=PAGE)
    write(client, TEXT, client_id="client-0001")
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
    ana = agent("ana")
    ana.post(f"/desk/c/{conversation.id}/accept", headers=desk_token(ana))
    return conversation, ana


def ids(house: Workplace, conversation: Conversation) -> dict[str | None, str]:
    """The ids of all facts by code."""
    with house.store.view() as tx:
        return {one.code: one.id for one in tx.contacts.all_facts(conversation.contact_id)}


def states(house: Workplace, conversation: Conversation) -> dict[str | None, FactState]:
    """How they stand by code."""
    with house.store.view() as tx:
        return {one.code: one.state for one in tx.contacts.all_facts(conversation.contact_id)}


def test_an_agent_keeps_asks_and_declines(
    taken: tuple[Conversation, TestClient], house: Workplace
) -> None:
    """A wish with one yes; a need after the question, which stands in the contact's language."""
    conversation, ana = taken
    path, known = f"/desk/c/{conversation.id}", ids(house, conversation)
    wish, need = known["reach.write"], known["need.in-writing"]
    page = ana.get(path).text
    assert f'id="proposal-{wish}"' in page
    assert f'data-memory-ask="{need}"' in page
    headers = desk_token(ana)
    assert ana.post(f"{path}/memory/{wish}/keep", headers=headers).json()["ok"]
    refused = ana.post(f"{path}/memory/{need}/keep", headers=headers)
    assert "memory.step-forbidden" == refused.json()["error"]["code"]
    asked = ana.post(f"{path}/memory/{need}/ask", headers=headers, json={}).json()
    assert "May we note this" in asked["question"]
    assert "They said yes" in ana.get(path).text
    ana.post(f"{path}/memory/{need}/keep", data={"consent": "yes"}, headers=headers)
    assert {FactState.KEPT} == set(states(house, conversation).values())
    brief = ana.get(path).text
    assert "Write, don&#39;t call" in brief
    assert "the phone does not work for them" in brief


def test_nobody_else_decides_and_nobody_without_the_form_token(
    taken: tuple[Conversation, TestClient], agent: Callable[[str], TestClient], house: Workplace
) -> None:
    """Another agent sees the proposal without buttons and is refused; so is a foreign page."""
    conversation, ana = taken
    path, li = f"/desk/c/{conversation.id}", agent("li")
    wish = ids(house, conversation)["reach.write"]
    assert "data-memory=" not in li.get(path).text
    for deed in (f"memory/{wish}/keep", f"memory/{wish}/decline", "memory-link"):
        assert 409 == li.post(f"{path}/{deed}", headers=desk_token(li)).status_code
        assert 403 == ana.post(f"{path}/{deed}", headers=PAGE).status_code
    assert FactState.PROPOSED is states(house, conversation)["reach.write"]


def test_the_link_reaches_the_contact_and_opens_its_page(
    taken: tuple[Conversation, TestClient], client: TestClient
) -> None:
    """It stands in the chat, opens without any cookie, and is shown to no colleague."""
    conversation, ana = taken
    ana.post(f"/desk/c/{conversation.id}/memory-link", headers=desk_token(ana))
    sent = client.get("/chat/main/messages").json()["messages"][-1]
    found = re.search(r"/memory/[A-Za-z]+", sent["text"])
    assert found is not None
    assert "memory.link" == sent["notice"]
    assert found.group() not in ana.get(f"/desk/c/{conversation.id}").text
    client.cookies.clear()
    assert 200 == client.get(found.group()).status_code


def test_the_owner_of_a_promise_is_told_that_it_has_ended(
    taken: tuple[Conversation, TestClient],
    agent: Callable[[str], TestClient],
    client: TestClient,
    house: Workplace,
) -> None:
    """Whoever promised hears it once the contact has erased everything; nobody else does."""
    conversation, ana = taken
    body = {"text": "I'll write to you before 6 pm today.", "client_id": "reply-0001"}
    headers = desk_token(ana)
    ana.post(f"/desk/c/{conversation.id}/reply", json=body, headers=headers)
    ana.post(f"/desk/c/{conversation.id}/memory-link", headers=headers)
    sent = client.get("/chat/main/messages").json()["messages"][-1]
    found = re.search(r"/memory/[A-Za-z]+", sent["text"])
    assert found is not None
    with house.store.view() as tx:
        (promise,) = tx.promises.owed()
    assert "" == ana.get(f"/desk/released/{promise.id}").json()["told"]
    client.post(f"{found.group()}/erase", data={"sure": "yes"})
    assert "has ended" in ana.get(f"/desk/released/{promise.id}").json()["told"]
    assert "" == agent("li").get(f"/desk/released/{promise.id}").json()["told"]
