"""The assistant asks back once, says when it repeats itself, and runs out of words honestly."""

from hypothesis import given
from hypothesis import strategies as st

from warmline.assistant.answer import UNKNOWN, WHICH, Answer, Said
from warmline.assistant.assistant import ArticleAssistant, SilentAssistant
from warmline.assistant.knowledge import SHORT_ANSWER, Passage, gist, parse_article
from warmline.assistant.retrieval import Hit, Index
from warmline.assistant.variation import LADDERS, PLAIN, next_notice
from warmline.handoff.wording import LANGUAGES, has, say
from warmline.moments.detours import is_detour
from warmline.reading.reader import CueReader

STANDS_IN = (
    UNKNOWN, "assistant.unknown-again", "assistant.unknown-person", "assistant.repair",
    "assistant.said-all", "assistant.plain-unknown", "assistant.plain-repair",
)  # fmt: skip
"""Sentences of ours in place of an answer."""

ARTICLES = {
    "billing/refund": "# Money back\n\n## When is money paid back?\n\nWithin five working days.\n",
    "billing/deposit": "# Deposit\n\n## When is the deposit paid back?\n\nIn four weeks.\n",
    "power/outage": "# Power cuts\n\n## How do I report a power cut?\n\nWrite the street here.\n",
}


def assistant() -> ArticleAssistant:
    """One that goes by words alone."""
    found: list[Passage] = []
    for name, text in ARTICLES.items():
        found += parse_article(text, article=name, language="en")
    return ArticleAssistant(found, CueReader())


def heard(answer: Answer) -> Said:
    """What we would have said."""
    first, second = answer.labels or ("", "")
    if answer.notice is None:
        return Said(text=answer.text, source=answer.source)
    words = say(answer.notice, "en", title=answer.about, first=first, second=second)
    return Said(text=words, notice=answer.notice)


def asked(text: str) -> Said:
    """A message of the contact."""
    return Said(text=text, by_contact=True)


def test_between_two_near_answers_it_asks_which_is_meant() -> None:
    """One short question names both; it stands in for an answer, so it did not help yet."""
    answer = assistant().answer("when is it paid back", language="en", said=[])
    assert WHICH == answer.notice
    assert {"Money back", "Deposit"} == set(answer.labels)
    assert not answer.is_helpful


def test_it_never_asks_back_twice_in_a_row() -> None:
    """Whoever does not choose is answered as well as can be."""
    ours = assistant()
    first = ours.answer("when is it paid back", language="en", said=[])
    said = [asked("when is it paid back"), heard(first)]
    second = ours.answer("when will it be paid back", language="en", said=said)
    assert second.notice is None
    assert second.source in ("billing/refund", "billing/deposit")


def test_an_answer_given_before_is_said_to_be_and_the_next_best_follows() -> None:
    """Then, with nothing left, it says where the answer stands."""
    ours = assistant()
    question = "when is the deposit paid back"
    said: list[Said] = []
    seen = []
    for _ in range(3):
        answer = ours.answer(question, language="en", said=said)
        seen.append((answer.source, answer.lead, answer.notice))
        said += [asked(question), heard(answer)]
    assert [
        ("billing/deposit", None, None),
        ("billing/refund", "assistant.said-before", None),
        (None, None, "assistant.said-all"),
    ] == seen
    assert "Deposit" == answer.about


def test_an_answer_in_other_words_counts_as_given() -> None:
    """A language model may have worded it; its article and most of its words tell."""
    said = [
        asked("How do I report a power cut?"),
        Said(text="Just write the name of the street here.", source="power/outage"),
    ]
    answer = assistant().answer("How do I report a power cut?", language="en", said=said)
    assert "assistant.said-all" == answer.notice


def test_a_yes_to_the_offer_of_a_person_is_a_yes() -> None:
    """And to anything else it is none."""
    offered = [Said(text="Would you?", notice="assistant.offer-person")]
    greeted = [Said(text="Hello", notice="assistant.greeting")]
    for ours in (assistant(), SilentAssistant()):
        assert ours.answer("yes, please", language="en", said=offered).accepts_person
        assert ours.answer("好的", language="zh", said=offered).accepts_person
        assert not ours.answer("yes", language="en", said=greeted).accepts_person


@given(st.lists(st.sampled_from(sorted(LADDERS)), max_size=30), st.booleans())
def test_no_sentence_is_said_twice(wanted: list[str], is_plain: bool) -> None:
    """Whatever is to be said, in whatever order, plainly or not."""
    told: list[str | None] = []
    for one in wanted:
        notice = next_notice(one, frozenset(told), is_plain=is_plain)
        assert notice is None or notice not in told
        told += [] if notice is None else [notice]


def test_every_sentence_of_the_ladders_has_words() -> None:
    """In each language; equal words under two names would be said twice."""
    keys = {one for ladder in LADDERS.values() for one in ladder} | set(PLAIN.values())
    assert all(has(key) for key in keys)
    for language in LANGUAGES:
        spoken = [say(key, language, title="T") for key in sorted(keys)]
        assert len(set(spoken)) == len(spoken)


def test_what_stands_in_for_an_answer_is_a_detour_in_an_archive_too() -> None:
    """The replay of our own conversations must see what the live desk saw."""
    for language in LANGUAGES:
        which = say(WHICH, language, first="A", second="B")
        assert is_detour(which, []), (language, WHICH)
        for key in STANDS_IN:
            assert is_detour(say(key, language, title="Fees"), []), (language, key)


def test_the_gist_is_whole_sentences() -> None:
    """For somebody who wants it short."""
    text = "First say this. " * 40
    assert gist(text).endswith("First say this.")
    assert len(gist(text)) <= SHORT_ANSWER
    assert "第一句话。" * 48 == gist("第一句话。" * 80)


def test_search_gives_what_a_plain_sum_over_all_passages_gives() -> None:
    """The inverted lists are only a faster way."""
    passages = [
        passage
        for name, text in ARTICLES.items()
        for passage in parse_article(text, article=name, language="en")
    ]
    vectors = CueReader().vectors([line for one in passages for line in one.lines])
    hits = Index(passages, vectors).search("power cut", vectors[0], language="en")
    assert "power/outage" == hits[0].passage.article
    assert hits[0].words > 0.5
    assert [0.0, 0.0] == [hit.words for hit in hits[1:]]
    assert all(isinstance(hit, Hit) for hit in hits)
