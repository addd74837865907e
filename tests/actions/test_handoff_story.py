"""One conversation from the first message to the kept promise, deed by deed."""

from datetime import timedelta

import pytest

from warmline.actions.follow_up import grow_late, keep, remind
from warmline.actions.hand_off import (
    accept,
    ask_for_person,
    decline,
    give_back,
    time_out_offer,
    wrap_up,
)
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.contacts.promise import PromiseState
from warmline.conversation.conversation import Conversation, InboxId, Priority, Speaker, Status
from warmline.conversation.message import AgentId, Author, Message
from warmline.errors import FieldInvalid, HandoffForbidden, NotFound, NotSpeaker, TextTooLong
from warmline.handoff.handoff import HandoffState
from warmline.moments.decision import Step
from warmline.testing import FixedClock

ANA = AgentId("ana")
LI = AgentId("li")


def begun(work: Workplace, language: str = "en") -> Conversation:
    """A conversation that has just been greeted."""
    return start_conversation(work, inbox_id=InboxId("main"), language=language)


def messages(work: Workplace, conversation: Conversation) -> list[Message]:
    """All that was said."""
    with work.store.view() as tx:
        return tx.messages.of(conversation.id)


def stored(work: Workplace, conversation: Conversation) -> Conversation:
    """The conversation as it stands."""
    with work.store.view() as tx:
        return tx.conversations.get(conversation.id)


def test_the_assistant_says_at_first_that_it_is_a_program(work: Workplace) -> None:
    """Article 50 of the AI Act, and common courtesy."""
    first = messages(work, begun(work))[0]
    assert first.author is Author.ASSISTANT
    assert "program" in first.text
    assert "程序" in messages(work, begun(work, "zh"))[0].text


def test_a_routine_question_is_answered_with_its_source(work: Workplace) -> None:
    """The answer is the firm's own words, and names where they stand."""
    conversation = begun(work)
    received = receive(work, conversation_id=conversation.id, text="How do I report a power cut?")
    assert received.decision is not None
    assert received.decision.step.rank <= Step.SOFTEN.rank
    assert received.handoff is None
    assert "street and house number" in received.replies[0].text
    assert received.replies[0].source == "power/outage"
    assert stored(work, conversation).waiting_since is None


def test_the_same_message_twice_is_one_message(work: Workplace) -> None:
    """A retry after a lost connection has no second effect, and the same outcome."""
    conversation = begun(work)
    one = receive(work, conversation_id=conversation.id, text="I want a person", client_id="c1")
    two = receive(work, conversation_id=conversation.id, text="I want a person", client_id="c1")
    assert one.message == two.message
    assert one.replies == two.replies
    assert one.decision == two.decision
    assert len(messages(work, conversation)) == 3


def test_asking_for_a_person_is_a_handoff_at_once(work: Workplace) -> None:
    """No question in between; somebody who speaks the language is asked."""
    conversation = begun(work, "zh")
    received = receive(work, conversation_id=conversation.id, text="我要转人工，已经说了三遍了")
    assert received.handoff is not None
    assert received.handoff.state is HandoffState.OFFERED
    assert received.handoff.agent_id == LI
    assert [message.author for message in received.replies] == [Author.SYSTEM]
    assert stored(work, conversation).speaker is Speaker.AGENT


def test_danger_comes_first_and_is_urgent(work: Workplace) -> None:
    """Safety words with the number of the country, then a person at top priority."""
    conversation = begun(work)
    received = receive(
        work,
        conversation_id=conversation.id,
        text="There is a strong smell of gas in the kitchen and I feel dizzy",
    )
    assert received.decision is not None
    assert received.decision.step is Step.EMERGENCY
    assert "112" in received.replies[0].text
    assert received.replies[0].notice == "safety.gas"
    assert received.handoff is not None
    assert received.handoff.priority is Priority.URGENT


def test_card_numbers_are_masked_before_they_are_stored(work: Workplace) -> None:
    """What nobody needs is not kept."""
    conversation = begun(work)
    received = receive(
        work, conversation_id=conversation.id, text="My card is 4111 1111 1111 1111, is it charged?"
    )
    assert "4111" not in messages(work, conversation)[1].text
    mask = received.message.masks[0]
    assert mask.kind == "card"
    assert received.message.text[mask.start : mask.end] == "[card]"


def test_two_agents_who_click_at_once_get_one_conversation(work: Workplace) -> None:
    """The second hears that it is taken."""
    conversation = begun(work)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    with pytest.raises(HandoffForbidden, match="accepted"):
        accept(work, handoff_id=handoff.id, agent_id=LI)
    assert stored(work, conversation).assignee_id == ANA


def test_the_assistant_is_silent_until_the_conversation_is_given_back(work: Workplace) -> None:
    """One speaker at any time; afterwards it speaks again, and the old ask does not return."""
    conversation = begun(work)
    receive(work, conversation_id=conversation.id, text="I want to talk to a human")
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    silent = receive(work, conversation_id=conversation.id, text="How do I report a power cut?")
    assert silent.replies == ()
    give_back(work, conversation_id=conversation.id, agent_id=ANA)
    spoken = receive(work, conversation_id=conversation.id, text="How do I report a power cut?")
    assert spoken.handoff is None
    assert {message.author for message in spoken.replies} == {Author.ASSISTANT}


def test_pressing_the_button_twice_changes_nothing(work: Workplace) -> None:
    """One handoff, one sentence."""
    conversation = begun(work)
    first = ask_for_person(work, conversation_id=conversation.id)
    again = ask_for_person(work, conversation_id=conversation.id)
    assert first.id == again.id
    assert len(messages(work, conversation)) == 2


