"""Looking back: which turns wait for whom, and what may be said of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from warmline.actions.hand_off import accept, ask_for_person, give_back
from warmline.actions.receive import receive
from warmline.actions.review import give_review, waiting_reviews
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Role
from warmline.conversation.conversation import Conversation, InboxId
from warmline.conversation.message import AgentId, Author, MessageId
from warmline.errors import FieldInvalid, NotFound, RoleMissing
from warmline.outcomes.review import Verdict
from warmline.outcomes.review_queue import Ground, Waiting
from warmline.testing import FixedClock

SAM, KIM, ANA = AgentId("sam"), AgentId("kim"), AgentId("ana")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def house(work: Workplace) -> Workplace:
    """The house of the tests with a second supervisor."""
    with work.store.transaction() as tx:
        sam = tx.agents.get(SAM)
        tx.agents.add(replace(sam, id=KIM, sign_in="kim", name="Kim", version=0))
    return work


def told(work: Workplace, clock: FixedClock, *texts: str) -> Conversation:
    """A contact writes, a minute between messages."""
    conversation = start_conversation(work, inbox_id=InboxId("main"))
    for text in texts:
        clock.pass_by(MINUTE)
        receive(work, conversation_id=conversation.id, text=text)
    clock.pass_by(MINUTE)
    return conversation


def waiting(work: Workplace, who: AgentId) -> list[Waiting]:
    """What waits for a reviewer."""
    with work.store.view() as tx:
        return waiting_reviews(work, tx, reviewer_id=who)


def said(work: Workplace, conversation: Conversation) -> list[MessageId]:
    """The contact's messages."""
    with work.store.view() as tx:
        messages = tx.messages.of(conversation.id)
        return [one.id for one in messages if one.author is Author.CONTACT]


def test_a_person_who_came_uncalled_is_worth_a_look(house: Workplace, clock: FixedClock) -> None:
    """The decision said carry on, the contact pressed the button, and a person came."""
    conversation = told(house, clock, "Where do I read my meter?")
    (calm,) = waiting(house, SAM)
    assert (Ground.NEW_REASON,) == calm.grounds, "that the reader is degraded"
    handoff = ask_for_person(house, conversation_id=conversation.id)
    accept(house, handoff_id=handoff.id, agent_id=ANA)
    (one,) = waiting(house, SAM)
    assert (Ground.DISAGREES, Ground.NEW_REASON) == one.grounds
    assert one.occasion.was_handed_off
    clock.pass_by(MINUTE)
    receive(house, conversation_id=conversation.id, text="I want to talk to a person, please")
    assert [one] == waiting(house, SAM), "with a person there is nothing to decide"


def test_each_turn_waits_for_two_and_a_second_look_comes_first(
    house: Workplace, clock: FixedClock
) -> None:
    """Sam judges an older turn; for Kim it stands first then, and for nobody after that."""
    older = told(house, clock, "I want to talk to a person")
    newer = told(house, clock, "My father died last week, how do I close his account?")
    queue = waiting(house, SAM)
    assert [newer.id, older.id] == [one.occasion.conversation_id for one in queue]
    assert all(Ground.NEW_REASON in one.grounds for one in queue)
    for who, place in ((SAM, 1), (KIM, 0)):
        assert older.id == waiting(house, who)[place].occasion.conversation_id
        give_review(
            house,
            conversation_id=older.id,
            message_id=said(house, older)[0],
            reviewer_id=who,
            verdict=Verdict.HANDED_OFF_RIGHTLY,
        )
    assert older.id not in {one.occasion.conversation_id for one in waiting(house, KIM)}
    with house.store.view() as tx:
        assert [True, True] == [one.is_blind for one in tx.reviews.all()]
        told_of = [one for one in tx.events.after(0, 999) if one.name == "review.given"]
    assert [older.id, older.id] == [one.conversation_id for one in told_of]


def test_what_is_seen_first_is_not_blind(house: Workplace, clock: FixedClock) -> None:
    """A verdict after a peek, and one that is changed after the answer was shown."""
    conversation = told(house, clock, "I want to talk to a person")
    (message,) = said(house, conversation)
    verdicts = {"conversation_id": conversation.id, "message_id": message, "reviewer_id": SAM}
    first = give_review(house, **verdicts, verdict=Verdict.HANDED_OFF_RIGHTLY)  # type: ignore[arg-type]
    again = give_review(house, **verdicts, verdict=Verdict.HANDED_OFF_NEEDLESSLY)  # type: ignore[arg-type]
    peeked = give_review(
        house,
        conversation_id=conversation.id,
        message_id=message,
        reviewer_id=KIM,
        verdict=Verdict.HANDED_OFF_RIGHTLY,
        has_peeked=True,
    )
    assert (True, False, False) == (first.is_blind, again.is_blind, peeked.is_blind)
    with house.store.view() as tx:
        assert {again.id, peeked.id} == {one.id for one in tx.reviews.all()}


def test_where_a_person_was_needed_is_a_message_before(house: Workplace, clock: FixedClock) -> None:
    """The judged message by default, an earlier one by choice, never a later or foreign one."""
    conversation = told(house, clock, "My bill is wrong", "It's still wrong", "Still")
    first, second, third = said(house, conversation)

    def missed(at: str | None) -> MessageId | None:
        return give_review(
            house,
            conversation_id=conversation.id,
            message_id=second,
            reviewer_id=SAM,
            verdict=Verdict.SHOULD_HAVE_BEEN,
            needed_at_id=None if at is None else MessageId(at),
        ).needed_at_id

    assert (second, first) == (missed(None), missed(first))
    for wrong in (third, "nothing"):
        with pytest.raises(FieldInvalid):
            missed(wrong)


def test_a_verdict_that_does_not_fit_is_refused(house: Workplace, clock: FixedClock) -> None:
    """No hand-off, nothing to call needless; an agent is no reviewer; an id must lead somewhere."""
    conversation = told(house, clock, "Where do I read my meter?")
    (message,) = said(house, conversation)

    def judged(who: AgentId, about: str = message, verdict: Verdict = Verdict.HANDLED_RIGHTLY):  # type: ignore[no-untyped-def]
        return give_review(
            house,
            conversation_id=conversation.id,
            message_id=MessageId(about),
            reviewer_id=who,
            verdict=verdict,
        )

    with pytest.raises(FieldInvalid):
        judged(SAM, verdict=Verdict.HANDED_OFF_NEEDLESSLY)
    with pytest.raises(NotFound):
        judged(SAM, about="nothing")
    with pytest.raises(RoleMissing):
        judged(ANA)
    with house.store.view() as tx:
        assert Role.AGENT is tx.agents.get(ANA).role
        assert [] == tx.reviews.all()


def test_after_a_return_the_assistant_decides_again(house: Workplace, clock: FixedClock) -> None:
    """What the contact writes once the conversation was given back may be reviewed."""
    conversation = told(house, clock, "I want to talk to a person")
    with house.store.view() as tx:
        (handoff,) = tx.handoffs.of(conversation.id)
    accept(house, handoff_id=handoff.id, agent_id=ANA)
    clock.pass_by(MINUTE)
    give_back(house, conversation_id=conversation.id, agent_id=ANA)
    clock.pass_by(MINUTE)
    receive(house, conversation_id=conversation.id, text="I want to cancel my contract")
    reviewed = [one.occasion.message_id for one in waiting(house, SAM)]
    assert set(said(house, conversation)) == set(reviewed)
