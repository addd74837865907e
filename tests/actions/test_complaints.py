"""From the contact's words to the decision told: a key at once, a date kept, nothing forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from warmline.actions.complain import complain, erase_complaint_words
from warmline.actions.forget import erase_contact
from warmline.actions.receive import receive
from warmline.actions.settle import (
    add_note,
    answer,
    complaint_grew_late,
    finish,
    look_again,
    look_into,
    put_aside,
    remind_of_complaint,
    take_back,
    take_longer,
    take_up,
)
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Availability
from warmline.agents.complaint_terms import ComplaintTerms
from warmline.complaints.complaint import Complaint, ComplaintState, Outcome, Source
from warmline.complaints.log import Entry, verify
from warmline.conversation.conversation import Channel, Conversation, InboxId
from warmline.conversation.message import AgentId, Author
from warmline.errors import ComplaintForbidden, FieldInvalid, TextTooLong
from warmline.handoff.wording import LANGUAGES, due_phrase, say
from warmline.testing import NOON, FixedClock

ANA = AgentId("ana")
COMPLAINT = "I want to make a formal complaint about my bill, call me on +353 1 496 0123"
DAY = timedelta(days=1)


@pytest.fixture
def conversation(work: Workplace) -> Conversation:
    """A contact who has begun to write."""
    return start_conversation(work, inbox_id=InboxId("main"))


@pytest.fixture
def heard(work: Workplace, conversation: Conversation) -> Complaint:
    """A complaint that the assistant took from the contact's words."""
    receive(work, conversation_id=conversation.id, text=COMPLAINT)
    (complaint,) = open_ones(work)
    return complaint


def open_ones(work: Workplace) -> list[Complaint]:
    """All complaints that have not ended."""
    with work.store.view() as tx:
        return tx.complaints.open()


def told(work: Workplace, complaint: Complaint) -> list[str]:
    """What the contact was told as notices, oldest first."""
    with work.store.view() as tx:
        said = tx.messages.of(complaint.conversation_id)
    return [one.text for one in said if one.author is Author.SYSTEM]


def log_of(work: Workplace) -> list[Entry]:
    """The whole log, after it was found whole and true."""
    with work.store.view() as tx:
        entries = tx.complaint_log.entries()
        assert [] == verify(entries, tx.complaints.all())
    return entries


def test_the_key_reaches_the_contact_at_once(work: Workplace, heard: Complaint) -> None:
    """In the same answer as everything else, with the date in words; masked words in the log."""
    due = due_phrase(heard.due_at, "en", now=NOON, timezone=work.house.hours.timezone)
    (notice,) = [one for one in told(work, heard) if heard.key in one]
    assert due in notice
    assert work.house.hours.add_working_days(NOON, 15) == heard.due_at == heard.first_due_at
    assert (ComplaintState.ACKNOWLEDGED, Source.HEARD) == (heard.state, heard.source)
    received, acknowledged = log_of(work)
    assert ("assistant", "house") == (received.by, acknowledged.by)
    assert "496 0123" not in (received.words or "")
    assert "formal complaint" in (received.words or "")


def test_nobody_free_delays_no_key(
    work: Workplace, conversation: Conversation, clock: FixedClock
) -> None:
    """In the night of a Sunday, with everybody away, the key comes all the same."""
    clock.set(NOON + timedelta(days=-1, hours=14))
    with work.store.transaction() as tx:
        for agent in tx.agents.all():
            tx.agents.save(replace(agent, availability=Availability.OFFLINE))
    text = "I want to talk to a person. This is a formal complaint."
    received = receive(work, conversation_id=conversation.id, text=text)
    (complaint,) = open_ones(work)
    assert complaint.key in received.replies[-1].text
    assert received.handoff is not None


def test_the_same_words_twice_are_one_complaint(work: Workplace, heard: Complaint) -> None:
    """Neither a repeated delivery nor a second angry message makes another."""
    receive(work, conversation_id=heard.conversation_id, text=COMPLAINT, client_id="m-2")
    receive(work, conversation_id=heard.conversation_id, text=COMPLAINT, client_id="m-2")
    assert [heard.id] == [one.id for one in open_ones(work)]
    with pytest.raises(ComplaintForbidden, match="Add to the one that runs"):
        complain(work, conversation_id=heard.conversation_id, source=Source.AGENT, agent_id=ANA)


