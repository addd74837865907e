"""Complaints over HTTP: the list, the steps, the figures, and a public page that tells no names."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, PAGE, desk_token, start_by_api
from warmline.actions.complain import erase_complaint_words
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.complaints.complaint import Complaint
from warmline.complaints.key import make_key
from warmline.contacts.contact import Contact
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import ContactId
from warmline.testing import NOON, FixedClock

SECRET = "This is a formal complaint about my late father's electricity bill"
BROWSER = {"Accept": "text/html"}


@pytest.fixture
def complaint(house: Workplace) -> Complaint:
    """A complaint that Mrs Novak made in the chat."""
    novak = Contact(id=ContactId("novak"), created_at=NOON, name="Mrs Novak")
    conversation = start_conversation(house, inbox_id=InboxId("main"), contact=novak)
    receive(house, conversation_id=conversation.id, text=SECRET)
    with house.store.view() as tx:
        (found,) = tx.complaints.open()
    return found


def do(browser: TestClient, complaint: Complaint, deed: str, **fields: str) -> int:
    """Send the form of a step; the status of the answer."""
    path = f"/complaints/{complaint.id}/{deed}"
    return browser.post(path, data=fields, headers=desk_token(browser)).status_code


def show(browser: TestClient, key: str) -> tuple[int, str]:
    """Enter a key on the public page; status and page."""
    answer = browser.post("/complaint", data={"key": key}, headers=BROWSER)
    return answer.status_code, answer.text


def test_colleagues_see_whoever_complained_and_what_about(
    agent: Callable[[str], TestClient], client: TestClient, complaint: Complaint
) -> None:
    """The list and the page of one; nobody who is not signed in sees either."""
    ana = agent("ana")
    for path in ("/complaints", f"/complaints/{complaint.id}"):
        page = ana.get(path, headers=BROWSER).text
        assert all(one in page for one in (complaint.key, "Mrs Novak", "formal complaint"))
        assert client.get(path, headers=PAGE).json()["error"]["code"] == "web.session-missing"
    assert complaint.key in ana.get(f"/desk/c/{complaint.conversation_id}", headers=BROWSER).text


def test_the_whole_way_by_forms(
    agent: Callable[[str], TestClient], complaint: Complaint, house: Workplace
) -> None:
    """Each step by its form, in order; a step out of order is refused and changes nothing."""
    ana = agent("ana")
    assert 409 == do(ana, complaint, "close")
    assert 422 == do(ana, complaint, "take_up", cause="weather")
    assert 200 == do(ana, complaint, "take_up", cause="billing")
    assert 200 == do(ana, complaint, "investigate")
    assert 200 == do(ana, complaint, "note", reason="The meter was read twice.")
    assert 200 == do(ana, complaint, "extend", days="3", reason="The grid operator measures.")
    assert 422 == do(ana, complaint, "answer", outcome="upheld", reason="Yes.", remedy="")
    assert 200 == do(ana, complaint, "answer", outcome="partly", reason="Half.", remedy="20 euros.")
    assert 200 == do(ana, complaint, "reopen", reason="She wants 40.")
    assert 200 == do(ana, complaint, "answer", outcome="upheld", reason="Yes.", remedy="40 euros.")
    assert 200 == do(ana, complaint, "close")
    assert 404 == do(ana, complaint, "delete")
    page = ana.get(f"/complaints/{complaint.id}", headers=BROWSER).text
    assert "The meter was read twice." in page
    with house.store.view() as tx:
        assert [] == tx.complaints.open()


def test_a_step_needs_the_form_token(
    agent: Callable[[str], TestClient], complaint: Complaint
) -> None:
    """Without it nothing is done."""
    path = f"/complaints/{complaint.id}/take_up"
    sent = agent("ana").post(path, data={"cause": "billing"}, headers=PAGE)
    assert (403, "web.token-wrong") == (sent.status_code, sent.json()["error"]["code"])


def test_an_agent_notes_a_complaint_at_the_desk(
    agent: Callable[[str], TestClient], house: Workplace
) -> None:
    """One form; the contact is told at once, and a second one is refused with the remedy."""
    conversation = start_conversation(house, inbox_id=InboxId("main"))
    ana = agent("ana")
    path, body = f"/desk/c/{conversation.id}/complaint", {"matter": "Waited three weeks."}
    assert 200 == ana.post(path, data=body, headers=desk_token(ana)).status_code
    again = ana.post(path, data=body, headers=desk_token(ana))
    assert (409, "complaints.step-forbidden") == (
        again.status_code,
        again.json()["error"]["code"],
    )
    with house.store.view() as tx:
        (complaint,) = tx.complaints.open()
        assert complaint.key in tx.messages.of(conversation.id)[-1].text


def test_the_key_opens_how_it_stands_and_nothing_else(
    client: TestClient, complaint: Complaint, agent: Callable[[str], TestClient], house: Workplace
) -> None:
    """State, dates, next step and the way on; no name of anybody, no word of the complaint."""
    status, page = show(client, complaint.key.lower().replace("-", " "))
    assert (200, True) == (status, complaint.key in page)
    assert "You have our answer" in page
    ana = agent("ana")
    do(ana, complaint, "take_up", cause="billing")
    do(ana, complaint, "answer", outcome="not-upheld", reason="Read rightly on the photo.")
    _, told = show(client, complaint.key)
    assert "we see it differently" in told
    for secret in ("Novak", "Ana", "father", "photo", complaint.id, complaint.conversation_id):
        assert secret not in page + told
    with house.store.transaction() as tx:
        erase_complaint_words(house, tx, contact_id=complaint.contact_id)
    assert 200 == show(client, complaint.key)[0]


def test_the_public_page_speaks_both_languages_and_names_the_way_on(
    house: Workplace, complaint: Complaint, client: TestClient, agent: Callable[[str], TestClient]
) -> None:
    """The house's own ombudsman, once there is a decision; no cut-off, where the house says so."""
    place = client.app.state.place  # type: ignore[attr-defined]
    go_on = {"en": "Write to the Energy Ombudsman.", "zh": "可以找能源申诉专员。"}
    terms = replace(house.house.complaints, go_on=go_on, no_cut_off=True)
    changed = replace(place.work, house=replace(place.work.house, complaints=terms))
    client.app.state.place = replace(place, work=changed)  # type: ignore[attr-defined]
    _, before = show(client, complaint.key)
    assert "we cut nothing off" in before
    assert "Ombudsman" not in before
    ana = agent("ana")
    do(ana, complaint, "take_up", cause="other")
    do(ana, complaint, "answer", outcome="not-upheld", reason="No.")
    assert "Energy Ombudsman" in show(client, complaint.key)[1]
    client.cookies.set("warmline_language", "zh")
    assert "能源申诉专员" in show(client, complaint.key)[1]


