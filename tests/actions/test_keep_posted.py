"""A contact hears how a promise stands: once, truly, after its owner, and never in danger."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from warmline.actions.follow_up import grow_late, keep, release, remind
from warmline.actions.forget import erase_contact
from warmline.actions.hand_off import accept, ask_for_person, decline, wrap_up
from warmline.actions.keep_posted import LOOKED_AGAIN_AFTER, tell_late, tell_progress
from warmline.actions.receive import receive
from warmline.actions.reply import Confirmed, Replied, Seen, reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.contacts.fact import Fact, FactState
from warmline.contacts.promise import LATE_TOLD_AFTER, Promise, PromiseState
from warmline.conversation.conversation import Conversation, InboxId
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, Author, Message
from warmline.jobs.workflow import for_promise
from warmline.ports import Transaction
from warmline.testing import NOON, FixedClock

ANA, LI = AgentId("ana"), AgentId("li")
BY_SIX = "I'll call you today before 6 pm."
NEAR, AT, AFTER = NOON.replace(hour=17, minute=45), NOON.replace(hour=18), NOON.replace(hour=19)


def promised(work: Workplace, text: str = BY_SIX, language: str = "en") -> Promise:
    """Ana's promise at noon, due at six."""
    conversation = start_conversation(work, inbox_id=InboxId("main"), language=language)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    return say(work, conversation, text).promises[0]


def say(work: Workplace, conversation: Conversation, text: str) -> Replied:
    """Ana writes."""
    return reply(work, conversation_id=conversation.id, agent_id=ANA, text=text)


def stored(work: Workplace, promise: Promise) -> Promise:
    """As it stands."""
    with work.store.view() as tx:
        return tx.promises.get(promise.id)


def told(work: Workplace, promise: Promise) -> list[Message]:
    """What the contact heard of promises."""
    with work.store.view() as tx:
        messages = tx.messages.of(promise.conversation_id)
    return [one for one in messages if (one.notice or "").startswith("promise.")]


def events(work: Workplace, name: str) -> list[Event]:
    """What happened of one kind."""
    with work.store.view() as tx:
        return [one for one in tx.events.after(0, 1000) if one.name == name]


def late(work: Workplace, clock: FixedClock, promise: Promise) -> Promise:
    """Its time has passed unkept."""
    clock.set(AT)
    grow_late(work, promise_id=promise.id)
    clock.set(AT + LATE_TOLD_AFTER)
    return stored(work, promise)


def test_before_its_time_the_contact_hears_that_it_is_open(
    work: Workplace, clock: FixedClock
) -> None:
    """Half-way between the owner's reminder and the time, the owner first, once."""
    promise = promised(work)
    assert NEAR == promise.progress_at
    assert "tell_progress" in [one.duty for one in for_promise(promise)]
    clock.set(NEAR)
    message = tell_progress(work, promise_id=promise.id)
    assert message is not None
    assert message.author is Author.SYSTEM
    assert message.text == (
        "You have our word: “I'll call you today before 6 pm” (today before 18:00). It is still "
        "open, and we have not forgotten it. Ana has been reminded of it."
    )
    assert tell_progress(work, promise_id=promise.id) is None
    assert [message] == told(work, promise)
    names = [event.name for event in all_events(work) if event.subject_id == promise.id]
    assert names == ["promise.made", "promise.reminded", "conversation.contact_told"]
    assert "tell_progress" not in [one.duty for one in for_promise(stored(work, promise))]


def all_events(work: Workplace) -> list[Event]:
    """All that happened."""
    with work.store.view() as tx:
        return tx.events.after(0, 1000)


def test_when_it_is_late_the_contact_hears_it_once(work: Workplace, clock: FixedClock) -> None:
    """A few minutes after the time, quoting what was promised; a repeat says nothing."""
    promise = late(work, clock, promised(work))
    assert AT + LATE_TOLD_AFTER == promise.tell_late_at
    assert ["tell_late"] == [one.duty for one in for_promise(promise)]
    message = tell_late(work, promise_id=promise.id)
    assert message is not None
    assert "“I'll call you today before 6 pm” (today before 18:00)" in message.text
    assert "late" in message.text
    assert tell_late(work, promise_id=promise.id) is None
    assert [message] == told(work, promise)
    (event,) = events(work, "conversation.contact_told")
    assert message.id == event.details["message_id"]
    assert [] == for_promise(stored(work, promise))


@pytest.mark.parametrize("deed", [keep, release])
def test_what_was_kept_or_released_meanwhile_is_not_spoken_of(
    work: Workplace, clock: FixedClock, deed: Callable[..., object]
) -> None:
    """Between the reminder and the word, and between the time and the word."""
    promise, other = promised(work), promised(work)
    clock.set(NEAR)
    deed(work, promise_id=promise.id)
    assert tell_progress(work, promise_id=promise.id) is None
    late(work, clock, other)
    deed(work, promise_id=other.id)
    assert tell_late(work, promise_id=other.id) is None
    assert [] == told(work, promise) + told(work, other)


