"""The review page: only for supervisors, without the answer before the verdict, and exported."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from acceptance.people import PAGE, form_token
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.agents.agent import Role
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import Author
from warmline.testing import FixedClock

SECRET = "My late father's account, I want to talk to a person"
BROWSER = {"Accept": "text/html"}


@pytest.fixture
def address(house: Workplace, clock: FixedClock) -> str:
    """The page of the last turn of a conversation that a decision handed off."""
    conversation = start_conversation(house, inbox_id=InboxId("main"))
    for text in ("My bill is wrong", SECRET):
        clock.pass_by(timedelta(minutes=1))
        receive(house, conversation_id=conversation.id, text=text)
    with house.store.transaction() as tx:
        li = tx.agents.by_sign_in("li")
        assert li is not None
        tx.agents.save(replace(li, role=Role.SUPERVISOR))
        messages = [one for one in tx.messages.of(conversation.id) if one.author is Author.CONTACT]
    return f"/review/{conversation.id}/{messages[-1].id}"


def judge(browser: TestClient, address: str, verdict: str, **fields: str) -> int:
    """Send the form of the page; the status of the answer."""
    page = browser.get(address, headers=BROWSER).text
    form = {"csrf": form_token(page), "verdict": verdict} | fields
    return browser.post(address, data=form, headers=BROWSER, follow_redirects=False).status_code


def test_an_agent_is_refused_everywhere(
    agent: Callable[[str], TestClient], client: TestClient, address: str
) -> None:
    """The page, a turn, the download and a verdict; nothing of the conversation is shown."""
    ana = agent("ana")
    assert "/review" not in ana.get("/desk").text
    for path in ("/review", "/review/export", address):
        answer = ana.get(path, headers=PAGE)
        assert (403, "web.role-missing") == (answer.status_code, answer.json()["error"]["code"])
        assert client.get(path, headers=PAGE).json()["error"]["code"] == "web.session-missing"
        assert "father" not in ana.get(path, headers=BROWSER).text
    token = re.search(r'data-csrf="([^"]+)"', ana.get("/desk").text)
    assert token is not None
    form = {"csrf": token[1], "verdict": "handed-off-rightly"}
    assert ana.post(address, data=form, headers=PAGE).status_code == 403
    assert ana.get("/review/export", headers=PAGE).status_code == 403


def test_a_supervisor_needs_the_form_token(
    agent: Callable[[str], TestClient], address: str
) -> None:
    """A verdict without it is refused."""
    sent = agent("sam").post(address, data={"verdict": "handed-off-rightly"}, headers=PAGE)
    assert (403, "web.token-wrong") == (sent.status_code, sent.json()["error"]["code"])


def test_the_decision_is_shown_after_the_verdict_or_on_demand(
    agent: Callable[[str], TestClient], address: str, house: Workplace
) -> None:
    """Nothing of it is in the page before, not even hidden; a peek is noted."""
    sam, li = agent("sam"), agent("li")
    with house.store.view() as tx:
        policy = tx.decisions.of(address.split("/")[2])  # type: ignore[arg-type]
    version = next(iter(policy.values())).policy_version
    before = sam.get(address, headers=BROWSER).text
    assert "My late father" in before
    for told in (version, "The program decided", "hand off<", ">Sam<", ">Ana<"):
        assert told not in before.partition("<main")[2].partition("</main")[0]
    assert judge(sam, address, "handed-off-rightly") == 303
    after = sam.get(address, headers=BROWSER).text
    assert version in after
    assert "Your verdict: Handed off rightly" in after
    peeked = li.get(f"{address}?peek=true", headers=BROWSER).text
    assert version in peeked
    assert "The other reviewer" not in peeked
    assert judge(li, f"{address}?peek=true", "handed-off-needlessly", peeked="true") == 303
    assert "The other reviewer: Handed off rightly" in li.get(address, headers=BROWSER).text
    with house.store.view() as tx:
        assert [False, True] == sorted(one.is_blind for one in tx.reviews.all())


def test_a_verdict_that_does_not_fit_is_refused(
    agent: Callable[[str], TestClient], address: str
) -> None:
    """An unknown word, one that contradicts what happened, a place that is not before the turn."""
    sam = agent("sam")
    assert judge(sam, address, "splendid") == 422
    assert judge(sam, address, "handled-rightly") == 422
    assert judge(sam, address, "should-have-been-handed-off", needed_at="nothing") == 422
    assert sam.get("/review/nothing/at-all", headers=PAGE).status_code == 404


def test_the_export_holds_verdicts_and_no_words(
    agent: Callable[[str], TestClient], address: str
) -> None:
    """One line a turn, from which the decision could be taken again; no text, no name."""
    sam, li = agent("sam"), agent("li")
    _, _, conversation, message = address.split("/")
    first = re.search(r'name="needed_at" value="([^"]+)"', sam.get(address, headers=BROWSER).text)
    assert first is not None
    judge(sam, address, "should-have-been-handed-off", needed_at=first[1])
    judge(li, address, "handed-off-rightly", needed_at=first[1])
    sent = sam.get("/review/export")
    assert "reviews.jsonl" in sent.headers["content-disposition"]
    (line,) = [json.loads(one) for one in sent.text.splitlines()]
    assert (conversation, message, "hand-off") == (
        line["conversation"], line["message"], line["step"],
    )  # fmt: skip
    assert {first[1], None} == {one["needed_at"] for one in line["verdicts"]}
    assert message == line["turns"][-1]["message"]
    assert "distress" in line["turns"][-1]["reading"]
    for word in ("father", "bill", "Ana", "text"):
        assert word not in sent.text.replace("context", "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_with_nothing_to_judge_the_page_says_what_is_normal(
    agent: Callable[[str], TestClient], language: str
) -> None:
    """No conversation yet: what will appear here, and that nothing can be told."""
    page = agent("sam").get(f"/review?language={language}", headers=BROWSER).text
    assert {"en": "Nothing waits for you", "zh": "没有等您复核的对话"}[language] in page
