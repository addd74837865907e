"""
Saying a conversation in the agent's language, after it was received and beside what was written.

A message is never held up for its translation: it is stored and shown first, and durable work comes
here afterwards. No transaction is open while a translator is asked. One that fails leaves the
original standing alone and is asked again when the next thing happens in the conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from warmline.actions.hand_off import held_by, unfinished
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent
from warmline.contacts.contact import Contact
from warmline.conversation.event import Event
from warmline.conversation.message import AgentId, ConversationId, Message
from warmline.conversation.translation import Translation
from warmline.errors import TranslationFailed
from warmline.handoff.tongues import Bridge, bridge_between, to_cross
from warmline.ports import Translator

LOOKED_BACK = 30
"""Messages; an agent reads back a page, and a long conversation is not sent out as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a contact would read, before anything is sent."""

    text: str | None
    """None when there is no translation: then the agent's own words go out."""
    language: str | None
    """Of the contact; None when no translation is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One message that has to be translated."""

    message: Message
    source: str
    target: str
    names: tuple[str, ...]


def translate_waiting(work: Workplace, *, conversation_id: ConversationId) -> int:
    """
    Translate what the agent who was asked or has the word cannot read.

    Returns:
        How many messages were translated now.

    Raises:
        NotFound: there is no such conversation.
    """
    if work.translator is None:
        return 0
    waiting = _waiting(work, conversation_id)
    return sum(_translate(work, work.translator, one) for one in waiting)


def preview(
    work: Workplace, *, conversation_id: ConversationId, agent_id: AgentId, text: str
) -> Preview:
    """
    Say an agent's words in the contact's language; nothing is stored.

    Raises:
        NotSpeaker: the conversation is not with this agent.
    """
    with work.store.view() as tx:
        conversation, _ = held_by(tx, conversation_id, agent_id)
        agent = tx.agents.get(agent_id)
        bridge = bridge_between(conversation, tx.messages.of(conversation_id), agent)
        contact = tx.contacts.get(conversation.contact_id)
        names = names_of(contact, tx.agents.all())
    if work.translator is None or bridge is None or not text.strip():
        return Preview(text=None, language=None)
    return _previewed(work.translator, text, bridge, names)


def names_of(contact: Contact, agents: Sequence[Agent]) -> tuple[str, ...]:
    """Names that the record knows, to be covered before anything leaves."""
    return (*([contact.name] if contact.name else []), *(agent.name for agent in agents))


def _previewed(translator: Translator, text: str, bridge: Bridge, names: Sequence[str]) -> Preview:
    try:
        said = translator.translate(text, source=bridge.agent, target=bridge.contact, names=names)
    except TranslationFailed:
        return Preview(text=None, language=bridge.contact)
    # What stands in the contact's language already, as a phrase of the book, needs no bridge.
    return (
        Preview(text=None, language=None)
        if said == text
        else Preview(text=said, language=bridge.contact)
    )


def _waiting(work: Workplace, conversation_id: ConversationId) -> list[_Asked]:
    with work.store.view() as tx:
        conversation = tx.conversations.get(conversation_id)
        handoff = unfinished(tx, conversation_id)
        if handoff is None or handoff.agent_id is None:
            return []
        agent = tx.agents.get(handoff.agent_id)
        messages = tx.messages.of(conversation_id)[-LOOKED_BACK:]
        made = {
            (one.message_id, one.language)
            for one in tx.translations.of(conversation_id)
            if one.text is not None
        }
        names = names_of(tx.contacts.get(conversation.contact_id), tx.agents.all())
    target = agent.languages[0] if agent.languages else ""
    asked = [
        _Asked(message=message, source=source, target=target.partition("-")[0], names=names)
        for message, source in to_cross(conversation, messages, agent)
    ]
    # The newest first: that is what the agent reads first.
    return [one for one in reversed(asked) if (one.message.id, one.target) not in made]


def _translate(work: Workplace, translator: Translator, asked: _Asked) -> bool:
    message = asked.message
    try:
        said: str | None = translator.translate(
            message.text, source=asked.source, target=asked.target, names=asked.names
        )
    except TranslationFailed:
        said = None
    now = work.clock.now()
    with work.store.transaction() as tx:
        known = {
            (one.message_id, one.language): one
            for one in tx.translations.of(message.conversation_id)
        }
        there = known.get((message.id, asked.target))
        if there is not None and (there.text is not None or said is None):
            return False
        tx.translations.put(
            Translation(message_id=message.id, language=asked.target, text=said, made_at=now)
        )
        tx.events.append(
            Event(
                name="message.translated",
                at=now,
                conversation_id=message.conversation_id,
                subject_id=message.id,
                details={"language": asked.target, "is_made": said is not None},
            )
        )
    return said is not None
