"""
A contact who writes Spanish and an agent who does not: both see both, and nobody waits for it.

The translator is a LibreTranslate server on a port of this machine; durable work runs as shipped.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from acceptance.people import INTEGRATOR, PAGE, begin, desk_token, write
from contract.model_server import ModelServer, model_server, silence, translating
from warmline.actions.translate import translate_waiting
from warmline.actions.workplace import Workplace
from warmline.connectors.model_line import translator_line
from warmline.conversation.message import ConversationId
from warmline.llm.translating import CheckedTranslator, LibreEngine
from warmline.reading.language import LanguageFinder

SPANISH = "Hola, no tengo luz desde las 12 y quiero hablar con una persona, por favor."
ENGLISH = "Hello, I have had no power since 12 and I want to talk to a person, please."
REPLY = "I'll look into it and write to you by 17:00 today."
RESPUESTA = "Lo voy a mirar y le escribo hoy antes de las 17:00."
BOOK = {SPANISH: ENGLISH, REPLY: RESPUESTA}
SOON = 0.1
"""Seconds in which a message must be stored whatever a translator does: the bar of issue 5."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A translator with a small book."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with model_server(translating(lambda q: BOOK.get(q, q))) as running:
        yield running


@pytest.fixture
def house(house: Workplace, server: ModelServer, languages: LanguageFinder) -> Iterator[Workplace]:
    """The house of the tests with this translator."""
    line = translator_line(server.url, "/translate", token="", limit=timedelta(seconds=2))
    blind: Callable[..., Any] = lambda texts: np.zeros((len(texts), 0), np.float32)  # noqa: E731
    yield replace(house, translator=CheckedTranslator(LibreEngine(line), languages.find, blind))
    line.close()


@pytest.fixture
def opened(client: TestClient, agent: Callable[[str], TestClient], house: Workplace) -> Any:
    """Ana, who has taken the conversation of a contact who writes Spanish, and its id."""
    begin(client)
    assert write(client, SPANISH, client_id="client-0001").status_code == 200
    client.post("/chat/main/person", json={}, headers=PAGE)
    ana = agent("ana")
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
    path = f"/desk/c/{conversation.id}"
    assert ana.post(f"{path}/accept", headers=desk_token(ana)).status_code == 200
    return ana, conversation.id


def said(ana: TestClient, id: ConversationId, text: str) -> dict[str, Any]:
    """What the contact would read."""
    answer = ana.post(f"/desk/c/{id}/translation", json={"text": text}, headers=desk_token(ana))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_the_agent_sees_the_original_with_its_translation_beneath(
    opened: Any, house: Workplace
) -> None:
    """Marked as a program's, and made once."""
    ana, id = opened
    assert 1 == translate_waiting(house, conversation_id=id)
    assert 0 == translate_waiting(house, conversation_id=id)
    page = ana.get(f"/desk/c/{id}").text
    assert SPANISH in page
    assert f'<p class="words" lang="en">{ENGLISH}</p>' in page
    assert "Translated by a program" in page


def test_a_reply_goes_out_as_it_was_seen_and_both_are_kept(opened: Any, client: TestClient) -> None:
    """The contact reads Spanish and can see the original; the promise is found in the original."""
    ana, id = opened
    seen = said(ana, id, REPLY)
    assert (RESPUESTA, "es") == (seen["text"], seen["language"])
    assert "Spanish reads, translated by a program:" == seen["told"]
    body = {"text": REPLY, "translation": {"text": seen["text"], "language": "es"}}
    answer = ana.post(f"/desk/c/{id}/reply", json=body, headers=desk_token(ana))
    assert {"ok": True, "promises": 1} == {k: answer.json()[k] for k in ("ok", "promises")}
    message = client.get("/chat/main/messages").json()["messages"][-1]
    assert (REPLY, RESPUESTA, "es") == (
        message["text"], message["translation"], message["language"],
    )  # fmt: skip
    told = client.get(f"/api/v1/conversations/{id}", headers=INTEGRATOR).json()["messages"][-1]
    assert (REPLY, RESPUESTA, "es") == (
        told["text"], told["translation"], told["translation_language"],
    )  # fmt: skip
    page = ana.get(f"/desk/c/{id}").text
    assert REPLY.replace("'", "&#39;") in page
    assert RESPUESTA in page


def test_translations_made_for_the_agent_are_not_shown_to_the_contact(
    opened: Any, client: TestClient, house: Workplace
) -> None:
    """Their own words stay as they wrote them."""
    _, id = opened
    translate_waiting(house, conversation_id=id)
    messages = client.get("/chat/main/messages").json()["messages"]
    assert not [one for one in messages if one["translation"]]


def test_a_translator_that_fails_leaves_the_original_with_a_plain_word(
    opened: Any, house: Workplace, server: ModelServer
) -> None:
    """On both ways; and it is tried again when something happens next."""
    ana, id = opened
    good, server.replies = server.replies, [lambda _: (500, b"")]
    assert 0 == translate_waiting(house, conversation_id=id)
    page = ana.get(f"/desk/c/{id}").text
    assert SPANISH in page
    assert "No translation now; this is the original." in page
    seen = said(ana, id, REPLY)
    assert (None, "es") == (seen["text"], seen["language"])
    assert seen["told"].startswith("No translation now.")
    answer = ana.post(f"/desk/c/{id}/reply", json={"text": REPLY}, headers=desk_token(ana))
    assert answer.json()["ok"]
    server.replies = good
    assert 1 == translate_waiting(house, conversation_id=id)
    assert ENGLISH in ana.get(f"/desk/c/{id}").text


def test_a_phrase_in_the_contacts_language_needs_no_translation(
    opened: Any, server: ModelServer
) -> None:
    """Phrases come in both languages; one that is put in is not translated once more."""
    ana, id = opened
    phrases = ana.get(f"/desk/c/{id}/phrases").json()["phrases"]
    chosen = next(one for one in phrases if one["own"] == "Thank you for your patience.")
    assert "Gracias por su paciencia." == chosen["theirs"]
    before = len(server.asked)
    assert (None, None) == (lambda seen: (seen["text"], seen["language"]))(
        said(ana, id, chosen["theirs"])
    )
    assert before == len(server.asked)


def test_only_who_has_the_word_may_ask(
    opened: Any, agent: Callable[[str], TestClient], client: TestClient
) -> None:
    """A colleague, a stranger, and a page without its token get nothing."""
    ana, id = opened
    li = agent("li")
    body = {"text": REPLY}
    assert 409 == li.post(
        f"/desk/c/{id}/translation", json=body, headers=desk_token(li)
    ).status_code  # fmt: skip
    assert 409 == li.get(f"/desk/c/{id}/phrases").status_code
    assert 403 == ana.post(f"/desk/c/{id}/translation", json=body, headers=PAGE).status_code
    assert 403 == client.post(f"/desk/c/{id}/in-short", json=body, headers=PAGE).status_code


def test_a_silent_translator_delays_no_message(
    opened: Any, client: TestClient, server: ModelServer
) -> None:
    """A message is stored and at the desk before anybody asks for a translation."""
    ana, id = opened
    server.replies = [silence]
    write(client, "¿Sigue ahí?", client_id="client-0002")  # warm
    begun = monotonic()
    assert write(client, "Sigo sin luz, ¿cuánto falta?", client_id="client-0003").status_code == 200
    assert monotonic() - begun < 20 * SOON  # on a machine that does much else
    assert "Sigo sin luz" in ana.get(f"/desk/c/{id}").text
    assert not [asked for asked in server.asked if "Sigo" in asked["q"]]
