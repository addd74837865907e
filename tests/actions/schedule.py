"""
A house in which everything happens in any order: what the laws of a handoff are tried on.

Two agents and a supervisor, one contact, a clock that goes back, durable work that runs late or
twice, and crashes, over the real store and the real deeds. Nothing here says what must be true.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from warmline.actions.follow_up import grow_late, remind
from warmline.actions.hand_off import time_out_offer, unfinished
from warmline.actions.keep_posted import tell_late, tell_progress
from warmline.actions.snooze import wake
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Availability, Role
from warmline.agents.hours import weekdays
from warmline.agents.house import House, Inbox
from warmline.assistant.answer import Answer, Said
from warmline.assistant.assistant import ArticleAssistant
from warmline.assistant.knowledge import parse_article
from warmline.coaching.coach import Coach
from warmline.contacts.promise import Promise, PromiseId
from warmline.conversation.conversation import Conversation, InboxId
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ConversationId, Message
from warmline.errors import (
    FieldInvalid,
    HandoffForbidden,
    NotSpeaker,
    RoleMissing,
)
from warmline.handoff.handoff import Handoff, HandoffId
from warmline.jobs.outbox import WATCHED
from warmline.jobs.workflow import Workflow, for_offer, for_promise, for_snooze
from warmline.moments.policy import load_policy
from warmline.ports import Assistant
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader
from warmline.store.database import Database
from warmline.testing import FixedClock, counted_ids

MAIN = InboxId("main")
ANA, BEN, SAM = AgentId("ana"), AgentId("ben"), AgentId("sam")
AGENTS = (ANA, BEN)
REFUSED = (HandoffForbidden, NotSpeaker, RoleMissing, FieldInvalid)
LANGUAGES = LanguageFinder()
READER = CueReader(LANGUAGES)
POLICY = load_policy(None)
ARTICLE = (
    "# Power cuts\n\n## How do I report a power cut?\n\nWrite your street here.\n\n"
    "## What are your opening hours?\n\nMonday to Friday, 9:00 to 18:00.\n"
)
ASSISTANT = ArticleAssistant(parse_article(ARTICLE, article="power", language="en"), READER)
COACH = Coach(READER, POLICY, languages=LANGUAGES)
HOUSE = House(
    firm="Northmere",
    languages=("en",),
    hours=weekdays(ZoneInfo("UTC"), time(9), time(18)),
    inboxes=(Inbox(id=MAIN, name="Main", language="en"),),
    country="IE",
)

NAME = "warmline.db"
Deed = Callable[[Workplace], object]


class Crash(Exception):
    """The power goes in the middle of a deed."""


@dataclass(frozen=True, slots=True)
class Slow:
    """The assistant as it is, while which computes something else happens."""

    assistant: Assistant
    meanwhile: Callable[[], object]

    def answer(self, text: str, *, language: str, said: Sequence[Said] = ()) -> Answer:
        """Find the answer; before it is there, the world has moved on."""
        found = self.assistant.answer(text, language=language, said=said)
        self.meanwhile()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that is stored of the conversation, in one look."""

    conversation: Conversation
    messages: list[Message]
    handoffs: list[Handoff]
    promises: list[Promise]
    events: list[Event]

    @property
    def running(self) -> Handoff | None:
        """The handoff that is not over."""
        return next((one for one in self.handoffs if not one.is_finished), None)


