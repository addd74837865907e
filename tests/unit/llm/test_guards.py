"""
What an honest model words well may stay; what stands on nothing is dropped, sentence by sentence.

Injections have stories of their own in tests/stories.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from warmline.assistant.answer import Answer
from warmline.bootstrap import open_model
from warmline.coaching.drafting import Draft
from warmline.coaching.exchange import ContextTurn
from warmline.config import Settings
from warmline.contacts.promises import FoundPromise, find_promises
from warmline.conversation.message import Author, MessageId
from warmline.handoff.brief import Brief, Mood, Statement
from warmline.handoff.need import Need
from warmline.llm.answer_words import checked_answer
from warmline.llm.brief_words import word_brief
from warmline.llm.draft_words import DraftTask, guarded
from warmline.llm.support import Vectors, check
from warmline.reading.cover import CoveredText

pytestmark = pytest.mark.model

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SOURCES = (
    "My power has been out since noon and my mother is on oxygen.",
    "tried, in their words: I restarted the meter twice",
    "Prefers to be written to, not called.",
    "A call back today before 18:00.",
)


def vectorize(texts: Sequence[str]) -> Vectors:
    """By the shipped model."""
    return open_model(Settings()).vectors(texts)


def blind(texts: Sequence[str]) -> Vectors:
    """By none."""
    return np.zeros((len(texts), 0), np.float32)


class Saying:
    """A model that says what it was told to, and keeps what it was shown."""

    def __init__(self, words: str) -> None:
        """Take the words."""
        self.words = words
        self.shown: list[str] = []

    def word(self, instructions: str, material: CoveredText, *, most_tokens: int) -> str:
        """Say them."""
        del instructions, most_tokens
        self.shown.append(material)
        return self.words


def a_brief(**changes: object) -> Brief:
    """A brief with four lines."""
    parts: dict[str, object] = {
        "who": "Tom",
        "language": "en",
        "need": Need(text=SOURCES[0], message_id=MessageId("m1"), start=0, end=len(SOURCES[0])),
        "mood": Mood(word="upset", turn="steady", text="upset", message_id=MessageId("m1")),
        "first": "",
        "tried": (Statement(text=SOURCES[1], source_id="m2"),),
        "facts": (Statement(text=SOURCES[2], source_id="f1", source="fact"),),
    }
    return Brief(**(parts | changes))  # type: ignore[arg-type]


HONEST = {
    "The power has been out since noon.": True,
    "Their mother is on oxygen.": True,
    "They have restarted the meter twice.": True,
    "They prefer to be written to and not called.": True,
    "A call back is due today before 6 pm.": True,
    "They want to be called.": False,
    "A call back is due today before 8 pm.": False,
    "A call back is due tomorrow before 18:00.": False,
    "The power has not been out.": False,
    "Marek restarted the meter twice.": False,
    "A refund was promised.": False,
    "They are angry about an invoice.": False,
    "We have restored the power.": False,
}


def test_each_sentence_is_kept_for_its_support_alone() -> None:
    """Paraphrases stay; another figure, day, name, denial, promise or deed does not."""
    verdicts = {one: check(one, SOURCES, vectorize) for one in HONEST}
    kept = {one: bool(verdict and verdict.kept) for one, verdict in verdicts.items()}
    assert HONEST == kept


def test_where_meaning_cannot_be_compared_nothing_is_supported() -> None:
    """Without vectors the check has not run, so the plain words stand."""
    assert check("The power is out.", SOURCES, blind) is None
    model = Saying("The power has been out since noon.")
    assert () == word_brief(a_brief(), model, blind, language="en", names=())


def test_a_brief_keeps_what_stands_on_it_with_its_source() -> None:
    """Every sentence names the line that it stands on; the contact's name never left."""
    model = Saying(
        "The power has been out since noon. They are rich. They restarted the meter twice."
    )
    lines = word_brief(a_brief(), model, vectorize, language="en", names=("Tom",))
    assert [("m1", "message"), ("m2", "message")] == [(one.source_id, one.source) for one in lines]
    assert not [shown for shown in model.shown if "Tom" in shown]


