"""Tokens fit one purpose only, limits refill with time, times are said as people say them."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.config import Settings
from warmline.conversation.message import ConversationId
from warmline.errors import TokenWrong, TooMany
from warmline.testing import NOON
from warmline.web.entrance import local_path
from warmline.web.limits import Allowance, Limits
from warmline.web.secret import read_or_make_secret
from warmline.web.times import day_time, duration
from warmline.web.tokens import Signer
from warmline.web.words import words_of

TWO = Allowance(what="tests", burst=2, refill=timedelta(seconds=10))


@given(st.text(), st.text())
def test_a_contact_token_opens_what_it_was_made_for(id: str, other: str) -> None:
    """Its own conversation; with another id or another secret it opens nothing."""
    signer = Signer(b"secret")
    if id:
        token = signer.contact_token(ConversationId(id))
        assert signer.conversation_of(token) == id
        with pytest.raises(TokenWrong):
            Signer(b"another").conversation_of(token)
        with pytest.raises(TokenWrong):
            signer.conversation_of(f"{other}x{token}")


def test_a_token_of_one_purpose_fits_no_other() -> None:
    """A form token is no contact's token, though the subject is the same."""
    signer = Signer(b"secret")
    assert not signer.fits("form", "one", signer.sign("contact", "one"))


def test_a_limit_refills_with_time() -> None:
    """Two at once, then one for each ten seconds; the error says how long."""
    limits = Limits()
    for _ in range(2):
        limits.take(TWO, "here", now=NOON)
    limits.take(TWO, "elsewhere", now=NOON)
    with pytest.raises(TooMany) as refused:
        limits.take(TWO, "here", now=NOON)
    assert refused.value.fields["seconds"] == 10
    limits.take(TWO, "here", now=NOON + timedelta(seconds=10))


def test_a_secret_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    """The second start finds the first one's; nobody else may read it."""
    settings = Settings(folder=tmp_path / "var")
    secret = read_or_make_secret(settings)
    assert read_or_make_secret(settings) == secret
    assert len(secret) >= 32
    assert (tmp_path / "var" / "web.secret").stat().st_mode & 0o077 == 0
    assert read_or_make_secret(Settings(folder=tmp_path, secret="chosen")) == b"chosen"


@given(st.text())
def test_a_path_to_go_to_stays_on_this_server(path: str) -> None:
    """One slash at the start, never two, never a line break."""
    local = local_path(path)
    assert local.startswith("/")
    assert not local.startswith(("//", "/\\"))
    assert "\n" not in local


@pytest.mark.parametrize(
    ("ahead", "english", "chinese"),
    [
        (timedelta(hours=6), "today 19:00", "今天 19:00"),
        (timedelta(hours=22), "tomorrow 11:00", "明天 11:00"),
        (timedelta(days=-1), "yesterday 13:00", "昨天 13:00"),
        (timedelta(days=4), "Fri 6 Mar, 13:00", "3月6日（周五）13:00"),
    ],
)
def test_a_time_is_said_by_the_clock_of_the_house(
    ahead: timedelta, english: str, chinese: str
) -> None:
    """Today, tomorrow, or the day; in the house's zone."""
    zone = ZoneInfo("Europe/Madrid")
    assert day_time(NOON + ahead, NOON, zone, words_of("en")) == english
    assert day_time(NOON + ahead, NOON, zone, words_of("zh")) == chinese


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-5, "0 s"), (59, "59 s"), (125, "2 min"), (3900, "1 h 05 min"), (90_000, "1 day")],
)
def test_a_length_is_said_in_its_largest_unit(seconds: int, said: str) -> None:
    """Rounded down; never negative."""
    assert duration(timedelta(seconds=seconds), words_of("en")) == said
