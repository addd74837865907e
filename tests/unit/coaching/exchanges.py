"""Exchanges for the tests of coaching, and a coach without a model."""

from datetime import UTC, datetime
from functools import cache

from warmline.coaching.coach import Coach, Guidance
from warmline.coaching.exchange import ContextTurn, Exchange
from warmline.conversation.message import Author
from warmline.moments.policy import load_policy
from warmline.reading.reader import CueReader

SENT_AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@cache
def a_coach() -> Coach:
    return Coach(CueReader(), load_policy(None))


def an_exchange(said: str, reply: str, language: str | None = None) -> Exchange:
    return Exchange(
        context=(ContextTurn(author=Author.CONTACT, text=said),), reply=reply, language=language
    )


def guidance(said: str, reply: str, language: str | None = None) -> Guidance:
    return a_coach().look_at(an_exchange(said, reply, language), sent_at=SENT_AT)


def flags(said: str, reply: str, language: str | None = None) -> set[str]:
    return {flag.code for flag in guidance(said, reply, language).flags}