def test_ordinary_words_make_no_complaint(work: Workplace, conversation: Conversation) -> None:
    """A question about a bill is a question."""
    receive(work, conversation_id=conversation.id, text="Can I pay in instalments?")
    assert [] == open_ones(work)


def test_what_is_only_watched_gets_no_key(work: Workplace) -> None:
    """In shadow nothing is told, so nothing is begun that somebody would have to keep."""
    inboxes = (replace(work.house.inboxes[0], shadow=True),)
    shadow = replace(work, house=replace(work.house, inboxes=inboxes))
    watched = start_conversation(shadow, inbox_id=InboxId("main"), channel=Channel.API)
    receive(shadow, conversation_id=watched.id, text=COMPLAINT)
    assert [] == open_ones(work)


def test_a_complaint_goes_its_whole_way(
    work: Workplace, heard: Complaint, clock: FixedClock
) -> None:
    """Taken up, investigated, answered, closed; each step is told with the key and logged."""
    steps: list[Callable[[], Complaint]] = [
        lambda: take_up(work, complaint_id=heard.id, agent_id=ANA, cause="billing"),
        lambda: look_into(work, complaint_id=heard.id, agent_id=ANA),
        lambda: add_note(work, complaint_id=heard.id, agent_id=ANA, words="Meter read twice."),
        lambda: answer(
            work,
            complaint_id=heard.id,
            agent_id=ANA,
            outcome=Outcome.UPHELD,
            reason="The meter was read twice in March.",
            remedy="40 euros come back with the next bill.",
        ),
        lambda: finish(work, complaint_id=heard.id, agent_id=ANA),
    ]
    for step in steps:
        clock.pass_by(DAY)
        complaint = step()
    assert (ComplaintState.CLOSED, Outcome.UPHELD) == (complaint.state, complaint.outcome)
    assert NOON + 4 * DAY == complaint.communicated_at
    notices = [one for one in told(work, complaint) if complaint.key in one]
    assert 5 == len(notices), "the note is the only step that is not told"
    assert "40 euros" in notices[3]
    assert "not content" in notices[3]
    assert [
        "complaint.received", "complaint.acknowledged", "complaint.assessed",
        "complaint.investigating", "complaint.noted", "complaint.answered",
        "complaint.communicated", "complaint.closed",
    ] == [one.what for one in log_of(work)]  # fmt: skip
    with work.store.view() as tx:
        events = [one for one in tx.events.after(0, 500) if one.name.startswith("complaint.")]
    assert "meter" not in str([one.details for one in events]).lower()
    assert complaint.key not in str(events)


def test_whoever_is_not_content_hears_where_to_turn(work: Workplace, heard: Complaint) -> None:
    """The ombudsman that the house names stands under the decision, and it is opened again."""
    terms = ComplaintTerms(go_on={"en": "Or write to the Energy Ombudsman.", "zh": "消协"})
    house = replace(work, house=replace(work.house, complaints=terms))
    take_up(house, complaint_id=heard.id, agent_id=ANA, cause="billing")
    answer(
        house,
        complaint_id=heard.id,
        agent_id=ANA,
        outcome=Outcome.NOT_UPHELD,
        reason="The reading on the photo is the reading on the bill.",
    )
    assert "Energy Ombudsman" in told(house, heard)[-1]
    again = look_again(house, complaint_id=heard.id, agent_id=ANA, reason="A second photo.")
    assert ComplaintState.INVESTIGATING is again.state
    assert again.is_unanswered


def test_a_decision_in_the_contacts_favour_has_a_remedy(work: Workplace, heard: Complaint) -> None:
    """Being right without anything following from it is no answer."""
    take_up(work, complaint_id=heard.id, agent_id=ANA, cause="billing")
    for outcome in (Outcome.UPHELD, Outcome.PARTLY):
        with pytest.raises(FieldInvalid, match="remedy"):
            answer(work, complaint_id=heard.id, agent_id=ANA, outcome=outcome, reason="Yes.")


