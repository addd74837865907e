"""
`warmline evaluate dch` and `uss`: whether decisions find the dialogues and turns that went wrong.

The sets are replayed as an archive would be; what the figures mean is `outcomes.gone_wrong`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np

from warmline.cli.replay import replay_all, states_of
from warmline.conversation.message import Author
from warmline.moments.archive import ArchivedConversation, ArchivedTurn, Replayed
from warmline.moments.decision import Decision
from warmline.moments.policy import Policy
from warmline.moments.state import MomentState
from warmline.outcomes.gone_wrong import (
    BAD_TURN,
    DISSATISFIED,
    Figures,
    Judged,
    expected_figures,
    judged_of,
)
from warmline.outcomes.labelled_sets import Voted, dch_dialogues, uss_dialogues
from warmline.ports import Reader
from warmline.reading.onnx_reader import Turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One moment of a replayed dialogue that people voted on."""

    so_far: tuple[Replayed, ...]
    """What was decided until then and belongs to it, at least once."""
    texts: tuple[str, ...]
    """What the contact wrote there, one for each of `so_far`; for other rules to read."""
    written: int
    """How many messages the contact had written."""
    vote: float
    """Mean vote on how satisfied the contact was: of the dialogue, or of this turn."""
    is_bad: bool

    @property
    def decisions(self) -> list[Decision]:
        """Those of `so_far`."""
        return [one.decision for one in self.so_far]


@dataclass(frozen=True, slots=True, kw_only=True)
class VotedStates:
    """A dialogue with votes as a decision saw it in its middle and at its end."""

    id: str
    middle: MomentState
    end: MomentState
    satisfaction: float
    """Mean vote, -2 to 2."""


def dch_moments(path: Path, reader: Reader, policy: Policy) -> list[Moment]:
    """The middle of each dialogue: all that was decided in its first half of turns, rounded up."""
    dialogues = _spoken_in(path)
    archive = [_archived(one.id, one.turns) for one in dialogues]
    moments = []
    for dialogue, decided in zip(dialogues, _replayed(archive, reader, policy), strict=True):
        until = [one for one in decided if one.turn < _half(dialogue)] or decided[:1]
        moments.append(
            Moment(
                so_far=tuple(until),
                texts=tuple(dialogue.turns[one.turn][1] for one in until),
                written=len(until),
                vote=dialogue.satisfaction,
                is_bad=dialogue.satisfaction < DISSATISFIED,
            )
        )
    return moments


def voted_states(path: Path, reader: Reader) -> list[VotedStates]:
    """The states from which something can be learned: middle and end of each dialogue."""
    dialogues = _spoken_in(path)
    archive = [_archived(one.id, one.turns) for one in dialogues]
    voted = []
    for dialogue, states in zip(dialogues, states_of(archive, reader), strict=True):
        until = [state for place, state in states if place < _half(dialogue)] or [states[0][1]]
        voted.append(
            VotedStates(
                id=dialogue.id,
                middle=until[-1],
                end=states[-1][1],
                satisfaction=dialogue.satisfaction,
            )
        )
    return voted


def uss_moments(path: Path, reader: Reader, policy: Policy) -> list[Moment]:
    """Each turn of a contact that has votes, by what was decided after it."""
    dialogues = list(uss_dialogues(path))
    archive = [
        _archived(str(number), [(author, text) for author, text, _ in one])
        for number, one in enumerate(dialogues)
    ]
    moments = []
    for dialogue, decided in zip(dialogues, _replayed(archive, reader, policy), strict=True):
        for written, one in enumerate(decided, 1):
            _, text, votes = dialogue[one.turn]
            if votes:
                vote = sum(votes) / len(votes)
                moments.append(
                    Moment(
                        so_far=(one,),
                        texts=(text,),
                        written=written,
                        vote=vote,
                        is_bad=vote < BAD_TURN,
                    )
                )
    return moments


MOMENTS: Mapping[str, Callable[[Path, Reader, Policy], list[Moment]]] = {
    "dch": dch_moments,
    "uss": uss_moments,
}
"""By the name of the task."""


def judged(moments: Sequence[Moment]) -> Judged:
    """The rows from which figures come."""
    return judged_of(
        [one.decisions for one in moments],
        [one.is_bad for one in moments],
        [one.written for one in moments],
    )


def expected(moments: Sequence[Moment]) -> Figures:
    """How the satisfaction that a replay expects at these moments goes with the votes."""
    return expected_figures(
        np.array([one.vote for one in moments]),
        np.array([one.so_far[-1].satisfaction for one in moments]),
        np.array([one.is_bad for one in moments]),
    )


def _spoken_in(path: Path) -> list[Voted]:
    """The dialogues in which the contact said anything."""
    return [one for one in dch_dialogues(path) if Author.CONTACT in [a for a, _ in one.turns]]


def _half(dialogue: Voted) -> int:
    return ceil(len(dialogue.turns) / 2)


def _archived(id: str, turns: Turns) -> ArchivedConversation:
    shaped = tuple(ArchivedTurn(author=Author(author), text=text) for author, text in turns)
    return ArchivedConversation(id=id, turns=shaped)


def _replayed(
    archive: Sequence[ArchivedConversation], reader: Reader, policy: Policy
) -> list[list[Replayed]]:
    return [one for one in replay_all(archive, reader, policy) if isinstance(one, list)]
