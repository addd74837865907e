"""What pages call people: a contact's own name or a short code, an agent's name."""

from collections.abc import Mapping

from warmline.agents.agent import Agent
from warmline.contacts.contact import Contact
from warmline.conversation.message import AgentId
from warmline.web.words import Words

CODE_LENGTH = 3
"""Enough to tell apart the nameless contacts of one screen."""


def contact_name(contact: Contact, words: Words) -> str:
    """The name that the contact gave, or 'Guest 4F2'."""
    return contact.name or words("author.guest", code=contact.id[-CODE_LENGTH:].upper())


def agent_name(agents: Mapping[AgentId, Agent], agent_id: AgentId | None, words: Words) -> str:
    """The name of an agent; an unknown one is a colleague."""
    agent = agents.get(agent_id) if agent_id else None
    return agent.name if agent else words("author.agent")
