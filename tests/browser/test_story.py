"""The whole story in a browser: it heats up, a person joins, promises, and keeps the word."""

from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from browser.people import Served, write
from warmline.contacts.promise import PromiseState

pytestmark = pytest.mark.browser

ENGLISH = (
    "Hello, the power has been out since this morning.",
    "When will it be back? Nobody says anything.",
    "That is not what I asked. When will it be back?",
    "This is ridiculous, I am really angry, my food is spoiling.",
    "I want to talk to a person now.",
)
CHINESE = (
    "您好，家里从早上就停电了。",
    "什么时候能来电？没有人说一声。",
    "我问的不是这个，什么时候来电？",
    "太气人了，冰箱里的东西都要坏了。",
    "我要转人工，马上。",
)


def test_a_heated_conversation_reaches_a_person_who_promises(
    served: Served, visit: Callable[..., Page], desk_of: Callable[..., Page]
) -> None:
    """Five messages heat up; Ana sees why within a second, joins, promises; then she is done."""
    desk = desk_of("ana")
    contact = visit(f"{served.address}/chat/main", viewport={"width": 420, "height": 720})
    for text in ENGLISH:
        write(contact, text)
    begun = monotonic()
    row = desk.locator("#queue .row.is-waiting")
    expect(row.locator(".why")).not_to_be_empty()
    assert monotonic() - begun < 1.0
    expect(contact.locator("#state")).to_contain_text("You are next")

    row.locator("a").click()
    desk.get_by_role("button", name="Accept").click()
    expect(contact.locator("#speaks-words")).to_have_text("Ana, our colleague")
    expect(contact.locator(".said.by-system").last).to_contain_text("Ana has joined")
    expect(desk.locator("#brief blockquote")).not_to_be_empty()
    expect(desk.locator("#plot h3")).to_contain_text("Distress")

    desk.locator("#reply-words").fill("I'm sorry, Ana here. I'll call you before 6 pm today.")
    expect(desk.locator("#found input")).to_have_value("2026-03-02T18:00")
    desk.locator("#reply-words").press("Control+Enter")
    expect(contact.locator(".said.by-agent")).to_contain_text("call you before 6 pm today")
    expect(desk.locator("#brief")).to_contain_text("today 18:00")
    assert [PromiseState.OPEN] == [one.state for one in _owed(served)]

    before = contact.locator(".said.by-assistant").count()
    write(contact, "Thank you. How do I report a power cut?")
    expect(desk.locator("#log")).to_contain_text("How do I report a power cut?")
    assert before == contact.locator(".said.by-assistant").count()

    desk.get_by_role("button", name="Wrap up").click()
    desk.get_by_role("radio", name="Solved").check()
    desk.get_by_role("button", name="Finish").click()
    expect(contact.locator("#speaks-words")).to_have_text("Assistant, a program")
    write(contact, "How do I report a power cut?")
    expect(contact.locator(".said.by-assistant")).to_have_count(before + 1)


def test_the_same_in_chinese(
    served: Served, visit: Callable[..., Page], desk_of: Callable[..., Page]
) -> None:
    """中文的一整段：越来越着急，李接手，答应时间，收尾以后助手再说话。"""
    desk = desk_of("li", locale="zh-CN")
    contact = visit(
        f"{served.address}/chat/zh", locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    for text in CHINESE:
        write(contact, text)
    begun = monotonic()
    row = desk.locator("#queue .row.is-waiting")
    expect(row.locator(".why")).not_to_be_empty()
    assert monotonic() - begun < 1.0

    row.locator("a").click()
    desk.get_by_role("button", name="接过来").click()
    expect(contact.locator("#speaks-words")).to_have_text("Li，我们的同事")
    desk.locator("#reply-words").fill("让您等了这么久，对不起。我今天18:00前给您回电。")
    expect(desk.locator("#found input")).to_have_value("2026-03-02T18:00")
    desk.locator("#reply-words").press("Control+Enter")
    expect(contact.locator(".said.by-agent")).to_contain_text("今天18:00前给您回电")
    assert 1 == len(_owed(served))

    before = contact.locator(".said.by-assistant").count()
    write(contact, "好的，谢谢。")
    assert before == contact.locator(".said.by-assistant").count()
    desk.get_by_role("button", name="收尾").click()
    desk.get_by_role("button", name="结束").click()
    expect(contact.locator("#speaks-words")).to_have_text("助手（程序）")
    write(contact, "怎么报修停电？")
    expect(contact.locator(".said.by-assistant")).to_have_count(before + 1)


def test_danger_shows_the_number_first(served: Served, visit: Callable[..., Page]) -> None:
    """Whoever smells gas gets the number to call, large, before any other words."""
    contact = visit(f"{served.address}/chat/main", viewport={"width": 320, "height": 640})
    write(contact, "There is a strong smell of gas in my kitchen")
    block = contact.locator(".said.is-danger")
    expect(block.get_by_role("link", name="Call 112")).to_have_attribute("href", "tel:112")
    expect(block).to_contain_text("Leave the house now")
    call = block.get_by_role("link").bounding_box()
    words = block.locator(".words").bounding_box()
    assert call is not None
    assert words is not None
    assert call["y"] < words["y"]
    assert call["height"] >= 44


def _owed(served: Served) -> list:  # type: ignore[type-arg]
    with served.work.store.view() as tx:
        return tx.promises.owed()
