"""
Hostile words in every place that shows words: they are read as words, and nothing of them runs.

Contacts, colleagues, articles, models, translators and house files are all taken for hostile. What
is looked at is the page as a parser sees it, and not its source.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from selectolax.lexbor import LexborHTMLParser

from acceptance.conftest import HASHED
from acceptance.people import API_KEY, INTEGRATOR, PAGE, desk_token, sign_in
from warmline.actions.complain import complain
from warmline.actions.hand_off import accept, ask_for_person, unfinished
from warmline.actions.oversee import change_priority
from warmline.actions.receive import receive
from warmline.actions.remember import Hand, correct_fact
from warmline.actions.reply import Confirmed, reply
from warmline.actions.settle import add_note
from warmline.actions.start import start_conversation
from warmline.actions.word import sum_up
from warmline.actions.workplace import Workplace
from warmline.agents.house import Inbox
from warmline.assistant.assistant import ArticleAssistant
from warmline.assistant.knowledge import parse_article
from warmline.cli.replay import replay_all
from warmline.complaints.complaint import Source
from warmline.config import Settings
from warmline.contacts.contact import Contact
from warmline.conversation.conversation import InboxId, Priority
from warmline.conversation.message import AgentId, Author, ContactId
from warmline.conversation.translation import Translation
from warmline.errors import WarmlineError
from warmline.handoff.brief import Statement
from warmline.moments.archive import ArchivedConversation, ArchivedTurn
from warmline.outcomes.staffing import Promise
from warmline.outcomes.table_cells import csv_line
from warmline.outcomes.trial import Trial
from warmline.testing import NOON
from warmline.web.app import create_app
from warmline.web.memory_token import memory_token
from warmline.web.recall import short_key
from warmline.web.report.page import Asked, render

BROWSER = {"Accept": "text/html"}
SEEN = "Zanzibar"
"""Stands in each hostile text, so that a page can be known to show it."""
RAN = "1337"
"""What a template would make of the sums below."""

MARKUP = (
    "<script>alert(1)</script>", "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "</script><script>alert(1)</script>", "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>", "<img/src/onerror=alert(1)//", "<b>bold</b>",
    "<iframe src=//evil.example></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=//evil.example></object>", "<embed src=//evil.example>",
    "<base href=//evil.example/>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example>", "<form action=//evil.example><button>Go",
    "<template data-part=queue>x</template>", "</template><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "<!--><script>alert(1)</script-->", "<![CDATA[<script>alert(1)</script>]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<plaintext>", "<xmp><script>alert(1)</script></xmp>", "<<script>alert(1)//<</script>",
)  # fmt: skip
ATTRIBUTES = (
    '" onmouseover="alert(1)', "' onmouseover='alert(1)", '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>", '" autofocus onfocus="alert(1)" x="',
    "` onmouseover=alert(1) `", '" style="position:fixed;inset:0" x="', "x\" srcdoc=\"<p>",
    '&quot; onclick=&quot;alert(1)', "&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "\\\" onclick=alert(1)", '"/onclick=alert(1)//',
    'x" hx-get="//evil.example" x="', 'x" formaction="javascript:alert(1)',
)  # fmt: skip
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)", "//evil.example/x",
    "https://evil.example/memory/abc", "http://a@evil.example", "javascript&colon;alert(1)",
    "<a href=javascript:alert(1)>x</a>", "[x](javascript:alert(1))", "![x](//evil.example/x.png)",
)  # fmt: skip
PICTURES_AND_STYLES = (
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><foreignObject><iframe src=//evil.example></iframe></foreignObject></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<style>*{background:url(//evil.example)}</style>", "<div style=background:url(//evil)>",
    "</style><script>alert(1)</script>", "@import '//evil.example';", "expression(alert(1))",
)  # fmt: skip
TEMPLATES_AND_SIGNS = (
    "{{ 7*191 }}", "{% for x in [7*191] %}{{ x }}{% endfor %}", "${7*191}", "#{7*191}",
    "<%= 7*191 %>", "{{ frame.agent.password_hash }}", "{0.__class__}", "%s%n%(x)s",
    "\u202egnp.exe\u202c", "\u2066\u2067turned\u2069", "a\u200bb\u200c\u200d\ufeff",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e", "+ADw-script+AD4-alert(1)",
    "%3Cscript%3Ealert(1)%3C/script%3E", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "\\x3cscript\\x3ealert(1)", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1+1)",
    "\u0130<\u017fcript>alert(1)", "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d",
)  # fmt: skip
FAMILIES = {
    "markup": MARKUP,
    "attributes": ATTRIBUTES,
    "addresses": ADDRESSES,
    "pictures and styles": PICTURES_AND_STYLES,
    "templates and signs": TEMPLATES_AND_SIGNS,
}
RUNNING = "iframe, object, embed, base, math, foreignobject, animate, set, style, plaintext, xmp"


def test_the_corpus_is_large() -> None:
    """Sixty at least, each another one."""
    every = [one for family in FAMILIES.values() for one in family]
    assert 60 <= len(every) == len(set(every))


def wound(text: str) -> str:
    """A hostile text that can be recognised."""
    return f"{text} {SEEN}"


@pytest.fixture(params=list(FAMILIES))
def hostile(request: pytest.FixtureRequest) -> Sequence[str]:
    """The texts of one family."""
    return FAMILIES[request.param]


@pytest.fixture
def house(work: Workplace, hostile: Sequence[str]) -> Workplace:
    """A house whose own file, articles and colleagues are hostile too."""
    first, second = wound(hostile[0]), wound(hostile[1])
    inboxes = (
        Inbox(id=InboxId("main"), name=first, language="en"),
        Inbox(id=InboxId("watch"), name=second, language="en", shadow=True),
    )
    terms = replace(work.house.complaints, go_on={"en": first, "zh": second})
    with work.store.transaction() as tx:
        for agent in tx.agents.all():
            name = wound(hostile[2]) if agent.id == "ana" else agent.name
            tx.agents.save(replace(agent, password_hash=HASHED, name=name, capacity=40))
    article = f"# {second}\n\n## How do I report a power cut? {first}\n\nCall us. {second}\n"
    passages = parse_article(article, article="power/outage", language="en")
    return replace(
        work,
        assistant=ArticleAssistant(passages, work.reader),
        house=replace(work.house, firm=first, inboxes=inboxes, complaints=terms),
    )


@pytest.fixture
def app(house: Workplace, tmp_path: Path) -> FastAPI:
    """The application of that house."""
    return create_app(house, Settings(folder=tmp_path / "var", api_key=API_KEY))


def begun(house: Workplace, text: str, number: int) -> tuple[str, str]:
    """A conversation in which everybody says it, in every way there is; its id and its contact."""
    known = Contact(id=ContactId(f"contact-{number}"), created_at=NOON, name=wound(text))
    conversation = start_conversation(house, inbox_id=InboxId("main"), contact=known)
    id = conversation.id
    said = f"Please write to me, don't call. How do I report a power cut? {wound(text)}"
    message = receive(house, conversation_id=id, text=said).message
    ask_for_person(house, conversation_id=id)
    with house.store.view() as tx:
        handoff = unfinished(tx, id)
    assert handoff is not None
    change_priority(
        house, conversation_id=id, priority=Priority.HIGH, by_id=AgentId("sam"), why=wound(text)
    )
    accept(house, handoff_id=handoff.id, agent_id=AgentId("ana"))
    words = f"I'll call you. {wound(text)}"
    promises = (Confirmed(what=wound(text), due_at=NOON.replace(hour=17), span=(0, 8)),)
    reply(house, conversation_id=id, agent_id=AgentId("ana"), text=words, promises=promises)
    noted = complain(house, conversation_id=id, source=Source.CONTACT, matter=wound(text))
    add_note(house, complaint_id=noted.id, agent_id=AgentId("ana"), words=wound(text))
    hand = Hand(contact_id=known.id)
    with house.store.transaction() as tx:
        tx.translations.put(
            Translation(message_id=message.id, language="en", text=wound(text), made_at=NOON)
        )
        facts = tx.contacts.all_facts(known.id)
    if facts:
        try:
            correct_fact(house, hand=hand, fact_id=facts[0].id, words=wound(text))
        except WarmlineError:
            assert len(wound(text)) > 40, text
    return id, known.id


def pages(house: Workplace, app: FastAPI, hostile: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Every page of everybody, with hostile words in it."""
    place = app.state.place
    client, ana, sam = (TestClient(app, headers=BROWSER) for _ in range(3))
    sign_in(ana, "ana")
    sign_in(sam, "sam")
    watched = [wound(text) for text in hostile]
    started = client.post(
        "/api/v1/conversations", json={"inbox": "watch"}, headers=INTEGRATOR
    ).json()
    at = f"/api/v1/conversations/{started['conversation']['id']}/messages"
    for text in watched:
        for author in ("contact", "agent"):
            body = {"author": author, "text": f"I want a person now. {text}"}
            assert 201 == client.post(at, json=body, headers=INTEGRATOR).status_code
    for number, text in enumerate(hostile):
        id, contact = begun(house, text, number)
        with house.store.view() as tx:
            heard = [one for one in tx.messages.of(id) if one.author is Author.CONTACT]
            complaint = tx.complaints.of_contact(contact)[0]
        message_id = heard[0].id
        brief, _ = sum_up(place.work, conversation_id=id, language="en")
        short = (Statement(text=wound(text), source_id=message_id),)
        place.recall.keep_short(short_key(brief, id, "en"), short)
        yield f"desk {number}", ana.get(f"/desk/c/{id}")
        yield f"desk parts {number}", ana.get(f"/desk/parts?open={id}")
        yield f"complaint {number}", ana.get(f"/complaints/{complaint.id}")
        yield f"review {number}", sam.get(f"/review/{id}/{message_id}?peek=true")
        yield f"key {number}", client.post("/complaint", data={"key": complaint.key})
        yield f"typed {number}", client.post("/complaint", data={"key": wound(text)})
        link = memory_token(place.signer, contact, expires_at=NOON.replace(year=2099))
        yield f"memory {number}", client.get(f"/memory/{link}")
        yield f"name {number}", failed_sign_in(TestClient(app, headers=BROWSER), wound(text))
        yield f"next {number}", client.get("/sign-in", params={"next": f"/{text}"})
        place.limits.__init__()
    for path in ("/", "/chat/main", "/complaint", "/sign-in", "/nowhere"):
        yield path, client.get(path)
    for path in ("/desk", "/promises", "/complaints", "/complaints/figures", "/forgotten",
                 "/service", "/overrides", "/review", "/shadow"):  # fmt: skip
        yield path, sam.get(path)


