"""
Decide a conversation that has already happened, turn by turn, as it would have been decided live.

Pure: the readings and the likeness of messages come in by argument, so any reader will do. What
the house knew of the contact besides the words is not in an archive; the record is empty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from warmline.conversation.message import Author, MessageId
from warmline.moments.acceptance import accepts_person
from warmline.moments.decide import decide
from warmline.moments.decision import Decision
from warmline.moments.detours import is_detour
from warmline.moments.fold import Folding
from warmline.moments.policy import Policy
from warmline.moments.record import Record
from warmline.moments.satisfaction import expected_satisfaction
from warmline.moments.so_far import SoFar, so_far
from warmline.moments.state import MomentState
from warmline.moments.turn import Turn
from warmline.reading.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedTurn:
    """One message of an archive."""

    author: Author
    text: str
    at: datetime | None = None
    needs_person: bool | None = None
    """Of a contact's turn: whether people say that a person was needed then; None if nobody did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedConversation:
    """One conversation of an archive."""

    id: str
    turns: tuple[ArchivedTurn, ...]
    language: str | None = None
    inbox: str | None = None
    """Where it arrived, when the archive says so; a policy may differ by it."""

    @property
    def contact_texts(self) -> list[str]:
        """What the contact wrote, in order."""
        return [turn.text for turn in self.turns if turn.author is Author.CONTACT]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What was decided after one turn of the contact."""

    conversation: str
    turn: int
    """The place in the conversation's turns, from 0 on."""
    decision: Decision
    so_far: SoFar
    satisfaction: float
    """Expected, 1 to 5."""
    reading: Reading
    needs_person: bool | None = None
    """As labelled in the archive; nothing is decided by it."""
    other: Decision | None = None
    """By the policy that this one is compared with, if any."""

    def to_json(self) -> dict[str, object]:
        """The public shape: DESIGN sections 5 and 9."""
        shape: dict[str, object] = {
            "conversation": self.conversation,
            "turn": self.turn,
            "step": self.decision.step.value,
            "reasons": [reason.to_json() for reason in self.decision.reasons],
            "policy": self.decision.policy_version,
            "satisfaction": round(self.satisfaction, 2),
            "so_far": self.so_far.to_json(),
            "reading": self.reading.to_json(),
        }
        return shape if self.other is None else shape | {"other": _compared(self.other)}


def decide_each(
    conversation: ArchivedConversation,
    readings: Sequence[Reading],
    alike: Sequence[float],
    *,
    policy: Policy,
    other: Policy | None = None,
) -> list[Replayed]:
    """
    Decide after every turn of the contact.

    Args:
        conversation: with n turns of the contact.
        readings: n, in order.
        alike: n, the likeness of each with an earlier one, in [0, 1].
        policy: of the house; that of the inbox and the hour is chosen here. Times count as they
            are written, so they should be local to the house.
        other: to decide by as well, for comparison.
    """
    decided = []
    for place, turn, state in _courses(conversation, readings, alike):
        assert turn.reading is not None
        here = policy.for_(conversation.inbox, turn.at)
        there = None if other is None else other.for_(conversation.inbox, turn.at)
        decided.append(
            Replayed(
                conversation=conversation.id,
                turn=place,
                decision=decide(state, here),
                so_far=so_far(state, here),
                satisfaction=expected_satisfaction(state),
                reading=turn.reading,
                needs_person=conversation.turns[place].needs_person,
                other=None if there is None else decide(state, there),
            )
        )
    return decided


def states_each(
    conversation: ArchivedConversation, readings: Sequence[Reading], alike: Sequence[float]
) -> list[tuple[int, MomentState]]:
    """
    The state after every turn of the contact, with the turn's place.

    Args:
        conversation: with n turns of the contact.
        readings: n, in order.
        alike: n, as in `decide_each`.
    """
    return [(place, state) for place, _, state in _courses(conversation, readings, alike)]


def _courses(
    conversation: ArchivedConversation, readings: Sequence[Reading], alike: Sequence[float]
) -> Iterator[tuple[int, Turn, MomentState]]:
    folding = Folding(Record())
    for place, turn in enumerate(turns_of(conversation, readings, alike)):
        folding.take(turn)
        if turn.reading is not None:
            yield place, turn, folding.state()


def _compared(decision: Decision) -> dict[str, object]:
    """The public shape of a decision that another stands beside."""
    return {
        "policy": decision.policy_version,
        "step": decision.step.value,
        "reasons": [reason.to_json() for reason in decision.reasons],
    }


def turns_of(
    conversation: ArchivedConversation, readings: Sequence[Reading], alike: Sequence[float]
) -> list[Turn]:
    """The turns as a decision sees them: without their words."""
    turns: list[Turn] = []
    said: list[str] = []
    heard = iter(zip(readings, alike, strict=True))
    for place, archived in enumerate(conversation.turns):
        reading, similar, is_helpful, accepts = None, 0.0, True, False
        if archived.author is Author.CONTACT:
            reading, similar = next(heard)
            accepts = accepts_person(_offer_before(conversation.turns, place), archived.text)
        elif archived.author is Author.ASSISTANT:
            is_helpful = not is_detour(archived.text, said)
            said.append(archived.text)
        turns.append(
            Turn(
                message_id=MessageId(f"{conversation.id}/{place}"),
                author=archived.author,
                at=archived.at,
                reading=reading,
                similar=similar,
                is_helpful=is_helpful,
                accepts_person=accepts,
            )
        )
    return turns


def _offer_before(turns: Sequence[ArchivedTurn], place: int) -> str:
    """What the assistant said just before a turn; nothing when somebody else spoke last."""
    before = turns[place - 1] if place else None
    return before.text if before is not None and before.author is Author.ASSISTANT else ""
