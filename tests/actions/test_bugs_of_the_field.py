"""
What users of other desks reported of hand-offs, one by one: each shows that it cannot happen here.

The links are to the reports. What belongs to the interface for integrators alone is tried over HTTP
in `tests/acceptance/test_speaker.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from warmline.actions.digest import find_forgotten
from warmline.actions.hand_off import (
    accept,
    ask_for_person,
    decline,
    give_back,
    match_waiting,
    set_availability,
    unfinished,
    wrap_up,
)
from warmline.actions.receive import Received, receive
from warmline.actions.reply import reply
from warmline.actions.seek import Wanted
from warmline.actions.start import start_conversation
from warmline.actions.take_over import let_go, reply_from_elsewhere, take_over
from warmline.actions.word import sum_up
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Availability
from warmline.agents.house import Inbox
from warmline.assistant.answer import Answer, Said
from warmline.contacts.promise import PromiseState
from warmline.conversation.conversation import Conversation, InboxId, Speaker, Status
from warmline.conversation.message import AgentId, Author, ConversationId, Message
from warmline.errors import HandoffForbidden, NotSpeaker
from warmline.handoff.handoff import Handoff, HandoffState
from warmline.jobs.workflow import Workflow, for_offer, for_promise, for_webhook
from warmline.moments.decision import Step
from warmline.ports import Assistant
from warmline.testing import FixedClock

ANA, LI = AgentId("ana"), AgentId("li")
MAIN = InboxId("main")
PERSON = "I want to talk to a person"
ROUTINE = "How do I report a power cut?"


@dataclass(frozen=True, slots=True)
class Slow:
    """The assistant as it is, while which computes something else happens."""

    assistant: Assistant
    meanwhile: Callable[[], object]

    def answer(self, text: str, *, language: str, said: Sequence[Said] = ()) -> Answer:
        """Find the answer; before it is there, the world has moved on."""
        found = self.assistant.answer(text, language=language, said=said)
        self.meanwhile()
        return found


def begun(work: Workplace, language: str = "en") -> ConversationId:
    """A conversation that has just been greeted."""
    return start_conversation(work, inbox_id=MAIN, language=language).id


def write(work: Workplace, id: ConversationId, text: str) -> Received:
    """The contact says something."""
    return receive(work, conversation_id=id, text=text)


def held(work: Workplace, id: ConversationId, agent_id: AgentId = ANA) -> Handoff:
    """Asked for and accepted."""
    handoff = ask_for_person(work, conversation_id=id)
    return accept(work, handoff_id=handoff.id, agent_id=agent_id)


def stored(work: Workplace, id: ConversationId) -> Conversation:
    """The conversation as it stands."""
    with work.store.view() as tx:
        return tx.conversations.get(id)


def said(work: Workplace, id: ConversationId) -> list[Message]:
    """All that was said."""
    with work.store.view() as tx:
        return tx.messages.of(id)


def running(work: Workplace, id: ConversationId) -> Handoff | None:
    """The handoff that is not over."""
    with work.store.view() as tx:
        return unfinished(tx, id)


def go_home(work: Workplace) -> None:
    """Nobody is online any more."""
    for id in (ANA, LI):
        set_availability(work, agent_id=id, availability=Availability.OFFLINE)


@pytest.mark.parametrize("is_over", [True, False])
def test_1_an_old_handoff_in_the_history_triggers_no_new_one(
    work: Workplace, is_over: bool
) -> None:
    """https://github.com/chatwoot/chatwoot/issues/13880: bot hands off in a loop."""
    id = begun(work)
    write(work, id, PERSON)
    handoff = running(work, id)
    assert handoff is not None
    accept(work, handoff_id=handoff.id, agent_id=ANA)
    if is_over:
        wrap_up(work, conversation_id=id, agent_id=ANA, disposition="solved")
    else:
        give_back(work, conversation_id=id, agent_id=ANA)
    for text in ("Thanks", ROUTINE, "Can I pay in instalments?"):
        assert write(work, id, text).handoff is None
    with work.store.view() as tx:
        assert 1 == len(tx.handoffs.of(id))


