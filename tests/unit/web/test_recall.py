"""What the queue remembers of a conversation is never older than the conversation."""

from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.conversation.conversation import InboxId
from warmline.web.recall import Recall


def test_a_changed_conversation_is_read_again_and_an_unchanged_one_is_not(work: Workplace) -> None:
    """The same version is the same value; a new message is heard."""
    recall = Recall()
    id = start_conversation(work, inbox_id=InboxId("main")).id
    receive(work, conversation_id=id, text="Hello, a question")
    with work.store.view() as tx:
        first = recall.heard(tx, tx.conversations.get(id))
        assert recall.heard(tx, tx.conversations.get(id)) is first
    receive(work, conversation_id=id, text="I am so angry now")
    with work.store.view() as tx:
        second = recall.heard(tx, tx.conversations.get(id))
    assert second.last_words == "I am so angry now"
    assert [len(first.felt), len(second.felt)] == [1, 2]
