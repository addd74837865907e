"""
Between which two languages a conversation needs a bridge, and which messages have to cross it.

Whoever speaks the contact's language needs none. What a contact writes counts, not what the house
answers in. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from warmline.agents.agent import Agent
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import Author, Message
from warmline.conversation.translation import primary
from warmline.handoff.match import speaks

LOOKED_BACK = 5
"""Messages of the contact; who changes to another language is followed soon."""
FEW_LETTERS = 16
"""A text with fewer letters tells too little of its language."""
UNKNOWN = "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Two languages that a conversation is held in."""

    contact: str
    """What the contact writes, without a region."""
    agent: str
    """What the agent writes and reads."""


def written_in(messages: Sequence[Message]) -> str | None:
    """The language of the contact's newest messages, as the longest of them tells it."""
    own = [one for one in messages if one.author is Author.CONTACT][-LOOKED_BACK:]
    known = [one for one in own if one.language not in (None, UNKNOWN)]
    longest = max(known, key=lambda one: len(one.text), default=None)
    return None if longest is None or longest.language is None else primary(longest.language)


def bridge_between(
    conversation: Conversation, messages: Sequence[Message], agent: Agent
) -> Bridge | None:
    """The bridge that a conversation needs for an agent; None when they speak one language."""
    spoken = written_in(messages) or conversation.language
    if spoken is None or not agent.languages or speaks(agent, spoken):
        return None
    return Bridge(contact=primary(spoken), agent=primary(agent.languages[0]))


def to_cross(
    conversation: Conversation, messages: Sequence[Message], agent: Agent
) -> Iterator[tuple[Message, str]]:
    """Messages that an agent cannot read, each with its language; notices are the house's own."""
    usual = written_in(messages)
    for message in messages:
        if message.author is Author.CONTACT:
            tells_little = sum(letter.isalpha() for letter in message.text) < FEW_LETTERS
            language = usual if tells_little else message.language
        elif message.author is Author.ASSISTANT:
            language = conversation.language
        else:
            continue
        if language not in (None, UNKNOWN) and language and not speaks(agent, language):
            yield message, primary(language)
