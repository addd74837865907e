"""
What is remembered of a contact: a need, a preference or a plain fact, and the life that it has.

Proposed from a conversation, kept on an agent's yes, corrected, withdrawn, over at its time. A need
is kept with consent or not at all, and says what the person needs, never what they suffer from.
Where proposals come from is `contacts/proposals.py`; nothing is stored here.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NewType

from warmline.conversation.message import AgentId, ContactId, ConversationId
from warmline.errors import FactForbidden

FactId = NewType("FactId", str)


class FactKind(StrEnum):
    """What sort of thing it is; how long it is kept follows from it."""

    NEED = "need"
    PREFERENCE = "preference"
    FACT = "fact"


class FactState(StrEnum):
    """Where it stands."""

    PROPOSED = "proposed"
    """Found in a conversation; nothing acts on it."""
    KEPT = "kept"
    DECLINED = "declined"
    """The agent or the contact said no; its words are gone."""
    CORRECTED = "corrected"
    """A newer one stands in its place; shown, and acted on no more."""
    WITHDRAWN = "withdrawn"
    """The contact wants it forgotten; its words are gone."""
    EXPIRED = "expired"
    """Its time is over; its words are gone."""


ALLOWED: dict[FactState, frozenset[FactState]] = {
    FactState.PROPOSED: frozenset({FactState.KEPT, FactState.DECLINED, FactState.WITHDRAWN}),
    FactState.KEPT: frozenset({FactState.CORRECTED, FactState.WITHDRAWN, FactState.EXPIRED}),
    FactState.CORRECTED: frozenset({FactState.WITHDRAWN, FactState.EXPIRED}),
    FactState.DECLINED: frozenset(),
    FactState.WITHDRAWN: frozenset(),
    FactState.EXPIRED: frozenset(),
}


class ConsentWay(StrEnum):
    """How a contact agreed."""

    CONVERSATION = "conversation"
    """Asked in plain words by an agent, who noted the answer."""
    LINK = "link"
    """By the contact's own hand, on the page that shows what is remembered."""
    IMPORT = "import"
    """Taken over with a record from elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A contact's yes to something being remembered."""

    given_at: datetime
    way: ConsentWay
    noted_by: AgentId | None = None
    """The agent who heard it; None when the contact said it to the house itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing to remember of a contact; facts come from a source, and end."""

    id: str
    contact_id: ContactId
    what: str
    """In plain words, as an agent would say it: 'prefers to be written to'."""
    kind: str
    """One of FactKind."""
    source: str
    """The message id, 'agent', 'contact' or 'import'."""
    noted_at: datetime
    state: FactState = FactState.KEPT
    code: str | None = None
    """What it says, for programs: 'reach.write', 'need.power'; None for words alone."""
    value: str | None = None
    """What goes with the code: '10:00', 'zh', 'daughter'."""
    driver: str | None = None
    """Of a need, one of the four of FCA FG21/1: health, life-event, resilience, capability."""
    language: str | None = None
    """Of `what`."""
    conversation_id: ConversationId | None = None
    span: tuple[int, int] | None = None
    """Code points into the source message, end exclusive."""
    consent: Consent | None = None
    asked_at: datetime | None = None
    """When the agent asked the contact whether it may be noted."""
    decided_at: datetime | None = None
    decided_by: AgentId | None = None
    """The agent who kept or declined it; None when the contact did."""
    corrected_from: str | None = None
    """The id of the fact in whose place it stands."""
    expires_at: datetime | None = None
    """When it is forgotten unless somebody looks at it again: its day of review."""
    version: int = 0

    @property
    def has_consent(self) -> bool:
        """Whether the contact agreed."""
        return self.consent is not None

    @property
    def is_need(self) -> bool:
        """Whether it is a need, for which consent is asked."""
        return self.kind == FactKind.NEED

    @property
    def counts(self) -> bool:
        """Whether anything may act on it: kept, and a need only with consent."""
        return self.state is FactState.KEPT and (self.has_consent or not self.is_need)

    @property
    def is_over(self) -> bool:
        """Whether it has ended for good, and its words with it."""
        return not ALLOWED[self.state]

    def ask(self, *, now: datetime) -> "Fact":
        """
        Note that the contact was asked.

        Raises:
            FactForbidden: it is not proposed any more.
        """
        if self.state is not FactState.PROPOSED:
            raise FactForbidden(id=self.id, state=self.state, wanted="asked about")
        return replace(self, asked_at=self.asked_at or now)

    def keep(
        self,
        *,
        now: datetime,
        by: AgentId | None,
        expires_at: datetime,
        consent: Consent | None = None,
    ) -> "Fact":
        """
        Remember it from now on.

        Raises:
            FactForbidden: it is not proposed any more, or a need without consent.
        """
        if self.is_need and consent is None:
            raise FactForbidden(id=self.id, state="a need without consent", wanted="kept")
        return replace(
            self._moved(FactState.KEPT),
            consent=consent,
            decided_at=now,
            decided_by=by,
            expires_at=expires_at,
        )

    def decline(self, *, now: datetime, by: AgentId | None) -> "Fact":
        """
        Do not remember it.

        Raises:
            FactForbidden: it is not proposed any more.
        """
        return replace(self._emptied(FactState.DECLINED), decided_at=now, decided_by=by)

    def give_way(self, *, now: datetime) -> "Fact":
        """
        Let a newer one stand in its place.

        Raises:
            FactForbidden: it is not kept.
        """
        return replace(self._moved(FactState.CORRECTED), decided_at=now)

    def withdraw(self, *, now: datetime, by: AgentId | None) -> "Fact":
        """
        Forget it because the contact wants that.

        Raises:
            FactForbidden: it is over already.
        """
        return replace(self._emptied(FactState.WITHDRAWN), decided_at=now, decided_by=by)

    def expire(self, *, now: datetime) -> "Fact | None":
        """Forget it because its time is over; None when it is not, or it was forgotten before."""
        is_due = self.expires_at is not None and self.expires_at <= now
        if not is_due or FactState.EXPIRED not in ALLOWED[self.state]:
            return None
        return self._emptied(FactState.EXPIRED)

    def _moved(self, state: FactState) -> "Fact":
        if state not in ALLOWED[self.state]:
            raise FactForbidden(id=self.id, state=self.state, wanted=state)
        return replace(self, state=state)

    def _emptied(self, state: FactState) -> "Fact":
        """Moved, and without its words: what may not be used is not kept."""
        return replace(self._moved(state), what="", value=None, span=None)
