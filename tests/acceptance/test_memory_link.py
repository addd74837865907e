"""The page behind the signed link, and the interface: one's own memory, and nobody else's."""

import json
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, begin, start_by_api, write
from warmline.actions.remember import Hand, keep_fact
from warmline.actions.workplace import Workplace
from warmline.contacts.fact import FactState
from warmline.conversation.message import ContactId
from warmline.testing import NOON, FixedClock
from warmline.web.contact_access import cookie_name
from warmline.web.memory_token import memory_token
from warmline.web.tokens import Signer

TEXT = "Please don't call me, write to me instead. I'm hard of hearing. ZEBRAFINK"


@pytest.fixture
def contact(client: TestClient, house: Workplace) -> ContactId:
    """Somebody who has written two things worth remembering; one is kept."""
    begin(client)
    write(client, TEXT, client_id="client-0001")
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
        facts = tx.contacts.all_facts(conversation.contact_id)
    wish = next(one for one in facts if one.code == "reach.write")
    keep_fact(house, hand=Hand(contact_id=conversation.contact_id), fact_id=wish.id)
    return conversation.contact_id


def link(client: TestClient, contact_id: ContactId, *, days: int = 7) -> str:
    """The address of the page of a contact."""
    signer: Signer = client.app.state.place.signer  # type: ignore[attr-defined]
    return f"/memory/{memory_token(signer, contact_id, expires_at=NOON + timedelta(days=days))}"


def facts_of(house: Workplace, contact_id: ContactId) -> dict[str | None, FactState]:
    """How everything stands, by code."""
    with house.store.view() as tx:
        return {one.code: one.state for one in tx.contacts.all_facts(contact_id)}


def fact_id(house: Workplace, contact_id: ContactId, code: str) -> str:
    """The id of what has this code."""
    with house.store.view() as tx:
        return next(one.id for one in tx.contacts.all_facts(contact_id) if one.code == code)


def test_a_contact_sees_what_is_remembered_in_its_language(
    client: TestClient, contact: ContactId
) -> None:
    """Kept and proposed, with source and end; the address leaks to nobody."""
    page = client.get(link(client, contact))
    assert "We write to you and don&#39;t call." in page.text
    assert "nothing is noted yet" in page.text
    assert "no-referrer" == page.headers["referrer-policy"]
    assert "您" in client.get(f"{link(client, contact)}?language=zh").text
    assert "ZEBRAFINK" not in page.text


def test_a_contact_agrees_corrects_and_withdraws(
    client: TestClient, contact: ContactId, house: Workplace
) -> None:
    """Each by a form that needs no script; an illness is refused with what to write instead."""
    base = link(client, contact)
    need = fact_id(house, contact, "need.in-writing")
    wish = fact_id(house, contact, "reach.write")
    page = client.post(f"{base}/facts/{need}/agree")
    assert "Noted, with your yes." in page.text
    refused = client.post(f"{base}/facts/{need}/correct", data={"words": "I am deaf"})
    assert 422 == refused.status_code
    assert "We don&#39;t keep illnesses" in refused.text
    assert "deaf" not in refused.text
    fixed = client.post(f"{base}/facts/{need}/correct", data={"words": "Captions, please"})
    assert "Captions, please" in fixed.text
    gone = client.post(f"{base}/facts/{wish}/withdraw")
    assert "We write to you" not in gone.text
    states = facts_of(house, contact)
    assert FactState.CORRECTED is states["need.in-writing"]
    assert FactState.WITHDRAWN is states["reach.write"]


def test_a_contact_takes_everything_along(client: TestClient, contact: ContactId) -> None:
    """A file with its messages and notes, and no reading."""
    answer = client.get(f"{link(client, contact)}/export")
    assert "attachment" in answer.headers["content-disposition"]
    told = json.dumps(answer.json())
    assert "ZEBRAFINK" in told
    assert "reach.write" in told
    assert "distress" not in told