def failed_sign_in(browser: TestClient, name: str) -> Any:
    """The form as it comes back, with the name that was typed."""
    return sign_in(browser, name, "wrong")


def flaws(answer: Any, asset_base: str) -> list[str]:
    """What on a page would run, load, lead elsewhere or restyle it."""
    tree = LexborHTMLParser(answer.text)
    found = [f"<{node.tag}>" for node in tree.css(RUNNING)]
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            plain = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith(("on", "hx-")) or name in ("style", "srcdoc", "formaction"):
                found.append(f"{node.tag} {name}")
            if name in ("href", "src", "action", "xlink:href", "poster", "data", "cite"):
                is_own = plain[:1] in ("", "/", "#", "?") and not plain.startswith("//")
                if not (is_own or plain.startswith("tel:")):
                    found.append(f"{node.tag} {name}={value}")
        if node.tag == "script" and node.attributes.get("type") != "application/json":
            source = node.attributes.get("src") or ""
            if not source.startswith((asset_base, "/widget.js")) or (node.text() or "").strip():
                found.append(f"script {source}")
        if node.tag == "link" and not (node.attributes.get("href") or "").startswith("/"):
            found.append("link")
        if node.tag == "meta" and "http-equiv" in node.attributes:
            found.append("meta http-equiv")
    policy = answer.headers["content-security-policy"]
    if (
        "unsafe" in policy
        or "default-src 'none'" not in policy
        or "script-src 'self'" not in policy
    ):
        found.append(policy)
    if (tree.body and RAN in tree.body.text(deep=True)) or "argon2" in answer.text:
        found.append("a template ran")
    return found


