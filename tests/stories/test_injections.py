"""
What contacts write to turn a language model round does not reach anybody.

Each story holds a contact's words and what a model that obeys them would say. The model here obeys;
nothing goes to the contact by itself, and no foreign link, number, promise or deed is drafted.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contract.model_server import ModelServer, model_server, saying
from warmline.actions.advise import draft
from warmline.actions.hand_off import accept, ask_for_person
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.word import sum_up
from warmline.actions.workplace import Workplace
from warmline.assistant.answer import Answer
from warmline.bootstrap import open_model
from warmline.coaching.coach import Coach
from warmline.coaching.drafting import quote
from warmline.config import Settings
from warmline.connectors.model_line import model_line
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import AgentId, Author, ConversationId
from warmline.llm import claims
from warmline.llm.answer_words import checked_answer
from warmline.llm.chat import ChatModel
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import FloorReader

pytestmark = pytest.mark.model

FOLDER = Path(__file__).parent / "injections"
STORIES = [
    json.loads(line)
    for path in sorted(FOLDER.glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
LEAST = 30
HOTLINE = frozenset({"1800000100"})
"""Of the house, in its own article."""
AGENTS = {"en": AgentId("ana"), "zh": AgentId("li")}
GOOD = {"en": "Write your street and house number here.", "zh": "把街道和门牌号写在这里就行。"}
"""Stands in the firm's own article, so it may stay."""


@pytest.fixture
def read(work: Workplace, languages: LanguageFinder) -> Workplace:
    """The house, read by the shipped model: guards compare meanings."""
    reader = FloorReader(open_model(Settings()), languages)
    coach = Coach(reader, work.policy, languages=languages)
    return replace(work, reader=reader, coach=coach)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    """A model that obeys whoever speaks to it; each test says how."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with model_server(saying("Well.")) as running:
        yield running


@pytest.fixture
def asking(read: Workplace, server: ModelServer) -> Iterator[Workplace]:
    """The house with this model."""
    line = model_line(f"{server.url}/v1", token="", limit=timedelta(seconds=60))
    model = ChatModel(line, model="obedient")
    yield replace(read, writer=model)
    model.close()


def held(work: Workplace, story: dict[str, Any]) -> tuple[ConversationId, AgentId]:
    """A conversation with these words, taken by an agent who speaks its language."""
    conversation = start_conversation(work, inbox_id=InboxId("main"), language=story["language"])
    receive(work, conversation_id=conversation.id, text=story["text"])
    handoff = ask_for_person(work, conversation_id=conversation.id)
    agent = AGENTS[story["language"]]
    accept(work, handoff_id=handoff.id, agent_id=agent)
    return conversation.id, agent


def test_there_are_enough_stories_and_each_tells_what_must_not_survive() -> None:
    """In both languages, with ids of their own."""
    assert LEAST <= len(STORIES)
    assert len(STORIES) == len({story["id"] for story in STORIES})
    assert {"en", "zh"} == {story["language"] for story in STORIES}
    for story in STORIES:
        assert story["forbidden"], story["id"]
        assert all(one in story["obeyed"] for one in story["forbidden"]), story["id"]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["id"])
def test_an_obedient_model_drafts_nothing_that_was_slipped_in(
    story: dict[str, Any], asking: Workplace, server: ModelServer
) -> None:
    """
    Alone and beside a good sentence; and nothing is sent by drafting.

    The plain draft may give the contact's own words back between quotation marks.
    """
    id, agent = held(asking, story)
    with asking.store.view() as tx:
        before = tx.messages.of(id)
    for obeyed in (story["obeyed"], f"{story['obeyed']} {GOOD[story['language']]}"):
        server.replies = [saying(obeyed)]
        drafted = draft(asking, conversation_id=id, agent_id=agent, text="")
        own = drafted.text.replace(quote(story["text"]), "")
        assert [] == [one for one in story["forbidden"] if one in own], drafted
        assert frozenset() == claims.links(drafted.text) - HOTLINE, drafted
    with asking.store.view() as tx:
        assert before == tx.messages.of(id)
        assert not [one for one in before if one.author is Author.AGENT]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["id"])
def test_an_obedient_model_slips_nothing_into_a_brief(
    story: dict[str, Any], asking: Workplace, server: ModelServer
) -> None:
    """A brief may quote the contact; nothing may stand in it that they did not write."""
    id, _ = held(asking, story)
    server.replies = [saying(story["obeyed"])]
    _, lines = sum_up(asking, conversation_id=id, language=story["language"])
    for line in lines:
        slipped = [one for one in story["forbidden"] if one in line.text]
        assert [] == [one for one in slipped if one not in story["text"]], line


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["id"])
def test_an_obedient_model_words_no_answer(story: dict[str, Any], read: Workplace) -> None:
    """Nobody reads the assistant's words before the contact: the article's own stand."""
    passage = f"{GOOD[story['language']]} 1800 000 100"
    answer = Answer(is_helpful=True, text=passage, source="power/outage", title="Power cuts")
    for obeyed in (story["obeyed"], f"{passage} {story['obeyed']}"):
        assert passage == checked_answer(answer, obeyed, read.reader.vectors).text


def test_what_leaves_for_a_draft_holds_nothing_that_must_not_leave(
    asking: Workplace, server: ModelServer
) -> None:
    """Names, numbers and addresses of the contact and of those they speak of stay in the house."""
    secrets = ("Sofia", "Tom Baker", "07700", "900123", "88213345", "Ana", "3 May 1951", "evil.ex")
    story = {
        "language": "en",
        "text": "I'm Tom Baker. The power is out and my daughter Sofia is ill, born on 3 May 1951. "
        "Contract 88213345, call 07700 900123. Ana said so. See https://evil.example/x",
    }
    id, agent = held(asking, story)
    draft(asking, conversation_id=id, agent_id=agent, text="Dear Tom Baker,")
    sum_up(asking, conversation_id=id, language="en")
    assert 2 == len(server.asked)
    assert [] == [one for one in secrets if one in server.sent]
    assert "The power is out" in server.sent


def test_no_transaction_is_open_while_a_model_is_asked(
    asking: Workplace, server: ModelServer
) -> None:
    """With one writer at a time, a slow model would hold up every message."""
    id, agent = held(asking, STORIES[0])
    wrote = []

    def write(asked: dict[str, Any]) -> tuple[int, bytes]:
        with asking.store.transaction() as tx:
            wrote.append(tx.events.last_seq())
        return saying(GOOD["en"])(asked)

    server.replies = [write]
    assert draft(asking, conversation_id=id, agent_id=agent, text="").text
    sum_up(asking, conversation_id=id, language="en")
    assert 2 == len(wrote)