def test_erasing_asks_first_and_kills_the_link(
    client: TestClient, contact: ContactId, house: Workplace
) -> None:
    """Without the tick nothing happens; after it the link, the chat and the interface are shut."""
    base = link(client, contact)
    assert 'id="erase-form"' in client.post(f"{base}/erase").text
    assert {} != facts_of(house, contact)
    done = client.post(f"{base}/erase", data={"sure": "yes"})
    assert 'id="erased"' in done.text
    assert {} == facts_of(house, contact)
    for path in ("", "/export", "/erase"):
        assert 403 == client.get(f"{base}{path}").status_code
    assert 403 == client.post(f"{base}/erase", data={"sure": "yes"}).status_code
    assert client.get("/chat/main/messages").json()["started"] is False
    api = client.get(f"/api/v1/contacts/{contact}/export", headers=INTEGRATOR)
    assert 404 == api.status_code


def test_what_is_wrong_over_or_erased_is_answered_alike(
    client: TestClient, contact: ContactId, clock: FixedClock
) -> None:
    """Nobody learns from the answer whether a contact exists."""
    good = link(client, contact)
    unknown = link(client, ContactId("nobody"))
    over = link(client, contact, days=-1)
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")
    seen = {client.get(path).text for path in (unknown, over, forged, "/memory/x", "/memory/ÄÖ")}
    assert 1 == len(seen)
    assert 'id="closed"' in seen.pop()
    clock.pass_by(timedelta(days=8))
    assert 403 == client.get(good).status_code


def test_a_link_opens_nobody_else(client: TestClient, contact: ContactId, house: Workplace) -> None:
    """What belongs to another contact is not found through it, and stays as it is."""
    other = ContactId(start_by_api(client).json()["conversation"]["contact"])
    foreign = link(client, other)
    wish = fact_id(house, contact, "reach.write")
    for deed in ("withdraw", "agree", "decline"):
        assert 404 == client.post(f"{foreign}/facts/{wish}/{deed}").status_code
    words = {"words": "Ring me at night"}
    assert 404 == client.post(f"{foreign}/facts/{wish}/correct", data=words).status_code
    assert FactState.KEPT is facts_of(house, contact)["reach.write"]


def test_the_page_is_limited_by_source(client: TestClient) -> None:
    """Guessing ends after some tries, with the time to wait."""
    statuses = [client.get("/memory/guess").status_code for _ in range(32)]
    assert 429 == statuses[-1]


def test_an_integrator_reads_takes_out_and_erases_and_a_contact_does_not(
    client: TestClient, contact: ContactId, house: Workplace
) -> None:
    """With the key; a contact's token, or none, is refused for every deed."""
    wish = fact_id(house, contact, "reach.write")
    path = f"/api/v1/contacts/{contact}"
    token = client.cookies[cookie_name("main")]
    for headers in ({}, {"Authorization": f"Bearer {token}"}):
        for method, place in (
            ("GET", f"{path}/memory"),
            ("GET", f"{path}/export"),
            ("DELETE", f"{path}/memory/{wish}"),
            ("DELETE", path),
        ):
            assert 403 == client.request(method, place, headers=headers).status_code
    seen = client.get(f"{path}/memory", headers=INTEGRATOR).json()
    assert {"reach.write", "need.in-writing"} == {one["code"] for one in seen["remembered"]}
    foreign = f"/api/v1/contacts/nobody/memory/{wish}"
    assert 404 == client.delete(foreign, headers=INTEGRATOR).status_code
    out = client.delete(f"{path}/memory/{wish}", headers=INTEGRATOR).json()
    assert ("withdrawn", "") == (out["fact"]["state"], out["fact"]["what"])
    erased = client.delete(path, headers=INTEGRATOR).json()
    assert 1 <= erased["messages"]
    assert 404 == client.delete(path, headers=INTEGRATOR).status_code
