"""
Letting the optional language model sum up a brief: read the record, ask, check, and store nothing.

The brief stands without it. No transaction is open while the model is asked.
"""

from dataclasses import replace

from warmline.actions.translate import names_of
from warmline.actions.workplace import Workplace
from warmline.conversation.message import ConversationId
from warmline.errors import LanguageModelFailed
from warmline.handoff.brief import Brief, Record, Statement, compose
from warmline.llm.brief_words import word_brief
from warmline.ports import Transaction


def sum_up(
    work: Workplace, *, conversation_id: ConversationId, language: str
) -> tuple[Brief, tuple[Statement, ...]]:
    """
    Sum up the brief of a conversation as it stands now.

    Args:
        work: the installation.
        conversation_id: which one.
        language: of the agent.

    Returns:
        The brief, and sentences with the line that each stands on; none where the plain brief
        stands alone.

    Raises:
        NotFound: there is no such conversation.
    """
    now = work.clock.now()
    with work.store.view() as tx:
        record = record_of(tx, work, conversation_id)
        names = names_of(record.contact, tx.agents.all())
    zone = work.house.hours.timezone
    brief = compose(record, language=language, now=now, timezone=zone)
    if work.writer is None:
        return brief, ()
    try:
        # Who wrote is no part of what is summed up.
        plain = replace(brief, who=None)
        said = word_brief(plain, work.writer, work.reader.vectors, language=language, names=names)
    except LanguageModelFailed:
        return brief, ()
    return brief, said


def record_of(tx: Transaction, work: Workplace, id: ConversationId) -> Record:
    """All that a brief is composed from."""
    conversation = tx.conversations.get(id)
    return Record(
        conversation=conversation,
        contact=tx.contacts.get(conversation.contact_id),
        messages=tx.messages.of(id),
        readings=tx.readings.of(id),
        decisions=tx.decisions.of(id),
        facts=tx.contacts.facts(conversation.contact_id, work.clock.now()),
        promises=tx.promises.of_contact(conversation.contact_id),
    )
