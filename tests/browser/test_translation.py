"""A reply in another language: its translation is seen before it goes, and the original stays."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.people import Served
from contract.model_server import model_server, translating
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.translate import translate_waiting
from warmline.actions.workplace import Workplace
from warmline.connectors.model_line import translator_line
from warmline.conversation.conversation import InboxId
from warmline.llm.translating import CheckedTranslator, LibreEngine
from warmline.reading.language import LanguageFinder

pytestmark = pytest.mark.browser

SPANISH = "Hola, no tengo luz desde las 12 y quiero hablar con una persona, por favor."
BOOK = {
    SPANISH: "Hello, I have had no power since 12 and I want to talk to a person, please.",
    "I'm looking into it now.": "Lo estoy mirando ahora mismo.",
    "I'm looking into it today.": "Lo voy a mirar hoy mismo, sin falta.",
}


@pytest.fixture
def open_house(
    open_house: Workplace, monkeypatch: pytest.MonkeyPatch, languages: LanguageFinder
) -> Iterator[Workplace]:
    """The house with a translator."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def blind(texts: Any) -> Any:
        return np.zeros((len(texts), 0), np.float32)

    with model_server(translating(lambda q: BOOK.get(q, q))) as server:
        line = translator_line(server.url, "/translate", token="", limit=timedelta(seconds=5))
        translator = CheckedTranslator(LibreEngine(line), languages.find, blind)
        yield replace(open_house, translator=translator)
        line.close()


def test_a_translation_is_seen_before_it_goes_out(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """By keys alone: a phrase of the book, then words of one's own; no violation on the way."""
    desk = desk_of("ana")
    conversation = start_conversation(served.work, inbox_id=InboxId("main"))
    receive(served.work, conversation_id=conversation.id, text=SPANISH)
    desk.locator(f"[data-open='{conversation.id}']").click()
    desk.get_by_role("button", name="Accept").click()
    words, outgoing = desk.locator("#reply-words"), desk.locator("#outgoing-words")
    expect(words).to_be_visible()
    translate_waiting(served.work, conversation_id=conversation.id)
    expect(desk.locator("#log .translation")).to_contain_text("no power since 12")
    desk.keyboard.press("Escape")
    desk.keyboard.press("l")
    expect(desk.locator("#palette-list li")).to_have_count(20)
    desk.keyboard.type("two minutes")
    desk.keyboard.press("Enter")
    expect(words).to_have_value("Estoy leyendo lo que ha escrito. Deme dos minutos, por favor.")
    expect(desk.locator("#outgoing-told")).to_have_text("No translation is needed.")
    words.fill("I'm looking into it now.")
    expect(outgoing).to_have_text("Lo estoy mirando ahora mismo.")
    assert [] == Axe().run(desk).response["violations"]
    # Changed and sent at once: the first press shows what would go out.
    words.fill("I'm looking into it today.")
    words.press("Control+Enter")
    expect(outgoing).to_have_text("Lo voy a mirar hoy mismo, sin falta.")
    expect(desk.locator("#outgoing-told")).to_contain_text("send again")
    expect(desk.locator(".turn.by-agent")).to_have_count(0)
    words.press("Control+Enter")
    expect(desk.locator(".turn.by-agent")).to_have_count(1)
    expect(desk.locator(".turn.by-agent .translation")).to_contain_text("sin falta")
