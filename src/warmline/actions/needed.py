"""
What a colleague will need is asked for while the contact waits, never before a person is sought.

The inbox says what it is; what was given already is not asked for, and nothing is asked of whoever
is in danger, upset, or has much at stake.
"""

from warmline.actions.speech import language_of, tell
from warmline.actions.workplace import Workplace
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import Message
from warmline.handoff.given import find_given
from warmline.handoff.handoff import Handoff
from warmline.handoff.wording import family, say
from warmline.ports import Transaction

CALM = frozenset({"asked", "button", "friction"})
"""Families of reasons after which a question for a number is no affront."""


def ask_needed(
    work: Workplace, tx: Transaction, conversation: Conversation, handoff: Handoff
) -> list[Message]:
    """
    Ask for the numbers that are still missing, in one sentence that needs no answer.

    Returns:
        What the contact was told: one message, or none.
    """
    needed = work.house.inbox(conversation.inbox_id).needed
    if not needed or family(handoff.reason_code) not in CALM:
        return []
    given = {one.kind for one in find_given(tx.messages.of(conversation.id))}
    missing = [kind for kind in needed if kind not in given]
    if not missing:
        return []
    language = language_of(work, conversation)
    names = [say(f"needed.{kind}", language) for kind in missing]
    joined = say("needed.comma", language).join(names)
    return [tell(work, tx, conversation, "needed.ask", needed=joined)]