def test_hostile_words_are_words_on_every_page(
    house: Workplace, app: FastAPI, hostile: Sequence[str]
) -> None:
    """No element, attribute, address or sum comes of them, and the policy is strict."""
    wrong, shown = [], set()
    for name, answer in pages(house, app, hostile):
        assert answer.status_code < 500, name
        wrong += [(name, flaw) for flaw in flaws(answer, app.state.place.asset_base)]
        if SEEN in answer.text:
            shown.add(name.split()[0])
    assert [] == sorted({flaw for _, flaw in wrong}), wrong[:5]
    assert {"desk", "complaint", "review", "key", "typed", "memory", "name"} <= shown
    assert {
        "/",
        "/chat/main",
        "/desk",
        "/promises",
        "/complaints",
        "/overrides",
        "/shadow",
    } <= shown


def test_hostile_words_are_words_in_the_report(house: Workplace, hostile: Sequence[str]) -> None:
    """A page on its own that runs nothing: its policy allows no script at all."""
    archive = [
        ArchivedConversation(
            id=wound(text),
            inbox=wound(text),
            turns=tuple(
                ArchivedTurn(author=Author.CONTACT, text=f"I want a person. {wound(text)}")
                for _ in range(2)
            ),
        )
        for text in hostile
    ]
    trial = Trial()
    for _ in replay_all(archive, house.reader, house.policy, watch=trial.take):
        pass
    page = render(trial, Asked(archive=wound(hostile[0]), policy=house.policy, promise=Promise()))
    tree = LexborHTMLParser(page)
    assert SEEN in page
    assert [] == tree.css("script, iframe, object, embed, base, link, img, math, foreignobject")
    assert 1 == len(tree.css("style"))
    policy = tree.css_first("meta[http-equiv]").attributes["content"] or ""
    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "unsafe" not in policy
    for node in tree.css("*"):
        assert not [name for name in node.attributes if name.startswith("on") or name == "style"]
    assert RAN not in page


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＠"])
def test_no_cell_of_a_table_is_a_formula(begin: str) -> None:
    """An apostrophe keeps it text; figures stay figures."""
    (row,) = csv.reader(io.StringIO(csv_line([f"{begin}cmd|' /C calc'!A0", -3, None]), newline=""))
    assert [f"'{begin}cmd|' /C calc'!A0", "-3", ""] == row


