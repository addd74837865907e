"""`warmline agent`: what a person takes is settled from the command line as at the desk."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from warmline.agents.agent import Lane
from warmline.bootstrap import open_store
from warmline.cli.agents import app
from warmline.config import load_settings
from warmline.conversation.conversation import Channel
from warmline.errors import FieldInvalid, NotFound


def run(folder: Path, *words: str) -> None:
    """A call that ends well, or its error."""
    done = CliRunner().invoke(app, [*words, "--folder", str(folder)])
    if done.exception is not None:
        raise done.exception


def test_what_a_person_takes_is_settled(tmp_path: Path) -> None:
    """At first and anew; what is not named the second time has no limit of its own."""
    run(tmp_path, "add", "ana", "--name", "Ana", "--capacity", "4", "--limit", "email=2")
    store = open_store(load_settings(folder=tmp_path))
    with store.view() as tx:
        ana = tx.agents.by_sign_in("ana")
    assert ana is not None
    assert (4, {Lane.EMAIL: 2}, frozenset()) == (ana.capacity, ana.limits, ana.channels)
    run(tmp_path, "takes", "Ana", "--capacity", "5", "--channel", "web", "--limit", "call-back=1")
    with store.view() as tx:
        ana = tx.agents.get(ana.id)
    store.close()
    taken = (5, {Lane.CALL_BACK: 1}, frozenset({Channel.WEB}))
    assert taken == (ana.capacity, ana.limits, ana.channels)


@pytest.mark.parametrize(
    ("limit", "told"),
    [("email", "email=5"), ("email=9", "at most 4"), ("fax=1", "call-back"), ("web=x", "1 to 20")],
)
def test_a_limit_that_does_not_fit_says_what_would(tmp_path: Path, limit: str, told: str) -> None:
    """Before anybody is added."""
    with pytest.raises(FieldInvalid, match=told):
        run(tmp_path, "add", "ana", "--name", "Ana", "--capacity", "4", "--limit", limit)


def test_an_unknown_person_takes_nothing(tmp_path: Path) -> None:
    """They are named, and nothing is laid."""
    with pytest.raises(NotFound):
        run(tmp_path, "takes", "nobody", "--capacity", "4")
