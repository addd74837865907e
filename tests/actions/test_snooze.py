"""Set aside until a time: it comes back then or with the contact, and nothing is late behind it."""

from datetime import timedelta

import pytest

from warmline.actions.digest import find_forgotten
from warmline.actions.hand_off import accept, ask_for_person, give_back, set_availability, wrap_up
from warmline.actions.oversee import assign, take_off
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.snooze import LONGEST, snooze, take_back, wake
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Availability
from warmline.conversation.conversation import Conversation, InboxId, Status
from warmline.conversation.message import AgentId, ConversationId
from warmline.errors import FieldInvalid, HandoffForbidden, NotSpeaker
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.jobs.workflow import for_snooze
from warmline.testing import NOON, FixedClock

ANA, LI, SAM = AgentId("ana"), AgentId("li"), AgentId("sam")
HOUR = timedelta(hours=1)


@pytest.fixture
def id(work: Workplace) -> ConversationId:
    """A conversation that Ana has answered."""
    conversation = start_conversation(work, inbox_id=InboxId("main"), language="en")
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    reply(work, conversation_id=conversation.id, agent_id=ANA, text="Hello, I am Ana.")
    return conversation.id


def stored(work: Workplace, id: ConversationId) -> Conversation:
    """As it stands."""
    with work.store.view() as tx:
        return tx.conversations.get(id)


def running(work: Workplace, id: ConversationId) -> Handoff:
    """Its newest handoff."""
    with work.store.view() as tx:
        return tx.handoffs.of(id)[0]


def aside(work: Workplace, id: ConversationId, hours: int = 2) -> Conversation:
    """Ana sets it aside."""
    until = work.clock.now() + hours * HOUR
    return snooze(work, conversation_id=id, agent_id=ANA, until=until)


def names(work: Workplace) -> list[str]:
    """What happened."""
    with work.store.view() as tx:
        return [one.name for one in tx.events.after(0, 1000)]


