"""What is remembered drives whom is asked, how it is worded, what is promised and hinted."""

from dataclasses import replace
from datetime import timedelta

from warmline.actions.advise import advise
from warmline.actions.hand_off import accept, ask_for_person, set_availability
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Availability
from warmline.contacts.contact import Contact
from warmline.contacts.fact import Consent, ConsentWay, Fact, FactState
from warmline.contacts.wishes import wishes_of
from warmline.conversation.conversation import Conversation, InboxId
from warmline.conversation.message import AgentId, ContactId
from warmline.testing import NOON, ScriptedReader

ANA, LI = AgentId("ana"), AgentId("li")


def a_fact(code: str, value: str | None = None, **changes: object) -> Fact:
    """Something that is kept, with consent."""
    fact = Fact(
        id=f"f-{code}",
        contact_id=ContactId("k1"),
        what=code,
        kind="need" if code.startswith("need.") else "preference",
        source="agent",
        noted_at=NOON,
        code=code,
        value=value,
        consent=Consent(given_at=NOON, way=ConsentWay.CONVERSATION, noted_by=ANA),
    )
    return replace(fact, **changes)  # type: ignore[arg-type]


def known(work: Workplace, *facts: Fact) -> Conversation:
    """A conversation with somebody of whom this is remembered."""
    contact = Contact(id=ContactId("k1"), created_at=NOON)
    conversation = start_conversation(work, inbox_id=InboxId("main"), contact=contact)
    with work.store.transaction() as tx:
        for fact in facts:
            tx.contacts.add_fact(fact)
    return conversation


def go_home(work: Workplace) -> None:
    """Nobody is online any more."""
    for id in (ANA, LI):
        set_availability(work, agent_id=id, availability=Availability.OFFLINE)


def test_who_asked_for_a_language_gets_a_speaker(work: Workplace) -> None:
    """An English line of somebody who would rather speak Chinese goes to Li."""
    conversation = known(work, a_fact("speak.language", "zh"))
    handoff = ask_for_person(work, conversation_id=conversation.id)
    assert ("zh", LI) == (handoff.language, handoff.agent_id)


def test_a_language_that_nobody_speaks_moves_nothing(work: Workplace) -> None:
    """Better somebody who can read the words at hand than nobody."""
    conversation = known(work, a_fact("speak.language", "pl"))
    assert "en" == ask_for_person(work, conversation_id=conversation.id).language


def test_whoever_wants_one_person_gets_whoever_answered_last(work: Workplace) -> None:
    """After a death in the family nobody should have to tell it to a third colleague."""
    conversation = known(work, a_fact("need.gentle"))
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=LI)
    reply(work, conversation_id=conversation.id, agent_id=LI, text="I am so sorry.")
    again = start_conversation(
        work,
        inbox_id=InboxId("main"),
        contact=Contact(id=ContactId("k1"), created_at=NOON),
    )
    assert LI == ask_for_person(work, conversation_id=again.id).agent_id


def test_a_call_back_keeps_to_the_way_that_was_asked_for(work: Workplace) -> None:
    """Write, don't call: told to the contact, and in the promise that a colleague will keep."""
    conversation = known(work, a_fact("reach.write"))
    go_home(work)
    ask_for_person(work, conversation_id=conversation.id)
    with work.store.view() as tx:
        (promise,) = tx.promises.of_contact(ContactId("k1"))
        notices = [one.notice for one in tx.messages.of(conversation.id)]
    assert "memory.we-write" in notices
    assert "not call" in promise.what


def test_the_assistant_speaks_plainly_to_whoever_asked_for_it(work: Workplace) -> None:
    """The same question is answered without pleasantries once short sentences are wished for."""
    calm = replace(work, reader=ScriptedReader({}))
    pleasant, plain = (
        [one.notice for one in receive(calm, conversation_id=id, text="Who was Gauss?").replies]
        for id in (
            start_conversation(work, inbox_id=InboxId("main")).id,
            known(work, a_fact("speak.plain")).id,
        )
    )
    assert pleasant
    assert pleasant != plain


def test_the_coach_says_when_a_reply_offers_a_call_to_who_asked_to_be_written_to(
    work: Workplace,
) -> None:
    """Though nothing of it was said in this conversation."""
    conversation = known(work, a_fact("reach.write"))
    receive(work, conversation_id=conversation.id, text="When does the power come back?")
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    advice = advise(
        work,
        conversation_id=conversation.id,
        agent_id=ANA,
        text="I'll call you tomorrow before 10:00 and tell you.",
        language="en",
    )
    assert "ignores-preference" in advice.glance.flags


def test_nothing_moves_without_consent_or_after_the_end() -> None:
    """A need nobody agreed to, a proposal, and words of somebody's own drive nothing."""
    silent = a_fact("need.in-writing", consent=None)
    proposed = a_fact("reach.write", state=FactState.PROPOSED)
    own = replace(a_fact("reach.write"), code=None)
    assert wishes_of([]) == wishes_of([silent, proposed, own])
    assert "phones" in wishes_of([a_fact("need.in-writing")]).avoids
    assert "links" in wishes_of([a_fact("need.no-internet")]).avoids


def test_an_expired_wish_is_over_on_its_day(work: Workplace) -> None:
    """Even before the durable job has taken its words out."""
    over = a_fact("speak.language", "zh", expires_at=NOON - timedelta(days=1))
    assert "en" == ask_for_person(work, conversation_id=known(work, over).id).language
