"""
The page of a day in shadow: one question a block, the finding in its title.

Counting is `outcomes.shadow`; here figures become words and lengths. Contacts have the names that
the desk gives them; which colleague came is not looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from warmline.agents.house import Inbox
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import ConversationId, MessageId
from warmline.moments.decision import Step
from warmline.outcomes.shadow import Meeting, ShadowDay, Watched
from warmline.outcomes.timing import TOLERANCES
from warmline.ports import Transaction
from warmline.web.conversation_view import Piece, pieces_of, reasons_of
from warmline.web.names import contact_name
from warmline.web.pages import Page
from warmline.web.plots import Course, course_of
from warmline.web.report.blocks import share_of
from warmline.web.review_view import kappa_words
from warmline.web.times import clock_time
from warmline.web.view import View
from warmline.web.words import Words

SHOWN = 40
"""Nobody reads more of them in a day; danger stands first."""
FURTHEST = 4
"""Messages from which on the columns at both ends are open."""
COURSE_WIDTH, COURSE_HEIGHT = 110, 28
MEETINGS = (
    Meeting.TOGETHER, Meeting.NEITHER, Meeting.APART, Meeting.ONLY_PEOPLE, Meeting.ONLY_PROGRAM,
)  # fmt: skip
"""Agreement first, then what differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a block: what, how many, which share, how long its bar is."""

    label: str
    count: str
    share: str
    width: float
    """In [0, 100]."""
    look: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """One column of a plot over an order."""

    label: str
    spoken: str
    """The label in whole words, for the table."""
    count: int
    height: float
    """In [0, 100]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One block: the finding, its rows or columns, and how it was counted."""

    key: str
    title: str
    head: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    sticks: tuple[Stick, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    """Label and value, behind a fold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """One conversation to look at, open at the turn that tells most."""

    conversation_id: ConversationId
    message_id: MessageId
    who: str
    clock: str
    meeting: str
    step: str
    happened: str
    """When a person would have come in, and when one did."""
    course: Course | None
    pieces: tuple[Piece, ...]
    language: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRow:
    """A watched conversation in which somebody may be in danger."""

    conversation_id: ConversationId
    who: str
    waited: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Which day is shown, and the ways to others; dates as in an address."""

    title: str
    shown: str
    before: str
    after: str | None
    """None on the last day that there is."""
    is_running: bool
    last: str | None = None
    """The newest day before this one on which something began; told when this one is empty."""
    last_title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowPage(Page):
    """The page."""

    template: ClassVar[str] = "shadow.html"
    days: Days
    inboxes: tuple[Inbox, ...]
    """Those in shadow."""
    inbox_id: InboxId | None
    """Which of them is shown; None for all."""
    alarms: tuple[AlarmRow, ...]
    questions: tuple[Question, ...]
    """Empty when nothing began on this day."""
    differing: tuple[Differing, ...]
    differing_title: str
    rest: str
    seq: int


def day_title(day: date, words: Words) -> str:
    """'Friday's' day as people write it, with the year."""
    return words(
        "shadow.day",
        day=day.day,
        month=words(f"time.month.{day.month}"),
        weekday=words(f"time.weekday.{day.isoweekday()}"),
        year=day.year,
    )


def compose_questions(day: ShadowDay, words: Words) -> tuple[Question, ...]:
    """The blocks of a day on which something was decided."""
    if not day.conversations:
        return ()
    asked = (_steps(day, words), _agreed(day, words), _moments(day, words), _costs(day, words))
    return tuple(one for one in asked if one is not None)


def compose_differing(tx: Transaction, view: View, day: ShadowDay) -> tuple[Differing, ...]:
    """What somebody should look at, as far as a page holds it."""
    return tuple(_differing(tx, view, one) for one in day.differing[:SHOWN])


def compose_alarms(tx: Transaction, view: View) -> tuple[AlarmRow, ...]:
    """Who may be in danger now, the oldest first."""
    rows = []
    for id in tx.watches.alarmed():
        conversation = tx.conversations.get(id)
        since = conversation.waiting_since or conversation.changed_at
        rows.append(
            AlarmRow(
                conversation_id=id,
                who=contact_name(tx.contacts.get(conversation.contact_id), view.words),
                waited=clock_time(since, view.zone),
            )
        )
    return tuple(rows)


def _steps(day: ShadowDay, words: Words) -> Question:
    longest = max(day.steps.values())
    key = "called" if day.called else "called_none"
    return Question(
        key="steps",
        title=words(f"shadow.{key}", called=day.called, all=day.conversations),
        head=words("shadow.highest"),
        notes=(
            words.count("shadow.began", day.conversations, messages=day.messages),
            words("shadow.once"),
        ),
        lines=tuple(
            _line(words(f"shadow.step_{step}"), day.steps[step], day, longest, look=f"step-{step}")
            for step in reversed(Step)
        ),
    )


def _agreed(day: ShadowDay, words: Words) -> Question:
    longest = max(day.meetings.values())
    return Question(
        key="agreed",
        title=words("shadow.agreed", agreed=day.agreed, all=day.conversations),
        head=words("shadow.what_people_did"),
        notes=(
            words("shadow.near"),
            words("shadow.kappa", kappa=kappa_words(day.agreement, words)),
        ),
        lines=tuple(
            _line(words(f"shadow.{one}"), day.meetings[one], day, longest, look=one.value)
            for one in MEETINGS
        ),
    )