class Place:
    """A house that can be entered, left by a crash, and entered again."""

    def __init__(self) -> None:
        """Lay an empty store with two agents who are online, and a supervisor who is not."""
        self.clock = FixedClock()
        self._folder = TemporaryDirectory()
        self._url = f"sqlite:///{Path(self._folder.name) / NAME}"
        self._new_id = counted_ids()
        self._dies_in: int | None = None
        self._planned_to = 0
        self.planned: dict[str, Workflow] = {}
        (Path(self._folder.name) / NAME).write_bytes(laid_store())
        self.store = Database(self._url)
        self.work = self._wired()

    def close(self) -> None:
        """Leave for good."""
        self.store.close()
        self._folder.cleanup()

    def crash(self) -> None:
        """All that is in memory is lost; the store is opened again, and work planned anew."""
        self.store.close()
        self.store = Database(self._url)
        self.work = self._wired()
        self._dies_in = None
        with self.store.view() as tx:
            planned = [one for owed in tx.promises.owed() for one in for_promise(owed)]
            planned += [one for aside in tx.conversations.snoozed() for one in for_snooze(aside)]
            planned += [one for waits in tx.handoffs.unfinished() for one in for_offer(waits)]
        self._plan(planned)

    def attempt(self, deed: Deed, id: ConversationId) -> bool:
        """Do something that may be refused; a refusal changes nothing."""
        before = self.look(id)
        try:
            deed(self.work)
        except REFUSED:
            assert self.look(id) == before
            return False
        return True

    def cut_short(self, deed: Deed, id: ConversationId, *, after: int) -> None:
        """Do something while the power goes, after so many new ids; then as people do, again."""
        before = self.look(id)
        self._dies_in = after
        try:
            deed(self.work)
        except Crash:
            self._dies_in = None
            # Some deeds are two transactions; whatever was not committed has left no trace.
            half = self.look(id)
            assert half.events[: len(before.events)] == before.events
        except REFUSED:
            pass
        self.crash()
        self.attempt(deed, id)

    def follow_events(self) -> None:
        """Plan what follows from what happened, as the outbox does."""
        with self.store.view() as tx:
            events = tx.events.after(self._planned_to, 100_000)
            planned: list[Workflow] = []
            for event in events:
                if event.name in WATCHED:
                    planned += for_promise(tx.promises.get(PromiseId(event.subject_id or "")))
                elif event.name == "conversation.snoozed" and event.conversation_id is not None:
                    planned += for_snooze(tx.conversations.get(event.conversation_id))
                elif event.name == "handoff.offered":
                    planned += for_offer(tx.handoffs.get(HandoffId(event.subject_id or "")))
        self._planned_to = events[-1].seq or 0 if events else self._planned_to
        self._plan(planned)

    def run_due(self, *, twice: bool) -> None:
        """Do what is due, perhaps twice, as after a crash between the deed and its note."""
        self.follow_events()
        now = self.clock.now()
        for flow in [one for one in self.planned.values() if _is_due(one, now)]:
            del self.planned[flow.id]
            for _ in range(1 + twice):
                self._carry_out(flow)
            self.follow_events()

    def look(self, id: ConversationId) -> Seen:
        """All that is stored of a conversation."""
        with self.store.view() as tx:
            conversation = tx.conversations.get(id)
            return Seen(
                conversation=conversation,
                messages=tx.messages.of(id),
                handoffs=tx.handoffs.of(id),
                promises=tx.promises.of_contact(conversation.contact_id),
                events=tx.events.after(0, 100_000),
            )

    def running(self, id: ConversationId) -> Handoff | None:
        """The handoff that is not over."""
        with self.store.view() as tx:
            return unfinished(tx, id)

    def is_online(self, id: AgentId) -> bool:
        """Whether offers may come to an agent."""
        with self.store.view() as tx:
            return tx.agents.get(id).availability is Availability.ONLINE

    def slowed(self, meanwhile: Deed, id: ConversationId) -> Workplace:
        """The same house, where something happens while the assistant computes."""
        slow = Slow(ASSISTANT, lambda: self.attempt(meanwhile, id))
        return replace(self.work, assistant=slow)

    def _carry_out(self, flow: Workflow) -> None:
        first, *rest = flow.arguments
        if flow.duty == "time_out_offer":
            time_out_offer(self.work, handoff_id=HandoffId(str(first)), offer_number=int(rest[0]))
        elif flow.duty == "remind":
            remind(self.work, promise_id=PromiseId(str(first)))
        elif flow.duty == "wake":
            wake(self.work, conversation_id=ConversationId(str(first)))
        else:
            deed = {"grow_late": grow_late, "tell_progress": tell_progress, "tell_late": tell_late}
            deed[flow.duty](self.work, promise_id=PromiseId(str(first)))

    def _plan(self, planned: Sequence[Workflow]) -> None:
        self.planned |= {one.id: one for one in planned}

    def _id(self) -> str:
        if self._dies_in is not None:
            if self._dies_in == 0:
                raise Crash
            self._dies_in -= 1
        return self._new_id()

    def _wired(self) -> Workplace:
        return Workplace(
            store=self.store,
            reader=READER,
            assistant=ASSISTANT,
            coach=COACH,
            clock=self.clock,
            new_id=self._id,
            policy=POLICY,
            house=HOUSE,
            remind_before=timedelta(minutes=30),
            message_limit=8000,
        )


@cache
def laid_store() -> bytes:
    """A migrated store with the people of the house, laid once for all schedules."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        store = Database(f"sqlite:///{path}")
        store.migrate()
        with store.transaction() as tx:
            for id in (*AGENTS, SAM):
                tx.agents.add(_agent(id))
        store.close()
        return path.read_bytes()


def _agent(id: AgentId) -> Agent:
    is_agent = id in AGENTS
    return Agent(
        id=id,
        sign_in=id,
        name=id.title(),
        role=Role.AGENT if is_agent else Role.SUPERVISOR,
        languages=("en",),
        skills=frozenset(),
        capacity=1,
        availability=Availability.ONLINE if is_agent else Availability.OFFLINE,
    )


def _is_due(flow: Workflow, now: datetime) -> bool:
    return flow.start_at is None or flow.start_at <= now
