"""The columns of the network against the contract of a reading."""

from warmline.reading import labels
from warmline.training.columns import COLUMNS, GROUPS, SHIPPED


def test_every_label_of_a_reading_has_a_column_that_ships() -> None:
    """No head of the contract is left without a place in the network."""
    wanted = [f"feelings.{name}" for name in labels.FEELINGS]
    wanted += [f"emergency.kinds.{name}" for name in labels.EMERGENCY_KINDS]
    wanted += [f"asks.{name}" for name in labels.ASKS]
    wanted += [f"needs.{name}" for name in labels.NEEDS]
    wanted += [f"vulnerability.{name}" for name in labels.VULNERABILITY]
    wanted += ["distress", "valence", "arousal", "emergency", "abuse", "satisfaction"]
    assert set(wanted) <= set(SHIPPED)


def test_no_column_has_two_places() -> None:
    """Names are unique, and a group's columns lie together."""
    assert len(COLUMNS) == len(set(COLUMNS))
    assert sum(len(group.columns) for group in GROUPS) == len(COLUMNS)
