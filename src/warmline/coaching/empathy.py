"""
The three mechanisms of empathy in a reply: emotional reactions, interpretations, explorations.

Each has a level from 0 (none) to 2 (strong). Hand-written cues give an estimate in the languages
that they are written for; a trained head, where one is installed, is blended with it. The words
of the reply to the contact are graded, never a feeling of the person who writes.

Source: EPITOME, Sharma et al. 2020, arXiv:2009.08441.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from warmline.coaching.cues import Span
from warmline.coaching.signs import Signs

MECHANISMS: Final = ("emotional-reactions", "interpretations", "explorations")
SHOWN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "emotional-reactions": ("affirm.feeling", "affirm.owns"),
    "interpretations": ("affirm.owns", "restates"),
    "explorations": ("question.care", "choice"),
}
CHANCES: Final = ((0.85, 0.12, 0.03), (0.2, 0.62, 0.18), (0.06, 0.36, 0.58))
"""Of none, weak and strong after no cue, one cue and several: a guess of our own for want of
labelled service replies."""
CUES_COUNT: Final = 0.35
"""What the cues weigh beside a trained head."""


class Grade(Protocol):
    """What a trained head says of one mechanism."""

    @property
    def probabilities(self) -> tuple[float, float, float]:
        """Of none, weak and strong."""


class EmpathyReader(Protocol):
    """A trained head for the three mechanisms."""

    def empathy(self, pairs: Sequence[tuple[str, str]]) -> Sequence[Mapping[str, Grade]]:
        """Grade n replies; each pair is what the contact wrote, and the reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mechanism:
    """One mechanism in one reply."""

    level: int
    probabilities: tuple[float, float, float]
    spans: tuple[Span, ...]
    """The sentences that carry it, in code points."""

    def to_json(self) -> dict[str, object]:
        """The public shape."""
        return {
            "level": self.level,
            "probabilities": [round(chance, 4) for chance in self.probabilities],
            "spans": [list(span) for span in self.spans],
        }


def find_mechanisms(
    signs: Signs, said: str, head: EmpathyReader | None = None
) -> dict[str, Mechanism]:
    """
    Estimate the three mechanisms.

    Args:
        signs: what stands in the reply.
        said: what the contact wrote last.
        head: a trained head, when one is installed.
    """
    graded = head.empathy([(said, signs.text)])[0] if head and signs.text.strip() else {}
    return {
        name: _mechanism(signs, name, graded[name].probabilities if name in graded else None)
        for name in MECHANISMS
    }


def _mechanism(signs: Signs, name: str, trained: tuple[float, float, float] | None) -> Mechanism:
    carriers = [one for one in signs.sentences if signs.labels_in(one) & set(SHOWN_BY[name])]
    by_cues = CHANCES[min(2, len(carriers))]
    chances = by_cues
    if trained is not None:
        none, weak, strong = (
            CUES_COUNT * cue + (1 - CUES_COUNT) * head
            for cue, head in zip(by_cues, trained, strict=True)
        )
        chances = (none, weak, strong)
    level = max(range(3), key=lambda place: chances[place])
    spans = tuple((one.start, one.start + len(one.text.rstrip())) for one in carriers)
    return Mechanism(level=level, probabilities=chances, spans=spans if level else ())
