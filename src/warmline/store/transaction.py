"""All shelves on one open connection."""

from sqlalchemy import Connection

from warmline.store.agents import AgentShelf, SessionShelf
from warmline.store.complaints import ComplaintLogShelf, ComplaintShelf
from warmline.store.contacts import ContactShelf
from warmline.store.conversations import ConversationShelf
from warmline.store.events import EventShelf
from warmline.store.handoffs import HandoffShelf
from warmline.store.messages import MessageShelf
from warmline.store.overrides import OverrideShelf
from warmline.store.promises import PromiseShelf
from warmline.store.readings import DecisionShelf, ReadingShelf
from warmline.store.reviews import ReviewShelf
from warmline.store.service import ServiceShelf
from warmline.store.translations import TranslationShelf
from warmline.store.watches import WatchShelf


class OpenTransaction:
    """Fulfils `ports.Transaction`."""

    def __init__(self, connection: Connection) -> None:
        """Put every shelf on this connection."""
        self.conversations = ConversationShelf(connection)
        self.messages = MessageShelf(connection)
        self.translations = TranslationShelf(connection)
        self.readings = ReadingShelf(connection)
        self.decisions = DecisionShelf(connection)
        self.handoffs = HandoffShelf(connection)
        self.promises = PromiseShelf(connection)
        self.contacts = ContactShelf(connection)
        self.agents = AgentShelf(connection)
        self.reviews = ReviewShelf(connection)
        self.overrides = OverrideShelf(connection)
        self.service = ServiceShelf(connection)
        self.complaints = ComplaintShelf(connection)
        self.complaint_log = ComplaintLogShelf(connection)
        self.watches = WatchShelf(connection)
        self.events = EventShelf(connection)
        self.sessions = SessionShelf(connection)
