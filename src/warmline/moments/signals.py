"""
The labels of cues that mean something for the whole conversation, and what they undo.

A label has a family and a ground, dotted. Lists of words for them stand in `reading/cues/`; this
file only says how the moment understands the labels.
"""

SOLVED = frozenset({"relief.solved", "withdrawn.matter"})
"""The matter is over: what came before no longer asks for anything."""

WITHDRAWN_EMERGENCY = "withdrawn.emergency"
"""The danger is over, or was none."""

THANKS = "relief.thanks"
"""Thanks, in words."""

GRIEVANCE_OVER = frozenset(
    {"withdrawn.cancel", "withdrawn.complaint", "withdrawn.legal", WITHDRAWN_EMERGENCY}
)
"""Taken back with thanks, the matter behind it is over as well."""

LASTING = frozenset({"self-harm", "violence"})
"""Dangers that end by words of the contact alone: who says "all good" may not be free to speak."""

STAYING = "self-harm"
"""The danger that no solved matter ends: a wish to die outlasts the question that led to it."""

MENTIONED_PERSON = "mentioned.person"
"""A person is spoken of, not asked for: "a real person would never have looked there"."""

NOBODY = "withdrawn.person"
"""No person is needed after all, so none need call back either."""

COOLING = frozenset({THANKS, WITHDRAWN_EMERGENCY, *SOLVED})
"""The contact is thankful or relieved: distress fades fast."""

LOOP = "friction.loop"
"""The contact says that we go in circles."""

UNHELPFUL = frozenset({"friction.unhelpful", LOOP})
"""The contact says that the last answer was useless."""

BEREAVEMENT = "stakes.bereavement"
"""A death, which is a life event as well."""

REPEATING = "friction.repeating"
"""The contact says that they say it again."""

IMPLIES = {
    "stakes.leave": "asks.cancel",
    "relation.promise-broken": "asks.repeat-contact",
}
"""Who threatens to leave wishes to end it; to whom something was promised has been here before."""

ALSO = {
    "vulnerability.life-event.bereavement": BEREAVEMENT,
    "asks.cancel.leave": "stakes.leave",
}
"""Finer labels that are stakes as well."""

FAMILIES = ("stakes", "friction", "relation", "feeling")
"""The families of cues that a state keeps as signals until a resolution."""

CONTRADICTS_SOLVED = UNHELPFUL | {REPEATING, "friction.unsolved", "feeling.sarcasm"}
"""Said in the same breath, they show that nothing is solved."""

RESET_NOTICES = frozenset({"handoff.returned", "handoff.wrapped-up", "conversation.resolved"})
"""Notices after which the work of a person is done: an old handoff never triggers a new one."""


def withdrawn(ask: str) -> str:
    """The label of a cue that takes an ask back."""
    return f"withdrawn.{ask}"
