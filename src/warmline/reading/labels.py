"""
The ids of everything a reading can hold, in the order of the model's outputs.

Sources: GoEmotions (Demszky et al. 2020) for feelings; Ekman's six as in BRIGHTER (SemEval-2025
task 11); FCA FG21/1 for the four drivers of vulnerability; the rest is DESIGN section 4.
"""

FEELINGS = (
    "admiration", "amusement", "anger", "annoyance", "approval", "caring", "confusion",
    "curiosity", "desire", "disappointment", "disapproval", "disgust", "embarrassment",
    "excitement", "fear", "gratitude", "grief", "joy", "love", "nervousness", "optimism",
    "pride", "realization", "relief", "remorse", "sadness", "surprise", "neutral",
)  # fmt: skip

BASIC = ("anger", "disgust", "fear", "joy", "sadness", "surprise")

EMERGENCY_KINDS = (
    "medical", "fire", "flood", "gas", "electrical", "crash", "trapped", "violence",
    "self-harm", "missing-person", "exposure", "stranded",
)  # fmt: skip

VULNERABILITY = ("health", "life-event", "resilience", "capability")

NEEDS = ("prompt-response", "certainty", "recognition", "respect", "participation")

ASKS = ("person", "repeat-contact", "complaint", "cancel", "legal", "callback")

SIGNS = ("solved", "withdrawn", "unhelped", "leaving", "money", "bereaved", "accepts")
"""
How a message stands to what was said before it, and what is at stake in it.

Settled; taken back or declined; the last answer did not help; going elsewhere; money in danger now;
a death; yes to an offered person.
"""

CALLS = ("soften", "offer-person", "hand-off", "emergency")
"""The steps above `carry-on`: which of them a message, read alone, calls for."""
