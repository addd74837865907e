"""
How the contact would rate the service after this turn, from the moment's state alone.

A line over the features of the state, so it costs nothing and needs no second look at the words.
On dialogues kept aside it does what the reader's own head for satisfaction does, which would have
to read each dialogue again after every turn (docs/discussions/timing-and-decisions.md).
"""

from types import MappingProxyType
from typing import Final

from warmline.moments.features import features_of
from warmline.moments.state import MomentState

WORST, BEST = 1.0, 5.0
AT_BEST: Final = 5.202
"""When nothing is wrong at all and the contact is glad."""

DROPS: Final = MappingProxyType(
    {
        "distress": 0.897,
        "distress_now": 0.418,
        "distress_lasting": 0.143,
        "distress_rising": 0.041,
        "anger_at_entry": 0.305,
        "displeasure": 0.228,
        "joyless": 1.722,
        "unthanked": 0.257,
        "abuse": 0.136,
        "said_again": 0.31,
        "asks_person": 0.098,
        "asks_callback": 0.039,
        "asks_repeat_contact": 0.079,
        "asks_complaint": 0.141,
        "asks_cancel": 0.051,
        "asks_legal": 0.222,
        "promise_broken": 0.053,
        "sarcasm": 0.083,
        # Set by hand: people answer in these dialogues, so they cannot teach what a program's
        # useless answers cost. A quarter point for three in a row (more costs Spearman on USS dev,
        # where a bot asks for the same confirmation again and nobody minds), a third for an ask
        # for a person that was talked past twice.
        "useless_answers": 0.25,
        "talked_past": 0.33,
    }
)
"""
What each feature takes away at its worst, in points of 1 to 5.

Source:
    Fitted to the mean votes at the end of DCH train dialogues, both languages, no drop below 0:
    `python scripts/fit_satisfaction.py`.
"""


def expected_satisfaction(state: MomentState) -> float:
    """
    How the contact would rate the service after this turn.

    Units:
        1 (worst) to 5.
    """
    features = features_of(state)
    dropped = sum(points * features[name] for name, points in DROPS.items())
    return min(BEST, max(WORST, AT_BEST - dropped))
