"""
Laws of what is held: promises told of, and what is set aside, under random days of one agent.

The machine of `test_handoff_laws.py` seldom comes so far that a promise is late or something lies
aside; here an agent has the conversation from the beginning.
"""

from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from actions.schedule import ANA, HOUSE, MAIN, REFUSED, Place, Seen
from warmline.actions.follow_up import keep
from warmline.actions.hand_off import accept, ask_for_person
from warmline.actions.keep_posted import is_in_danger
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.snooze import snooze
from warmline.actions.start import start_conversation
from warmline.conversation.conversation import Status
from warmline.conversation.message import ConversationId
from warmline.handoff.forgotten import answer_promised

SAID = ("thanks", "There is a strong smell of gas in my kitchen", "All is well again, it was steam")
WRITTEN = ("I am looking.", "I'll call you in two hours.", "I'll call you today before 5 pm.")
STEPS = st.one_of(
    st.tuples(st.just("contact"), st.sampled_from(SAID)),
    st.tuples(st.just("agent"), st.sampled_from(WRITTEN)),
    st.tuples(st.just("aside"), st.sampled_from([2, 30, 90, 400])),
    st.tuples(st.just("time"), st.sampled_from([6, 6, 40, 150])),
    st.tuples(st.just("time"), st.sampled_from([6, 150])),
    st.tuples(st.just("keep"), st.just(0)),
    st.tuples(st.just("crash"), st.just(0)),
)


@given(st.lists(STEPS, min_size=4, max_size=14), st.booleans())
@example([("contact", SAID[1]), ("time", 150), ("time", 6), ("time", 40)], True)
@settings(max_examples=60, deadline=None, derandomize=True)
@pytest.mark.timeout(300)
def test_nothing_held_is_forgotten_and_nothing_told_twice(
    steps: list[tuple[str, str | int]], twice: bool
) -> None:
    """After each step: told once, truly, not in danger; aside only until something is due."""
    place = Place()
    try:
        id = start_conversation(place.work, inbox_id=MAIN, language="en").id
        handoff = ask_for_person(place.work, conversation_id=id)
        accept(place.work, handoff_id=handoff.id, agent_id=ANA)
        reply(place.work, conversation_id=id, agent_id=ANA, text=WRITTEN[1])
        for step, value in steps:
            before = place.look(id)
            was_in_danger = in_danger(place, id)
            take(place, id, step, value, twice=twice)
            seen = place.look(id)
            check_told(before, seen, was_in_danger=was_in_danger and in_danger(place, id))
            check_aside(place, seen, is_in_danger=in_danger(place, id))
    finally:
        place.close()


def take(place: Place, id: ConversationId, step: str, value: str | int, *, twice: bool) -> None:
    """One thing that happens; a refusal changes nothing."""
    work = place.work
    try:
        if step == "contact":
            receive(work, conversation_id=id, text=str(value))
        elif step == "agent":
            reply(work, conversation_id=id, agent_id=ANA, text=str(value))
        elif step == "aside":
            until = place.clock.now() + timedelta(minutes=int(value))
            snooze(work, conversation_id=id, agent_id=ANA, until=until)
        elif step == "time":
            place.follow_events()
            place.clock.pass_by(timedelta(minutes=int(value)))
            place.run_due(twice=twice)
        elif step == "keep":
            for promise in place.look(id).promises:
                keep(work, promise_id=promise.id)
        else:
            place.crash()
    except REFUSED:
        pass


def in_danger(place: Place, id: ConversationId) -> bool:
    """Whether life or health is in danger now."""
    with place.store.view() as tx:
        return is_in_danger(tx, tx.conversations.get(id))


def check_told(before: Seen, seen: Seen, *, was_in_danger: bool) -> None:
    """What a contact hears of promises was so, once for each of them, the owner first."""
    new = [one.notice or "" for one in seen.messages[len(before.messages) :]]
    told = [one for one in new if one.startswith("promise.")]
    assert not (told and was_in_danger)
    texts = [one.text for one in seen.messages if (one.notice or "").startswith("promise.late")]
    groups = {one.due_at for one in seen.promises if one.late_told_at is not None}
    assert len(texts) == len(groups)
    for promise in seen.promises:
        if promise.late_told_at is None:
            continue
        assert promise.due_at is not None
        assert promise.due_at <= promise.late_told_at
        assert promise.reminded_at is not None
        assert promise.reminded_at <= promise.late_told_at
        assert promise.ended_at is None or promise.late_told_at <= promise.ended_at


def check_aside(place: Place, seen: Seen, *, is_in_danger: bool) -> None:
    """It comes back before a word or a promise is late, and not at all in danger."""
    conversation = seen.conversation
    until = conversation.snoozed_until
    assert (conversation.status is Status.SNOOZED) == (until is not None)
    if until is None:
        return
    assert not is_in_danger
    assert place.clock.now() < until
    due = [one.due_at for one in seen.promises if one.is_owed and one.due_at is not None]
    if conversation.waiting_since is not None:
        since, sla = conversation.waiting_since, HOUSE.inbox(MAIN).sla
        running = seen.running
        due.append(answer_promised(conversation, running, since, sla=sla, hours=HOUSE.hours)[0])
    assert all(until <= at for at in due)
