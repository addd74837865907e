"""
A person of the firm takes the word from elsewhere: a phone, the firm's own desk, another program.

What the desk does by a click, an integrator does here by a call, under the same laws: the assistant
is silent from then on, the contact hears who has come, and the end is said by a person. No clock
gives the word back; whoever falls silent is found by the clocks and on the page of the forgotten.
"""

from warmline.actions.hand_off import bring, give_back, unfinished
from warmline.actions.receive import check_text
from warmline.actions.reply import Replied, reply
from warmline.actions.workplace import Workplace
from warmline.conversation.conversation import Conversation
from warmline.conversation.message import AgentId, ConversationId
from warmline.errors import NotSpeaker
from warmline.handoff.handoff import Handoff

TAKEN_OVER = "asked.taken-over"
"""The reason of a handoff that an agent began without having been asked."""


def take_over(work: Workplace, *, conversation_id: ConversationId, agent_id: AgentId) -> Handoff:
    """
    An agent takes the word; taking it again changes nothing.

    Raises:
        NotFound: there is no such conversation or agent.
        InboxInShadow: the conversation is only watched, so there is no word to take.
        HandoffForbidden: a colleague holds it.
        RoleMissing: whoever it is answers nobody.
    """
    with work.store.transaction() as tx:
        running = unfinished(tx, conversation_id)
        is_theirs = running is not None and running.agent_id == agent_id
        if running is not None and is_theirs and not running.is_waiting:
            return running
        return bring(work, tx, conversation_id, agent_id, reason_code=TAKEN_OVER)


def reply_from_elsewhere(
    work: Workplace,
    *,
    conversation_id: ConversationId,
    agent_id: AgentId,
    text: str,
    client_id: str | None = None,
) -> Replied:
    """
    Send what an agent wrote elsewhere; whoever writes has the word.

    Raises:
        NotFound: there is no such conversation or agent.
        FieldInvalid, TextTooLong: the text cannot be a message.
        InboxInShadow: the conversation is only watched.
        HandoffForbidden: a colleague holds it.
        RoleMissing: whoever it is answers nobody.
    """
    check_text(work, text)
    with work.store.view() as tx:
        is_sent = client_id is not None and tx.messages.find(conversation_id, client_id) is not None
    if not is_sent:  # sent again after the end, it must not begin anew
        take_over(work, conversation_id=conversation_id, agent_id=agent_id)
    return reply(
        work,
        conversation_id=conversation_id,
        agent_id=agent_id,
        text=text,
        client_id=client_id,
    )


def let_go(work: Workplace, *, conversation_id: ConversationId) -> Conversation:
    """
    Give the word back to the assistant, whoever holds it.

    Raises:
        NotFound: there is no such conversation.
        NotSpeaker: nobody holds it; whoever waits for a person is not sent back to a program.
    """
    with work.store.view() as tx:
        holder = tx.conversations.get(conversation_id).assignee_id
    if holder is None:
        raise NotSpeaker(id=conversation_id)
    return give_back(work, conversation_id=conversation_id, agent_id=holder)
