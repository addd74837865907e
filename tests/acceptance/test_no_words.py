"""
What a contact wrote and is called stays in the database: nowhere else is there a word of it.

Complaints, memory, translations, wordings, shadow and service levels are all gone through, with
services elsewhere that fail and quote what they were sent.
"""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, PAGE, begin, desk_token, sign_in, write
from contract.model_server import ModelServer, model_server
from warmline.actions.translate import translate_waiting
from warmline.actions.workplace import Workplace
from warmline.agents.house import Inbox
from warmline.connectors.model_line import model_line, translator_line
from warmline.connectors.webhook import cloud_event
from warmline.conversation.conversation import InboxId
from warmline.llm.chat import ChatModel
from warmline.llm.translating import CheckedTranslator, LibreEngine
from warmline.reading.language import LanguageFinder
from warmline.testing import FixedClock

SECRETS = ("zanzibar", "novak", "zebrafink", "quokka", "wombat")
"""Said by the contact, the name of the contact, and said by colleagues."""
WROTE = "Please don't call me, write to me. The zanzibar hums. I want to make a formal complaint."


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A service that fails, and says what it was sent."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with model_server(lambda asked: (400, json.dumps(asked).encode())) as running:
        yield running


@pytest.fixture
def house(house: Workplace, server: ModelServer, languages: LanguageFinder) -> Iterator[Workplace]:
    """The house of the tests with a failing translator and model, and an inbox in shadow."""
    limit = timedelta(seconds=5)
    line = translator_line(server.url, "/translate", token="", limit=limit)
    writer = ChatModel(model_line(f"{server.url}/v1", token="", limit=limit), model="tiny")
    translator = CheckedTranslator(
        LibreEngine(line), languages.find, lambda texts: np.zeros((len(texts), 0), np.float32)
    )
    watched = Inbox(id=InboxId("watch"), name="Watch", language="en", shadow=True)
    inboxes = (*house.house.inboxes, watched)
    yield replace(
        house,
        translator=translator,
        writer=writer,
        words_answers=True,
        house=replace(house.house, inboxes=inboxes),
    )
    writer.close()
    line.close()


def gone_through(app: FastAPI, client: TestClient, house: Workplace) -> list[str]:
    """Everything that can be done with what a contact wrote; the bodies of all refusals."""
    ana, sam = TestClient(app), TestClient(app)
    sign_in(ana, "ana")
    sign_in(sam, "sam")
    begin(client)
    write(client, WROTE, client_id="client-0001")
    client.post("/chat/main/person", headers=PAGE)
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
        facts = tx.contacts.all_facts(conversation.contact_id)
        (complaint,) = tx.complaints.open()
    headers, id = desk_token(ana), conversation.id
    path = f"/desk/c/{id}"
    ana.post(f"{path}/accept", headers=headers)
    translate_waiting(house, conversation_id=id)
    refused = []
    higher = {"deed": "priority:high", "conversation": id, "why": "A wombat waits."}
    for browser, to, sent in (
        (ana, f"{path}/reply", {"json": {"text": "I'll call you about the quokka at 17:00."}}),
        (ana, f"{path}/translation", {"json": {"text": "The quokka is fine."}}),
        (ana, f"{path}/coach", {"json": {"text": "The quokka is fine."}}),
        (ana, f"{path}/draft", {"json": {"text": "The quokka is fine."}}),
        (ana, f"{path}/in-short", {}),
        (ana, f"{path}/memory/{facts[0].id}/correct", {"data": {"words": "a wombat, depression"}}),
        (ana, f"{path}/memory/{facts[0].id}/correct", {"data": {"words": "Write to wombat"}}),
        (ana, f"{path}/memory/unknown/keep", {}),
        (ana, f"{path}/complaint", {"data": {"matter": "About a wombat"}}),
        (ana, f"/complaints/{complaint.id}/take_up", {"data": {"cause": "wombat"}}),
        (ana, f"/complaints/{complaint.id}/take_up", {"data": {"cause": "billing"}}),
        (ana, f"/complaints/{complaint.id}/note", {"data": {"reason": "A wombat was seen."}}),
        (ana, f"/complaints/{complaint.id}/answer", {"data": {"outcome": "wombat"}}),
        (sam, "/desk/override", {"data": {"deed": "wombat", "why": "wombat"}}),
        (sam, "/desk/override", {"data": higher}),
        (ana, f"{path}/memory-link", {}),
        (ana, f"{path}/wrap-up", {"data": {"disposition": "wombat"}}),
    ):  # fmt: skip
        token = headers if browser is ana else desk_token(sam)
        answer = browser.post(to, headers=token, **sent)  # type: ignore[arg-type]
        if answer.status_code >= 400:
            refused.append(answer.text)
    body = {"inbox": "watch", "contact": {"name": "Mrs Novak", "external_id": "9"}}
    watched = client.post("/api/v1/conversations", json=body, headers=INTEGRATOR).json()
    at = f"/api/v1/conversations/{watched['conversation']['id']}"
    for author, text in (("contact", "I smell gas, zebrafink"), ("agent", "Leave the zebrafink")):
        said = {"author": author, "text": text}
        client.post(f"{at}/messages", json=said, headers=INTEGRATOR)
    wrong = client.post(f"{at}/messages", json={"zebrafink": "zebrafink"}, headers=INTEGRATOR)
    late = client.post(
        f"{at}/messages",
        json={"text": "zebrafink", "sent_at": "2019-01-01T00:00:00Z"},
        headers=INTEGRATOR,
    )
    refused += [wrong.text, late.text]
    sheets = [
        sam.get(one).text
        for one in ("/service.csv", "/complaints/figures.csv", "/review/export", "/overrides.csv")
    ]
    return refused + sheets + [client.get("/metrics").text]


def test_no_word_of_anybody_leaves_by_log_figure_error_event_or_sheet(
    app: FastAPI,
    client: TestClient,
    house: Workplace,
    clock: FixedClock,
    server: ModelServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Though the services that failed were asked, and quoted it."""
    del clock
    with caplog.at_level(logging.DEBUG, logger="warmline"):
        told = gone_through(app, client, house)
    assert server.asked
    assert 5 <= sum(one.startswith('{"ok":false') for one in told)
    with house.store.view() as tx:
        events = tx.events.after(0, 1000)
    assert {"complaint.received", "memory.link_sent"} <= {one.name for one in events}
    logged = [one.getMessage() for one in caplog.records if one.name.startswith("warmline")]
    for text in (*told, *logged, *(cloud_event(one).decode() for one in events)):
        lower = text.lower()
        assert not [secret for secret in SECRETS if secret in lower], text[:300]
