"""The bar above every page of the desk: who is signed in, and what is late, counted alike."""

from fastapi import Request

from warmline.agents.agent import Role
from warmline.ports import Transaction
from warmline.web.complaints_view import urgent_complaints
from warmline.web.digest_view import forgotten_count
from warmline.web.pages import Frame, frame_of
from warmline.web.promises_view import late_count
from warmline.web.view import View


def bar_frame(request: Request, tx: Transaction, view: View, place: str) -> Frame:
    """The frame of one of the desk's pages, with its three counts."""
    oversees = view.agent.role in (Role.SUPERVISOR, Role.AUDITOR)
    return frame_of(
        request,
        place=place,
        late=late_count(tx, view, is_supervisor=oversees),
        complaints=urgent_complaints(tx, view),
        forgotten=forgotten_count(tx, view),
    )