def test_it_comes_back_at_its_time_to_whoever_set_it_aside(
    work: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """Not before, once, and hers all the while."""
    assert NOON + 2 * HOUR == aside(work, id).snoozed_until
    (planned,) = for_snooze(stored(work, id))
    assert ("wake", (id,), NOON + 2 * HOUR) == (planned.duty, planned.arguments, planned.start_at)
    assert (Status.SNOOZED, ANA) == (stored(work, id).status, stored(work, id).assignee_id)
    clock.set(NOON + HOUR)
    assert wake(work, conversation_id=id) is None
    clock.set(NOON + 2 * HOUR)
    assert wake(work, conversation_id=id) is not None
    assert wake(work, conversation_id=id) is None
    back = stored(work, id)
    assert (Status.OPEN, ANA, None) == (back.status, back.assignee_id, back.snoozed_until)
    assert 1 == names(work).count("conversation.woken")
    assert [] == for_snooze(back)


def test_it_comes_back_at_once_when_the_contact_writes(work: Workplace, id: ConversationId) -> None:
    """To her, as a word without an answer."""
    aside(work, id)
    receive(work, conversation_id=id, text="One more thing.")
    back = stored(work, id)
    assert (Status.OPEN, ANA, NOON) == (back.status, back.assignee_id, back.waiting_since)
    assert wake(work, conversation_id=id) is None


@pytest.mark.parametrize("by_contact", [True, False])
def test_to_an_empty_desk_it_does_not_come_back(
    work: Workplace, id: ConversationId, clock: FixedClock, by_contact: bool
) -> None:
    """A colleague is asked, and the contact hears it; what was promised goes along."""
    aside(work, id)
    set_availability(work, agent_id=ANA, availability=Availability.OFFLINE)
    if by_contact:
        received = receive(work, conversation_id=id, text="One more thing.")
        assert received.replies
        assert received.handoff is not None
    else:
        clock.set(NOON + 2 * HOUR)
        wake(work, conversation_id=id)
    now = running(work, id)
    assert (HandoffState.OFFERED, LI) == (now.state, now.agent_id)
    assert stored(work, id).assignee_id is None


def test_on_a_break_it_stays_theirs(work: Workplace, id: ConversationId, clock: FixedClock) -> None:
    """Whoever drinks a coffee comes back."""
    aside(work, id)
    set_availability(work, agent_id=ANA, availability=Availability.BREAK)
    clock.set(NOON + 2 * HOUR)
    wake(work, conversation_id=id)
    assert ANA == stored(work, id).assignee_id


def test_a_promise_brings_it_back_with_its_reminder(work: Workplace, id: ConversationId) -> None:
    """Nothing falls due behind it."""
    reply(work, conversation_id=id, agent_id=ANA, text="I'll call you today before 3 pm.")
    until = aside(work, id, hours=5).snoozed_until
    assert NOON.replace(hour=14, minute=30) == until


def test_a_word_without_an_answer_brings_it_back_before_it_is_forgotten(
    work: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """It may be set aside, but not beyond what the house means to take for an answer."""
    receive(work, conversation_id=id, text="One more thing.")
    until = aside(work, id, hours=5).snoozed_until
    assert NOON + HOUR == until
    clock.set(NOON + HOUR)
    with work.store.view() as tx:
        assert [id] == [one.conversation.id for one in find_forgotten(work.house, tx, clock.now())]
    with pytest.raises(FieldInvalid, match="Answer the contact"):
        aside(work, id)


def test_what_is_late_cannot_be_set_aside(
    work: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """First the promise, then the shelf."""
    reply(work, conversation_id=id, agent_id=ANA, text="I'll call you today before 3 pm.")
    clock.set(NOON.replace(hour=16))
    with pytest.raises(FieldInvalid, match="settle the promise"):
        aside(work, id)


def test_in_danger_nothing_is_set_aside(work: Workplace, id: ConversationId) -> None:
    """Not even for a minute."""
    receive(work, conversation_id=id, text="There is a strong smell of gas in my kitchen")
    with pytest.raises(HandoffForbidden):
        aside(work, id)


@pytest.mark.parametrize("away", [timedelta(), -HOUR, LONGEST + HOUR])
def test_a_time_that_cannot_be_meant_is_refused(
    work: Workplace, id: ConversationId, away: timedelta
) -> None:
    """Over already, or beyond a month."""
    with pytest.raises(FieldInvalid, match="at most 31 days"):
        snooze(work, conversation_id=id, agent_id=ANA, until=NOON + away)
    assert Status.OPEN is stored(work, id).status


def test_only_whoever_has_it_sets_it_aside(work: Workplace, id: ConversationId) -> None:
    """A colleague is refused."""
    with pytest.raises(NotSpeaker):
        snooze(work, conversation_id=id, agent_id=LI, until=NOON + HOUR)


def test_a_longer_time_takes_the_place_of_a_shorter(
    work: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """The first return finds it set aside for longer and does nothing."""
    aside(work, id, hours=1)
    aside(work, id, hours=3)
    clock.set(NOON + HOUR)
    assert wake(work, conversation_id=id) is None
    assert Status.SNOOZED is stored(work, id).status


def test_whoever_goes_on_with_it_takes_it_back(work: Workplace, id: ConversationId) -> None:
    """By a key, or by simply answering."""
    aside(work, id)
    take_back(work, conversation_id=id, agent_id=ANA)
    assert Status.OPEN is stored(work, id).status
    aside(work, id)
    reply(work, conversation_id=id, agent_id=ANA, text="Here it is.")
    assert (Status.OPEN, None) == (stored(work, id).status, stored(work, id).snoozed_until)


def test_every_end_ends_it(work: Workplace, id: ConversationId) -> None:
    """Taken off, given on, given back or wrapped up, it is set aside no more."""
    aside(work, id)
    assign(work, conversation_id=id, agent_id=LI, by_id=SAM, why="Knows it")
    assert (Status.OPEN, LI) == (stored(work, id).status, stored(work, id).assignee_id)
    snooze(work, conversation_id=id, agent_id=LI, until=NOON + HOUR)
    take_off(work, conversation_id=id, by_id=SAM, why="Ill")
    assert (Status.OPEN, None) == (stored(work, id).status, stored(work, id).snoozed_until)
    accept(work, handoff_id=running(work, id).id, agent_id=ANA)
    aside(work, id)
    give_back(work, conversation_id=id, agent_id=ANA)
    assert (Status.PENDING, None) == (stored(work, id).status, stored(work, id).snoozed_until)


def test_wrapped_up_it_does_not_come_back(
    work: Workplace, id: ConversationId, clock: FixedClock
) -> None:
    """The planned return finds nothing to do."""
    aside(work, id)
    wrap_up(work, conversation_id=id, agent_id=ANA, disposition="solved")
    clock.set(NOON + 2 * HOUR)
    assert wake(work, conversation_id=id) is None
    assert Status.RESOLVED is stored(work, id).status
