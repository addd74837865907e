"""The shelf of translations, one for each message and language."""

from dataclasses import asdict

from sqlalchemy import delete, select

from warmline.conversation.message import ConversationId
from warmline.conversation.translation import Translation
from warmline.store.rows import Shelf
from warmline.store.tables import messages, translations


class TranslationShelf(Shelf):
    """Fulfils `conversation.shelves.Translations`."""

    def put(self, translation: Translation) -> None:
        """A translation; it takes the place of an earlier one of the same message and language."""
        self._connection.execute(
            delete(translations).where(
                translations.c.message_id == translation.message_id,
                translations.c.language == translation.language,
            )
        )
        self._insert(translations, asdict(translation))

    def of(self, conversation_id: ConversationId) -> list[Translation]:
        """All of a conversation, in the order of its messages."""
        query = (
            select(translations)
            .join(messages, messages.c.id == translations.c.message_id)
            .where(messages.c.conversation_id == conversation_id)
            .order_by(messages.c.position, translations.c.language)
        )
        return [Translation(**row._mapping) for row in self._all(query)]
