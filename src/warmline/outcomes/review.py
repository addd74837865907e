"""
What a person says afterwards about one turn: was a hand-off right there, needless, or missing.

A verdict is about what the program did, never about an agent. Two people judge each turn, each
without the program's reasons in sight; how far they agree is in `agreement.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import NewType

from warmline.conversation.message import AgentId, ConversationId, MessageId

ReviewId = NewType("ReviewId", str)
REVIEWERS = 2
"""How many people judge a turn."""


class Verdict(StrEnum):
    """
    What a person says about a turn, in the order of the keys.

    Source:
        The four labels of a voice project's calls, with a place for the missing hand-off.
    """

    HANDLED_RIGHTLY = "handled-rightly"
    """The assistant went on, and that was right."""
    HANDED_OFF_RIGHTLY = "handed-off-rightly"
    HANDED_OFF_NEEDLESSLY = "handed-off-needlessly"
    SHOULD_HAVE_BEEN = "should-have-been-handed-off"
    """A person was needed, here or at an earlier turn, and was not called then."""

    @property
    def needs_person(self) -> bool:
        """Whether it says that a person was needed."""
        return self in (Verdict.HANDED_OFF_RIGHTLY, Verdict.SHOULD_HAVE_BEEN)

    def fits(self, *, was_handed_off: bool) -> bool:
        """Whether it can be said of a turn after which a person was asked in, or was not."""
        if self is Verdict.SHOULD_HAVE_BEEN:
            return True
        return was_handed_off is (self is not Verdict.HANDLED_RIGHTLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One person's verdict on one turn of a contact."""

    id: ReviewId
    conversation_id: ConversationId
    message_id: MessageId
    """The contact's message after which the decision was taken."""
    reviewer_id: AgentId
    verdict: Verdict
    needed_at_id: MessageId | None = None
    """The contact's message after which a person was needed; None unless it should have been."""
    is_blind: bool = True
    """Given before the reviewer had seen what the program decided, and why."""
    given_at: datetime


def verdict_pairs(reviews: Iterable[Review]) -> list[tuple[str, str]]:
    """The two verdicts on each turn that has two, the lower id of reviewer first."""
    ordered = sorted(reviews, key=lambda one: (one.message_id, one.reviewer_id))
    pairs = []
    for _, group in groupby(ordered, key=lambda one: one.message_id):
        verdicts = [one.verdict.value for one in group]
        if len(verdicts) >= REVIEWERS:
            pairs.append((verdicts[0], verdicts[1]))
    return pairs


def needed_turns(reviews: Sequence[Review]) -> dict[MessageId, bool]:
    """
    Whether a person was needed after each message that verdicts speak of.

    A message about which people do not agree is left out: nothing can be learned from it.
    """
    said: dict[MessageId, set[bool]] = {}
    for review in reviews:
        # Whoever was needed earlier, and had not come, is needed still.
        for place in {review.message_id, review.needed_at_id or review.message_id}:
            said.setdefault(place, set()).add(review.verdict.needs_person)
    return {place: True in opinions for place, opinions in said.items() if len(opinions) == 1}