def _moments(day: ShadowDay, words: Words) -> Question | None:
    """By how many messages the two were apart; None where never both came in."""
    if not day.gaps:
        return None
    places = range(-FURTHEST, FURTHEST + 1)
    clipped = dict.fromkeys(places, 0)
    for gap, count in day.gaps.items():
        clipped[max(-FURTHEST, min(FURTHEST, gap))] += count
    longest = max(clipped.values())
    both = sum(clipped.values())
    sooner = sum(count for gap, count in day.gaps.items() if gap > 0)
    same = day.gaps[0]
    return Question(
        key="moments",
        title=words(
            "shadow.moments", both=both, same=same, sooner=sooner, later=both - same - sooner
        ),
        head=words("shadow.gap"),
        notes=(words("shadow.gap_note"),),
        sticks=tuple(
            Stick(
                label=_gap_label(gap),
                spoken=_gap_words(gap, words),
                count=clipped[gap],
                height=share_of(clipped[gap], longest),
            )
            for gap in places
        ),
        figures=tuple(
            (words("shadow.golden", name=name, turns=turns), _golden(day, name, words))
            for name, turns in TOLERANCES.items()
        ),
    )


def _costs(day: ShadowDay, words: Words) -> Question:
    called, came = day.per_hundred(day.called), day.per_hundred(day.came)
    longest = max(called, came)
    shares = (("policy", day.called, called), ("people", day.came, came))
    return Question(
        key="costs",
        title=words("shadow.costs", called=f"{called:.0f}", came=f"{came:.0f}"),
        head=words("shadow.who"),
        notes=(words("shadow.costs_note"),),
        lines=tuple(
            Line(
                label=words(f"shadow.by_{who}"),
                count=str(count),
                share=f"{share:.0f}",
                width=share_of(share, longest or 1),
                look=who,
            )
            for who, count, share in shares
        ),
    )


def _line(label: str, count: int, day: ShadowDay, longest: int, *, look: str) -> Line:
    return Line(
        label=label,
        count=f"{count:,}",
        share=f"{count / day.conversations:.0%}",
        width=share_of(count, longest),
        look=look,
    )


def _gap_label(gap: int) -> str:
    sign = "+" if gap > 0 else "−" if gap < 0 else ""
    end = "…" if abs(gap) == FURTHEST else ""
    return f"{sign}{abs(gap)}{end}"


def _gap_words(gap: int, words: Words) -> str:
    if gap == 0:
        return words("shadow.gap_same")
    key = "shadow.gap_later" if gap > 0 else "shadow.gap_sooner"
    if abs(gap) == FURTHEST:
        return words(f"{key}.or_more", number=FURTHEST)
    return words.count(key, abs(gap))


def _golden(day: ShadowDay, name: str, words: Words) -> str:
    score, recall = day.golden[f"GT-{name}"], day.golden[f"recall-{name}"]
    told = ["–" if one is None else f"{one:.2f}" for one in (score, recall)]
    return words("shadow.golden_value", score=told[0], recall=told[1])


def _differing(tx: Transaction, view: View, watched: Watched) -> Differing:
    conversation = tx.conversations.get(watched.conversation_id)
    heard = view.recall.heard(tx, conversation)
    turn = watched.turns[_telling_place(watched)]
    message = next(
        one for one in tx.messages.of(watched.conversation_id) if one.id == turn.message_id
    )
    decision = tx.decisions.of(watched.conversation_id)[turn.message_id]
    return Differing(
        conversation_id=watched.conversation_id,
        message_id=turn.message_id,
        who=contact_name(heard.contact, view.words),
        clock=clock_time(watched.began_at, view.zone),
        meeting=watched.meeting.value,
        step=turn.step.value,
        happened=_happened(watched, view.words),
        course=course_of(heard.felt, width=COURSE_WIDTH, height=COURSE_HEIGHT),
        pieces=tuple(pieces_of(message)),
        language=message.language if message.language != "und" else None,
        reasons=reasons_of(decision, view.words),
    )


def _telling_place(watched: Watched) -> int:
    """The turn that would have called a person; else the last one before a person came."""
    after = watched.called_after or watched.came_after or 1
    return min(after, len(watched.turns)) - 1


def _happened(watched: Watched, words: Words) -> str:
    called, came, gap = watched.called_after, watched.came_after, watched.gap
    if gap is not None:
        key = "shadow.happened_later" if gap > 0 else "shadow.happened_sooner"
        return words.count(key, abs(gap), called=called, came=came)
    if called is None:
        return words("shadow.happened_people" if came else "shadow.happened_first", came=came)
    ended = "resolved" if watched.is_resolved else "open"
    return words(f"shadow.happened_program_{ended}", called=called)


def differing_title(day: ShadowDay, words: Words) -> str:
    """How many there are to look at."""
    if not day.differing:
        return words("shadow.differing_none")
    return words.count("shadow.differing", len(day.differing))


def rest_words(differing: Sequence[Watched], words: Words) -> str:
    """That more differ than the page shows; empty when all are on it."""
    if len(differing) <= SHOWN:
        return ""
    return words("shadow.rest", shown=SHOWN, all=len(differing))
