"""A language model that is well, slow, broken, talkative or wrong costs a bounded time, no more."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Thread
from time import monotonic

import pytest

from contract.model_server import (
    ModelServer,
    Reply,
    completion,
    model_server,
    saying,
    silence,
)
from unit.connectors.odd_readers import nobody
from warmline.connectors.model_line import model_line
from warmline.errors import LanguageModelFailed
from warmline.llm.chat import AT_ONCE, FAILURES, REST_SECONDS, ChatModel
from warmline.reading.cover import cover

TOKEN = "a key that stays secret"
PATIENCE = timedelta(seconds=60)
LIMIT = timedelta(seconds=1)
LATEST_SECONDS = 20.0
MATERIAL = cover(["The power is out since noon. Call 07700 900123, says my son Tom."]).texts[0]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


class Hands:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.seconds = 0.0

    def __call__(self) -> float:
        """The seconds so far."""
        return self.seconds


@contextmanager
def asked_of(
    *replies: Reply, limit: timedelta = PATIENCE, hands: Hands | None = None
) -> Iterator[tuple[ChatModel, ModelServer]]:
    """Our side of a model, and the server."""
    with model_server(*replies) as server:
        line = model_line(f"{server.url}/v1", token=TOKEN, limit=limit)
        model = ChatModel(line, model="tiny", now=hands or monotonic)
        try:
            yield model, server
        finally:
            model.close()


def test_a_model_is_asked_in_its_own_shape_and_its_words_come_back() -> None:
    """Path, key, model, two messages; thoughts that a model speaks aloud are left out."""
    with asked_of(saying("<think>hm, a call</think> The power is out. ")) as (model, server):
        assert "The power is out." == model.word("Sum up.", MATERIAL, most_tokens=50)
    (body,) = server.asked
    assert ["/v1/chat/completions"] == server.paths
    assert [f"Bearer {TOKEN}"] == server.keys
    assert ("tiny", 0, 50, False) == (
        body["model"], body["temperature"], body["max_tokens"], body["stream"],
    )  # fmt: skip
    assert ["system", "user"] == [one["role"] for one in body["messages"]]
    assert body["messages"][0]["content"].startswith("Sum up.")


def test_material_stands_in_a_fence_that_nobody_could_guess() -> None:
    """Each call has another fence, and what must not leave is not inside."""
    with asked_of(saying("Well.")) as (model, server):
        for _ in range(2):
            model.word("Sum up.", MATERIAL, most_tokens=50)
    fences = [one["messages"][1]["content"].splitlines()[0] for one in server.asked]
    assert 2 == len(set(fences))
    for body, fence in zip(server.asked, fences, strict=True):
        assert body["messages"][1]["content"].endswith(f"\n{fence}")
        assert fence in body["messages"][0]["content"]
    assert "07700" not in server.sent
    assert "Tom" not in server.sent


WRONG: dict[str, tuple[Reply, str]] = {
    "garbage": (lambda _: (200, b"\x00\xff<html>"), "'answer' of its answer is wrong"),
    "nothing": (lambda _: (200, b""), "'answer' of its answer is wrong"),
    "no choices": (lambda _: (200, b'{"choices": []}'), "'choices' of its answer is wrong"),
    "no words": (saying("  "), "an answer of 0 characters"),
    "no text": (lambda _: (200, b'{"choices": [{"message": {"content": null}}]}'), "'choices.0"),
    "a book": (saying("word " * 5000), "characters"),
    "too much": (lambda _: (200, b" " * 1_000_001), "more than 1000000 bytes"),
    "forbidden": (lambda _: (401, b"{}"), "status 401.*'llm_token'"),
    "unknown model": (lambda _: (404, b"{}"), "status 404.*'llm_url'"),
    "broken": (lambda _: (500, b"secret words of a contact"), "status 500"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_an_answer_that_is_none_is_told_without_its_words(kind: str) -> None:
    """The sentence says what is wrong and what to do, and quotes nothing that was answered."""
    reply, told = WRONG[kind]
    with asked_of(reply) as (model, _), pytest.raises(LanguageModelFailed, match=told) as caught:
        model.word("Sum up.", MATERIAL, most_tokens=50)
    assert "secret" not in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_an_overloaded_model_is_asked_once_more() -> None:
    """And no oftener."""
    with asked_of(lambda _: (503, b""), saying("Now.")) as (model, server):
        assert "Now." == model.word("Sum up.", MATERIAL, most_tokens=50)
        assert 2 == len(server.asked)
    with asked_of(lambda _: (503, b"")) as (model, server):
        with pytest.raises(LanguageModelFailed, match="status 503"):
            model.word("Sum up.", MATERIAL, most_tokens=50)
        assert 2 == len(server.asked)


def test_a_silent_model_costs_its_limit_once() -> None:
    """After a silence the line rests; the next call does not wait at all."""
    with asked_of(silence, limit=LIMIT) as (model, server):
        begun = monotonic()
        for _ in range(3):
            with pytest.raises(LanguageModelFailed, match="no answer in 1 s"):
                model.word("Sum up.", MATERIAL, most_tokens=50)
        assert monotonic() - begun < LATEST_SECONDS
        assert 1 == len(server.asked)


def test_a_model_that_is_down_is_no_crash() -> None:
    """Nobody listens there."""
    line = model_line(nobody(), token="", limit=LIMIT)
    model = ChatModel(line, model="tiny")
    with pytest.raises(LanguageModelFailed, match="Connect"):
        model.word("Sum up.", MATERIAL, most_tokens=50)
    model.close()


def test_a_model_that_keeps_failing_is_left_alone_for_a_while() -> None:
    """Then it is asked again, and one good answer is enough."""
    hands = Hands()
    broken: Reply = lambda _: (200, b"{}")  # noqa: E731 - a script of three words
    with asked_of(*([broken] * FAILURES), saying("Well."), hands=hands) as (model, server):
        for _ in range(FAILURES + 2):
            with pytest.raises(LanguageModelFailed):
                model.word("Sum up.", MATERIAL, most_tokens=50)
        assert FAILURES == len(server.asked)
        hands.seconds += REST_SECONDS
        assert "Well." == model.word("Sum up.", MATERIAL, most_tokens=50)


def test_who_comes_while_all_slots_are_taken_goes_on_without() -> None:
    """A slow model holds a few threads of the server, never all."""
    with asked_of(silence, limit=timedelta(seconds=4)) as (model, server):

        def ask() -> None:
            with pytest.raises(LanguageModelFailed):
                model.word("Sum up.", MATERIAL, most_tokens=50)

        threads = [Thread(target=ask) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        while len(server.asked) < AT_ONCE:
            server.released.wait(0.01)
        begun = monotonic()
        with pytest.raises(LanguageModelFailed, match="it is busy"):
            model.word("Sum up.", MATERIAL, most_tokens=50)
        assert monotonic() - begun < 1.0
        server.released.set()
        for thread in threads:
            thread.join()


def test_long_material_is_cut_before_it_leaves() -> None:
    """What a served model cannot take would fail for every long conversation."""
    long = cover(["no power and no answer " * 2000]).texts[0]
    with asked_of(lambda asked: (200, completion(str(len(json.dumps(asked)))))) as (model, _):
        assert 15_000 > int(model.word("Sum up.", long, most_tokens=50))
