"""
The laws of a handoff under random schedules, on a real database.

Whatever agents, contact, clock and durable work do in whatever order: one speaker, somebody is
always notified, the contact hears of each change, an old handoff triggers no new one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from warmline.actions.hand_off import (
    accept,
    ask_for_person,
    decline,
    give_back,
    match_waiting,
    set_availability,
    time_out_offer,
    unfinished,
    wrap_up,
)
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Availability, Role
from warmline.agents.house import default_house
from warmline.assistant.assistant import SilentAssistant
from warmline.coaching.coach import Coach
from warmline.conversation.conversation import InboxId, Speaker, Status
from warmline.conversation.message import AgentId, Author, Message
from warmline.errors import HandoffForbidden, NotSpeaker
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.moments.policy import load_policy
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader
from warmline.store.database import Database
from warmline.testing import FixedClock, counted_ids

LANGUAGES = LanguageFinder()
AGENTS = [AgentId("ana"), AgentId("ben")]
WORDS = [
    "Hello",
    "What are your opening hours?",
    "I want to talk to a person",
    "There is a smell of gas in my kitchen",
    "ok thanks",
]
ENDS_SILENCE = ("handoff.returned", "handoff.wrapped-up")


@contextmanager
def opened(folder: str, clock: FixedClock) -> Iterator[Workplace]:
    """A house with two agents, read by cues alone."""
    store = Database(f"sqlite:///{Path(folder) / 'warmline.db'}")
    store.migrate()
    with store.transaction() as tx:
        for id in AGENTS:
            tx.agents.add(
                Agent(
                    id=id,
                    sign_in=id,
                    name=id.title(),
                    role=Role.AGENT,
                    languages=("en",),
                    skills=frozenset(),
                    capacity=1,
                    availability=Availability.ONLINE,
                )
            )
    yield Workplace(
        store=store,
        reader=CueReader(LANGUAGES),
        assistant=SilentAssistant(),
        coach=Coach(CueReader(LANGUAGES), load_policy(None), languages=LANGUAGES),
        clock=clock,
        new_id=counted_ids(),
        policy=load_policy(None),
        house=default_house(),
        remind_before=timedelta(minutes=30),
        message_limit=8000,
    )
    store.close()


class Schedule(RuleBasedStateMachine):
    """One conversation, two agents, and everything that can happen."""

    @initialize()
    def open(self) -> None:
        """Begin a conversation."""
        self.clock = FixedClock()
        self.folder = TemporaryDirectory()
        self.opened = opened(self.folder.name, self.clock)
        self.work = self.opened.__enter__()
        self.conversation_id = start_conversation(
            self.work, inbox_id=InboxId("main"), language="en"
        ).id
        self.written = 0

    def teardown(self) -> None:
        """Close the database."""
        if hasattr(self, "opened"):
            self.opened.__exit__(None, None, None)
            self.folder.cleanup()

    def running(self) -> Handoff | None:
        """The handoff that is not over."""
        with self.work.store.view() as tx:
            return unfinished(tx, self.conversation_id)

    def attempt(self, deed: Any, **arguments: Any) -> None:
        """Do something that may be refused; a refusal changes nothing."""
        before = self.everything()
        try:
            deed(self.work, **arguments)
        except (HandoffForbidden, NotSpeaker):
            assert self.everything() == before

    def everything(self) -> tuple[list[Message], list[Handoff], int]:
        """All that a refusal must leave as it is."""
        with self.work.store.view() as tx:
            return (
                tx.messages.of(self.conversation_id),
                tx.handoffs.of(self.conversation_id),
                tx.events.last_seq(),
            )

    @rule(text=st.sampled_from(WORDS), again=st.booleans())
    def contact_writes(self, text: str, again: bool) -> None:
        """A message arrives, perhaps twice."""
        self.written += 1
        for _ in range(1 + again):
            receive(
                self.work,
                conversation_id=self.conversation_id,
                text=text,
                client_id=f"c{self.written}",
            )

    @rule()
    def contact_presses_the_button(self) -> None:
        """Talk to a person."""
        ask_for_person(self.work, conversation_id=self.conversation_id)

    @rule(agent_id=st.sampled_from(AGENTS))
    def agent_accepts(self, agent_id: AgentId) -> None:
        """Perhaps not the one who was asked."""
        handoff = self.running()
        if handoff is not None:
            self.attempt(accept, handoff_id=handoff.id, agent_id=agent_id)

    @rule(agent_id=st.sampled_from(AGENTS))
    def agent_declines(self, agent_id: AgentId) -> None:
        """Perhaps too late."""
        handoff = self.running()
        if handoff is not None:
            self.attempt(decline, handoff_id=handoff.id, agent_id=agent_id)

    @rule(number=st.integers(1, 4))
    def an_offer_lapses(self, number: int) -> None:
        """Durable work may run late, or twice."""
        self.clock.pass_by(timedelta(seconds=45))
        handoff = self.running()
        if handoff is not None:
            time_out_offer(self.work, handoff_id=handoff.id, offer_number=number)

    @rule(agent_id=st.sampled_from(AGENTS))
    def agent_replies(self, agent_id: AgentId) -> None:
        """Perhaps without having the word."""
        self.attempt(
            reply, conversation_id=self.conversation_id, agent_id=agent_id, text="I am with you."
        )

    @rule(agent_id=st.sampled_from(AGENTS), is_over=st.booleans())
    def agent_ends(self, agent_id: AgentId, is_over: bool) -> None:
        """Give back or wrap up."""
        if is_over:
            self.attempt(
                wrap_up,
                conversation_id=self.conversation_id,
                agent_id=agent_id,
                disposition="solved",
            )
        else:
            self.attempt(give_back, conversation_id=self.conversation_id, agent_id=agent_id)

    @rule(agent_id=st.sampled_from(AGENTS), availability=st.sampled_from(list(Availability)))
    def agent_comes_or_goes(self, agent_id: AgentId, availability: Availability) -> None:
        """A break, an evening, a morning."""
        set_availability(self.work, agent_id=agent_id, availability=availability)

    @rule()
    def durable_work_looks_who_waits(self) -> None:
        """Time passes, and the round is made."""
        self.clock.pass_by(timedelta(minutes=1))
        match_waiting(self.work)

    @invariant()
    def one_speaker(self) -> None:
        """The assistant never speaks between a request and its end; only an assignee does."""
        if not hasattr(self, "work"):
            return
        with self.work.store.view() as tx:
            conversation = tx.conversations.get(self.conversation_id)
            handoffs = tx.handoffs.of(self.conversation_id)
            messages = tx.messages.of(self.conversation_id)
        running = [handoff for handoff in handoffs if not handoff.is_finished]
        assert len(running) <= 1
        assert (conversation.speaker is Speaker.AGENT) == bool(running)
        is_silent = False
        for message in messages:
            notice = message.notice or ""
            if notice.startswith("handoff."):
                is_silent = notice not in ENDS_SILENCE
            elif message.author is Author.ASSISTANT:
                assert not is_silent

    @invariant()
    def nobody_is_forgotten(self) -> None:
        """A waiting handoff is offered to somebody, or promised with a time that is kept."""
        if not hasattr(self, "work"):
            return
        handoff = self.running()
        with self.work.store.view() as tx:
            conversation = tx.conversations.get(self.conversation_id)
            owed = [one for one in tx.promises.owed() if one.span is None]
        if handoff is None:
            assert conversation.assignee_id is None
            return
        assert conversation.status is Status.OPEN
        if handoff.state is HandoffState.OFFERED:
            assert handoff.agent_id is not None
            assert handoff.offer_expires_at is not None
        elif handoff.is_waiting:
            assert handoff.state is HandoffState.PROMISED
            assert [one for one in owed if one.due_at == handoff.promised_for]
        else:
            assert conversation.assignee_id == handoff.agent_id

    @invariant()
    def an_unanswered_word_is_known(self) -> None:
        """Since when the contact waits is what the messages tell, unless a person ended it."""
        if not hasattr(self, "work"):
            return
        with self.work.store.view() as tx:
            conversation = tx.conversations.get(self.conversation_id)
            messages = tx.messages.of(self.conversation_id)
        waits: Message | None = None
        for message in messages:
            is_end = message.notice is not None and message.notice.startswith("handoff.wrapped-up")
            if message.author in (Author.AGENT, Author.ASSISTANT) or is_end:
                waits = None
            elif message.author is Author.CONTACT:
                waits = waits or message
        assert (None if waits is None else waits.sent_at) == conversation.waiting_since

    @invariant()
    def nothing_is_said_twice(self) -> None:
        """No message stands twice, and each of the contact's was kept."""
        if not hasattr(self, "work"):
            return
        with self.work.store.view() as tx:
            messages = tx.messages.of(self.conversation_id)
        written = [message.client_id for message in messages if message.client_id]
        assert written == [f"c{number + 1}" for number in range(self.written)]
        pairs = pairwise(messages)
        assert not [
            one.text
            for one, two in pairs
            if one.notice and one.notice.startswith("handoff.") and one.text == two.text
        ]


TestSchedule = Schedule.TestCase
TestSchedule.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
