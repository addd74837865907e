"""
Pages as typed values: a dataclass per page names what its template may use; this file renders them.

Nothing is decided or fetched here. Templates escape by themselves; none may switch that off.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from warmline.agents.agent import Agent, Role
from warmline.agents.house import Inbox
from warmline.handoff.wrap_up import DISPOSITIONS
from warmline.web.place import place_of
from warmline.web.words import COOKIE, LANGUAGES, NATIVE_NAMES, Words, choose_language, words_of

THEME_COOKIE = "warmline_theme"
THEMES = ("auto", "light", "dark")
A_YEAR_SECONDS = 31_536_000

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page."""

    words: Words
    firm: str
    theme: str
    """auto, light or dark."""
    languages: tuple[tuple[str, str], ...]
    """Code and native name of each language that pages speak."""
    asset_base: str
    """The address of scripts and styles, with their version."""
    place: str = ""
    """Which entry of the bar is current: desk, promises, complaints or review."""
    agent: Agent | None = None
    csrf: str = ""
    has_shadow: bool = False
    """Whether an inbox runs in shadow, so that there is a page about it."""
    late: int = 0
    """How many promises are late that this person should see."""
    complaints: int = 0
    """How many complaints are late or not looked at yet."""
    forgotten: int = 0
    """How many contacts wait longer than promised."""

    @property
    def is_supervisor(self) -> bool:
        """Whether whoever looks may do what supervisors do."""
        return self.agent is not None and self.agent.role is Role.SUPERVISOR

    @property
    def sees_all(self) -> bool:
        """Whether supervisors' pages are open to whoever looks."""
        return self.agent is not None and self.agent.role in (Role.SUPERVISOR, Role.AUDITOR)

    @property
    def dispositions(self) -> tuple[str, ...]:
        """The outcomes to choose from at wrap-up."""
        return DISPOSITIONS

    @property
    def script_words(self) -> Mapping[str, str]:
        """The words that the scripts of the desk say."""
        keys = (
            "translation", "live", "conversation", "coach",
            "promise", "override", "palette", "keys", "availability", "time",
        )  # fmt: skip
        return {
            f"{key}.{name}": text for key in keys for name, text in self.words.under(key).items()
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The root of all pages."""

    template: ClassVar[str]
    frame: Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage(Page):
    """Something did not work: what is safe, and where to go."""

    template: ClassVar[str] = "error.html"
    kind: str
    """The kind of the error, which chooses the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage(Page):
    """The way in: for contacts by inbox, for colleagues by sign-in."""

    template: ClassVar[str] = "front.html"
    inboxes: tuple[Inbox, ...]
    widget_inbox: str | None
    """None when every inbox is in shadow, so that nobody would be answered."""


def frame_of(
    request: Request, *, place: str = "", late: int = 0, complaints: int = 0, forgotten: int = 0
) -> Frame:
    """The frame for whoever asks: language, theme, and who is signed in."""
    here = place_of(request)
    session = getattr(request.state, "session", None)
    return Frame(
        words=words_for(request),
        firm=here.work.house.firm,
        theme=theme_of(request),
        languages=tuple((code, NATIVE_NAMES[code]) for code in LANGUAGES),
        asset_base=here.asset_base,
        place=place,
        agent=None if session is None else session.agent,
        csrf=getattr(request.state, "csrf", "") if session is None else session.csrf,
        has_shadow=any(one.shadow for one in here.work.house.inboxes),
        late=late,
        complaints=complaints,
        forgotten=forgotten,
    )


def words_for(request: Request, *, fallback: str | None = None) -> Words:
    """The words in the language of whoever asks."""
    wanted = request.query_params.get("language")
    cookie = request.cookies.get(COOKIE)
    accept = fallback or request.headers.get("accept-language")
    return words_of(choose_language(wanted, cookie, accept))


def theme_of(request: Request) -> str:
    """The theme that was asked for now or before."""
    for theme in (request.query_params.get("theme"), request.cookies.get(THEME_COOKIE)):
        if theme in THEMES:
            return str(theme)
    return "auto"


def render(
    request: Request, page: Page, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A whole page; a language or theme that was asked for is remembered."""
    body = _text(page.template, page.frame, page=page)
    response = HTMLResponse(body, status_code=status, headers=dict(headers or {}))
    for key, cookie, known in (("language", COOKIE, LANGUAGES), ("theme", THEME_COOKIE, THEMES)):
        wanted = request.query_params.get(key)
        if wanted in known:
            response.set_cookie(cookie, str(wanted), max_age=A_YEAR_SECONDS, samesite="lax")
    return response


def render_part(template: str, frame: Frame, **values: object) -> str:
    """A part of a page, for scripts to put in place."""
    return _text(template, frame, **values)


def _text(template: str, frame: Frame, **values: object) -> str:
    return _templates.get_template(template).render(
        frame=frame, w=frame.words, asset=lambda path: f"{frame.asset_base}/{path}", **values
    )
