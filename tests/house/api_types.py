"""
What the public types are: checked by mypy, never run.

The accident this prevents: a change that still passes every test and breaks whoever built on it.
Adapters do not import the Protocols that they fulfil; the lines below assert that they fit.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import assert_type

from fastapi import FastAPI

from warmline.actions.hand_off import accept, ask_for_person, give_back, match_waiting, wrap_up
from warmline.actions.receive import Received, receive
from warmline.actions.reply import Replied, reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.assistant.assistant import ArticleAssistant, SilentAssistant
from warmline.bootstrap import SystemClock, open_workplace
from warmline.config import Settings, load_settings
from warmline.connectors.remote_reader import RemoteReader
from warmline.connectors.signature import check, sign
from warmline.connectors.webhook import Webhooks
from warmline.contacts.promise import Promise, PromiseId
from warmline.conversation.conversation import Conversation, InboxId, Status
from warmline.conversation.message import AgentId, ConversationId
from warmline.handoff.handoff import Handoff, HandoffId
from warmline.jobs import outbox, worker
from warmline.llm.chat import ChatModel
from warmline.llm.translating import CheckedTranslator
from warmline.moments.decide import decide
from warmline.moments.decision import Decision, Reason, Step
from warmline.moments.fold import fold
from warmline.moments.policy import Policy, load_policy
from warmline.moments.record import Record
from warmline.moments.state import MomentState
from warmline.moments.turn import Turn
from warmline.ports import Assistant, Clock, LanguageModel, Reader, Store, Translator
from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.reader import CueReader, FloorReader, ModelReader
from warmline.reading.reading import Cue, Reading
from warmline.reading.redaction import Redacted, redact
from warmline.store.database import Database
from warmline.testing import FixedClock, ScriptedReader, counted_ids
from warmline.web.app import create_app


def readers_fit(cues: CueReader, floor: FloorReader, scripted: ScriptedReader) -> list[Reader]:
    """Every reader is a `ports.Reader`, the fake of `warmline.testing` too."""
    return [cues, floor, scripted]


def the_models_fit(embedded: OnnxReader, remote: RemoteReader) -> list[ModelReader]:
    """What the floor can stand on: the embedded model and a remote one."""
    return [embedded, remote]


def wordings_fit(chat: ChatModel, checked: CheckedTranslator) -> tuple[LanguageModel, Translator]:
    """The optional language model and translator."""
    return chat, checked


def clocks_fit(machine: SystemClock, fixed: FixedClock) -> list[Clock]:
    """The machine's clock and the fake one are clocks."""
    return [machine, fixed]


def assistants_fit(articles: ArticleAssistant, silent: SilentAssistant) -> list[Assistant]:
    """With and without articles."""
    return [articles, silent]


def the_store_fits(database: Database) -> tuple[Store, outbox.Store]:
    """One store for actions and for durable work."""
    return database, database


def the_clock_of_the_worker_fits(clock: SystemClock) -> worker.Clock:
    """Durable work takes the same clock."""
    return clock


def reading_is(reader: Reader, texts: Sequence[str]) -> None:
    """A reading and what is in it."""
    reading = reader.read_many(texts)[0]
    assert_type(reading, Reading)
    assert_type(reading.distress, float)
    assert_type(reading.cues, tuple[Cue, ...])
    assert_type(reading.to_json(id="m1"), dict[str, object])
    assert_type(redact(texts[0]), Redacted)


def deciding_is(turns: Sequence[Turn]) -> None:
    """From turns to a decision, without a store."""
    policy = load_policy(None)
    state = fold(turns, Record())
    decision = decide(state, policy)
    assert_type(policy, Policy)
    assert_type(state, MomentState)
    assert_type(decision, Decision)
    assert_type(decision.step, Step)
    assert_type(decision.reasons, tuple[Reason, ...])
    assert_type(decision.emergency_kind, str | None)


def acting_is(work: Workplace, id: ConversationId, agent: AgentId, handoff: HandoffId) -> None:
    """What the actions take and give."""
    assert_type(start_conversation(work, inbox_id=InboxId("main")), Conversation)
    assert_type(receive(work, conversation_id=id, text="Hello"), Received)
    assert_type(ask_for_person(work, conversation_id=id), Handoff)
    assert_type(accept(work, handoff_id=handoff, agent_id=agent), Handoff)
    replied = reply(work, conversation_id=id, agent_id=agent, text="Hello")
    assert_type(replied, Replied)
    assert_type(replied.promises, tuple[Promise, ...])
    assert_type(replied.promises[0].id, PromiseId)
    assert_type(give_back(work, conversation_id=id, agent_id=agent), Conversation)
    ended = wrap_up(work, conversation_id=id, agent_id=agent, disposition="solved")
    assert_type(ended.status, Status)
    assert_type(match_waiting(work), int)


def wiring_is() -> None:
    """From settings to a server."""
    settings = load_settings()
    work = open_workplace(settings)
    assert_type(settings, Settings)
    assert_type(work, Workplace)
    assert_type(create_app(work, settings), FastAPI)
    assert_type(counted_ids(), Callable[[], str])


def webhooks_are(hooks: Webhooks, body: bytes, now: datetime) -> None:
    """Signing, checking, delivering."""
    assert_type(sign(body, "secret", at=now), str)
    check("t=1,v1=0", body, "secret", now=now)
    hooks.deliver("endpoint", 1)