def test_more_time_needs_a_reason_that_the_contact_hears(work: Workplace, heard: Complaint) -> None:
    """The first date stays for the figures; the new one is told and watched."""
    for days, reason in ((5, " "), (0, "Why"), (16, "Why")):
        with pytest.raises(FieldInvalid):
            take_longer(work, complaint_id=heard.id, agent_id=ANA, days=days, reason=reason)
    with pytest.raises(TextTooLong):
        take_longer(work, complaint_id=heard.id, agent_id=ANA, days=1, reason="x" * 9000)
    longer = take_longer(
        work, complaint_id=heard.id, agent_id=ANA, days=5, reason="The grid operator must measure."
    )
    assert work.house.hours.add_working_days(heard.due_at, 5) == longer.due_at
    assert (heard.first_due_at, 1) == (longer.first_due_at, longer.extensions)
    assert heard.remind_at < longer.remind_at < longer.due_at
    assert "grid operator" in told(work, heard)[-1]


def test_lateness_is_told_once_and_stays(
    work: Workplace, heard: Complaint, clock: FixedClock
) -> None:
    """The house is reminded before; the contact hears the truth at the time; work may repeat."""
    assert complaint_grew_late(work, complaint_id=heard.id) is None
    clock.set(heard.remind_at)
    for _ in range(2):
        remind_of_complaint(work, complaint_id=heard.id)
    clock.set(heard.due_at)
    assert complaint_grew_late(work, complaint_id=heard.id) is not None
    assert complaint_grew_late(work, complaint_id=heard.id) is None
    (notice,) = [one for one in told(work, heard) if "no answer yet" in one]
    assert heard.key in notice
    assert ["complaint.reminded", "complaint.late"] == [one.what for one in log_of(work)][2:]
    longer = take_longer(work, complaint_id=heard.id, agent_id=ANA, days=3, reason="Still asking.")
    assert longer.late_at is None
    clock.set(longer.due_at)
    assert complaint_grew_late(work, complaint_id=heard.id) is not None


def test_what_was_none_is_set_aside_with_a_reason(work: Workplace, heard: Complaint) -> None:
    """Only before anybody took it up; if the contact insists, it is noted anew."""
    aside = put_aside(work, complaint_id=heard.id, agent_id=ANA, reason="A question about a form.")
    assert ComplaintState.SET_ASIDE is aside.state
    assert "question about a form" in told(work, heard)[-1]
    receive(
        work, conversation_id=heard.conversation_id, text="I do want to make a formal complaint."
    )
    (anew,) = open_ones(work)
    assert anew.key != heard.key


def test_the_contact_may_take_it_back(work: Workplace, heard: Complaint) -> None:
    """How they said so is kept."""
    closed = take_back(work, complaint_id=heard.id, agent_id=ANA, reason="Said so by phone.")
    assert (ComplaintState.CLOSED, Outcome.WITHDRAWN) == (closed.state, closed.outcome)
    assert "Said so by phone." == log_of(work)[-1].words


def test_an_erasure_leaves_dates_and_a_whole_log(work: Workplace, heard: Complaint) -> None:
    """No word is left, the log tells that they were erased, and the chain holds."""
    take_up(work, complaint_id=heard.id, agent_id=ANA, cause="billing")
    add_note(work, complaint_id=heard.id, agent_id=ANA, words="Spoke to the neighbour.")
    with work.store.transaction() as tx:
        assert 2 == erase_complaint_words(work, tx, contact_id=heard.contact_id)
        assert 0 == erase_complaint_words(work, tx, contact_id=heard.contact_id)
    entries = log_of(work)
    assert {None} == {one.words for one in entries} == {one.salt for one in entries}
    add_note(work, complaint_id=heard.id, agent_id=ANA, words="New words after it.")
    log_of(work)


def test_a_contact_who_is_erased_leaves_a_whole_log(work: Workplace, heard: Complaint) -> None:
    """The log tells who asked for it; dates and outcome stay, words do not."""
    erase_contact(work, contact_id=heard.contact_id)
    entries = log_of(work)
    assert ("complaint.erased", "contact") == (entries[-1].what, entries[-1].by)
    assert {None} == {one.words for one in entries}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_can_be_told_in_every_language(language: str) -> None:
    """With the key in it, so that the contact knows which complaint it is about."""
    notices = [
        "received.heard", "received", "assessed", "investigating", "extended", "late",
        "answered.upheld", "answered.partly", "answered.not-upheld", "reopened", "closed",
        "withdrawn", "set-aside",
    ]  # fmt: skip
    for notice in notices:
        said = say(f"complaint.{notice}", language, tracking="7K3Q", due="tomorrow", name="Ana")
        assert "7K3Q" in said
