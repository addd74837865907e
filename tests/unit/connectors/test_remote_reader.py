"""
A remote reader that is down, slow or wrong costs a bounded time and never a message.

What a good one reads is tried in tests/contract, against a whole server.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.connectors.odd_readers import Reply, answering, dripping, good, hang_up, nobody, sound
from warmline.actions.receive import receive
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.assistant.assistant import ArticleAssistant
from warmline.assistant.knowledge import parse_article
from warmline.config import Settings
from warmline.connectors.reader_answer import parse_answer
from warmline.connectors.reader_line import REST, ReaderLine
from warmline.connectors.remote_reader import BATCH, RemoteReader, batches, shortened
from warmline.conversation.conversation import InboxId
from warmline.errors import ReaderFailed, ReadingUnsound
from warmline.moments.decision import Step
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader, FloorReader
from warmline.reading.reading import Reading

FINDER = LanguageFinder()
TOKEN = "a key that stays secret"
DANGER = "There is a strong smell of gas in my kitchen"
CALM = "What are your opening hours?"
PATIENCE = timedelta(seconds=60)
"""For servers that do answer, on a machine that does much else."""
LIMIT = timedelta(seconds=1)
"""For those that do not."""
LATEST_SECONDS = 20.0
"""Within which a failure must be over: the limit, and room for a busy machine."""


@contextmanager
def reader_at(
    url: str, *, limit: timedelta = PATIENCE, now: Callable[[], float] = monotonic
) -> Iterator[RemoteReader]:
    """The model's side of an address."""
    model = RemoteReader(ReaderLine(url, token=TOKEN, limit=limit, now=now))
    try:
        yield model
    finally:
        model.close()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def spoilt(spoil: Callable[[dict[str, Any]], object]) -> Reply:
    """A sound answer after something was done to it."""

    def reply(count: int) -> tuple[int, bytes]:
        shape = good(count)
        spoil(shape)
        return 200, json.dumps(shape).encode()

    return reply


def reading_with(key: str, value: object) -> Reply:
    """A sound answer whose first reading has another value."""
    return spoilt(lambda shape: shape["readings"][0].update({key: value}))


WRONG: dict[str, tuple[Reply, str]] = {
    "garbage": (lambda _: (200, b"\x00\xff<html>"), "'answer' is no JSON"),
    "nothing": (lambda _: (200, b""), "'answer' is no JSON"),
    "nested": (lambda _: (200, b"[" * 100_000), "'answer' is"),
    "a list": (lambda _: (200, b"[]"), "'answer' is of the type list"),
    "no readings": (spoilt(lambda shape: shape.pop("readings")), "'readings' is missing"),
    "one too few": (spoilt(lambda shape: shape["readings"].pop()), "'readings' is a list of 1"),
    "one too many": (
        spoilt(lambda shape: shape["readings"].append(shape["readings"][0])),
        "'readings' is a list of 3",
    ),
    "not a number": (reading_with("distress", float("nan")), "'readings.0.distress' is nan"),
    "too large": (reading_with("abuse", 1.5), "'readings.0.abuse' is 1.5"),
    "endless": (reading_with("valence", float("-inf")), "'readings.0.valence' is -inf"),
    "a text": (reading_with("distress", "0.5"), "'readings.0.distress' is of the type str"),
    "a truth": (reading_with("distress", True), "'readings.0.distress' is of the type bool"),
    "half a head": (reading_with("asks", {"person": 0.5}), "'readings.0.asks.repeat-contact' is m"),
    "unknown label": (reading_with("basic_present", ["glee"]), "'readings.0.basic_present' is a"),
    "fewer vectors": (spoilt(lambda shape: shape["vectors"].pop()), "'vectors' is of the shape"),
    "long vectors": (
        spoilt(lambda shape: shape.update(vectors=[[3.0, 4.0], [1.0, 0.0]])),
        "'vectors.0' is 5.000 long",
    ),
    "ragged vectors": (
        spoilt(lambda shape: shape.update(vectors=[[1.0], [1.0, 0.0]])),
        r"'vectors' is of the lengths \[1, 2\]",
    ),
    "too much": (lambda _: (200, b" " * 16_000_001), "more than 16000000 bytes"),
    "forbidden": (lambda _: (403, b"{}"), "status 403.*'reader_token'"),
    "elsewhere": (lambda _: (302, b""), "status 302.*'reader_url'"),
    "broken": (lambda _: (500, b""), "status 500"),
}
SILENT: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "down": lambda: nullcontext(nobody()),
    "no such host": lambda: nullcontext("http://reader.invalid/read"),
    "silent": lambda: dripping(b"", b""),
    "headers for ever": lambda: dripping(b"HTTP/1.1 200 OK\r\n", b"X-More: 1\r\n"),
    "body for ever": lambda: dripping(b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    "another language": lambda: dripping(b"SSH-2.0-none\r\n", b"\x00"),
}