def test_an_offer_that_nobody_answers_goes_to_the_next(work: Workplace) -> None:
    """The contact hears that the search goes on; at last there is a promise with a time."""
    conversation = begun(work)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    assert handoff.agent_id == ANA
    second = time_out_offer(work, handoff_id=handoff.id, offer_number=1)
    assert second is not None
    assert second.agent_id == LI
    assert messages(work, conversation)[-1].notice == "handoff.still-looking"
    assert time_out_offer(work, handoff_id=handoff.id, offer_number=1) is None
    last = decline(work, handoff_id=handoff.id, agent_id=LI)
    assert last.state is HandoffState.PROMISED
    with work.store.view() as tx:
        promise = tx.promises.owed()[0]
    assert promise.due_at == last.promised_for
    assert promise.what == messages(work, conversation)[-1].text


def test_a_promised_call_back_is_kept_by_the_first_reply(work: Workplace) -> None:
    """Whoever takes it owns the promise."""
    conversation = begun(work)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    decline(work, handoff_id=handoff.id, agent_id=ANA)
    decline(work, handoff_id=handoff.id, agent_id=LI)
    accept(work, handoff_id=handoff.id, agent_id=LI)
    reply(work, conversation_id=conversation.id, agent_id=LI, text="Hello, I am here.")
    with work.store.view() as tx:
        kept = tx.promises.of_contact(conversation.contact_id)[0]
    assert kept.state is PromiseState.KEPT
    assert kept.owner_id == LI


def test_a_reply_with_a_promise_is_remembered_until_it_is_kept(
    work: Workplace, clock: FixedClock
) -> None:
    """Found, reminded once, late once, kept once."""
    conversation = begun(work)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    sent = reply(
        work,
        conversation_id=conversation.id,
        agent_id=ANA,
        text="I'll call you today before 6 pm.",
        client_id="r1",
    )
    again = reply(
        work,
        conversation_id=conversation.id,
        agent_id=ANA,
        text="I'll call you today before 6 pm.",
        client_id="r1",
    )
    assert sent.message == again.message
    assert sent.promises == again.promises
    promise = sent.promises[0]
    assert promise.due_at == clock.now().replace(hour=18)
    assert promise.remind_at == clock.now().replace(hour=17, minute=30)
    assert remind(work, promise_id=promise.id) is not None
    assert remind(work, promise_id=promise.id) is None
    clock.pass_by(timedelta(hours=7))
    late = grow_late(work, promise_id=promise.id)
    assert late is not None
    assert grow_late(work, promise_id=promise.id) is None
    kept = keep(work, promise_id=promise.id)
    assert kept is not None
    assert kept.state is PromiseState.KEPT
    assert keep(work, promise_id=promise.id) is None


def test_after_the_wrap_up_the_next_message_opens_it_again(work: Workplace) -> None:
    """Resolved is not the end; the assistant may speak again."""
    conversation = begun(work)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    reply(work, conversation_id=conversation.id, agent_id=ANA, text="It is repaired.")
    wrap_up(work, conversation_id=conversation.id, agent_id=ANA, disposition="solved")
    assert stored(work, conversation).status is Status.RESOLVED
    received = receive(work, conversation_id=conversation.id, text="Can I pay in instalments?")
    assert received.replies[0].author is Author.ASSISTANT
    assert stored(work, conversation).status is Status.PENDING


def test_who_does_not_have_the_word_cannot_speak(work: Workplace) -> None:
    """A late click of a colleague is refused and changes nothing."""
    conversation = begun(work)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    before = messages(work, conversation)
    with pytest.raises(NotSpeaker):
        reply(work, conversation_id=conversation.id, agent_id=LI, text="Hello")
    with pytest.raises(NotSpeaker):
        wrap_up(work, conversation_id=conversation.id, agent_id=LI, disposition="solved")
    with pytest.raises(FieldInvalid, match="disposition"):
        wrap_up(work, conversation_id=conversation.id, agent_id=ANA, disposition="done")
    assert messages(work, conversation) == before


@pytest.mark.parametrize(
    ("text", "error"), [("", FieldInvalid), (" \n ", FieldInvalid), ("x" * 8001, TextTooLong)]
)
def test_what_cannot_be_a_message_is_refused(
    work: Workplace, text: str, error: type[Exception]
) -> None:
    """Nothing is stored."""
    conversation = begun(work)
    with pytest.raises(error):
        receive(work, conversation_id=conversation.id, text=text)
    assert len(messages(work, conversation)) == 1


def test_an_unknown_conversation_is_missing(work: Workplace) -> None:
    """The error names the id."""
    unknown = begun(work).id + "x"
    with pytest.raises(NotFound, match=unknown):
        receive(work, conversation_id=type(begun(work).id)(unknown), text="Hello")


def test_the_assistant_never_repeats_itself_and_then_brings_a_person(work: Workplace) -> None:
    """Each time it does not know it says so in other words; the third time a person comes."""
    conversation = begun(work)
    questions = ["Do you sell bicycles?", "And tents, for camping?", "What about sleeping bags?"]
    received = [receive(work, conversation_id=conversation.id, text=text) for text in questions]
    said = [one.replies[-1].text for one in received]
    assert len(set(said)) == len(said)
    assert received[-1].decision is not None
    steps = [one.decision.step.rank for one in received if one.decision]
    assert steps == sorted(steps)
    assert steps[-1] >= Step.OFFER_PERSON.rank


def test_a_card_number_is_not_kept_in_an_agents_words_but_our_phone_number_is(
    work: Workplace,
) -> None:
    """The firm's own number must reach the contact."""
    conversation = begun(work)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    text = "I see 4111 1111 1111 1111 was charged. Our line is +353 1 677 0000."
    sent = reply(work, conversation_id=conversation.id, agent_id=ANA, text=text)
    assert sent.message.text == "I see [card] was charged. Our line is +353 1 677 0000."
