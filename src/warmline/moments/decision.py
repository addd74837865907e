"""
What to do now, and why: a step with all of its reasons.

A step without a reason does not exist; the highest step among the reasons wins, and every reason is
kept. Nothing here acts.
"""

from dataclasses import dataclass
from enum import StrEnum

from warmline.conversation.message import MessageId


class Step(StrEnum):
    """What to do, in rising order."""

    CARRY_ON = "carry-on"
    SOFTEN = "soften"
    OFFER_PERSON = "offer-person"
    HAND_OFF = "hand-off"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for carry-on up to 4 for emergency."""
        return _ORDER.index(self)


_ORDER = tuple(Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One ground for a step, with its evidence."""

    code: str
    """Family and ground, dotted: 'friction.asked-for-person'."""
    step: Step
    """The step that this reason alone would ask for."""
    weight: float
    """In [0, 1]: how strongly the evidence speaks."""
    message_id: MessageId | None = None
    """The message that shows it; None when the whole conversation does."""
    span: tuple[int, int] | None = None
    """Code points into that message, end exclusive."""
    figure: float | None = None
    """The figure that crossed its threshold, where there is one."""
    carried_by: tuple[tuple[str, float], ...] = ()
    """Of what was learned: the features that carried it, each with its share, strongest first."""

    def to_json(self) -> dict[str, object]:
        """The public shape; `carried_by` only where something was learned."""
        shape: dict[str, object] = {
            "code": self.code,
            "step": self.step.value,
            "weight": round(self.weight, 4),
            "message": self.message_id,
            "span": None if self.span is None else list(self.span),
            "figure": None if self.figure is None else round(self.figure, 4),
        }
        if self.carried_by:
            shape["carried_by"] = {name: round(share, 4) for name, share in self.carried_by}
        return shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A step with its reasons, strongest first, and the policy that led to it."""

    step: Step
    reasons: tuple[Reason, ...]
    policy_version: str
    emergency_kind: str | None = None
    """The kind of danger, when the step is emergency."""
