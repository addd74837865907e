"""
Signing in and who is signed in: argon2, a session whose hash alone is stored, a form token each.

A failure never says whether the name or the password was wrong, and takes as long either way.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Depends, Request, Response

from warmline.agents.agent import Agent, Role
from warmline.errors import NotFound, RoleMissing, SessionMissing, SignInWrong, TokenWrong
from warmline.web.limits import SIGN_IN
from warmline.web.place import Place, place_of
from warmline.web.tokens import hash_token

COOKIE = "warmline_session"
FORM_COOKIE = "warmline_form"
CSRF_HEADER = "x-csrf"
TOKEN_BYTES = 32
READING = ("GET", "HEAD")
SIGN_OUT = "/sign-out"
"""All that an auditor may send."""

_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    """Checked when the name is unknown, so that the time of an answer tells nothing."""
    return _hasher.hash(secrets.token_urlsafe(TOKEN_BYTES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who is signed in."""

    agent: Agent
    token_hash: str
    csrf: str
    """The token that every form of this session carries."""

    @property
    def is_supervisor(self) -> bool:
        """Whether they may do what supervisors do."""
        return self.agent.role is Role.SUPERVISOR

    @property
    def sees_all(self) -> bool:
        """Whether supervisors' pages are open to them; an auditor reads and changes nothing."""
        return self.agent.role in (Role.SUPERVISOR, Role.AUDITOR)


def sign_in(place: Place, name: str, password: str, *, source: str) -> Agent:
    """
    The agent whom a name and a password belong to.

    Args:
        place: the server.
        name: as typed; case does not matter.
        password: as typed.
        source: the address that asks, for the limit.

    Raises:
        TooMany: too many tries from here or for this name.
        SignInWrong: they do not fit together.
    """
    now = place.work.clock.now()
    known = name.strip().lower()[:200]
    place.limits.take(SIGN_IN, source, now=now)
    place.limits.take(SIGN_IN, f"name:{known}", now=now)
    with place.work.store.view() as tx:
        agent = tx.agents.by_sign_in(known)
    stored = agent.password_hash if agent is not None and agent.password_hash else _nobody()
    if not _fits(stored, password) or agent is None or stored is _nobody():
        raise SignInWrong()
    return agent


def open_session(place: Place, agent: Agent, response: Response, *, old_token: str | None) -> None:
    """Begin a new session; the one before in this browser ends."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    lasts = timedelta(hours=place.settings.session_hours)
    with place.work.store.transaction() as tx:
        if old_token:
            tx.sessions.remove(hash_token(old_token))
        expires_at = place.work.clock.now() + lasts
        tx.sessions.add(hash_token(token), agent.id, expires_at=expires_at)
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(lasts.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=place.settings.secure_cookies,
    )


def close_session(place: Place, session: Session, response: Response) -> None:
    """Sign out."""
    with place.work.store.transaction() as tx:
        tx.sessions.remove(session.token_hash)
    response.delete_cookie(COOKIE)


def signed_in(request: Request) -> Session:
    """
    Who is signed in.

    Raises:
        SessionMissing: nobody, or the session is forged or over.
        RoleMissing: an auditor wants to change something; they read only, whatever the route.
    """
    place = place_of(request)
    token = request.cookies.get(COOKIE, "")
    hashed = hash_token(token)
    with place.work.store.view() as tx:
        agent_id = tx.sessions.find(hashed, place.work.clock.now()) if token else None
        if agent_id is None:
            raise SessionMissing()
        try:
            agent = tx.agents.get(agent_id)
        except NotFound as error:
            raise SessionMissing() from error
    if not agent.may_answer and request.method not in READING and request.url.path != SIGN_OUT:
        raise RoleMissing(role=Role.AGENT.value)
    session = Session(agent=agent, token_hash=hashed, csrf=place.signer.sign("form", hashed))
    request.state.session = session
    return session


async def with_form_token(request: Request) -> None:
    """
    Let a change pass only with the form token of the session.

    Raises:
        TokenWrong: it is missing or belongs to another session.
    """
    token = request.headers.get(CSRF_HEADER)
    if token is None:
        token = str((await request.form()).get("csrf", ""))
    place = place_of(request)
    hashed = hash_token(request.cookies.get(COOKIE, ""))
    if not place.signer.fits("form", hashed, token):
        raise TokenWrong(what="form token", remedy="Load the page again and repeat.")


def supervisor(session: Annotated[Session, Depends(signed_in)]) -> Session:
    """
    Who is signed in, if supervisors' pages are open to them; auditors never get as far as a change.

    Raises:
        RoleMissing: they are not.
    """
    if not session.sees_all:
        raise RoleMissing(role=Role.SUPERVISOR.value)
    return session


def hash_password(password: str) -> str:
    """What is stored of a password: argon2id."""
    return _hasher.hash(password)


def _fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


SignedIn = Annotated[Session, Depends(signed_in)]
"""A route's parameter: the session of whoever is signed in."""
Supervisor = Annotated[Session, Depends(supervisor)]
"""A route's parameter: the session of a supervisor, or of an auditor who only reads."""
