"""The right-hand column: the brief, from `handoff.brief`, with times and moods in words."""

from dataclasses import dataclass

from warmline.conversation.message import Author, ConversationId
from warmline.handoff.wording import why
from warmline.ports import Transaction
from warmline.web.conversation_view import course_title
from warmline.web.feeling import felt_along
from warmline.web.names import contact_name
from warmline.web.plots import Course, course_of
from warmline.web.promises_view import is_late
from warmline.web.times import day_time
from warmline.web.view import View

MOOD_WIDTH, MOOD_HEIGHT = 96, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPromise:
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
    """Language and inbox, in a line."""
    language: str | None
    need: tuple[str, ...]
    """The contact's own words."""
    why: str
    course: Course | None
    mood: str
    facts: tuple[str, ...]
    promises: tuple[BriefPromise, ...]
    tried: tuple[str, ...]
    not_again: tuple[str, ...]
    cautions: tuple[str, ...]
    first: str
    may_reply: bool


def compose_brief(tx: Transaction, view: View, id: ConversationId, *, may_reply: bool) -> BriefView:
    """The brief of a conversation, as it stands now."""
    conversation = tx.conversations.get(id)
    contact = tx.contacts.get(conversation.contact_id)
    messages = tx.messages.of(id)
    felt = felt_along(messages, tx.readings.of(id), tx.decisions.of(id))
    course = course_of(felt, width=MOOD_WIDTH, height=MOOD_HEIGHT)
    handoff = next(iter(tx.handoffs.of(id)), None)
    words = view.words
    language = conversation.language
    spoken = words.nearest(f"language.{language}", fallback=language or "")
    owed = [one for one in tx.promises.of_contact(contact.id) if one.is_owed]
    said = [one.text for one in messages if one.author is Author.CONTACT]
    return BriefView(
        conversation_id=id,
        who=contact_name(contact, words),
        of=words("brief.language", language=spoken),
        language=language,
        need=tuple(said[:1]),
        why="" if handoff is None else why(handoff.reason_code, words.language),
        course=course,
        mood="" if course is None else course_title(course, words),
        facts=tuple(fact.what for fact in tx.contacts.facts(contact.id, view.now)),
        promises=tuple(
            BriefPromise(
                what=one.what,
                due=words("time.no_time")
                if one.due_at is None
                else day_time(one.due_at, view.now, view.zone, words),
                is_late=is_late(one, view.now),
            )
            for one in owed
        ),
        tried=(),
        not_again=(),
        cautions=(),
        first="",
        may_reply=may_reply,
    )
