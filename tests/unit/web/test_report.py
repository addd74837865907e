"""The page of a replay: whole in itself, the same bytes again, in two languages, masked."""

import base64
import hashlib
import re
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warmline.cli.replay import replay_all
from warmline.conversation.message import Author
from warmline.moments.archive import ArchivedConversation, ArchivedTurn
from warmline.moments.decision import Step
from warmline.moments.policy import Policy, load_policy
from warmline.outcomes.staffing import Promise
from warmline.outcomes.trial import KINDS, Trial
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader
from warmline.web.report.both import FOLDER, Bilingual, has, say
from warmline.web.report.page import HERE, Asked, render

READER = CueReader(LanguageFinder())
SHIPPED = load_policy()
NUMBER = "4111 1111 1111 1111"
STARTS = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def told(id: str, *texts: str, at: datetime | None = STARTS) -> ArchivedConversation:
    """What a contact wrote, the assistant answering."""
    turns = []
    for place, text in enumerate(texts):
        when = at and at + timedelta(minutes=place)
        turns.append(ArchivedTurn(author=Author.CONTACT, text=text, at=when))
        turns.append(ArchivedTurn(author=Author.ASSISTANT, text="I don't understand", at=when))
    return ArchivedConversation(id=id, turns=tuple(turns))


ARCHIVE = (
    told("asked", "my bill is wrong", f"my card is {NUMBER}", "I want to talk to a person"),
    told("gas", "厨房里有很重的煤气味"),
    told("calm", "when do you open", at=None),
    told("<b>id</b>", "<script>alert(1)</script>", "still wrong", "you are no use"),
)


def page_of(*archive: ArchivedConversation, other: Policy | None = None, **asked: object) -> str:
    """The page of an archive."""
    trial = Trial()
    for _ in replay_all(archive, READER, SHIPPED, other=other, watch=trial.take):
        pass
    values = {"archive": "a.jsonl", "policy": SHIPPED, "promise": Promise()} | asked
    return render(trial, Asked(other=other, **values))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with everything on it."""
    path = tmp_path_factory.mktemp("policy") / "other.toml"
    path.write_text("[counts]\nfailures_hand_off = 1\nfailures_offer = 1\n", encoding="utf-8")
    return page_of(*ARCHIVE, other=load_policy(path), left_out=2)


def test_the_same_input_gives_the_same_bytes(page: str) -> None:
    """No time, no path, no chance."""
    one, other = page_of(*ARCHIVE), page_of(*ARCHIVE)
    assert one == other
    assert str(Path.cwd()) not in page


def test_nothing_comes_from_elsewhere_and_nothing_runs(page: str) -> None:
    """No address, no script, no style but the one whose hash the page's own policy names."""
    for banned in ("http:", "https:", "src=", "url(", "@import", "<script", " style=", "<link"):
        assert banned not in page
    assert not re.search(r"<[^>]+\son\w+=", page)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src &#39;sha256-{digest}&#39;" in page
    assert "default-src &#39;none&#39;" in page


def test_words_of_contacts_are_masked_or_left_out(page: str) -> None:
    """A card number never stands there; what somebody wrote never becomes markup."""
    assert NUMBER not in page
    assert "my card is [" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;id&lt;/b&gt;" in page
    bare = page_of(*ARCHIVE, has_texts=False)
    assert "my card" not in bare
    assert "煤气味" not in bare
    assert say("sample.left_out").zh in bare


def test_findings_stand_in_both_languages(page: str) -> None:
    """How many, why, when, how many people, and what the other policy changes."""
    assert "50 of 100 conversations would have reached a person" in page
    assert "每 100 段对话里，约有 50 段会转到人工" in page
    assert "With " in page
    assert "1 more and 0 fewer would reach a person" in page
    assert "useless answers in a row before a person takes over: 3 → 1 (speaks sooner)" in page
    assert "between 9:00 and 10:00; 2 people would keep the promise then" in page
    assert page.count('class="en"') == page.count('class="zh"')


def test_an_archive_without_times_says_so() -> None:
    """And what to do about it."""
    page = page_of(told("x", "I want to talk to a person", at=None))
    assert say("hours.title_none").en in page
    assert say("hours.none").zh in page


def test_an_archive_without_a_conversation_still_makes_a_page() -> None:
    """It says what to check."""
    page = page_of(left_out=3)
    assert say("lead.empty").en in page
    assert "3 lines could not be taken" in page


def test_both_languages_have_the_same_words_with_the_same_fields() -> None:
    """And nothing shouts."""

    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, chinese = ((FOLDER / f"{one}.toml").read_text("utf-8") for one in ("en", "zh"))
    lines = [re.findall(r'^([\w-]+) = "(.*)"$', one, re.MULTILINE) for one in (english, chinese)]
    assert [key for key, _ in lines[0]] == [key for key, _ in lines[1]]
    for (key, one), (_, other) in zip(*lines, strict=True):
        assert fields(one) == fields(other), key
        assert not {"!", "！"} & {*one, *other}


def test_every_step_and_kind_of_flip_has_words() -> None:
    """And every key that the template says."""
    wanted = [f"{family}.{step.value}" for family in ("step", "short") for step in Step]
    wanted += [f"compare.kind.{kind}" for kind in KINDS]
    template = (HERE / "report.html").read_text(encoding="utf-8")
    wanted += re.findall(r"say\('([\w.-]+)'", template)
    assert [] == [key for key in wanted if not has(key)]


def test_words_that_are_the_same_stand_once() -> None:
    """A figure needs no second span; words are escaped."""
    assert Bilingual("3", "3").__html__() == "3"
    assert "&lt;" in Bilingual("<", "《").__html__()
