"""The coach at the desk: who may ask it, what it answers, and that nothing of it is kept."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from acceptance.people import begin, desk_token, write
from warmline.actions.workplace import Workplace


@pytest.fixture
def opened(client: TestClient, agent: Callable[[str], TestClient], house: Workplace) -> Any:
    """Ana, who has accepted a conversation, and its address."""
    begin(client)
    asked = "My power is out. How long does a planned power cut last? I want to talk to a person."
    write(client, asked, client_id="client-0001")
    ana = agent("ana")
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
    path = f"/desk/c/{conversation.id}"
    assert ana.post(f"{path}/accept", headers=desk_token(ana)).status_code == 200
    return ana, path


def look(browser: TestClient, path: str, text: str, **headers: str) -> Any:
    """Ask the coach as the desk does."""
    return browser.post(f"{path}/coach", json={"text": text}, headers=desk_token(browser) | headers)


def test_the_coach_names_what_is_missing_and_grades_nobody(opened: Any) -> None:
    """Three marks, the step with its time, two hints at most; no score anywhere."""
    ana, path = opened
    kind = look(ana, path, "I'm so sorry to hear that, this must be awful for you.").json()
    standing = {mark["part"]: mark["standing"] for mark in kind["marks"]}
    assert "missing" == standing["suggest"]
    assert 1 <= len(kind["hints"]) <= 2
    whole = look(
        ana, path, "This is Ana. I'll write to you by 17:00 today about your power."
    ).json()
    standing = {mark["part"]: mark["standing"] for mark in whole["marks"]}
    assert "there" == standing["suggest"]
    assert "Next step: today 17:00" == whole["step"]
    assert ["2026-03-02T17:00"] == [one["due"] for one in whole["promises"]]
    assert {"ok", "promises", "marks", "step", "hints"} == set(whole)


def test_the_hints_speak_the_language_of_the_agent(opened: Any) -> None:
    """A Chinese page hints in Chinese at an English reply."""
    ana, path = opened
    ana.get("/desk?language=zh")
    hints = look(ana, path, "We apologise for any inconvenience caused. Please wait.").json()[
        "hints"
    ]
    assert hints
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in hint) for hint in hints)


def test_only_the_agent_who_has_the_word_may_ask(
    opened: Any, agent: Callable[[str], TestClient], client: TestClient
) -> None:
    """Not a colleague, not a contact, not a form of another site."""
    ana, path = opened
    for route in ("coach", "draft"):
        li = agent("li")
        body = {"text": "Hello"}
        assert 409 == li.post(f"{path}/{route}", json=body, headers=desk_token(li)).status_code
        assert 403 == client.post(f"{path}/{route}", json=body).status_code
        assert 403 == ana.post(f"{path}/{route}", json=body).status_code


def test_too_many_looks_are_refused_and_the_reply_still_goes_out(opened: Any) -> None:
    """The clock stands still, so the bucket never fills again."""
    ana, path = opened
    token = desk_token(ana)
    body = {"text": "Hello there"}
    statuses = [ana.post(f"{path}/coach", json=body, headers=token).status_code for _ in range(65)]
    assert {200, 429} == set(statuses)
    assert 200 == ana.post(f"{path}/reply", json=body, headers=token).status_code


def test_what_is_written_is_neither_stored_nor_logged(
    opened: Any, house: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    """No event, no message, no line of a log holds the words."""
    ana, path = opened
    with house.store.view() as tx:
        before = tx.events.last_seq()
    with caplog.at_level(logging.DEBUG):
        look(ana, path, "a most unusual wording")
    with house.store.view() as tx:
        assert before == tx.events.last_seq()
    assert "unusual" not in caplog.text


def test_a_draft_is_the_firms_own_answer_and_is_not_sent(opened: Any, house: Workplace) -> None:
    """It says who is here and what the article says; the conversation stays as it is."""
    ana, path = opened
    drafted = ana.post(f"{path}/draft", json={"text": ""}, headers=desk_token(ana)).json()
    assert "This is Ana" in drafted["text"]
    assert "At most four hours" in drafted["text"]
    assert "Power cuts" in drafted["source"]
    with house.store.view() as tx:
        (conversation,) = tx.conversations.recent(5)
        messages = tx.messages.of(conversation.id)
    assert not any(one.agent_id for one in messages)