def test_an_inbox_that_is_called_like_a_formula_is_text_in_both_tables(
    app: FastAPI, house: Workplace, agent: Callable[[str], TestClient]
) -> None:
    """Complaints of a month, and requests for a person."""
    place = app.state.place
    named = (*house.house.inboxes, Inbox(id=InboxId("=1+1"), name="x", language="en"))
    changed = replace(place.work, house=replace(place.work.house, inboxes=named))
    app.state.place = replace(place, work=changed)
    conversation = start_conversation(changed, inbox_id=InboxId("=1+1"))
    complain(changed, conversation_id=conversation.id, source=Source.CONTACT, matter="Late.")
    ask_for_person(changed, conversation_id=conversation.id)
    sam = agent("sam")
    for path in ("/complaints/figures.csv", "/service.csv"):
        rows = list(csv.DictReader(io.StringIO(sam.get(path, headers=PAGE).text)))
        assert ["'=1+1"] == [row["inbox"] for row in rows]


def test_a_name_does_not_turn_the_sentence_around_it(
    app: FastAPI, agent: Callable[[str], TestClient]
) -> None:
    """Signs of direction are taken out of names that come in by API."""
    client, ana = TestClient(app), agent("ana")
    body = {"inbox": "main", "contact": {"name": "\u202eAna\u2069 Zebra", "external_id": "1"}}
    started = client.post("/api/v1/conversations", json=body, headers=INTEGRATOR).json()
    page = ana.get(f"/desk/c/{started['conversation']['id']}", headers=desk_token(ana)).text
    assert "Ana Zebra" in page
    assert "\u2069" not in re.findall(r"[^>]*Zebra", page)[0]
