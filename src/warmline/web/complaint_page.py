"""
The public page: whoever shows the key of a complaint sees how it stands; no name, no words.

The key is sent as a form, so that it stands in no address, history or log. Tries are counted by
source; an unknown key and one that was never made are answered alike.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from fastapi import APIRouter, Form, Request, Response

from warmline.complaints.complaint import Complaint, ComplaintState, Outcome
from warmline.complaints.key import read_key
from warmline.errors import ComplaintKeyMistyped, TooMany
from warmline.web.complaint_view import without_skipped
from warmline.web.entrance import Here
from warmline.web.limits import COMPLAINT_KEYS, source_of
from warmline.web.pages import Page, frame_of, render, words_for
from warmline.web.place import Place
from warmline.web.times import day_time
from warmline.web.words import Words

router = APIRouter(include_in_schema=False)

NEXT = {
    ComplaintState.RECEIVED: "next_confirm",
    ComplaintState.ACKNOWLEDGED: "next_confirm",
    ComplaintState.ASSESSED: "next_investigate",
    ComplaintState.INVESTIGATING: "next_answer",
    ComplaintState.ANSWERED: "next_answer",
    ComplaintState.COMMUNICATED: "next_close",
    ComplaintState.CLOSED: "next_none",
    ComplaintState.SET_ASIDE: "next_none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    """One step, and when it was done."""

    name: str
    at: str
    """Empty when it has not been done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicComplaint:
    """How a complaint stands, for whoever has its key: no name and no words."""

    tracking: str
    stands: str
    steps: tuple[PublicStep, ...]
    next: str
    go_on: str
    """Where to turn who is not content; the house's own words."""
    no_cut_off: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicComplaintPage(Page):
    """The page with its form, and a complaint once a key has opened one."""

    template: ClassVar[str] = "complaint_public.html"
    complaint: PublicComplaint | None = None
    typed: str = ""
    trouble: str = ""
    """In words, or empty."""
    has_chat: bool = True


@router.get("/complaint")
def enter(request: Request, here: Here) -> Response:
    """The form."""
    return render(request, _page(request, here))


@router.post("/complaint")
def look_up(
    request: Request, here: Here, key: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """How the complaint of a key stands."""
    words, now = words_for(request), here.work.clock.now()
    source = source_of(request)
    try:
        here.limits.take(COMPLAINT_KEYS, source, now=now)
        tracking = read_key(key)
    except TooMany as error:
        wait = words("time.seconds", number=error.fields["seconds"])
        page = _page(request, here, key, words("complaint.public.too_many", length=wait))
        return render(request, page, 429, {"Retry-After": str(error.fields["seconds"])})
    except ComplaintKeyMistyped:
        return render(request, _page(request, here, key, words("complaint.public.mistyped")), 422)
    with here.work.store.view() as tx:
        found = tx.complaints.find(tracking)
    if found is None:
        return render(request, _page(request, here, key, words("complaint.public.unknown")), 404)
    shown = compose_public(found, here, words, now)
    return render(
        request, PublicComplaintPage(frame=frame_of(request, place="complaint"), complaint=shown)
    )


def compose_public(
    complaint: Complaint, here: Place, words: Words, now: datetime
) -> PublicComplaint:
    """What a key opens."""
    terms = here.work.house.complaints
    return PublicComplaint(
        tracking=complaint.key,
        stands=_stands(complaint, here, words, now),
        steps=_steps(complaint, here, words, now),
        next=words(f"complaint.public.{NEXT[complaint.state]}"),
        go_on="" if complaint.communicated_at is None else terms.way_on(words.language),
        no_cut_off=terms.no_cut_off and complaint.is_open,
        is_open=complaint.is_open,
    )


def _stands(complaint: Complaint, here: Place, words: Words, now: datetime) -> str:
    zone = here.work.house.hours.timezone
    due = day_time(complaint.due_at, now, zone, words)
    if complaint.state is ComplaintState.SET_ASIDE:
        return words("complaint.public.set_aside")
    if complaint.outcome is Outcome.WITHDRAWN:
        return words("complaint.public.closed_withdrawn")
    if complaint.is_late(now):
        return words("complaint.public.late", due=due)
    if complaint.is_unanswered:
        key = "received" if complaint.assessed_at is None else "looked"
        return words(f"complaint.public.{key}", due=due)
    told = words(f"complaint.public.told_{complaint.outcome}")
    if complaint.is_open:
        return told
    separator = "" if words.language == "zh" else " "
    return separator.join((told, words("complaint.public.closed")))


def _steps(
    complaint: Complaint, here: Place, words: Words, now: datetime
) -> tuple[PublicStep, ...]:
    last = "set_aside" if complaint.state is ComplaintState.SET_ASIDE else "closed"
    reached = {
        "received": complaint.received_at,
        "acknowledged": complaint.acknowledged_at,
        "assessed": complaint.assessed_at,
        "investigating": complaint.investigating_at,
        "communicated": complaint.communicated_at,
        last: complaint.ended_at,
    }
    zone = here.work.house.hours.timezone
    return tuple(
        PublicStep(
            name=words(f"complaint.did.{step}"),
            at="" if at is None else day_time(at, now, zone, words),
        )
        for step, at in without_skipped(reached).items()
    )


def _page(request: Request, here: Place, typed: str = "", trouble: str = "") -> PublicComplaintPage:
    return PublicComplaintPage(
        frame=frame_of(request, place="complaint"),
        typed=typed[:40],
        trouble=trouble,
        has_chat=any(not inbox.shadow for inbox in here.work.house.inboxes),
    )
