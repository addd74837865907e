"""
Names every column that the network predicts, in a fixed order.

Columns that ship come from the contract of a reading; the others (intensity, XED, CPED) only help
to learn and are cut off at export. Order is part of the artefact: append, never reorder.
"""

from dataclasses import dataclass

from warmline.reading.labels import (
    ASKS,
    BASIC,
    CALLS,
    EMERGENCY_KINDS,
    FEELINGS,
    NEEDS,
    SIGNS,
    VULNERABILITY,
)

XED = ("anger", "anticipation", "disgust", "fear", "joy", "sadness", "surprise", "trust")
CPED_SENTIMENTS = ("negative", "neutral", "positive")
DISASTER = (
    "related", "request", "offer", "aid_related", "medical_help", "medical_products",
    "search_and_rescue", "security", "military", "child_alone", "water", "food", "shelter",
    "clothing", "money", "missing_people", "refugees", "death", "other_aid",
    "infrastructure_related", "transport", "buildings", "electricity", "tools", "hospitals",
    "shops", "aid_centers", "other_infrastructure", "weather_related", "floods", "storm", "fire",
    "earthquake", "cold", "other_weather", "direct_report",
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """A run of columns learnt with one kind of loss."""

    name: str
    names: tuple[str, ...]
    """Empty for a group of one column, which is named after the group."""
    kind: str
    """`chance` (logit, cross-entropy), `amount` (number in [-1, 1], squared error)."""
    weight: float
    """Weight of each column in the sum of losses."""
    ships: bool = True

    @property
    def columns(self) -> tuple[str, ...]:
        """Full column names."""
        return tuple(f"{self.name}.{n}" for n in self.names) if self.names else (self.name,)


GROUPS = (
    Group("feelings", FEELINGS, "chance", 1.0),
    Group("basic", BASIC, "chance", 1.0),
    Group("valence", (), "amount", 12.0),
    Group("arousal", (), "amount", 12.0),
    Group("distress", (), "chance", 1.5),
    Group("emergency", (), "chance", 1.5),
    Group("emergency.kinds", EMERGENCY_KINDS, "chance", 1.0),
    Group("vulnerability", VULNERABILITY, "chance", 1.0),
    Group("needs", NEEDS, "chance", 0.7),
    Group("asks", ASKS, "chance", 1.0),
    Group("abuse", (), "chance", 1.0),
    Group("satisfaction", (), "amount", 3.0),
    Group("disaster", DISASTER, "chance", 0.5),
    Group("intensity", BASIC, "amount", 3.0, ships=False),
    Group("xed", XED, "chance", 0.4, ships=False),
    Group("cped", CPED_SENTIMENTS, "chance", 0.5, ships=False),
    Group("signs", SIGNS, "chance", 1.0),
    Group("calls", CALLS, "chance", 1.0),
)
COLUMNS = tuple(column for group in GROUPS for column in group.columns)
SHIPPED = tuple(column for group in GROUPS if group.ships for column in group.columns)