@pytest.mark.parametrize(
    "brief",
    [
        a_brief(mood=Mood(word="in-danger", turn="rising", text="-", message_id=MessageId("m1"))),
        a_brief(language="es"),
        a_brief(mood=None, tried=(), facts=()),
    ],
    ids=["danger", "another language", "one line"],
)
def test_a_model_is_not_asked_where_it_has_no_business(brief: Brief) -> None:
    """In danger, across languages, and where there is nothing to sum up."""
    model = Saying("Anything.")
    assert () == word_brief(brief, model, vectorize, language="en", names=())
    assert [] == model.shown


def promises_in(text: str) -> list[FoundPromise]:
    """As the desk finds them before sending."""
    return find_promises(text, sent_at=NOON, language="en")


def a_task(**changes: object) -> DraftTask:
    """A draft with an article and one promise of the house."""
    parts: dict[str, object] = {
        "plain": Draft(text="Plain.", parts=("suggest",)),
        "passage": "Yes, in up to six monthly instalments, without interest.",
        "phrases": ("I'll look into it myself and write to you today before 14:00.",),
        "turns": (
            ContextTurn(author=Author.CONTACT, text="I lost my job, can I pay in instalments?"),
        ),
        "written": "",
        "language": "en",
        "names": ("Ana",),
        "owed": frozenset(),
    }
    return DraftTask(**(parts | changes))  # type: ignore[arg-type]


def test_a_draft_keeps_the_firms_words_and_what_gives_the_contact_back() -> None:
    """An honest model's draft stays whole."""
    worded = (
        "You wrote that you lost your job. You can pay in up to six monthly instalments, without "
        "interest. I'll look into it myself and write to you today before 14:00."
    )
    drafted = guarded(worded, a_task(), vectorize, promises_in)
    assert (worded, True, ()) == (drafted.text, drafted.is_worded, drafted.dropped)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("I'll call you tomorrow at 10:00.", "promise"),
        ("I'll write to you soon.", "promise"),
        ("I have set up six monthly instalments.", "deed"),
        ("I've approved six monthly instalments without interest.", "deed"),
        ("You can pay in up to twelve monthly instalments.", "figure"),
        ("Pay in monthly instalments at pay.evil.example.", "link"),
        ("Marek offers six monthly instalments without interest.", "name"),
        ("You cannot pay in monthly instalments.", "denial"),
    ],
)
def test_a_draft_loses_what_nobody_may_say_for_the_firm(sentence: str, why: str) -> None:
    """Alone it is dropped and the plain draft stands, with the reason beside it."""
    drafted = guarded(sentence, a_task(), vectorize, promises_in)
    assert ("Plain.", False) == (drafted.text, drafted.is_worded)
    assert (why,) == drafted.dropped


def test_a_promise_on_record_may_be_drafted() -> None:
    """What is owed already is no new promise."""
    said = "I'll write to you today before 16:00."
    task = a_task(phrases=(said,), owed=frozenset({NOON + timedelta(hours=4)}))
    assert said == guarded(said, task, vectorize, promises_in).text


def test_an_answer_is_worded_whole_or_not_at_all() -> None:
    """All figures, all warnings, no word beside the passage."""
    passage = "You can pay in up to six monthly instalments. Do not pay twice in a month."
    answer = Answer(is_helpful=True, text=passage, source="billing/instalments", title="Paying")
    good = "Do not pay twice in a month. You can pay in up to six instalments."
    assert good == checked_answer(answer, good, vectorize).text
    for bad in (
        "You can pay in up to six instalments.",
        "You can pay in up to six monthly instalments. Pay twice in a month.",
        f"{good} Have a lovely weekend.",
        f"{good} We will call you.",
    ):
        assert passage == checked_answer(answer, bad, vectorize).text
