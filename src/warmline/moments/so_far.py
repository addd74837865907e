"""
The conversation as it stands after a turn: danger, needs, open asks, distress. A public contract:
DESIGN section 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from warmline.moments.danger import leading_kind
from warmline.moments.policy import Policy
from warmline.moments.rules.ground import speaks
from warmline.moments.state import MomentState
from warmline.reading.labels import ASKS, VULNERABILITY


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFar:
    """What holds after this turn; what was withdrawn, met or solved is no longer in it."""

    emergency: str | None
    vulnerability: tuple[str, ...]
    need: str | None
    asks: tuple[str, ...]
    abuse: bool
    distress: float

    def to_json(self) -> dict[str, object]:
        """The public shape."""
        return {
            "emergency": self.emergency,
            "vulnerability": list(self.vulnerability),
            "need": self.need,
            "asks": list(self.asks),
            "abuse": self.abuse,
            "distress": round(self.distress, 4),
        }


def so_far(state: MomentState, policy: Policy) -> SoFar:
    """Sum up the conversation as it stands."""
    limits = policy.thresholds
    ask_limits = _ask_limits(policy)
    return SoFar(
        emergency=leading_kind(state, limits.emergency),
        vulnerability=tuple(
            driver
            for driver in VULNERABILITY
            if driver in state.vulnerability
            and speaks(state.vulnerability[driver], limits.vulnerability)
        ),
        need=_need(state, policy),
        asks=tuple(
            name
            for name in ASKS
            if name in state.asks and speaks(state.asks[name].evidence, ask_limits[name])
        ),
        abuse=state.abuse is not None and speaks(state.abuse, limits.abuse),
        distress=state.distress.level,
    )


def _need(state: MomentState, policy: Policy) -> str | None:
    if not state.needs:
        return None
    need = max(state.needs, key=lambda one: state.needs[one])
    return need if state.needs[need] >= policy.thresholds.need else None


def _ask_limits(policy: Policy) -> Mapping[str, float]:
    limits = policy.thresholds
    return {
        "person": limits.person,
        "repeat-contact": limits.repeat_contact,
        "complaint": limits.complaint,
        "cancel": limits.cancel,
        "legal": limits.legal,
        "callback": limits.callback,
    }
