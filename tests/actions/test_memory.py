"""From a message to something remembered, and out again: the deeds of memory and of forgetting."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from warmline.actions.forget import erase_contact, export_contact
from warmline.actions.hand_off import accept, ask_for_person
from warmline.actions.receive import receive
from warmline.actions.remember import (
    Hand,
    agents_hand,
    ask_consent_for,
    correct_fact,
    decline_fact,
    expire_fact,
    keep_fact,
    withdraw_fact,
)
from warmline.actions.reply import reply
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.contacts.contact import Contact
from warmline.contacts.fact import ConsentWay, Fact, FactState
from warmline.contacts.promise import PromiseState
from warmline.conversation.conversation import Channel, Conversation, InboxId, Status
from warmline.conversation.message import AgentId, ContactId
from warmline.errors import FactForbidden, IllnessNamed, NotFound, NotSpeaker
from warmline.moments.decision import Step
from warmline.store.database import Database
from warmline.store.erasure import PLAN, STAYS
from warmline.store.tables import metadata
from warmline.testing import NOON, FixedClock

ANA = AgentId("ana")
SECRETS = ("ZEBRAFINK", "Quillfeather", "crm-4711")
"""Words that stand nowhere else."""


def begun(work: Workplace, name: str = "Quillfeather", id: str = "k1") -> Conversation:
    """A conversation with somebody of this name, which Ana has."""
    contact = Contact(
        id=ContactId(id), created_at=NOON, name=name, external_id=f"crm-4711-{id}", origin="crm"
    )
    conversation = start_conversation(work, inbox_id=InboxId("main"), contact=contact)
    handoff = ask_for_person(work, conversation_id=conversation.id)
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    return conversation


def told(work: Workplace, conversation: Conversation, text: str) -> list[Fact]:
    """What is proposed after the contact has written."""
    receive(work, conversation_id=conversation.id, text=text)
    with work.store.view() as tx:
        facts = tx.contacts.all_facts(conversation.contact_id)
    return [fact for fact in facts if fact.state is FactState.PROPOSED]


def test_a_message_proposes_and_nothing_acts_before_the_yes(work: Workplace) -> None:
    """The proposal names its message and place; only what is kept counts."""
    conversation = begun(work)
    (fact,) = told(work, conversation, "Please don't call me, write to me instead.")
    with work.store.view() as tx:
        assert [] == tx.contacts.facts(conversation.contact_id, NOON)
        message = next(one for one in tx.messages.of(conversation.id) if one.id == fact.source)
    assert fact.span is not None
    assert "write to me instead" in message.text[slice(*fact.span)]
    hand = agents_hand(work, conversation.id, ANA)
    kept = keep_fact(work, hand=hand, fact_id=fact.id)
    assert (FactState.KEPT, ANA, NOON + timedelta(days=720)) == (
        kept.state, kept.decided_by, kept.expires_at,
    )  # fmt: skip
    with work.store.view() as tx:
        assert ["reach.write"] == [
            one.code for one in tx.contacts.facts(conversation.contact_id, NOON)
        ]


def test_a_need_is_asked_about_and_kept_with_the_contact_s_yes(work: Workplace) -> None:
    """Who heard the yes and when stands there; then the moment knows the need."""
    conversation = begun(work)
    (need,) = told(work, conversation, "I'm hard of hearing.")
    hand = agents_hand(work, conversation.id, ANA)
    assert ask_consent_for(work, hand=hand, fact_id=need.id).asked_at == NOON
    with pytest.raises(FactForbidden):
        keep_fact(work, hand=hand, fact_id=need.id)
    kept = keep_fact(work, hand=hand, fact_id=need.id, has_consent=True)
    assert kept.consent is not None
    assert (ConsentWay.CONVERSATION, ANA) == (kept.consent.way, kept.consent.noted_by)
    assert "hearing" not in kept.what
    again = receive(work, conversation_id=conversation.id, text="What does the tariff cost?")
    assert again.decision is not None
    assert again.decision.step.rank >= Step.SOFTEN.rank
    assert "relation.known-need" in [reason.code for reason in again.decision.reasons]


def test_only_who_has_the_word_decides(work: Workplace) -> None:
    """Another agent is refused, a supervisor is not, and nobody decides for another contact."""
    conversation, other = begun(work), begun(work, id="k2")
    (fact,) = told(work, conversation, "Call me Jo please.")
    with pytest.raises(NotSpeaker):
        agents_hand(work, conversation.id, AgentId("li"))
    assert agents_hand(work, conversation.id, AgentId("sam")).contact_id == "k1"
    with pytest.raises(NotFound):
        keep_fact(work, hand=agents_hand(work, other.id, ANA), fact_id=fact.id)
    with pytest.raises(NotFound):
        withdraw_fact(work, hand=Hand(contact_id=ContactId("k2")), fact_id=fact.id)


def test_what_is_newer_takes_the_place_of_what_it_contradicts(work: Workplace) -> None:
    """The old one is shown as corrected; the name that was wished for becomes the name."""
    conversation = begun(work)
    hand = agents_hand(work, conversation.id, ANA)
    (jo,) = told(work, conversation, "Call me Jo please.")
    keep_fact(work, hand=hand, fact_id=jo.id)
    (ben,) = told(work, conversation, "Sorry, please call me Ben.")
    assert ben.corrected_from == jo.id
    keep_fact(work, hand=hand, fact_id=ben.id)
    with work.store.view() as tx:
        assert "Ben" == tx.contacts.get(conversation.contact_id).name
        states = {one.id: one.state for one in tx.contacts.all_facts(conversation.contact_id)}
    assert {jo.id: FactState.CORRECTED, ben.id: FactState.KEPT} == states


def test_a_contact_corrects_withdraws_and_is_not_asked_again(work: Workplace) -> None:
    """By its own hand, which is its consent; and an illness is refused even then."""
    conversation = begun(work)
    (need,) = told(work, conversation, "I'm hard of hearing.")
    own = Hand(contact_id=conversation.contact_id)
    with pytest.raises(IllnessNamed):
        correct_fact(work, hand=own, fact_id=need.id, words="I am deaf")
    fixed = correct_fact(work, hand=own, fact_id=need.id, words="Video with captions works best")
    assert fixed.consent is not None
    assert ("contact", ConsentWay.LINK) == (fixed.source, fixed.consent.way)
    withdrawn = withdraw_fact(work, hand=own, fact_id=fixed.id)
    assert "" == withdrawn.what
    assert [] == told(work, conversation, "I'm hard of hearing, you know.")


def test_a_decline_leaves_no_words(work: Workplace) -> None:
    """No means no, and nothing of it stays."""
    conversation = begun(work)
    (fact,) = told(work, conversation, "I have a Fritzbox 7590 here.")
    declined = decline_fact(work, hand=agents_hand(work, conversation.id, ANA), fact_id=fact.id)
    assert ("", None, FactState.DECLINED) == (declined.what, declined.value, declined.state)


def test_what_is_remembered_ends_at_its_time_once(work: Workplace, clock: FixedClock) -> None:
    """The durable job may come early, late or twice."""
    conversation = begun(work)
    (fact,) = told(work, conversation, "Call me Jo please.")
    keep_fact(work, hand=agents_hand(work, conversation.id, ANA), fact_id=fact.id)
    assert expire_fact(work, fact_id=fact.id) is None
    clock.pass_by(timedelta(days=720))
    expired = expire_fact(work, fact_id=fact.id)
    assert expired is not None
    assert "" == expired.what
    assert expire_fact(work, fact_id=fact.id) is None
    assert expire_fact(work, fact_id="gone") is None


def test_in_shadow_nothing_is_proposed(work: Workplace) -> None:
    """Who is only watched is not written about."""
    inbox = replace(work.house.inboxes[0], shadow=True)
    shadow = replace(work, house=replace(work.house, inboxes=(inbox,)))
    conversation = start_conversation(shadow, inbox_id=InboxId("main"), channel=Channel.API)
    assert [] == told(shadow, conversation, "Please don't call me, write to me instead.")


def test_an_export_holds_what_is_stored_masked_and_without_colleagues_names(
    work: Workplace,
) -> None:
    """Numbers of anybody are masked; a colleague is a colleague; no reading is in it."""
    conversation = begun(work)
    told(work, conversation, "ZEBRAFINK, call my neighbour, please don't call me, write instead.")
    words = "Write to office@firm.example, or call +49 30 901820."
    reply(work, conversation_id=conversation.id, agent_id=ANA, text=words)
    told_all = str(export_contact(work, contact_id=conversation.contact_id))
    assert "ZEBRAFINK" in told_all
    assert "reach.write" in told_all
    for hidden in ("901820", "firm.example", "'ana'", "'by': 'Ana'", "distress"):
        assert hidden not in told_all


def test_after_an_erasure_no_table_holds_a_word(work: Workplace, store: Database) -> None:
    """Every column of every table is looked at; the promise is released, the handoff ended."""
    conversation, other = begun(work), begun(work, name="Somebody", id="k2")
    hand = agents_hand(work, conversation.id, ANA)
    text = "ZEBRAFINK! Call me Quillfeather please. I'm hard of hearing."
    for fact in told(work, conversation, text):
        keep_fact(work, hand=hand, fact_id=fact.id, has_consent=True)
    words = "Dear Quillfeather, I'll write to you about the ZEBRAFINK before 6 pm today."
    reply(work, conversation_id=conversation.id, agent_id=ANA, text=words)
    receive(work, conversation_id=other.id, text="I want to keep my words.")
    erased = erase_contact(work, contact_id=conversation.contact_id)
    assert (1, 2) == (erased.promises, erased.facts)
    assert [] == _places(store, (*SECRETS[:2], "crm-4711-k1"))
    with work.store.view() as tx:
        assert Status.RESOLVED is tx.conversations.get(conversation.id).status
        (promise,) = tx.promises.of_contact(conversation.contact_id)
        assert (PromiseState.RELEASED, "") == (promise.state, promise.what)
        assert "I want to keep my words." in [one.text for one in tx.messages.of(other.id)]
        assert tx.contacts.find("crm", "crm-4711-k1") is None
        assert "memory.erased" == tx.messages.of(conversation.id)[-1].notice
        assert [] == [one for one in tx.handoffs.of(conversation.id) if not one.is_finished]
    with pytest.raises(NotFound):
        receive(work, conversation_id=conversation.id, text="Quillfeather again")
    for again in (erase_contact, export_contact):
        with pytest.raises(NotFound):
            again(work, contact_id=conversation.contact_id)


def test_every_column_that_can_hold_words_is_in_the_plan_of_erasing() -> None:
    """A new table of a contact's cannot be forgotten: it is emptied, or says why it stays."""
    emptied = {
        f"{step.table}.{column}"
        for step in PLAN
        for column in (step.blanks or metadata.tables[step.table].c.keys())
    }
    open_columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if table.name not in ("agents", "sessions", "cursors")
        for column in table.c
        if type(column.type).__name__ in ("Words", "JSON", "Vector", "LargeBinary")
    }
    assert set() == open_columns - emptied - set(STAYS)


def _places(store: Database, secrets: tuple[str, ...]) -> list[str]:
    """The columns in which a secret stands."""
    found = []
    with store._writer.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                for name, value in row._mapping.items():
                    if any(secret.casefold() in str(value).casefold() for secret in secrets):
                        found.append(f"{table.name}.{name}")
    return sorted(set(found))
