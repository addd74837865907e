"""How the assistant's answer is said: with its place, plainly to the upset, and never twice."""

from dataclasses import replace

import pytest

from warmline.actions.answering import Manner, manner_of, speak_answer
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.assistant.answer import UNKNOWN, WHICH, Answer
from warmline.conversation.conversation import Conversation, InboxId, Speaker
from warmline.conversation.message import Message
from warmline.moments.decision import Decision, Reason, Step

LONG = "The first thing to know is this one here. " * 12
FEES = Answer(
    is_helpful=True, text=LONG, source="fees", title="Fees", section="What is it?", page=3
)
DEPOSIT = Answer(is_helpful=True, text="Four weeks later.", source="deposit", title="Deposit")
WHICH_ONE = Answer(
    is_helpful=False, notice=WHICH, choices=(FEES, DEPOSIT), labels=("Fees", "Deposit")
)
PLAINLY = Manner(Step.SOFTEN, is_plain=True)


def begun(work: Workplace, language: str = "en") -> Conversation:
    """A conversation that has just been greeted."""
    return start_conversation(work, inbox_id=InboxId("main"), language=language)


def spoken(
    work: Workplace, conversation: Conversation, answer: Answer, manner: Manner | None = None
) -> list[Message]:
    """What is said to an answer."""
    with work.store.transaction() as tx:
        current = tx.conversations.get(conversation.id)
        return speak_answer(work, tx, current, manner or Manner(), answer)


def test_a_citation_names_article_section_and_page(work: Workplace) -> None:
    """In the contact's language, so that anybody can look it up."""
    (english,) = spoken(work, begun(work), FEES)
    assert english.text.endswith("From our page: Fees · What is it? · page 3")
    (chinese,) = spoken(work, begun(work, "zh"), FEES)
    assert chinese.text.endswith("Fees · What is it? · 第3页")


def test_to_the_upset_it_is_short_and_a_person_is_offered_at_once(work: Workplace) -> None:
    """No pleasantries, the first sentences only, and the way to a person, once."""
    conversation = begun(work)
    answer, offer = spoken(work, conversation, FEES, PLAINLY)
    assert len(answer.text) < len(LONG)
    assert "assistant.plain-offer" == offer.notice
    (thanks,) = spoken(
        work, conversation, Answer(is_helpful=True, notice="assistant.thanks"), PLAINLY
    )
    assert "assistant.plain-noted" == thanks.notice


@pytest.mark.parametrize("step", [Step.SOFTEN, Step.OFFER_PERSON])
def test_the_upset_are_not_asked_back(work: Workplace, step: Step) -> None:
    """Both answers are given instead."""
    said = spoken(work, begun(work), WHICH_ONE, Manner(step, is_plain=True))
    assert ["fees", "deposit"] == [one.source for one in said[:2]]
    assert all(one.notice != WHICH for one in said)


def test_the_question_back_names_both_and_counts_as_no_help_yet(work: Workplace) -> None:
    """Two of them in a row would bring a person, like two useless answers."""
    (asked,) = spoken(work, begun(work), WHICH_ONE)
    assert "1. Fees\n2. Deposit" in asked.text
    assert not asked.is_helpful


def test_without_a_sentence_left_a_person_is_asked_in(work: Workplace) -> None:
    """Each way of not knowing is said once; then somebody who may know is found."""
    conversation = begun(work)
    unknown = Answer(is_helpful=False, notice=UNKNOWN)
    texts: list[str] = []
    for _ in range(4):
        (message,) = spoken(work, conversation, unknown)
        texts.append(message.text)
    assert 4 == len(set(texts))
    told = spoken(work, conversation, unknown)
    assert "handoff.requested.friction" == told[0].notice
    with work.store.view() as tx:
        assert tx.conversations.get(conversation.id).speaker is Speaker.AGENT


def test_the_third_thanks_in_a_row_needs_no_words(work: Workplace) -> None:
    """Nobody is left waiting by it either."""
    conversation = begun(work)
    thanks = Answer(is_helpful=True, notice="assistant.thanks")
    assert [1, 1, 0] == [len(spoken(work, conversation, thanks)) for _ in range(3)]


def test_a_yes_to_the_offer_brings_a_person(work: Workplace) -> None:
    """As the button does."""
    conversation = begun(work)
    spoken(work, conversation, Answer(is_helpful=False, notice=UNKNOWN))
    spoken(work, conversation, Answer(is_helpful=False, notice=UNKNOWN))
    received = receive(work, conversation_id=conversation.id, text="Yes, please")
    assert received.handoff is not None


def test_feelings_make_it_plain_and_friction_alone_does_not() -> None:
    """Whoever only goes in circles gets the whole answer with the offer."""
    for code, is_plain in (("feeling.angry-at-entry", True), ("friction.useless-answers", False)):
        reason = Reason(code=code, step=Step.OFFER_PERSON, weight=1.0)
        decision = Decision(step=Step.OFFER_PERSON, reasons=(reason,), policy_version="1")
        assert is_plain is manner_of(decision).is_plain
    assert manner_of(replace(decision, step=Step.SOFTEN)).is_plain
