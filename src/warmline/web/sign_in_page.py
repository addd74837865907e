"""The sign-in page's template contract."""

from dataclasses import dataclass
from typing import ClassVar

from warmline.web.pages import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage(Page):
    """The form to sign in."""

    template: ClassVar[str] = "sign_in.html"
    next: str
    """The path to go to afterwards, of this server only."""
    name: str = ""
    """As typed before, when it failed."""
    trouble: str = ""
    """wrong, expired, too_many, or nothing."""
