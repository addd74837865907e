"""
Which sentence is said next, so that none is heard twice in a conversation.

Each ladder says the same thing from another side; at its end stands the offer of a person, and when
that was made too there is nothing left to say. Plain mode has sentences of its own, without
pleasantries. The words themselves stand in `handoff/words`.
"""

from collections.abc import Set
from typing import Final

from warmline.assistant.answer import UNKNOWN

OFFER: Final = "assistant.offer-person"
PLAIN_OFFER: Final = "assistant.plain-offer"
_PERSON: Final = (OFFER, "assistant.unknown-person")

LADDERS: Final = {
    UNKNOWN: (UNKNOWN, "assistant.unknown-again", *_PERSON),
    "assistant.repair": ("assistant.repair", "assistant.unknown-again", *_PERSON),
    "assistant.said-all": ("assistant.said-all", "assistant.unknown-again", *_PERSON),
    "assistant.greeting": ("assistant.greeting", "assistant.greeting-again", *_PERSON),
    "assistant.small-talk": ("assistant.small-talk", "assistant.program", *_PERSON),
    "assistant.program": ("assistant.program", "assistant.program-again", *_PERSON),
    "assistant.thanks": ("assistant.thanks", "assistant.thanks-again"),
    "assistant.acknowledged": ("assistant.acknowledged", "assistant.acknowledged-again"),
    "assistant.goodbye": ("assistant.goodbye", "assistant.goodbye-again"),
}
"""By what is to be said: its sentences, in the order in which they are used."""

PLAIN: Final = {
    UNKNOWN: "assistant.plain-unknown",
    "assistant.repair": "assistant.plain-repair",
    "assistant.greeting": "assistant.plain-greeting",
    "assistant.small-talk": "assistant.program",
    "assistant.thanks": "assistant.plain-noted",
    "assistant.acknowledged": "assistant.plain-noted",
    "assistant.goodbye": "assistant.plain-noted",
    OFFER: PLAIN_OFFER,
}
"""What stands in for the first sentence of a ladder when somebody is angry."""

OFFERS: Final = frozenset(
    {OFFER, PLAIN_OFFER, "assistant.unknown-again", "assistant.unknown-person"}
)
"""To these, a bare yes is a yes to a person."""

NAME_A_PERSON: Final = OFFERS | {
    "assistant.plain-unknown",
    "assistant.plain-repair",
    "assistant.plain-greeting",
}
"""Sentences that name the way to a person."""

PARTING: Final = frozenset({"assistant.thanks", "assistant.goodbye", "assistant.acknowledged"})
"""To these nothing needs to be offered any more."""

UNHELPFUL: Final = frozenset(
    {*LADDERS[UNKNOWN], *LADDERS["assistant.repair"], "assistant.said-all", "assistant.which"}
    | {"assistant.plain-unknown", "assistant.plain-repair"}
)
"""Sentences in place of an answer: they count as answers that did not help."""


def next_notice(wanted: str, told: Set[str | None], *, is_plain: bool = False) -> str | None:
    """
    The first sentence for what is wanted that was not told yet; None when all were.

    Args:
        wanted: what is to be said, a key of `LADDERS`, or a sentence that stands alone.
        told: the keys of all that was told in this conversation.
        is_plain: whether the contact is angry, so that pleasantries are left out.
    """
    ladder = LADDERS.get(wanted, (wanted,))
    if is_plain:
        ladder = tuple(dict.fromkeys(PLAIN.get(one, one) for one in ladder))
    return next((one for one in ladder if one not in told), None)
