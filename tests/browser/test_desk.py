"""The desk by keyboard alone, with drafts that last, and two agents who click at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served
from warmline.actions.follow_up import grow_late, remind
from warmline.actions.hand_off import accept
from warmline.actions.receive import receive
from warmline.actions.reply import reply
from warmline.actions.start import start_conversation
from warmline.conversation.conversation import Conversation, InboxId
from warmline.conversation.message import AgentId

pytestmark = pytest.mark.browser


def waiting_conversation(served: Served, text: str = "I want to talk to a person") -> Conversation:
    """A contact of whom the desk hears for the first time."""
    conversation = start_conversation(served.work, inbox_id=InboxId("main"))
    receive(served.work, conversation_id=conversation.id, text=text)
    return conversation


def test_the_whole_way_works_by_keyboard_alone(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """J, Enter, A, F, Ctrl Enter, W: from the queue to the wrap-up without a mouse."""
    waiting_conversation(served, "My power is out. I want to talk to a person.")
    desk = desk_of("ana")
    keys = desk.keyboard
    keys.press("j")
    expect(desk.locator("#queue .row a").first).to_be_focused()
    keys.press("Enter")
    expect(desk.locator("#log")).to_be_focused()
    keys.press("a")
    expect(desk.locator("#reply-words")).to_be_visible()
    keys.press("f")
    expect(desk.locator("#reply-words")).to_be_focused()
    expect(desk.locator("#reply-words")).to_have_value(_contains("This is Ana"))
    keys.type(" I'll write to you by tomorrow 10 am.")
    expect(desk.locator("#found input")).to_be_visible()
    keys.press("Control+Enter")
    expect(desk.locator(".turn.by-agent")).to_have_count(1)
    keys.press("Escape")
    keys.press("w")
    expect(desk.get_by_role("dialog")).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(desk.locator("#speaker h2")).to_have_text("Finished")
    with served.work.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
        assert "promised" == tx.handoffs.of(conversation.id)[0].disposition


def test_a_draft_outlives_a_reload_and_other_conversations(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """Each conversation keeps its own half-written reply on this device."""
    first, second = waiting_conversation(served), waiting_conversation(served)
    desk = desk_of("ana")
    for conversation, draft in ((first, "to the first"), (second, "to the second")):
        desk.locator(f"[data-open='{conversation.id}']").click()
        desk.get_by_role("button", name="Accept").click()
        desk.locator("#reply-words").fill(draft)
    desk.locator(f"[data-open='{first.id}']").click()
    expect(desk.locator("#reply-words")).to_have_value("to the first")
    desk.reload()
    expect(desk.locator("#reply-words")).to_have_value("to the first")
    desk.locator(f"[data-open='{second.id}']").click()
    expect(desk.locator("#reply-words")).to_have_value("to the second")


def test_of_two_agents_who_accept_one_has_it_and_the_other_is_told(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """The slower click gets a clear sentence and a desk that shows how it is."""
    conversation = waiting_conversation(served)
    desk = desk_of("ana")
    desk.locator(f"[data-open='{conversation.id}']").click()
    expect(desk.get_by_role("button", name="Accept")).to_be_visible()
    desk.route("**/desk/parts*", lambda route: route.abort())
    with served.work.store.view() as tx:
        (handoff,) = tx.handoffs.of(conversation.id)
    accept(served.work, handoff_id=handoff.id, agent_id=AgentId("li"))
    desk.get_by_role("button", name="Accept").click()
    expect(desk.locator("[role=alert] .toast")).to_contain_text("could not be done")
    desk.unroute("**/desk/parts*")
    desk.reload()
    expect(desk.locator("#speaker")).to_contain_text("Li is talking with")
    expect(desk.locator("#reply-words")).to_have_count(0)


def test_a_promise_can_be_changed_or_dropped_before_it_is_given(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """What the agent confirms is kept, not what was found."""
    conversation = waiting_conversation(served)
    desk = desk_of("ana")
    desk.locator(f"[data-open='{conversation.id}']").click()
    desk.get_by_role("button", name="Accept").click()
    desk.locator("#reply-words").fill("I'll call you before 6 pm today. I'll write tomorrow.")
    expect(desk.locator("#found li")).to_have_count(2)
    desk.locator("#found input").first.fill("2026-03-02T17:00")
    desk.get_by_role("button", name="Not a promise").last.click()
    desk.locator("#reply-words").press("Control+Enter")
    expect(desk.locator(".turn.by-agent")).to_have_count(1)
    with served.work.store.view() as tx:
        (promise,) = tx.promises.owed()
    assert promise.due_at is not None
    assert "2026-03-02T17:00:00+00:00" == promise.due_at.isoformat()


def test_new_messages_move_neither_the_focus_nor_the_words(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """While the agent writes, the queue and the messages change around the reply only."""
    conversation = waiting_conversation(served)
    desk = desk_of("ana")
    desk.locator(f"[data-open='{conversation.id}']").click()
    desk.get_by_role("button", name="Accept").click()
    desk.locator("#reply-words").fill("I am just writing")
    before = desk.locator("#reply").bounding_box()
    receive(served.work, conversation_id=conversation.id, text="Are you there?")
    waiting_conversation(served)
    expect(desk.locator("#log")).to_contain_text("Are you there?")
    expect(desk.locator("#queue .row.is-waiting")).to_have_count(1)
    expect(desk.locator("#reply-words")).to_be_focused()
    expect(desk.locator("#reply-words")).to_have_value("I am just writing")
    assert before == desk.locator("#reply").bounding_box()


def test_who_promised_is_reminded_and_a_supervisor_hears_when_it_is_late(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """Before the time the owner sees it on top of the queue; after it the supervisor does too."""
    conversation = waiting_conversation(served)
    with served.work.store.view() as tx:
        (handoff,) = tx.handoffs.of(conversation.id)
    accept(served.work, handoff_id=handoff.id, agent_id=AgentId("ana"))
    said = reply(
        served.work,
        conversation_id=conversation.id,
        agent_id=AgentId("ana"),
        text="I'll call you before 6 pm today.",
    )
    ana, sam = desk_of("ana"), desk_of("sam")
    remind(served.work, promise_id=said.promises[0].id)
    expect(ana.locator(".toast")).to_contain_text("Due today 18:00")
    expect(ana.locator(".due-now .why")).to_have_text("I'll call you before 6 pm today")
    expect(sam.locator(".due-now")).to_have_count(0)
    grow_late(served.work, promise_id=said.promises[0].id)
    expect(sam.locator(".due-now .why")).to_have_text("I'll call you before 6 pm today")
    expect(sam.locator("#late-count")).to_have_text("1")


def test_the_palette_finds_conversations_and_deeds(
    served: Served, desk_of: Callable[..., Page]
) -> None:
    """Ctrl K, a few letters, Enter."""
    waiting_conversation(served)
    desk = desk_of("ana")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("break")
    with desk.expect_response("**/desk/availability"):
        desk.keyboard.press("Enter")
    with served.work.store.view() as tx:
        assert "break" == tx.agents.get(AgentId("ana")).availability
    desk.keyboard.press("Control+k")
    desk.keyboard.type("open guest")
    desk.keyboard.press("Enter")
    expect(desk.locator("#log")).to_be_visible()


def test_what_a_contact_writes_is_never_run(served: Served, desk_of: Callable[..., Page]) -> None:
    """Tags and handlers in a message are words on the desk, nothing else."""
    nasty = '<img src=x onerror="document.title=1"><script>document.title=2</script>{{7*7}}'
    conversation = waiting_conversation(served, f"{nasty} I want to talk to a person")
    desk = desk_of("ana")
    desk.locator(f"[data-open='{conversation.id}']").click()
    expect(desk.locator("#log")).to_contain_text(nasty)
    expect(desk).to_have_title(_contains("Desk"))
    expect(desk.locator("#log img, #log script")).to_have_count(0)


def _contains(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))
