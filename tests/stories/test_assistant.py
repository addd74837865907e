"""
Conversations with the assistant, written as data: what is said, and what is heard.

Each line of tests/stories/assistant/<language>.jsonl is one conversation; a turn says something and
names what must be heard, in order: the article of an answer, the key of a sentence, or 'handoff'.
The articles stand beside them, two of each pair near each other on purpose.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.assistant.assistant import ArticleAssistant
from warmline.assistant.variation import PLAIN_OFFER
from warmline.bootstrap import open_reader
from warmline.config import Settings
from warmline.connectors.articles import read_articles
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import Author, Message
from warmline.ports import Reader
from warmline.testing import FixedClock

FOLDER = Path(__file__).parent / "assistant"
LANGUAGES = ("en", "zh", "es", "de")


def stories() -> Iterator[Any]:
    """All stories, each by its id."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            story = json.loads(line)
            yield pytest.param(story, id=story["id"])


def shown(message: Message) -> str:
    """What a story calls it; who is found for a handoff is told elsewhere."""
    name = message.source or message.notice or ""
    return "handoff" if name.startswith("handoff.") else name


@pytest.fixture(scope="module")
def reader() -> Reader:
    """The reader as it ships."""
    return open_reader(Settings())


@pytest.fixture(scope="module")
def assistant(reader: Reader) -> ArticleAssistant:
    """It knows the articles of the stories, Markdown and HTML."""
    return ArticleAssistant(read_articles(FOLDER / "articles").passages, reader)


@pytest.mark.model
@pytest.mark.parametrize("story", list(stories()))
def test_the_assistant_says_what_the_story_says(
    work: Workplace,
    clock: FixedClock,
    reader: Reader,
    assistant: ArticleAssistant,
    story: dict[str, Any],
) -> None:
    """Turn by turn; and it never says the same words twice."""
    house = replace(work.house, languages=LANGUAGES)
    wired = replace(work, house=house, reader=reader, assistant=assistant)
    conversation = start_conversation(wired, inbox_id=InboxId("main"), language=story["language"])
    spoken: list[str] = []
    for turn in story["turns"]:
        clock.pass_by(timedelta(minutes=1))
        received = receive(wired, conversation_id=conversation.id, text=turn["say"])
        heard = [shown(one) for one in received.replies]
        # How soon it is softened is the moment's business, and its weights may change.
        assert turn["hear"] == [one for one in heard if one != PLAIN_OFFER], turn["say"]
        spoken += [one.text for one in received.replies if one.author is Author.ASSISTANT]
    assert len(set(spoken)) == len(spoken)


def test_every_language_has_its_stories() -> None:
    """Greeting, thanks, the question back and repair are heard in each of the four."""
    for language in LANGUAGES:
        lines = (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8")
        for key in ("greeting", "thanks", "which", "repair"):
            assert f"assistant.{key}" in lines, (language, key)