def test_guesses_are_refused_alike_and_soon_stopped(
    client: TestClient, complaint: Complaint, clock: FixedClock
) -> None:
    """A key that was never made, then too many of them; a real one waits its turn as well."""
    statuses = [show(client, make_key(f"guess-{one}"))[0] for one in range(12)]
    assert [404] * 10 + [429] * 2 == statuses
    assert 429 == show(client, complaint.key)[0]
    clock.pass_by(timedelta(minutes=1))
    assert 200 == show(client, complaint.key)[0]


def test_what_was_typed_wrongly_is_said_without_looking_it_up(
    client: TestClient, complaint: Complaint
) -> None:
    """A slip is told from a key that nobody knows, since the check is in the key itself."""
    wrong = complaint.key[:-1] + ("0" if complaint.key[-1] != "0" else "1")
    status, page = show(client, wrong)
    assert (422, True) == (status, "wrong or a missing character" in page)
    assert 422 == show(client, "")[0]
    status, page = show(client, '"><script>alert(1)</script>')
    assert (422, False) == (status, "<script>alert" in page)


def test_the_key_stands_in_no_address(client: TestClient, complaint: Complaint) -> None:
    """Asking by address shows the form alone."""
    page = client.get("/complaint", params={"key": complaint.key}, headers=BROWSER).text
    assert complaint.key not in page
    assert "no-store" == client.get("/complaint").headers["cache-control"]


def test_the_sheet_says_its_findings_and_the_download_names_nobody(
    agent: Callable[[str], TestClient], complaint: Complaint
) -> None:
    """Each block has its finding as title; the lines hold dates and codes alone."""
    ana = agent("ana")
    do(ana, complaint, "take_up", cause="billing")
    page = ana.get("/complaints/figures?month=2026-03", headers=BROWSER).text
    findings = re.findall(r"<h2 id=\"block-\w+\">([^<]+)</h2>", page)
    assert "1 came in, 0 in the month before" == findings[0]
    assert "First cause: bills and payments, 1 of 1" in findings
    assert "Now 1 are open, 0 of them late" == findings[-1]
    answer = ana.get("/complaints/figures.csv?month=2026-03")
    (line,) = csv.DictReader(io.StringIO(answer.text))
    assert ("billing", "assessed", "no") == (line["cause"], line["state"], line["is_late"])
    for secret in ("Novak", "Ana", "father", complaint.key, complaint.contact_id):
        assert secret not in answer.text
    assert 422 == ana.get("/complaints/figures.csv?month=2026-99", headers=PAGE).status_code
    empty = ana.get("/complaints/figures?month=2025-01", headers=BROWSER).text
    assert "No complaint came in" in empty


def test_integrators_note_and_follow_complaints(client: TestClient) -> None:
    """By API key everything but the words' masks; by the contact's token its own, told less."""
    started = start_by_api(client).json()
    id, own = started["conversation"]["id"], {"Authorization": f"Bearer {started['token']}"}
    body = {"conversation": id, "matter": "Nobody came on Tuesday."}
    made = client.post("/api/v1/complaints", json=body, headers=INTEGRATOR)
    assert 201 == made.status_code
    shape = made.json()["complaint"]
    assert ("acknowledged", "integrator", True) == (
        shape["state"],
        shape["source"],
        shape["is_open"],
    )
    assert shape["key"] in made.json()["replies"][-1]["text"]
    for name in (shape["id"], shape["key"], shape["key"].lower()):
        seen = client.get(f"/api/v1/complaints/{name}", headers=INTEGRATOR).json()
        assert "Nobody came on Tuesday." == seen["log"][0]["words"]
    by_contact = client.get(f"/api/v1/complaints/{shape['key']}", headers=own).json()
    assert (shape["key"], None) == (by_contact["complaint"]["key"], by_contact["log"])
    other = start_by_api(client).json()
    foreign = {"Authorization": f"Bearer {other['token']}"}
    path = f"/api/v1/complaints/{shape['key']}"
    assert 404 == client.get(path, headers=foreign).status_code
    assert 404 == client.post("/api/v1/complaints", json=body, headers=foreign).status_code
    assert 409 == client.post("/api/v1/complaints", json=body, headers=INTEGRATOR).status_code
    mine = {"conversation": other["conversation"]["id"], "matter": "I complain."}
    by_token = client.post("/api/v1/complaints", json=mine, headers=foreign).json()
    assert "contact" == by_token["complaint"]["source"]