def test_a_colleagues_word_makes_the_programs_needless(work: Workplace, clock: FixedClock) -> None:
    """Whoever writes after the reminder, or after the time, has told it themselves."""
    promise = promised(work)
    clock.set(NEAR - timedelta(minutes=5))
    with work.store.view() as tx:
        conversation = tx.conversations.get(promise.conversation_id)
    say(work, conversation, "I am still at it.")
    clock.set(NEAR)
    assert tell_progress(work, promise_id=promise.id) is None
    clock.set(AT)
    grow_late(work, promise_id=promise.id)
    clock.set(AT + timedelta(minutes=2))
    say(work, conversation, "It took longer, here it is.")
    clock.set(AT + LATE_TOLD_AFTER)
    assert tell_late(work, promise_id=promise.id) is None
    assert [] == for_promise(stored(work, promise))


def test_a_word_before_the_time_does_not_silence_the_one_after(
    work: Workplace, clock: FixedClock
) -> None:
    """What was said at five says nothing of six."""
    promise = promised(work)
    clock.set(NEAR)
    with work.store.view() as tx:
        conversation = tx.conversations.get(promise.conversation_id)
    say(work, conversation, "I am still at it.")
    late(work, clock, promise)
    assert tell_late(work, promise_id=promise.id) is not None


@pytest.mark.parametrize("state", [FactState.PROPOSED, FactState.KEPT])
def test_whoever_does_not_want_it_is_not_written_to(
    work: Workplace, clock: FixedClock, state: FactState
) -> None:
    """Taking back consent takes no colleague's yes; a declined one was misheard."""
    promise = promised(work)
    fact = Fact(
        id="fact-1",
        contact_id=promise.contact_id,
        what="",
        kind="preference",
        code="reach.not-unasked",
        source="contact",
        noted_at=NOON,
        state=state,
    )
    with work.store.transaction() as tx:
        tx.contacts.add_fact(fact)
    clock.set(NEAR)
    assert tell_progress(work, promise_id=promise.id) is None
    late(work, clock, promise)
    assert tell_late(work, promise_id=promise.id) is None
    assert [] == told(work, promise)
    assert PromiseState.LATE is stored(work, promise).state


def test_the_wish_is_heard_in_the_conversation(work: Workplace, clock: FixedClock) -> None:
    """In the contact's own words, before anybody has decided on it."""
    promise = promised(work)
    receive(work, conversation_id=promise.conversation_id, text="Stop sending me updates, please.")
    clock.set(NEAR)
    assert tell_progress(work, promise_id=promise.id) is None


def test_an_erased_contact_is_owed_and_told_nothing(work: Workplace, clock: FixedClock) -> None:
    """Erasing releases what was promised."""
    promise = promised(work)
    erase_contact(work, contact_id=promise.contact_id)
    clock.set(NEAR)
    assert tell_progress(work, promise_id=promise.id) is None
    clock.set(AT + LATE_TOLD_AFTER)
    grow_late(work, promise_id=promise.id)
    assert tell_late(work, promise_id=promise.id) is None


def test_in_danger_nothing_is_said_until_it_is_over(work: Workplace, clock: FixedClock) -> None:
    """It is put off, durably, and said when the danger is over."""
    promise = promised(work)
    receive(
        work,
        conversation_id=promise.conversation_id,
        text="There is a strong smell of gas in my kitchen",
    )
    clock.set(NEAR)
    assert tell_progress(work, promise_id=promise.id) is None
    late(work, clock, promise)
    assert tell_late(work, promise_id=promise.id) is None
    waits = stored(work, promise)
    assert clock.now() + LOOKED_AGAIN_AFTER == waits.tell_late_at
    assert [promise.id] == [one.subject_id for one in events(work, "promise.put_off")]
    (planned,) = for_promise(waits)
    assert waits.tell_late_at == planned.start_at
    wrap_up(work, conversation_id=promise.conversation_id, agent_id=ANA, disposition="solved")
    clock.set(AFTER)
    assert tell_late(work, promise_id=promise.id) is not None


def test_danger_in_another_conversation_counts_too(work: Workplace, clock: FixedClock) -> None:
    """Somebody whose house burns in one chat is not told of a bill in another."""
    promise = promised(work)
    with work.store.view() as tx:
        contact = tx.contacts.get(promise.contact_id)
    second = start_conversation(work, inbox_id=InboxId("main"), language="en", contact=contact)
    receive(work, conversation_id=second.id, text="There is a strong smell of gas in my kitchen")
    late(work, clock, promise)
    assert tell_late(work, promise_id=promise.id) is None


def test_after_violence_nothing_appears_unasked(work: Workplace, clock: FixedClock) -> None:
    """Somebody else may be at the screen, also when it is over."""
    promise = promised(work)
    receive(
        work,
        conversation_id=promise.conversation_id,
        text="My husband is hitting me, please help",
    )
    wrap_up(work, conversation_id=promise.conversation_id, agent_id=ANA, disposition="solved")
    late(work, clock, promise)
    assert tell_late(work, promise_id=promise.id) is None
    assert None is stored(work, promise).tell_late_at


