"""
The laws of a handoff under random schedules, on a real store: DESIGN section 6, tried to be broken.

Offers, declines, time-outs, breaks, crashes in the middle of a deed, two agents who click at once,
the contact writing meanwhile, an answer that comes late, supervisors, other systems, closing time,
a clock that is set back. Laws stand as invariants; what one deed must bring about in its rule.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from actions.schedule import AGENTS, HOUSE, MAIN, REFUSED, SAM, Deed, Place, Seen
from warmline.actions.hand_off import (
    accept,
    ask_for_person,
    decline,
    give_back,
    match_waiting,
    set_availability,
    time_out_offer,
    wrap_up,
)
from warmline.actions.oversee import assign, change_priority, send_away, take_off
from warmline.actions.receive import Received, receive
from warmline.actions.reply import reply
from warmline.actions.snooze import snooze, take_back
from warmline.actions.start import start_conversation
from warmline.actions.take_over import let_go, reply_from_elsewhere, take_over
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Availability
from warmline.conversation.conversation import Priority, Speaker, Status
from warmline.conversation.message import AgentId, Author, Message
from warmline.handoff.forgotten import forgotten
from warmline.handoff.handoff import Handoff, HandoffId, HandoffState
from warmline.handoff.match import is_danger
from warmline.jobs.workflow import for_offer, for_promise, for_snooze

ROUTINE = "What are your opening hours?"
PERSON = "I want to talk to a person"
DANGER = "There is a strong smell of gas in my kitchen"
CALM = ("Hello", ROUTINE, "thanks", "Do you sell bicycles?")
WORDS = (*CALM, PERSON, DANGER, "I want to make a formal complaint")
WISH = ("asked.person", "asked.button")
SECOND = timedelta(seconds=1)
SET_BACK = timedelta(seconds=5)
ENDS_SILENCE = ("handoff.returned", "handoff.wrapped-up")
TRUE_OF = {
    HandoffState.OFFERED: ("requested", "still-looking", "promised"),
    HandoffState.PROMISED: ("promised",),
    HandoffState.ACCEPTED: ("accepted",),
    HandoffState.ACTIVE: ("accepted",),
    HandoffState.RETURNED: ("returned",),
    HandoffState.WRAPPED_UP: ("wrapped-up",),
}
"""What the contact may have heard last, by what is so; nobody is left merely *requested*."""
agents = st.sampled_from(AGENTS)
minutes = st.sampled_from([1, 5, 20, 45, 180, 600])


class Schedule(RuleBasedStateMachine):
    """One conversation, two agents, a supervisor, and everything that can happen."""

    @initialize()
    def open(self) -> None:
        """Begin a conversation."""
        self.place = Place()
        self.id = start_conversation(self.place.work, inbox_id=MAIN, language="en").id
        self.written: list[str] = []
        self.number = 0
        self.set_back = timedelta()
        self.told = 0
        self.before = self.place.look(self.id)

    def teardown(self) -> None:
        """Leave the house."""
        if hasattr(self, "place"):
            self.place.close()

    def do(self, deed: Deed) -> bool:
        """Do something that may be refused; a refusal changes nothing."""
        return self.place.attempt(deed, self.id)

    def do_with(self, deed: Callable[[Workplace, HandoffId], object]) -> None:
        """Do something with the handoff that runs, if one does."""
        handoff = self.place.running(self.id)
        if handoff is not None:
            self.do(lambda work: deed(work, handoff.id))

    def next_client_id(self) -> str:
        """What a browser calls the next thing that is written."""
        self.number += 1
        return f"c{self.number}"

    def hear(self, work: Workplace, text: str, client_id: str) -> Received:
        """Take a message of the contact."""
        return receive(work, conversation_id=self.id, text=text, client_id=client_id)

    def check_heard(self, text: str, received: Received, had: Handoff | None) -> None:
        """Whoever asks gets a person; who asks the program gets an answer; and nothing else."""
        now = self.place.running(self.id)
        if text in (PERSON, DANGER):
            assert now is not None
        if text == DANGER and now is not None:
            assert now.priority is Priority.URGENT
        if had is None and now is not None and text in CALM:
            # An old ask, or an old danger, never begins anew.
            assert now.reason_code not in WISH
            assert not is_danger(now)
        if had is None and now is None and text == ROUTINE:
            assert Author.ASSISTANT in [one.author for one in received.replies]

    @rule(text=st.sampled_from(WORDS), again=st.booleans())
    def contact_writes(self, text: str, again: bool) -> None:
        """A message arrives, perhaps twice."""
        had, client_id = self.place.running(self.id), self.next_client_id()
        self.written.append(client_id)
        received = self.hear(self.place.work, text, client_id)
        if again:
            assert received.message == self.hear(self.place.work, text, client_id).message
        self.check_heard(text, received, had)

    @rule(text=st.sampled_from(WORDS), agent_id=agents, gives=st.booleans())
    def contact_writes_and_the_answer_comes_late(
        self, text: str, agent_id: AgentId, gives: bool
    ) -> None:
        """While it is computed, an agent takes the conversation or gives it back."""

        def meanwhile(work: Workplace) -> object:
            if gives:
                return give_back(work, conversation_id=self.id, agent_id=agent_id)
            return take_over(work, conversation_id=self.id, agent_id=agent_id)

        client_id = self.next_client_id()
        self.written.append(client_id)
        received = self.hear(self.place.slowed(meanwhile, self.id), text, client_id)
        if received.handoff is not None:
            assert Author.ASSISTANT not in [one.author for one in received.replies]

    @rule()
    def contact_presses_the_button(self) -> None:
        """Talk to a person."""
        ask_for_person(self.place.work, conversation_id=self.id)
        assert self.place.running(self.id) is not None

    @rule(agent_id=agents)
    def agent_accepts(self, agent_id: AgentId) -> None:
        """Perhaps not the one who was asked."""
        self.do_with(lambda work, id: accept(work, handoff_id=id, agent_id=agent_id))

    @rule()
    def two_agents_click_at_once(self) -> None:
        """One has it and one is refused; both are refused when somebody had it."""
        handoff = self.place.running(self.id)
        if handoff is None:
            return
        begin, outcomes, work = Barrier(len(AGENTS)), [], self.place.work

        def click(agent_id: AgentId) -> None:
            begin.wait()
            try:
                accept(work, handoff_id=handoff.id, agent_id=agent_id)
                outcomes.append(True)
            except REFUSED:
                outcomes.append(False)

        threads = [Thread(target=click, args=(agent_id,)) for agent_id in AGENTS]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes.count(True) == int(handoff.is_waiting)
        assert len(AGENTS) == len(outcomes)

    @rule(agent_id=agents)
    def agent_declines(self, agent_id: AgentId) -> None:
        """Perhaps too late."""
        self.do_with(lambda work, id: decline(work, handoff_id=id, agent_id=agent_id))

    @rule(number=st.integers(1, 4))
    def an_offer_lapses(self, number: int) -> None:
        """Durable work may run late, or for an offer that was answered long ago."""
        self.do_with(lambda work, id: time_out_offer(work, handoff_id=id, offer_number=number))

    @rule(agent_id=agents, again=st.booleans(), is_elsewhere=st.booleans())
    def agent_replies(self, agent_id: AgentId, again: bool, is_elsewhere: bool) -> None:
        """Perhaps without having the word; perhaps from a phone; perhaps twice."""
        client_id = self.next_client_id()
        deed = reply_from_elsewhere if is_elsewhere else reply

        def say(work: Workplace) -> object:
            return deed(
                work,
                conversation_id=self.id,
                agent_id=agent_id,
                text="I'll call you in an hour.",
                client_id=client_id,
            )

        if self.do(say):
            self.written.append(client_id)
            if again:
                assert self.do(say)

    @rule(agent_id=agents, is_over=st.booleans())
    def agent_ends(self, agent_id: AgentId, is_over: bool) -> None:
        """Give back or wrap up."""
        if is_over:
            self.do(
                lambda work: wrap_up(
                    work, conversation_id=self.id, agent_id=agent_id, disposition="solved"
                )
            )
        else:
            self.do(lambda work: give_back(work, conversation_id=self.id, agent_id=agent_id))

    @rule(agent_id=agents, takes=st.booleans())
    def another_system_takes_or_gives_the_word(self, agent_id: AgentId, takes: bool) -> None:
        """Pause and resume by API."""
        if takes:
            self.do(lambda work: take_over(work, conversation_id=self.id, agent_id=agent_id))
        else:
            self.do(lambda work: let_go(work, conversation_id=self.id))

    @rule(agent_id=agents, availability=st.sampled_from(list(Availability)))
    def agent_comes_or_goes(self, agent_id: AgentId, availability: Availability) -> None:
        """A break, an evening, a morning."""
        set_availability(self.place.work, agent_id=agent_id, availability=availability)
        if availability is Availability.ONLINE:
            self.check_offered()

    @rule(agent_id=agents, which=st.integers(0, 3), priority=st.sampled_from(list(Priority)))
    def supervisor_overrides(self, agent_id: AgentId, which: int, priority: Priority) -> None:
        """Give, take off, send away, say what comes first."""
        deeds: tuple[Deed, ...] = (
            lambda work: assign(
                work, conversation_id=self.id, agent_id=agent_id, by_id=SAM, why="Knows it"
            ),
            lambda work: take_off(work, conversation_id=self.id, by_id=SAM, why="Ill"),
            lambda work: send_away(work, agent_id=agent_id, by_id=SAM, why="Ill"),
            lambda work: change_priority(
                work, conversation_id=self.id, priority=priority, by_id=SAM, why="Known"
            ),
        )
        self.do(deeds[which])

    @rule(minutes=minutes, twice=st.booleans())
    def time_passes_and_durable_work_is_done(self, minutes: int, twice: bool) -> None:
        """Also over closing time; work may run late, or twice; then the round is made."""
        self.place.follow_events()
        self.place.clock.pass_by(timedelta(minutes=minutes))
        self.place.run_due(twice=twice)
        match_waiting(self.place.work)
        self.check_offered()

    @rule(agent_id=agents, minutes=minutes)
    def agent_sets_aside(self, agent_id: AgentId, minutes: int) -> None:
        """Perhaps without having the word; perhaps in danger, or with a promise that is due."""
        until = self.place.clock.now() + timedelta(minutes=minutes)
        self.do(lambda work: snooze(work, conversation_id=self.id, agent_id=agent_id, until=until))

    @rule(agent_id=agents)
    def agent_goes_on_before_the_time(self, agent_id: AgentId) -> None:
        """Nothing happens when it is not set aside."""
        self.do(lambda work: take_back(work, conversation_id=self.id, agent_id=agent_id))

    @rule(minutes=minutes, after=st.integers(0, 3))
    def the_power_goes_while_durable_work_is_done(self, minutes: int, after: int) -> None:
        """After the start the same work is done; nobody hears the same thing twice."""
        self.place.follow_events()
        self.place.clock.pass_by(timedelta(minutes=minutes))
        self.place.cut_short(lambda _: self.place.run_due(twice=False), self.id, after=after)

    @rule()
    def the_clock_is_set_back(self) -> None:
        """As clocks of machines are."""
        self.place.clock.pass_by(-SET_BACK)
        self.set_back += SET_BACK

    @rule(
        text=st.sampled_from(WORDS),
        which=st.integers(0, 5),
        after=st.integers(0, 6),
        agent_id=agents,
    )
    def the_power_goes(self, text: str, which: int, after: int, agent_id: AgentId) -> None:
        """In the middle of a deed; the house starts again, and whoever did it tries again."""
        client_id, handoff = self.next_client_id(), self.place.running(self.id)
        deeds: list[Deed] = [
            lambda work: self.hear(work, text, client_id),
            lambda work: ask_for_person(work, conversation_id=self.id),
            lambda work: take_over(work, conversation_id=self.id, agent_id=agent_id),
            lambda work: give_back(work, conversation_id=self.id, agent_id=agent_id),
            lambda work: take_off(work, conversation_id=self.id, by_id=SAM, why="Ill"),
        ]
        if handoff is not None:
            deeds.append(lambda work: decline(work, handoff_id=handoff.id, agent_id=agent_id))
        if which == 0:
            self.written.append(client_id)
        self.place.cut_short(deeds[min(which, len(deeds) - 1)], self.id, after=after)

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def one_speaker(self) -> None:
        """The assistant never speaks between a request and its end; only an assignee does."""
        seen = self.place.look(self.id)
        running = [one for one in seen.handoffs if not one.is_finished]
        assert len(running) <= 1
        assert (seen.conversation.speaker is Speaker.AGENT) == bool(running)
        is_silent = False
        for message in seen.messages:
            notice = message.notice or ""
            if notice.startswith("handoff."):
                is_silent = notice not in ENDS_SILENCE
            elif message.author is Author.ASSISTANT:
                assert not is_silent

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def somebody_is_notified(self) -> None:
        """Whoever was asked is there and their time is watched; else a promise is, with a time."""
        self.place.follow_events()
        seen = self.place.look(self.id)
        handoff = seen.running
        if handoff is None:
            assert seen.conversation.assignee_id is None
            return
        assert seen.conversation.status in (Status.OPEN, Status.SNOOZED)
        if handoff.state is HandoffState.OFFERED:
            assert handoff.agent_id is not None
            assert self.place.is_online(handoff.agent_id)
            assert {one.id for one in for_offer(handoff)} <= self.place.planned.keys()
        elif handoff.is_waiting:
            assert handoff.state is HandoffState.PROMISED
            owed = [one for one in seen.promises if one.is_owed and one.span is None]
            (promise,) = [one for one in owed if one.due_at == handoff.promised_for][-1:]
            # How it stands is told once or, if that would tell nothing, not at all.
            watched = {one.id for one in for_promise(promise) if one.duty != "tell_progress"}
            assert watched <= self.place.planned.keys()
        else:
            assert seen.conversation.assignee_id == handoff.agent_id

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def the_contact_hears_of_each_change_and_it_is_true(self) -> None:
        """What was said last of a handoff is so, and no change goes by without a word."""
        before, seen = self.before, self.place.look(self.id)
        self.before = seen
        new = seen.messages[len(before.messages) :]
        assert seen.messages[: len(before.messages)] == before.messages
        if as_seen(before) != as_seen(seen):
            assert [one for one in new if about_handoff(one)]
        told = [one for one in seen.messages if about_handoff(one)]
        if not seen.handoffs:
            assert not told
            return
        newest = seen.running or max(seen.handoffs, key=lambda one: one.requested_at)
        change = (told[-1].notice or "").split(".")[1]
        if seen.running is not None:
            assert change in TRUE_OF[newest.state]
        else:
            assert change in ("returned", "wrapped-up")
        if change == "accepted" and newest.agent_id is not None:
            assert newest.agent_id.title() in told[-1].text
        names = [one.name for one in seen.events if one.conversation_id == self.id]
        kinds = [(one.notice or "").split(".")[1] for one in told]
        taken = names.count("handoff.accepted") + names.count("handoff.reassigned")
        assert kinds.count("accepted") == taken
        assert kinds.count("returned") == names.count("handoff.returned")
        assert kinds.count("wrapped-up") == names.count("handoff.wrapped_up")

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def an_unanswered_word_is_known(self) -> None:
        """Since when the contact waits is what the messages tell, unless a person ended it."""
        seen = self.place.look(self.id)
        waits: Message | None = None
        for message in seen.messages:
            is_end = message.notice is not None and message.notice.startswith("handoff.wrapped-up")
            if message.author in (Author.AGENT, Author.ASSISTANT) or is_end:
                waits = None
            elif message.author is Author.CONTACT:
                waits = waits or message
        since = seen.conversation.waiting_since
        assert (waits is None) == (since is None)
        if waits is not None and since is not None:
            # A word that comes behind an end under a clock that was set back counts as later.
            assert abs(waits.sent_at - since) < self.set_back + SECOND

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def nothing_is_lost_or_said_twice(self) -> None:
        """Each word of contact and agents stands once, in order; no sentence follows itself."""
        messages = self.place.look(self.id).messages
        assert self.written == [one.client_id for one in messages if one.client_id]
        assert not [
            one.text
            for one, two in pairwise(messages)
            if about_handoff(one) and one.text == two.text
        ]

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def what_is_set_aside_comes_back_before_anything_is_late(self) -> None:
        """Only what somebody holds, who is not waited for; its return is planned; no danger."""
        self.place.follow_events()
        seen = self.place.look(self.id)
        until = seen.conversation.snoozed_until
        assert (seen.conversation.status is Status.SNOOZED) == (until is not None)
        if until is None:
            return
        assert seen.running is not None
        assert not seen.running.is_waiting
        assert not is_danger(seen.running)
        assert {one.id for one in for_snooze(seen.conversation)} <= self.place.planned.keys()
        due = [one.due_at for one in seen.promises if one.is_owed and one.due_at is not None]
        assert all(until <= one for one in due)
        now = self.place.clock.now()
        policy, hours = HOUSE.inbox(MAIN).sla, HOUSE.hours
        late = forgotten(seen.conversation, seen.running, sla=policy, hours=hours, now=now)
        # Nobody is forgotten behind it: its own time has come first, by the same clock.
        assert late is None or until <= now

    @precondition(lambda self: hasattr(self, "place"))
    @invariant()
    def what_is_told_of_promises_is_true_and_told_once(self) -> None:
        """The owner first, then the contact; before the time or after it; never in danger."""
        seen, late = self.place.look(self.id), timedelta()
        told = [one.subject_id for one in seen.events if one.name == "conversation.contact_told"]
        notices = [one for one in seen.messages if (one.notice or "").startswith("promise.")]
        assert len(told) == len(notices)
        assert max(map(told.count, told), default=0) <= 2
        for promise in seen.promises:
            progress, late_told = promise.progress_told_at, promise.late_told_at
            if progress is not None:
                assert promise.due_at is not None
                assert progress < promise.due_at
                assert promise.reminded_at is not None
                late = max(late, promise.reminded_at - progress)
            if late_told is not None:
                assert promise.due_at is not None
                assert late_told >= promise.due_at
                assert promise.late_at is not None
                assert promise.reminded_at is not None
                late = max(late, promise.late_at - late_told)
        assert late <= self.set_back
        if len(notices) > self.told and seen.running is not None:
            assert not is_danger(seen.running)
        self.told = len(notices)

    def check_offered(self) -> None:
        """Nobody waits while somebody is free who has not said no."""
        handoff = self.place.running(self.id)
        if handoff is not None and handoff.is_waiting:
            free = {id for id in AGENTS if self.place.is_online(id)}
            assert handoff.state is HandoffState.OFFERED or free <= handoff.declined_by


def about_handoff(message: Message) -> bool:
    """Whether a message tells of a handoff."""
    return (message.notice or "").startswith("handoff.")


def as_seen(seen: Seen) -> tuple[object, ...]:
    """What a change of must be told: who speaks, which person, and until when one is promised."""
    handoff = seen.running
    promised = handoff.promised_for if handoff is not None and handoff.is_waiting else None
    return seen.conversation.speaker, seen.conversation.assignee_id, promised


class LongSchedule(Schedule):
    """The same, for a long day."""


TestSchedule = Schedule.TestCase
TestSchedule.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None, derandomize=True
)
TestLongSchedule = pytest.mark.slow(pytest.mark.timeout(3600)(LongSchedule.TestCase))
TestLongSchedule.settings = settings(max_examples=300, stateful_step_count=80, deadline=None)
