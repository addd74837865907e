"""
Letting the optional language model word a brief or an answer: ask, check, and store nothing.

Brief and answer stand without it. No transaction is open while the model is asked, and it is never
asked about danger, distress, or a wish for a person.
"""

from dataclasses import replace

from warmline.actions.translate import names_of
from warmline.actions.workplace import Workplace
from warmline.assistant.answer import Answer
from warmline.conversation.message import ConversationId
from warmline.errors import LanguageModelFailed
from warmline.handoff.brief import Brief, Record, Statement, compose
from warmline.llm.answer_words import word_answer
from warmline.llm.brief_words import word_brief
from warmline.ports import Transaction
from warmline.reading.reading import Reading

DANGER_AT = 0.05
"""Far below any policy's threshold: who may be in danger waits for no wording."""
UPSET_AT = 1 / 3
"""Distress from which it is no longer low: DESIGN section 9."""
LIKELY_AT = 0.5


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


def answer_in_words(
    work: Workplace, answer: Answer, *, question: str, language: str, reading: Reading
) -> Answer:
    """
    Word an answer to a calm question, if the house wants that; else give it back as it is.

    Args:
        work: the installation.
        answer: of the assistant.
        question: masked.
        language: to answer in.
        reading: of the question.
    """
    if work.writer is None or not work.words_answers or not is_calm(reading):
        return answer
    try:
        return word_answer(answer, question, work.writer, work.reader.vectors, language=language)
    except LanguageModelFailed:
        return answer


def is_calm(reading: Reading) -> bool:
    """Whether a message may wait for a wording: no danger, no need, no wish for a person."""
    chances = (*reading.asks.values(), *reading.vulnerability.values(), reading.abuse)
    return not (
        reading.degraded
        or reading.cues
        or reading.emergency >= DANGER_AT
        or reading.distress >= UPSET_AT
        or max(chances, default=0.0) >= LIKELY_AT
    )


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
