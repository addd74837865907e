"""Set aside at the desk: by one key, shown with its time, back by itself, never hiding anybody."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from acceptance.people import desk_token
from warmline.actions.hand_off import accept, ask_for_person
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.conversation.conversation import InboxId, Status
from warmline.conversation.message import AgentId, ConversationId
from warmline.testing import NOON, FixedClock

BROWSER = {"Accept": "text/html"}
Signed = Callable[[str], TestClient]


@pytest.fixture
def id(house: Workplace) -> ConversationId:
    """A conversation that Ana has."""
    conversation = start_conversation(house, inbox_id=InboxId("main"), language="en")
    receive(house, conversation_id=conversation.id, text="How do I report a power cut?")
    handoff = ask_for_person(house, conversation_id=conversation.id)
    accept(house, handoff_id=handoff.id, agent_id=AgentId("ana"))
    return conversation.id


def test_it_stands_apart_with_its_time(house: Workplace, agent: Signed, id: ConversationId) -> None:
    """In a group of its own, with a way back; a colleague sees it as Ana's."""
    ana = agent("ana")
    page = ana.get(f"/desk/c/{id}", headers=BROWSER).text
    assert 'data-deed="aside"' in page
    sent = ana.post(f"/desk/c/{id}/aside", data={"until": "hour"}, headers=desk_token(ana))
    assert 200 == sent.status_code
    page = ana.get(f"/desk/c/{id}", headers=BROWSER).text
    assert 'data-key="aside"' in page
    assert "Set aside until" in page
    assert 'data-key="aside" aria' not in agent("li").get("/desk", headers=BROWSER).text
    ana.post(f"/desk/c/{id}/go-on", headers=desk_token(ana))
    with house.store.view() as tx:
        assert Status.OPEN is tx.conversations.get(id).status


def test_a_time_of_ones_own_is_on_the_clock_of_the_house(
    house: Workplace, agent: Signed, id: ConversationId
) -> None:
    """As a browser writes it; tomorrow is tomorrow at nine."""
    ana = agent("ana")
    for fields, at in (
        ({"until": "at", "at": "2026-03-02T15:30"}, NOON.replace(hour=15, minute=30)),
        ({"until": "tomorrow"}, NOON.replace(day=3, hour=9)),
    ):
        ana.post(f"/desk/c/{id}/aside", data=fields, headers=desk_token(ana))
        with house.store.view() as tx:
            assert at == tx.conversations.get(id).snoozed_until


@pytest.mark.parametrize(
    "fields",
    [{}, {"until": "never"}, {"until": "at"}, {"until": "at", "at": "soon"}],
)
def test_a_time_that_cannot_be_read_is_refused(
    agent: Signed, id: ConversationId, fields: dict[str, str]
) -> None:
    """With the field and what to do."""
    ana = agent("ana")
    refused = ana.post(f"/desk/c/{id}/aside", data=fields, headers=desk_token(ana))
    assert 422 == refused.status_code
    assert refused.json()["error"]["fields"]["remedy"]


def test_a_colleague_cannot_set_it_aside(agent: Signed, id: ConversationId) -> None:
    """Only whoever has it."""
    li = agent("li")
    refused = li.post(f"/desk/c/{id}/aside", data={"until": "hour"}, headers=desk_token(li))
    assert 409 == refused.status_code or 403 == refused.status_code


def test_the_forgotten_are_never_hidden_behind_it(
    house: Workplace, agent: Signed, id: ConversationId, clock: FixedClock
) -> None:
    """However the row came to say so: who waits too long stands on the page."""
    receive(house, conversation_id=id, text="I am still waiting for my answer")
    ana = agent("ana")
    ana.post(f"/desk/c/{id}/aside", data={"until": "three-hours"}, headers=desk_token(ana))
    with house.store.view() as tx:
        until = tx.conversations.get(id).snoozed_until
    assert until is not None
    clock.set(until)
    assert f"/desk/c/{id}" in ana.get("/forgotten", headers=BROWSER).text