def assert_read_by_cues(reader: FloorReader) -> None:
    """Exactly what cues alone would read, alarm included, and marked so."""
    readings = reader.read_many([DANGER, CALM])
    assert CueReader(FINDER).read_many([DANGER, CALM]) == readings
    assert readings[0].emergency >= 0.95
    assert all(reading.degraded for reading in readings)
    assert reader.is_degraded
    assert (2, 0) == reader.vectors([DANGER, CALM]).shape


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_answer_is_refused_with_field_value_and_remedy(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The messages are read by cues; neither words nor the token get into the sentence."""
    reply, told = WRONG[kind]
    with answering(reply) as remote, reader_at(remote.url) as model:
        with pytest.raises((ReadingUnsound, ReaderFailed), match=told) as caught:
            model.read_many([DANGER, CALM], ["en", "en"])
        with caplog.at_level(logging.WARNING):
            assert_read_by_cues(FloorReader(model, FINDER))
    (logged,) = [one.getMessage() for one in caplog.records if one.name == "warmline.reading"]
    for sentence in (str(caught.value), logged):
        assert sentence.endswith(".")
        assert TOKEN not in sentence
        assert "gas" not in sentence


@pytest.mark.parametrize("kind", SILENT)
def test_whoever_does_not_answer_costs_a_bounded_time_once(kind: str) -> None:
    """A message waits for the limit at most, and those after it not at all."""
    with SILENT[kind]() as url, reader_at(url, limit=LIMIT, now=lambda: 0.0) as model:
        began = monotonic()
        reader = FloorReader(model, FINDER)
        assert_read_by_cues(reader)
        first = monotonic()
        for _ in range(100):
            assert_read_by_cues(reader)
        assert first - began < LATEST_SECONDS
        assert monotonic() - first < LATEST_SECONDS


def test_a_reader_that_comes_back_is_asked_again_after_a_rest() -> None:
    """Not before: a message in between does not wait for it."""
    clock = [0.0]
    with (
        answering(hang_up, hang_up, sound) as remote,
        reader_at(remote.url, now=lambda: clock[0]) as model,
    ):
        reader = FloorReader(model, FINDER)
        assert_read_by_cues(reader)
        assert 2 == len(remote.asked)
        clock[0] += REST.total_seconds()
        (reading,) = reader.read_many([CALM])
    assert ("far-1.0", 0.25, False) == (reading.model, reading.distress, reading.degraded)
    assert not reader.is_degraded


def test_a_connection_that_breaks_is_tried_once_more() -> None:
    """A server that was started anew has closed the kept connection; nobody should notice."""
    with answering(sound, hang_up, sound) as remote, reader_at(remote.url) as model:
        reader = FloorReader(model, FINDER)
        readings = [reader.read_many([CALM])[0] for _ in range(2)]
    assert ["far-1.0"] * 2 == [reading.model for reading in readings]
    assert 3 == len(remote.asked)


def test_texts_languages_and_the_key_are_sent_and_the_vector_comes_along() -> None:
    """One request for a message: its vector is at hand when it is asked for."""
    with answering(sound) as remote, reader_at(remote.url) as model:
        reader = FloorReader(model, FINDER)
        reader.read_many([CALM, "我要转人工"])
        vectors = reader.vectors(["我要转人工", CALM])
    ((headers, body),) = remote.asked
    assert f"Bearer {TOKEN}" == headers["Authorization"]
    assert {"texts": [CALM, "我要转人工"], "languages": ["en", "zh"]} == body
    assert (2, 3) == vectors.shape


def test_vectors_of_another_model_are_refused() -> None:
    """They could not be compared with those in the index; the sentence says what to do."""
    other = spoilt(lambda shape: shape.update(vectors=[[1.0]]))
    with answering(sound, other) as remote, reader_at(remote.url) as model:
        model.read_many([CALM], ["en"])
        with pytest.raises(ReadingUnsound, match="of 1 figures, those before had 3"):
            model.read_many([DANGER], ["en"])


def test_a_degraded_remote_reader_is_told_as_such() -> None:
    """Another Warmline that lost its model is no model."""

    def blinded(shape: dict[str, Any]) -> None:
        shape["readings"][0]["degraded"] = True
        shape["vectors"] = [[]]

    with answering(spoilt(blinded)) as remote, reader_at(remote.url) as model:
        reader = FloorReader(model, FINDER)
        (reading,) = reader.read_many([DANGER])
        assert (1, 0) == reader.vectors([DANGER]).shape
    assert reading.degraded
    assert reader.is_degraded
    assert reading.emergency >= 0.95


def test_a_conversation_goes_on_while_the_remote_reader_is_down(work: Workplace) -> None:
    """The message is kept, and danger is still an emergency."""
    with reader_at(nobody(), limit=LIMIT) as model:
        house = replace(work, reader=FloorReader(model, FINDER))
        conversation = start_conversation(house, inbox_id=InboxId("main"))
        received = receive(house, conversation_id=conversation.id, text=DANGER)
    assert received.decision is not None
    assert Step.EMERGENCY is received.decision.step
    with work.store.view() as tx:
        assert tx.readings.of(conversation.id)[received.message.id].degraded


def test_articles_are_found_by_meaning_once_the_reader_has_come_up() -> None:
    """A server that starts before its reader does not stay with words alone."""
    clock = [0.0]
    article = "# Bills\n\n## Can I pay in instalments?\n\nYes, in six.\n"
    passages = parse_article(article, article="bills", language="en")
    with (
        answering(hang_up, hang_up, sound) as remote,
        reader_at(remote.url, now=lambda: clock[0]) as model,
    ):
        assistant = ArticleAssistant(passages, FloorReader(model, FINDER))
        assert not assistant.index.has_meanings
        clock[0] += REST.total_seconds()
        (hit,) = assistant.hits("Could it be split up?", language="en")
    assert hit.meaning == pytest.approx(1.0)  # all vectors of this reader are alike


# ---- laws --------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)
PLACES = st.sampled_from(
    [
        *(("model",), ("readings",), ("vectors",)),
        *(("readings", 0), ("vectors", 1), ("vectors", 0, 2)),
        *(("readings", 1, key) for key in Reading(language="en", model="far").to_json()),
    ]
)


@given(place=PLACES, value=JSON)
def test_an_answer_with_anything_anywhere_is_sound_or_refused(
    place: tuple[str | int, ...], value: object
) -> None:
    """No answer of any shape gets further than a clear error."""
    shape: Any = good(2)
    inner = shape
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    try:
        answer = parse_answer(json.dumps(shape).encode(), 2)
    except ReadingUnsound:
        return
    assert 2 == len(answer.readings) == len(answer.vectors)


@given(body=st.binary(max_size=200), count=st.integers(1, 3))
def test_any_bytes_are_refused(body: bytes, count: int) -> None:
    """Whatever a stranger answers, the error is ours."""
    with pytest.raises(ReadingUnsound):
        parse_answer(body, count)


LONG_TEXTS = st.tuples(st.text(), st.integers(1, 3000)).map(lambda pair: pair[0] * pair[1])


@given(texts=st.lists(LONG_TEXTS, max_size=40))
def test_texts_are_cut_into_requests_that_fit(texts: list[str]) -> None:
    """In their order, none left out, none sent twice, none too large for another Warmline."""
    cut = list(batches(texts, ["en"] * len(texts)))
    assert [shortened(text) for text in texts] == [text for batch in cut for text, _ in batch]
    for batch in cut:
        body = {"texts": [text for text, _ in batch], "languages": [tag for _, tag in batch]}
        assert len(batch) <= BATCH
        assert len(json.dumps(body, ensure_ascii=False).encode()) <= Settings().body_limit