def test_what_was_promised_together_is_told_together(work: Workplace, clock: FixedClock) -> None:
    """Three promises for one hour are one message."""
    promise = promised(work)
    with work.store.view() as tx:
        conversation = tx.conversations.get(promise.conversation_id)
    clock.pass_by(timedelta(minutes=1))
    second = reply(
        work,
        conversation_id=conversation.id,
        agent_id=ANA,
        text="And I send you the form.",
        promises=[Confirmed(what="I send you the form", due_at=promise.due_at, span=(4, 23))],
    ).promises[0]
    late(work, clock, promise)
    grow_late(work, promise_id=second.id)
    message = tell_late(work, promise_id=second.id)
    assert message is not None
    assert "“I'll call you today before 6 pm”, “I send you the form”" in message.text
    assert tell_late(work, promise_id=promise.id) is None
    assert [message] == told(work, promise)


def test_the_call_back_of_the_house_has_words_of_its_own(
    work: Workplace, clock: FixedClock
) -> None:
    """Nobody owns it, so nobody is named; the promise is not quoted in full."""
    conversation = start_conversation(work, inbox_id=InboxId("main"), language="zh")
    handoff = ask_for_person(work, conversation_id=conversation.id)
    decline(work, handoff_id=handoff.id, agent_id=LI)
    with work.store.view() as tx:
        promise = tx.promises.owed()[0]
    assert promise.progress_at is not None
    clock.set(promise.progress_at)
    message = tell_progress(work, promise_id=promise.id)
    assert message is not None
    assert message.notice == "promise.progress.call-back"
    assert message.text == (
        "我们说好今天14:00前联系您，这件事还开着，没有忘记您。它排在工作台的最上面，同事们都看得到。"
    )


def test_what_the_contact_cannot_read_is_not_quoted(work: Workplace, clock: FixedClock) -> None:
    """Ana wrote in English what the contact read in a translation."""
    conversation = start_conversation(work, inbox_id=InboxId("main"), language="zh")
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    promise = reply(
        work,
        conversation_id=conversation.id,
        agent_id=ANA,
        text=BY_SIX,
        translation=Seen(text="我今天18点前给您打电话。", language="zh"),
    ).promises[0]
    late(work, clock, promise)
    message = tell_late(work, promise_id=promise.id)
    assert message is not None
    assert message.notice == "promise.late.unquoted"
    assert "call" not in message.text


def test_a_promise_within_the_hour_is_not_commented_on(work: Workplace) -> None:
    """Its contact hears how it ended."""
    promise = promised(work, "I'll call you in 20 minutes.")
    assert promise.progress_at is None
    assert "tell_progress" not in [one.duty for one in for_promise(promise)]


def test_after_a_long_silence_the_owner_is_reminded_before_the_contact_hears(
    work: Workplace, clock: FixedClock
) -> None:
    """The server was down over the reminder and the time."""
    promise = promised(work)
    clock.set(AFTER + timedelta(days=1))
    assert tell_progress(work, promise_id=promise.id) is None
    grow_late(work, promise_id=promise.id)
    clock.pass_by(LATE_TOLD_AFTER)
    message = tell_late(work, promise_id=promise.id)
    assert message is not None
    assert "on Monday, 2 March, before 18:00" in message.text
    order = [one.name for one in all_events(work) if one.subject_id == promise.id]
    assert order[1:] == ["promise.reminded", "promise.late", "conversation.contact_told"]


def test_a_clock_that_was_set_back_makes_no_lie(work: Workplace, clock: FixedClock) -> None:
    """Nobody hears that six o'clock has passed at a quarter to."""
    promise = late(work, clock, promised(work))
    clock.set(NEAR)
    assert tell_late(work, promise_id=promise.id) is None
    assert [] == told(work, promise)


def test_what_was_late_before_the_upgrade_is_not_told_anew(
    work: Workplace, clock: FixedClock
) -> None:
    """Its row has no time at which to tell, so nothing is planned and nothing is said."""
    promise = late(work, clock, promised(work))
    with work.store.transaction() as tx:
        _save(tx, replace(promise, tell_late_at=None))
    assert [] == for_promise(stored(work, promise))
    assert tell_late(work, promise_id=promise.id) is None


def test_a_watched_conversation_hears_nothing(work: Workplace, clock: FixedClock) -> None:
    """In shadow the house says nothing."""
    promise = late(work, clock, promised(work))
    with work.store.transaction() as tx:
        conversation = tx.conversations.get(promise.conversation_id)
        tx.conversations.save(replace(conversation, is_watched=True))
    assert tell_late(work, promise_id=promise.id) is None


def test_the_reminder_comes_once(work: Workplace, clock: FixedClock) -> None:
    """Progress does not remind again whom the reminder has reached."""
    promise = promised(work)
    clock.set(NOON.replace(hour=17, minute=30))
    remind(work, promise_id=promise.id)
    clock.set(NEAR)
    assert tell_progress(work, promise_id=promise.id) is not None
    assert 1 == len(events(work, "promise.reminded"))


def _save(tx: Transaction, promise: Promise) -> None:
    tx.promises.save(promise)
