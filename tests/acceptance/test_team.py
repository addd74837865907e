"""What everybody takes at once: supervisors set it, agents see their own, offers follow."""

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from acceptance.people import PAGE, desk_token, form_token
from warmline.actions.hand_off import accept, ask_for_person
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Lane
from warmline.conversation.conversation import Channel, InboxId
from warmline.conversation.message import AgentId
from warmline.handoff.handoff import Handoff, HandoffState

BROWSER = {"Accept": "text/html"}
FULL = {"capacity": "9", "channels": ["web", "api", "email"], "web": "3", "email": "5"}
Signed = Callable[[str], TestClient]


def send(browser: TestClient, id: str, fields: dict[str, Any]) -> Any:
    """Send the form of one colleague."""
    token = desk_token(browser)["X-CSRF"]
    data = {"csrf": token, **fields}
    return browser.post(f"/team/{id}", data=data, headers=BROWSER, follow_redirects=False)


def ask(house: Workplace, channel: Channel) -> Handoff:
    """A contact who wants a person, by a channel."""
    conversation = start_conversation(house, inbox_id=InboxId("main"), channel=channel)
    return ask_for_person(house, conversation_id=conversation.id)


def test_a_supervisor_sets_what_an_agent_takes(house: Workplace, agent: Signed) -> None:
    """All fields, kept and shown; told as an event that names who did it."""
    sam = agent("sam")
    page = sam.get("/team", headers=BROWSER).text
    assert form_token(page)
    assert ["Ana", "Li", "Sam"] == [one for one in ("Ana", "Li", "Sam") if one in page]
    sent = {**FULL, "channels": ["web", "email"], "call_back": "1"}
    assert 303 == send(sam, "ana", sent).status_code
    with house.store.view() as tx:
        ana = tx.agents.get(AgentId("ana"))
        told = [one for one in tx.events.after(0, 1000) if one.name == "agent.capacity_changed"]
    assert (9, frozenset({Channel.WEB, Channel.EMAIL})) == (ana.capacity, ana.channels)
    assert {Lane.WEB: 3, Lane.EMAIL: 5, Lane.CALL_BACK: 1} == ana.limits
    assert [("ana", "sam", 9)] == [
        (one.subject_id, one.details["by_id"], one.details["capacity"]) for one in told
    ]


def test_the_same_again_changes_nothing(house: Workplace, agent: Signed) -> None:
    """A form that is sent twice tells once."""
    sam = agent("sam")
    for _ in range(2):
        send(sam, "ana", FULL)
    with house.store.view() as tx:
        names = [one.name for one in tx.events.after(0, 1000)]
    assert 1 == names.count("agent.capacity_changed")


def test_an_agent_sees_their_own_and_sets_nothing(house: Workplace, agent: Signed) -> None:
    """Nobody else's numbers, and no form."""
    ana = agent("ana")
    page = ana.get("/team", headers=BROWSER).text
    assert ">Ana <" in page.replace("\n", "")
    assert ">Li <" not in page
    assert 'action="/team/' not in page
    assert 403 == send(ana, "ana", FULL).status_code
    with house.store.view() as tx:
        assert 2 == tx.agents.get(AgentId("ana")).capacity


def test_what_does_not_fit_is_said_with_its_remedy(house: Workplace, agent: Signed) -> None:
    """Field, value and remedy, in the reader's language; nothing is changed."""
    sam = agent("sam")
    answer = send(sam, "ana", {**FULL, "capacity": "4"})
    assert 422 == answer.status_code
    assert "E-mail: 5 does not fit. Write at most 4" in answer.text
    sam.get("/team?language=zh", headers=BROWSER)
    assert "总共同时：" in send(sam, "ana", {**FULL, "capacity": "99"}).text
    assert "请至少勾一个" in send(sam, "ana", {"capacity": "4"}).text
    with house.store.view() as tx:
        assert 2 == tx.agents.get(AgentId("ana")).capacity


def test_a_channel_that_nobody_takes_is_told_of(agent: Signed) -> None:
    """Before contacts find out."""
    sam = agent("sam")
    for id in ("ana", "li", "sam"):
        send(sam, id, {"capacity": "2", "channels": ["web", "api"]})
    assert "Nobody takes: E-mail" in sam.get("/team", headers=BROWSER).text


def test_offers_follow_channels_and_limits(house: Workplace, agent: Signed) -> None:
    """One chat fills Ana; a mail still fits; the next chat goes to Li, who takes no mails."""
    sam = agent("sam")
    send(sam, "ana", {"capacity": "3", "channels": ["web", "email"], "web": "1"})
    send(sam, "li", {"capacity": "3", "channels": ["web"], "web": "1"})
    first = ask(house, Channel.WEB)
    assert first.agent_id is not None
    accept(house, handoff_id=first.id, agent_id=first.agent_id)
    second = ask(house, Channel.WEB)
    assert {"ana", "li"} == {first.agent_id, second.agent_id}
    assert AgentId("ana") == ask(house, Channel.EMAIL).agent_id
    third = ask(house, Channel.WEB)
    assert HandoffState.PROMISED is third.state
    send(sam, "li", {"capacity": "3", "channels": ["web"]})
    with house.store.view() as tx:
        now = tx.handoffs.get(third.id)
    assert (HandoffState.OFFERED, AgentId("li")) == (now.state, now.agent_id)


def test_nobody_sets_what_an_unknown_person_takes(agent: Signed) -> None:
    """Not found, and nothing happens."""
    assert 404 == send(agent("sam"), "nobody", FULL).status_code


def test_a_form_without_its_token_is_refused(agent: Signed) -> None:
    """As everywhere at the desk."""
    assert 403 == agent("sam").post("/team/ana", data=FULL, headers=PAGE).status_code
