"""
A day in shadow: what would have been done, beside what people did.

Pure counting over what was decided and who wrote when. That a person came is an agent's first
words, nothing more is taken from them. People are no standard here and neither is the program:
where they differ, somebody should look.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warmline.conversation.conversation import InboxId
from warmline.conversation.message import ConversationId, MessageId
from warmline.moments.decision import Step
from warmline.outcomes.agreement import Agreement, agreement_of
from warmline.outcomes.timing import TOLERANCES, Figures, Timeline, calls_person, golden_figures

NEAR = TOLERANCES["I"]
"""Messages of the contact by which the two may be apart and still count as the same moment."""


class Meeting(StrEnum):
    """Whether people came in where the program would have called them, in the order of a page."""

    ONLY_PROGRAM = "only-program"
    """It would have called a person, and nobody came."""
    ONLY_PEOPLE = "only-people"
    """A person came, and it would not have called one."""
    APART = "apart"
    """Both, but at different moments."""
    TOGETHER = "together"
    """Both, at about the same moment."""
    NEITHER = "neither"


AGREED = frozenset({Meeting.TOGETHER, Meeting.NEITHER})


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedTurn:
    """One message of the contact, and what was decided after it."""

    message_id: MessageId
    at: datetime
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One conversation that was only watched."""

    conversation_id: ConversationId
    inbox_id: InboxId
    began_at: datetime
    turns: tuple[WatchedTurn, ...]
    """Of the contact, in order."""
    came_after: int | None = None
    """After how many messages of the contact a person first wrote; None when nobody did."""
    is_resolved: bool = False

    @property
    def called_after(self) -> int | None:
        """After which message of the contact, from 1, a person would have been called first."""
        places = (place for place, one in enumerate(self.turns, 1) if calls_person(one.step))
        return next(places, None)

    @property
    def highest(self) -> Step:
        """The highest step that was decided."""
        return max((one.step for one in self.turns), key=lambda step: step.rank)

    @property
    def gap(self) -> int | None:
        """How many messages people came later than called; below 0 sooner; None without both."""
        if self.came_after is None or self.called_after is None:
            return None
        return self.came_after - self.called_after

    @property
    def meeting(self) -> Meeting:
        """How the two stand to each other."""
        if self.gap is not None:
            return Meeting.TOGETHER if abs(self.gap) <= NEAR else Meeting.APART
        if self.came_after is not None:
            return Meeting.ONLY_PEOPLE
        return Meeting.NEITHER if self.called_after is None else Meeting.ONLY_PROGRAM

    @property
    def timeline(self) -> Timeline:
        """As the figures of timing take it: a person was wanted from where one came."""
        came = self.came_after
        count = len(self.turns)
        return Timeline(
            places=tuple(range(1, count + 1)),
            steps=tuple(one.step for one in self.turns),
            distress=(0.0,) * count,
            wanted=tuple(came is not None and place >= came for place in range(1, count + 1)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowDay:
    """The figures of some watched conversations, such as those of a day."""

    conversations: int
    messages: int
    steps: Counter[Step]
    """Conversations by the highest step."""
    meetings: Counter[Meeting]
    gaps: Counter[int]
    """Where both: by how many of the contact's messages people came later; below 0 sooner."""
    called: int
    """In how many a person would have been called."""
    came: int
    """In how many a person came."""
    agreement: Agreement
    """On whether a person comes in at all."""
    golden: Figures
    """Golden transfer, what people did taken as what was wanted."""
    differing: tuple[Watched, ...]
    """What somebody should look at, the most telling first."""

    @property
    def agreed(self) -> int:
        """Conversations in which people did as it would have."""
        return sum(self.meetings[one] for one in AGREED)

    def per_hundred(self, count: int) -> float:
        """A count of conversations, on a hundred of them; 0 without any."""
        return 100 * count / self.conversations if self.conversations else 0.0


def shadow_day(watched: Sequence[Watched]) -> ShadowDay:
    """Count; a conversation in which the contact never wrote is left out: nothing was decided."""
    heard = [one for one in watched if one.turns]
    pairs = [(_said(one.called_after), _said(one.came_after)) for one in heard]
    return ShadowDay(
        conversations=len(heard),
        messages=sum(len(one.turns) for one in heard),
        steps=Counter(one.highest for one in heard),
        meetings=Counter(one.meeting for one in heard),
        gaps=Counter(one.gap for one in heard if one.gap is not None),
        called=sum(one.called_after is not None for one in heard),
        came=sum(one.came_after is not None for one in heard),
        agreement=agreement_of(pairs),
        golden=golden_figures([one.timeline for one in heard]),
        differing=tuple(sorted((one for one in heard if one.meeting not in AGREED), key=_telling)),
    )


def _said(place: int | None) -> str:
    return "alone" if place is None else "person"


def _telling(one: Watched) -> tuple[object, ...]:
    """Danger first, then by kind, then those furthest apart, then the oldest."""
    is_calm = one.highest is not Step.EMERGENCY
    order = tuple(Meeting).index(one.meeting)
    return (is_calm, order, -abs(one.gap or 0), one.began_at, one.conversation_id)
