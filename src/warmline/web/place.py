"""What every route may reach: workplace, settings, signer, limits, live line, metrics."""

from dataclasses import dataclass

from fastapi import Request

from warmline.actions.workplace import Workplace
from warmline.config import Settings
from warmline.web.limits import Limits
from warmline.web.live import LiveLine
from warmline.web.metrics import Metrics
from warmline.web.recall import Recall
from warmline.web.tokens import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One running server."""

    work: Workplace
    settings: Settings
    signer: Signer
    limits: Limits
    live: LiveLine
    metrics: Metrics
    recall: Recall
    asset_base: str
    """The address under which scripts and styles are served."""


def place_of(request: Request) -> Place:
    """The server that a request came to."""
    place = request.app.state.place
    assert isinstance(place, Place)
    return place
