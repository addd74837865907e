"""The right-hand column: the brief of `handoff.brief`, with times and plots for the eye."""

from collections.abc import Mapping
from dataclasses import dataclass

from warmline.agents.agent import Role
from warmline.conversation.message import ConversationId, MessageId
from warmline.handoff.brief import Brief, BriefPromise, Record, Statement, compose
from warmline.handoff.handoff import Handoff
from warmline.handoff.wording import why
from warmline.moments.decision import Decision
from warmline.ports import Transaction
from warmline.web.conversation_view import SHOWN_REASONS
from warmline.web.feeling import felt_along
from warmline.web.memory_view import MemoryView, compose_memory
from warmline.web.names import contact_name
from warmline.web.plots import Course, course_of
from warmline.web.recall import short_key
from warmline.web.times import clock_time, day_time
from warmline.web.view import View

MOOD_WIDTH, MOOD_HEIGHT = 96, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseLine:
    """A promise that is owed to this contact."""

    what: str
    due: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView:
    """What the agent reads first."""

    conversation_id: ConversationId
    who: str
    of: str
    """Their language and since when they wait, in a line."""
    language: str
    need: str
    """The contact's own words; empty before they said what they need."""
    need_id: MessageId | None
    why: str
    """Why a person comes in."""
    course: Course | None
    mood: str
    facts: tuple[Statement, ...]
    promises: tuple[PromiseLine, ...]
    tried: tuple[Statement, ...]
    not_again: tuple[Statement, ...]
    cautions: tuple[Statement, ...]
    first: str
    may_reply: bool
    short: tuple[Statement, ...] = ()
    """Worded by a language model, each sentence checked; empty without one."""
    asks_short: bool = False
    """Whether the page should have it worded."""
    memory: MemoryView | None = None
    """What is proposed to be remembered."""


def compose_brief(tx: Transaction, view: View, id: ConversationId, *, may_reply: bool) -> BriefView:
    """
    The brief of a conversation, as it stands now.

    Raises:
        NotFound: there is none with this id.
    """
    record = _record(tx, view, id)
    brief = compose(
        record,
        language=view.words.language,
        now=view.now,
        timezone=view.zone,
        agent_name=view.agent.name,
    )
    felt = felt_along(record.recent, record.readings, record.decisions)
    handoff = next((one for one in tx.handoffs.of(id) if not one.is_finished), None)
    short = _short(brief, view, id)
    return BriefView(
        conversation_id=id,
        who=contact_name(record.contact, view.words),
        of=_of(brief, handoff, view),
        language=brief.language,
        need="" if brief.need is None else brief.need.text,
        need_id=None if brief.need is None else brief.need.message_id,
        why=_why(handoff, record.decisions, view),
        course=course_of(felt, width=MOOD_WIDTH, height=MOOD_HEIGHT),
        mood="" if brief.mood is None else brief.mood.text,
        # A need stands under what to mind already.
        facts=tuple(one for one in brief.facts if one not in brief.cautions),
        promises=tuple(_promise(one, view) for one in brief.promises),
        tried=tuple({one.text: one for one in brief.tried}.values()),
        not_again=brief.not_again,
        cautions=brief.cautions,
        first=brief.first,
        may_reply=may_reply,
        short=short or (),
        asks_short=short is None,
        memory=compose_memory(
            view,
            tx.contacts.all_facts(record.contact.id),
            language=brief.language,
            may_decide=may_reply or view.agent.role is Role.SUPERVISOR,
        ),
    )


def _short(brief: Brief, view: View, id: ConversationId) -> tuple[Statement, ...] | None:
    """How the brief was summed up; None when it should be asked for."""
    if not view.has_writer:
        return ()
    return view.recall.short(short_key(brief, id, view.words.language))


def _record(tx: Transaction, view: View, id: ConversationId) -> Record:
    conversation = tx.conversations.get(id)
    return Record(
        conversation=conversation,
        contact=tx.contacts.get(conversation.contact_id),
        messages=tx.messages.of(id),
        readings=tx.readings.of(id),
        decisions=tx.decisions.of(id),
        facts=tx.contacts.facts(conversation.contact_id, view.now),
        promises=tx.promises.of_contact(conversation.contact_id),
    )


def _of(brief: Brief, handoff: Handoff | None, view: View) -> str:
    words = view.words
    spoken = words.nearest(f"language.{brief.language}", fallback=brief.language)
    line = words("brief.language", language=spoken)
    if handoff is None or not handoff.is_waiting:
        return line
    asked = words("brief.waited", clock=clock_time(handoff.requested_at, view.zone))
    return f"{line}{'，' if words.language == 'zh' else '. '}{asked}"


def _why(handoff: Handoff | None, decisions: Mapping[MessageId, Decision], view: View) -> str:
    if handoff is None:
        return ""
    said = [why(handoff.reason_code, view.words.language)]
    for decision in list(decisions.values())[-1:]:
        said += [why(reason.code, view.words.language) for reason in decision.reasons]
    separator = "、" if view.words.language == "zh" else ", "
    return separator.join(list(dict.fromkeys(said))[:SHOWN_REASONS])


def _promise(promise: BriefPromise, view: View) -> PromiseLine:
    due = promise.due_at
    return PromiseLine(
        what=promise.what,
        due=view.words("time.no_time")
        if due is None
        else view.words("brief.due", due=day_time(due, view.now, view.zone, view.words)),
        is_late=promise.is_late,
    )
