"""A language model words answers to calm questions alone; whoever is in need waits for no word."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from contract.model_server import ModelServer, model_server, saying
from warmline.actions.receive import Received, receive
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.bootstrap import open_model
from warmline.config import Settings
from warmline.connectors.model_line import model_line
from warmline.conversation.conversation import InboxId
from warmline.llm.chat import ChatModel
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import FloorReader

pytestmark = pytest.mark.model

CALM = "How do I report a power cut?"
PASSAGE = "Write your street and house number here, or call 1800 000 100 at any hour."
WORDED = "Call 1800 000 100 at any hour, or write your street and house number here."
UNCALM = (
    "There are sparks from the socket, how do I report a power cut?",
    "I want to talk to a person. How do I report a power cut?",
    "How do I report a power cut? I'm furious, nobody helps me and I am at the end of my rope.",
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A model that words the article well; a test may say otherwise."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with model_server(saying(WORDED)) as running:
        yield running


@pytest.fixture
def wording(work: Workplace, server: ModelServer, languages: LanguageFinder) -> Iterator[Workplace]:
    """A house that lets the model word answers."""
    line = model_line(f"{server.url}/v1", token="", limit=timedelta(seconds=60))
    model = ChatModel(line, model="tiny")
    reader = FloorReader(open_model(Settings()), languages)
    yield replace(work, reader=reader, writer=model, words_answers=True)
    model.close()


def asked(work: Workplace, text: str) -> Received:
    """A contact's first message."""
    conversation = start_conversation(work, inbox_id=InboxId("main"), language="en")
    return receive(work, conversation_id=conversation.id, text=text)


def test_a_calm_question_is_answered_in_the_models_words(wording: Workplace) -> None:
    """All of them the article's, with its source beneath."""
    (reply,) = asked(wording, CALM).replies
    assert reply.text.startswith(WORDED)
    assert "power/outage" == reply.source


@pytest.mark.parametrize("text", UNCALM)
def test_a_model_is_never_asked_about_danger_distress_or_a_person(
    wording: Workplace, server: ModelServer, text: str
) -> None:
    """Nobody in need waits for a wording."""
    asked(wording, text)
    assert [] == server.asked


@pytest.mark.parametrize("answer", ["Call 0900 1.", "Your power is back.", ""])
def test_the_articles_own_words_stand_where_the_model_errs(
    wording: Workplace, server: ModelServer, answer: str
) -> None:
    """Wrong, unfounded or nothing."""
    server.replies = [saying(answer)]
    (reply,) = asked(wording, CALM).replies
    assert reply.text.startswith(PASSAGE)


def test_answers_are_not_worded_unless_the_house_wants_it(
    wording: Workplace, server: ModelServer
) -> None:
    """A model for briefs and drafts alone is the default."""
    (reply,) = asked(replace(wording, words_answers=False), CALM).replies
    assert reply.text.startswith(PASSAGE)
    assert [] == server.asked