def test_2_nor_does_the_third_of_many_stretches(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/issues/15068: the same loop, two versions later."""
    id = begun(work)
    for stretch in range(1, 4):
        assert write(work, id, PERSON).handoff is not None
        held(work, id)
        give_back(work, conversation_id=id, agent_id=ANA)
        assert write(work, id, ROUTINE).handoff is None
        with work.store.view() as tx:
            assert stretch == len(tx.handoffs.of(id))


def test_3_a_handoff_is_never_silent(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/issues/13881: the customer must get a message."""
    for language, text in (("en", PERSON), ("zh", "我要转人工")):
        id = begun(work, language)
        replies = write(work, id, text).replies
        assert ["handoff.requested.asked"] == [one.notice for one in replies]


def test_4_nobody_is_told_of_a_transfer_that_does_not_happen(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/pull/13178: "I'm transferring you", and no transfer."""
    id = begun(work)
    for text in (ROUTINE, "Do you sell bicycles?", "And tents?", "And sleeping bags?", PERSON):
        received = write(work, id, text)
        is_told = any((one.notice or "").startswith("handoff.") for one in received.replies)
        assert is_told == (received.handoff is not None)


def test_5_an_answer_that_comes_too_late_is_not_said(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/pull/13673: status changes while the answer runs."""
    id = begun(work)
    slow = replace(work, assistant=Slow(work.assistant, lambda: held(work, id)))
    received = receive(slow, conversation_id=id, text=ROUTINE)
    assert () == received.replies
    assert Author.SYSTEM is said(work, id)[-2].author
    assert Author.CONTACT is said(work, id)[-1].author


def test_6_the_contact_chooses_program_or_person_before_the_first_word(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/issues/11681: let the customer choose at the start."""
    id = begun(work)
    assert "Talk to a person" in said(work, id)[0].text
    handoff = ask_for_person(work, conversation_id=id)
    assert HandoffState.OFFERED is handoff.state
    assert 2 == len(said(work, id))


def test_7_a_handoff_goes_to_a_chosen_person_or_team(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/issues/4977: to a team or agent, not to a pool."""
    first = ask_for_person(work, conversation_id=begun(work), wanted=Wanted(agent_id=LI))
    assert LI == first.agent_id
    nobody_else = decline(work, handoff_id=first.id, agent_id=LI)
    assert ANA == nobody_else.agent_id
    with work.store.transaction() as tx:
        tx.agents.save(replace(tx.agents.get(LI), skills=frozenset({"power", "billing"})))
    team = Wanted(skills=frozenset({"billing"}))
    assert LI == ask_for_person(work, conversation_id=begun(work), wanted=team).agent_id


def test_7_the_inbox_names_the_team_too(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/issues/4977: what arrives here needs this skill."""
    with work.store.transaction() as tx:
        tx.agents.save(replace(tx.agents.get(LI), skills=frozenset({"water"})))
    water = Inbox(id=MAIN, name="Water", language="en", skills=frozenset({"water"}))
    there = replace(work, house=replace(work.house, inboxes=(water,)))
    assert LI == ask_for_person(there, conversation_id=begun(there)).agent_id


def test_8_somebody_is_always_notified(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/issues/5077: nobody is notified; completely lost."""
    offered = ask_for_person(work, conversation_id=begun(work))
    assert 1 == len(for_offer(offered))
    go_home(work)
    id = begun(work)
    promised = ask_for_person(work, conversation_id=id)
    assert HandoffState.PROMISED is promised.state
    with work.store.view() as tx:
        (promise,) = [one for one in tx.promises.owed() if one.conversation_id == id]
        names = [one.name for one in tx.events.after(0, 1000) if one.conversation_id == id]
    assert ["remind", "grow_late"] == [one.duty for one in for_promise(promise)][:2]
    assert "handoff.promised" in names
    set_availability(work, agent_id=ANA, availability=Availability.ONLINE)
    now = running(work, id)
    assert now is not None
    assert (HandoffState.OFFERED, ANA) == (now.state, now.agent_id)


def test_8_whoever_let_an_offer_lapse_and_returns_is_asked_again(work: Workplace) -> None:
    """https://github.com/chatwoot/chatwoot/issues/5077: also after a coffee with nobody else."""
    set_availability(work, agent_id=LI, availability=Availability.OFFLINE)
    id = begun(work)
    handoff = ask_for_person(work, conversation_id=id)
    set_availability(work, agent_id=ANA, availability=Availability.BREAK)
    gone = running(work, id)
    assert gone is not None
    assert HandoffState.PROMISED is gone.state
    assert 0 == match_waiting(work)
    set_availability(work, agent_id=ANA, availability=Availability.ONLINE)
    back = running(work, id)
    assert back is not None
    assert (handoff.id, HandoffState.OFFERED, ANA) == (back.id, back.state, back.agent_id)


def test_9_each_change_of_status_goes_to_webhooks(work: Workplace) -> None:
    """https://www.github.com/chatwoot/chatwoot/issues/9277: none on pending to open."""
    id = begun(work)
    held(work, id)
    give_back(work, conversation_id=id, agent_id=ANA)
    with work.store.view() as tx:
        told = [one for one in tx.events.after(0, 1000) if one.conversation_id == id]
    changed = [one for one in told if one.name == "conversation.status_changed"]
    steps = [(one.details["from"], one.details["to"]) for one in changed]
    assert [("pending", "open"), ("open", "pending")] == steps
    sent: list[Workflow] = [flow for one in changed for flow in for_webhook(one, "crm")]
    assert ["deliver", "deliver"] == [flow.duty for flow in sent]


def test_10_the_program_does_not_go_on_after_a_takeover(work: Workplace) -> None:
    """https://github.com/chatwoot/rasa-agent-bot-demo/issues/12: it keeps replying."""
    id = begun(work)
    held(work, id)
    for text in (ROUTINE, "Hello?", "Can I pay in instalments?", "There is a smell of gas"):
        assert not [one for one in write(work, id, text).replies if one.author is Author.ASSISTANT]


def test_11_the_program_is_paused_and_resumed_from_outside(work: Workplace) -> None:
    """https://github.com/baptisteArno/typebot.io/issues/2136: an API to pause and reopen."""
    id = begun(work)
    taken = take_over(work, conversation_id=id, agent_id=ANA)
    assert taken == take_over(work, conversation_id=id, agent_id=ANA)
    assert "handoff.accepted" == said(work, id)[-1].notice
    assert () == write(work, id, ROUTINE).replies
    with pytest.raises(HandoffForbidden):
        take_over(work, conversation_id=id, agent_id=LI)
    let_go(work, conversation_id=id)
    assert {Author.ASSISTANT} == {one.author for one in write(work, id, ROUTINE).replies}
    with pytest.raises(NotSpeaker):
        let_go(work, conversation_id=id)


def test_12_no_clock_resumes_the_program_and_nobody_is_forgotten(
    work: Workplace, clock: FixedClock
) -> None:
    """https://github.com/HKUDS/nanobot/issues/3322: timed resume; here a page says who waits."""
    id = begun(work)
    take_over(work, conversation_id=id, agent_id=ANA)
    write(work, id, ROUTINE)
    clock.pass_by(timedelta(hours=5))
    match_waiting(work)
    assert () == write(work, id, "Are you still there?").replies
    with work.store.view() as tx:
        overdue = find_forgotten(work.house, tx, clock.now())
    assert [id] == [one.conversation.id for one in overdue]


def test_13_whoever_replies_from_elsewhere_has_the_word(work: Workplace) -> None:
    """https://github.com/evolution-foundation/evo-crm-community/issues/82: from the phone app."""
    id = begun(work)
    text, sent = "I'll call you today before 6 pm.", []
    for _ in range(2):
        sent.append(
            reply_from_elsewhere(
                work, conversation_id=id, agent_id=ANA, text=text, client_id="phone-1"
            )
        )
    assert sent[0] == sent[1]
    assert 1 == len(sent[0].promises)
    assert () == write(work, id, ROUTINE).replies
    wrap_up(work, conversation_id=id, agent_id=ANA, disposition="solved")
    reply_from_elsewhere(work, conversation_id=id, agent_id=ANA, text=text, client_id="phone-1")
    assert Speaker.ASSISTANT is stored(work, id).speaker
    assert 1 == [one.text for one in said(work, id)].count(text)


def test_14_two_people_talk_and_nothing_of_it_is_lost(work: Workplace) -> None:
    """https://github.com/RasaHQ/rasa/issues/3683: no two-way conversation after a pause."""
    id = begun(work)
    held(work, id)
    before = len(said(work, id))
    for number in range(3):
        write(work, id, f"Question {number}")
        reply(work, conversation_id=id, agent_id=ANA, text=f"Answer {number}")
    spoken = [(one.author, one.text) for one in said(work, id)[before:]]
    assert 6 == len(spoken)
    assert [Author.CONTACT, Author.AGENT] * 3 == [author for author, _ in spoken]


def test_15_no_team_and_nobody_at_all_is_no_crash(work: Workplace) -> None:
    """https://github.com/Tiledesk/tiledesk-chatbot/issues/4: crashes without a department."""
    wanted = Wanted(skills=frozenset({"nobody-knows-this"}))
    assert ask_for_person(work, conversation_id=begun(work), wanted=wanted).agent_id is not None
    go_home(work)
    id = begun(work)
    ask_for_person(work, conversation_id=id, wanted=wanted)
    assert "handoff.promised.away" == said(work, id)[-1].notice


def test_16_the_contact_hears_each_change_when_it_happens(
    work: Workplace, clock: FixedClock
) -> None:
    """https://github.com/fazer-ai/agents/issues/662: it succeeds and the customer hears nothing."""
    id = begun(work)
    handoff = ask_for_person(work, conversation_id=id)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: decline(work, handoff_id=handoff.id, agent_id=ANA),
        lambda: decline(work, handoff_id=handoff.id, agent_id=LI),
        lambda: accept(work, handoff_id=handoff.id, agent_id=ANA),
        lambda: give_back(work, conversation_id=id, agent_id=ANA),
    )
    for deed in deeds:
        clock.pass_by(timedelta(seconds=20))
        before = len(said(work, id))
        deed()
        assert [clock.now()] == [one.sent_at for one in said(work, id)[before:]]
    notices = [one.notice for one in said(work, id)[2:]]
    changes = ["still-looking", "promised.away", "accepted", "returned"]
    assert [f"handoff.{one}" for one in changes] == notices


def test_17_after_the_thread_is_given_back_the_program_speaks_again(work: Workplace) -> None:
    """https://github.com/fazer-ai/agents/issues/457: nothing marks the end; it stays silent."""
    id = begun(work)
    held(work, id)
    assert () == write(work, id, ROUTINE).replies
    give_back(work, conversation_id=id, agent_id=ANA)
    assert "handoff.returned" == said(work, id)[-1].notice
    spoken = write(work, id, ROUTINE)
    assert "power/outage" == spoken.replies[0].source
    assert (Status.PENDING, None) == (stored(work, id).status, spoken.handoff)


def test_18_a_handoff_is_worded_by_its_reason(work: Workplace) -> None:
    """https://community.intercom.com/train-fin-94/can-i-customize-the-customer-facing-message-fin-sends-when-an-escalation-rule-happens-13515"""
    told = set()
    for text in (PERSON, "There is a strong smell of gas in the kitchen"):
        told.add(write(work, begun(work), text).replies[-1].text)
    id = begun(work)
    ask_for_person(work, conversation_id=id)
    told.add(said(work, id)[-1].text)
    assert 3 == len(told)


def test_19_a_handoff_is_decided_and_not_only_asked_for(work: Workplace) -> None:
    """https://github.com/rcmanaure/langraph-bot-v1/issues/32: no magic words; full history."""
    id = begun(work)
    received = write(work, id, "There is a strong smell of gas in the kitchen and I feel dizzy")
    assert received.decision is not None
    assert Step.EMERGENCY is received.decision.step
    assert received.handoff is not None
    assert received.handoff.agent_id in (ANA, LI)
    stuck = begun(work)
    for text in ("Do you sell bicycles?", "And tents, for camping?", "What about sleeping bags?"):
        steps = write(work, stuck, text).decision
    assert steps is not None
    assert steps.step.rank >= Step.OFFER_PERSON.rank
    brief, _ = sum_up(work, conversation_id=id, language="en")
    assert brief.need is not None
    assert "gas" in brief.need.text


def test_20_what_a_colleague_needs_is_collected_while_the_contact_waits(work: Workplace) -> None:
    """https://github.com/matiasbattocchia/open-bsp-api/issues/4: after collecting needed facts."""
    inbox = Inbox(id=MAIN, name="Main", language="en", needed=("meter", "contract"))
    asking = replace(work, house=replace(work.house, inboxes=(inbox,)))
    id = begun(asking)
    write(asking, id, "My meter number is 4471-22.")
    received = write(asking, id, PERSON)
    assert received.handoff is not None
    assert ["handoff.requested.asked", "needed.ask"] == [one.notice for one in received.replies]
    assert "contract" in received.replies[-1].text
    assert "meter" not in received.replies[-1].text
    write(asking, id, "Contract number 88123")
    brief, _ = sum_up(asking, conversation_id=id, language="en")
    known = " ".join(one.text for one in brief.not_again)
    assert "4471-22" in known
    assert "88123" in known
    in_danger = write(asking, begun(asking), "There is a strong smell of gas in the kitchen")
    assert "needed.ask" not in [one.notice for one in in_danger.replies]


def test_who_is_in_danger_hears_when_the_last_one_asked_has_gone(work: Workplace) -> None:
    """Nobody waits for a colleague who is not asked any more; the number to call stands there."""
    go_home(work)
    id = begun(work)
    ask_for_person(work, conversation_id=id)
    set_availability(work, agent_id=ANA, availability=Availability.ONLINE)
    write(work, id, "There is a strong smell of gas in the kitchen")
    assert "handoff.requested.safety" == said(work, id)[-1].notice
    set_availability(work, agent_id=ANA, availability=Availability.OFFLINE)
    assert "handoff.promised.away.safety" == said(work, id)[-1].notice
    alone = begun(work)
    ask_for_person(work, conversation_id=alone)
    write(work, alone, "There is a strong smell of gas in the kitchen")
    assert "handoff.promised.away.safety" == said(work, alone)[-1].notice


def test_a_promised_call_back_is_kept_by_whoever_writes_from_elsewhere(work: Workplace) -> None:
    """The promise of an empty desk is not left to grow late."""
    go_home(work)
    id = begun(work)
    ask_for_person(work, conversation_id=id)
    reply_from_elsewhere(work, conversation_id=id, agent_id=LI, text="Hello, I am here.")
    with work.store.view() as tx:
        (promise,) = tx.promises.of_contact(stored(work, id).contact_id)
    assert PromiseState.KEPT is promise.state
