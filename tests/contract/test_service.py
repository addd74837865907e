"""Who waits, who asked for a person, who knows whom, and what was overridden, on both databases."""

from dataclasses import replace
from datetime import timedelta

from contract.values import (
    a_conversation,
    a_handoff,
    a_message,
    a_promise,
    an_agent,
    lay,
)
from warmline.contacts.promise import PromiseState
from warmline.conversation.conversation import Channel, Status
from warmline.conversation.message import Author
from warmline.handoff.handoff import HandoffState
from warmline.handoff.override import Override, OverrideDeed
from warmline.ports import Store
from warmline.testing import NOON

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def an_answer(id: str, at: timedelta, **changes: object) -> dict[str, object]:
    """A message of agent-1 so long after noon."""
    return {"id": id, "author": Author.AGENT, "agent_id": "agent-1", "sent_at": NOON + at} | changes


def test_a_request_is_answered_by_the_first_words_of_an_agent_within_it(store: Store) -> None:
    """Words before it, after its end, and of anybody else do not count."""
    lay(store)
    ended = {"state": HandoffState.WRAPPED_UP, "ended_at": NOON + 10 * MINUTE}
    with store.transaction() as tx:
        tx.handoffs.add(a_handoff(agent_id="agent-1", offer_number=2, **ended))
        tx.handoffs.add(a_handoff(id="handoff-2", requested_at=NOON + 11 * MINUTE))
        tx.handoffs.add(a_handoff(id="handoff-3", requested_at=NOON + HOUR))
        for place, (author, at) in enumerate(
            [
                (Author.AGENT, -MINUTE),
                (Author.ASSISTANT, MINUTE),
                (Author.AGENT, 2 * MINUTE),
                (Author.AGENT, 5 * MINUTE),
            ]
        ):
            changes = an_answer(f"m-{place}", at, author=author)
            tx.messages.add(a_message(**changes))
    with store.view() as tx:
        first, second = tx.service.requests(NOON, NOON + HOUR)
    assert (NOON + 2 * MINUTE, 2, False) == (first.answered_at, first.offers, first.is_danger)
    assert ("handoff-2", None) == (second.handoff_id, second.answered_at)


def test_an_unanswered_word_is_found_whatever_the_status(store: Store) -> None:
    """Snoozed and resolved conversations too; the longest wait first."""
    lay(store)
    with store.transaction() as tx:
        for place, status in enumerate(Status):
            tx.conversations.add(
                a_conversation(id=f"c-{place}", status=status, waiting_since=NOON - place * MINUTE)
            )
    with store.view() as tx:
        found = tx.service.unanswered()
    assert ["c-3", "c-2", "c-1", "c-0"] == [one.id for one in found]


def test_who_answered_a_contact_last_is_known_first(store: Store) -> None:
    """Over all conversations of the contact; the assistant is nobody here."""
    lay(store)
    with store.transaction() as tx:
        tx.agents.add(an_agent(id="agent-2", sign_in="bo"))
        tx.conversations.add(a_conversation(id="conversation-2"))
        tx.messages.add(a_message(**an_answer("m-1", MINUTE)))
        tx.messages.add(a_message(**an_answer("m-2", 2 * MINUTE, agent_id="agent-2")))
        last = an_answer("m-3", 3 * MINUTE, conversation_id="conversation-2")
        tx.messages.add(a_message(**last))
        tx.messages.add(a_message(id="m-4", author=Author.ASSISTANT))
    with store.view() as tx:
        assert ["agent-1", "agent-2"] == tx.service.known_to(a_conversation().contact_id)


def test_promises_of_a_period_are_found_however_they_ended(store: Store) -> None:
    """By their due time; one without a time is due never."""
    lay(store)
    with store.transaction() as tx:
        for place, state in enumerate(PromiseState):
            tx.promises.add(a_promise(id=f"p-{place}", state=state, due_at=NOON + place * HOUR))
        tx.promises.add(a_promise(id="undated", due_at=None))
    with store.view() as tx:
        found = tx.service.promises_due(NOON + HOUR, NOON + 3 * HOUR)
    assert ["p-1", "p-2"] == [one.id for one in found]


def test_a_load_tells_whether_the_last_one_was_heavy(store: Store) -> None:
    """Only the conversation accepted last counts, also after it is over."""
    lay(store)
    taken = {"state": HandoffState.ACTIVE, "agent_id": an_agent().id}
    with store.transaction() as tx:
        tx.handoffs.add(a_handoff(accepted_at=NOON, is_heavy=True, **taken))
        (load,) = tx.agents.loads()
        assert load.had_heavy
        tx.handoffs.add(a_handoff(id="handoff-2", accepted_at=NOON + MINUTE, **taken))
        assert [False] == [load.had_heavy for load in tx.agents.loads()]
        assert tx.handoffs.get(a_handoff().id).is_heavy


def test_the_channels_of_an_agent_come_back(store: Store) -> None:
    """None named means every one of them."""
    some = an_agent(channels=frozenset({Channel.EMAIL, Channel.WEB}))
    with store.transaction() as tx:
        tx.agents.add(some)
        assert some == tx.agents.get(some.id)
        tx.agents.save(replace(some, channels=frozenset()))
        assert tx.agents.get(some.id).takes(Channel.API)


def test_overrides_come_back_in_order(store: Store) -> None:
    """Of a conversation the oldest first, of all the newest first."""
    lay(store)
    first = Override(
        id="o-1",
        at=NOON,
        by_id=an_agent().id,
        deed=OverrideDeed.ASSIGNED,
        why="She knows the street",
        conversation_id=a_conversation().id,
        agent_id=an_agent().id,
        after="agent-1",
    )
    later = replace(first, id="o-2", at=NOON + MINUTE, deed=OverrideDeed.TAKEN_OFF)
    away = Override(
        id="o-3",
        at=NOON + HOUR,
        by_id=an_agent().id,
        deed=OverrideDeed.SENT_AWAY,
        why="Ill",
        agent_id=an_agent().id,
    )
    with store.transaction() as tx:
        for override in (later, away, first):
            tx.overrides.add(override)
    with store.view() as tx:
        assert [first, later] == tx.overrides.of(a_conversation().id)
        assert [away, later] == tx.overrides.recent(2)
