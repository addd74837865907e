"""
The functions that durable work calls, handed in by whoever wires the installation.

Each may run twice for the same arguments, after a crash between the deed and its note, and must
then do nothing the second time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from warmline.complaints.complaint import ComplaintId
from warmline.contacts.promise import PromiseId
from warmline.conversation.message import ConversationId
from warmline.handoff.handoff import HandoffId


def translate_nothing(conversation_id: ConversationId) -> None:
    """Where no translator is set, everybody reads the original."""
    del conversation_id


def forget_nothing(fact_id: str) -> None:
    """Where nothing is remembered, nothing ends."""
    del fact_id


def tell_nothing(promise_id: PromiseId) -> None:
    """Where contacts are not told of promises, nobody is."""
    del promise_id


def wake_nothing(conversation_id: ConversationId) -> None:
    """Where nothing is set aside, nothing comes back."""
    del conversation_id


def gather_nothing(number: int) -> None:
    """Where nobody wants digests, none is gathered."""
    del number


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What can be done later; what the functions return is not looked at."""

    remind: Callable[[PromiseId], object]
    """Remind the owner of a promise."""
    grow_late: Callable[[PromiseId], object]
    """Note that a promise's time has passed."""
    remind_of_complaint: Callable[[ComplaintId], object]
    """Remind the house of a complaint that waits for an answer."""
    complaint_grew_late: Callable[[ComplaintId], object]
    """Note that a complaint's time has passed, and tell the contact."""
    time_out_offer: Callable[[HandoffId, int], object]
    """Let an offer lapse, by its number."""
    match_waiting: Callable[[], object]
    """Offer what waits to who is free; called again and again, not durable by itself."""
    deliver: Callable[[str, int], object]
    """Send an event, by its number, to an endpoint, by its id."""
    translate: Callable[[ConversationId], object] = translate_nothing
    """Say a conversation in its agent's language."""
    digest: Callable[[int], object] = gather_nothing
    """Gather what is late and tell it, once for the interval of this number."""

    tell_progress: Callable[[PromiseId], object] = tell_nothing
    """Tell the contact, before its time, that a promise is still open."""
    tell_late: Callable[[PromiseId], object] = tell_nothing
    """Tell the contact that a promise is late."""
    wake: Callable[[ConversationId], object] = wake_nothing
    """Bring back what was set aside until now."""
    expire_fact: Callable[[str], object] = forget_nothing
    """Forget something remembered whose time is over."""

    def named(self, duty: str) -> Callable[..., object]:
        """The function that a workflow names."""
        known: dict[str, Callable[..., object]] = {
            "remind": self.remind,
            "grow_late": self.grow_late,
            "tell_progress": self.tell_progress,
            "tell_late": self.tell_late,
            "wake": self.wake,
            "remind_of_complaint": self.remind_of_complaint,
            "complaint_grew_late": self.complaint_grew_late,
            "time_out_offer": self.time_out_offer,
            "deliver": self.deliver,
            "translate": self.translate,
            "digest": self.digest,
            "expire_fact": self.expire_fact,
        }
        return known[duty]
