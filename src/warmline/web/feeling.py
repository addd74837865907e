"""How a contact has sounded, message by message: from the record to the course that plots draw."""

from collections.abc import Mapping, Sequence

from warmline.conversation.message import Author, Message, MessageId
from warmline.moments.decision import Decision, Step
from warmline.reading.reading import Reading
from warmline.web.plots import Felt


def felt_along(
    messages: Sequence[Message],
    readings: Mapping[MessageId, Reading],
    decisions: Mapping[MessageId, Decision],
) -> list[Felt]:
    """One point for each message of the contact that was read, oldest first."""
    return [
        Felt(
            at=message.sent_at,
            distress=readings[message.id].distress,
            is_danger=is_danger(decisions.get(message.id)),
            message_id=message.id,
        )
        for message in messages
        if message.author is Author.CONTACT and message.id in readings
    ]


def is_danger(decision: Decision | None) -> bool:
    """Whether a decision saw life or health in danger."""
    return decision is not None and decision.step is Step.EMERGENCY
