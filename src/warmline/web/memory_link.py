"""
The contact's own page behind a signed link: see, correct, withdraw, take along, erase.

Whoever has the link may do what the contact may, and nothing about anybody else: every deed is done
by the hand of the contact whom the token names. A link that is wrong, over or of somebody who was
erased is answered alike. Forms need no script.
"""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from warmline.actions.forget import Erased, erase_contact, export_contact, known_contact
from warmline.actions.remember import (
    Hand,
    correct_fact,
    decline_fact,
    keep_fact,
    withdraw_fact,
)
from warmline.conversation.message import ContactId
from warmline.errors import FieldInvalid, IllnessNamed, NotFound, TokenWrong
from warmline.web.entrance import Here
from warmline.web.limits import MEMORY, source_of
from warmline.web.memory_token import contact_of
from warmline.web.memory_view import RememberedGroup, compose_remembered
from warmline.web.pages import Frame, Page, frame_of, render, words_for
from warmline.web.place import Place, place_of

router = APIRouter(include_in_schema=False)

PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
"""The address itself is the key: it is told to nobody."""

DONE = ("corrected", "withdrawn", "agreed", "declined")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryPage(Page):
    """What is remembered of whoever has the link."""

    template: ClassVar[str] = "memory.html"
    base: str
    """The address of this page."""
    groups: tuple[RememberedGroup, ...]
    done: str = ""
    """What was just done, one of DONE."""
    trouble: str = ""
    """What was not taken: illness or line."""
    trouble_id: str = ""
    asks_to_erase: bool = False
    has_open: bool = False
    """Whether promises or complaints stand open, which an erasure would end."""
    link_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryClosedPage(Page):
    """The link does not open anything."""

    template: ClassVar[str] = "memory_closed.html"
    erased: Erased | None = None
    """What was erased just now, when that is why."""


def own_contact(request: Request, token: str) -> ContactId:
    """
    The contact whom a link is for.

    Raises:
        TokenWrong: it was not made here, its time is over, or the contact was erased.
        TooMany: too many tries from here.
    """
    place = place_of(request)
    now = place.work.clock.now()
    source = source_of(request)
    place.limits.take(MEMORY, source, now=now)
    contact_id = contact_of(place.signer, token[:400], now=now)
    with place.work.store.view() as tx:
        try:
            known_contact(tx, contact_id)
        except NotFound as error:
            raise TokenWrong(what="link", remedy="Ask us for a new one in the chat.") from error
    return contact_id


Own = Annotated[ContactId, Depends(own_contact)]


@router.get("/memory/{token}")
def see(request: Request, here: Here, token: str, done: str = "") -> Response:
    """What is remembered."""
    try:
        contact_id = own_contact(request, token)
    except TokenWrong:
        return _closed(request)
    page = _page(request, here, contact_id, token)
    return render(request, replace(page, done=done if done in DONE else ""), headers=PRIVATE)


@router.post("/memory/{token}/facts/{id}/correct")
def correct(
    request: Request,
    here: Here,
    own: Own,
    token: str,
    id: str,
    words: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Put other words in its place; what names an illness is refused with the reason."""
    try:
        correct_fact(here.work, hand=Hand(contact_id=own), fact_id=id, words=words)
    except (IllnessNamed, FieldInvalid) as error:
        trouble = "illness" if isinstance(error, IllnessNamed) else "line"
        page = replace(_page(request, here, own, token), trouble=trouble, trouble_id=id)
        return render(request, page, 422, PRIVATE)
    return _back(token, "corrected")


@router.post("/memory/{token}/facts/{id}/withdraw")
def withdraw(here: Here, own: Own, token: str, id: str) -> Response:
    """Forget one thing."""
    withdraw_fact(here.work, hand=Hand(contact_id=own), fact_id=id)
    return _back(token, "withdrawn")


@router.post("/memory/{token}/facts/{id}/agree")
def agree(here: Here, own: Own, token: str, id: str) -> Response:
    """The contact's own yes to what was proposed."""
    keep_fact(here.work, hand=Hand(contact_id=own), fact_id=id, has_consent=True)
    return _back(token, "agreed")


@router.post("/memory/{token}/facts/{id}/decline")
def decline(here: Here, own: Own, token: str, id: str) -> Response:
    """The contact's own no to what was proposed."""
    decline_fact(here.work, hand=Hand(contact_id=own), fact_id=id)
    return _back(token, "declined")


@router.get("/memory/{token}/export")
def export(here: Here, own: Own) -> JSONResponse:
    """All that is stored, as a file."""
    headers = PRIVATE | {"Content-Disposition": 'attachment; filename="what-we-know.json"'}
    return JSONResponse(export_contact(here.work, contact_id=own), headers=headers)


@router.get("/memory/{token}/erase")
def ask_to_erase(request: Request, here: Here, own: Own, token: str) -> Response:
    """What an erasure takes away and what it leaves, before it is done."""
    page = replace(_page(request, here, own, token), asks_to_erase=True)
    return render(request, page, headers=PRIVATE)


@router.post("/memory/{token}/erase")
def erase(
    request: Request, here: Here, own: Own, token: str, sure: Annotated[str, Form()] = ""
) -> Response:
    """Erase everything, once the contact has said that it is sure."""
    if sure != "yes":
        return ask_to_erase(request, here, own, token)
    frame = _frame(request, here, own)
    erased = erase_contact(here.work, contact_id=own)
    return render(request, MemoryClosedPage(frame=frame, erased=erased), headers=PRIVATE)


def _page(request: Request, here: Place, contact_id: ContactId, token: str) -> MemoryPage:
    work = here.work
    frame = _frame(request, here, contact_id)
    with work.store.view() as tx:
        facts = tx.contacts.all_facts(contact_id)
        has_promise = any(one.is_owed for one in tx.promises.of_contact(contact_id))
        has_complaint = any(one.is_open for one in tx.complaints.of_contact(contact_id))
    return MemoryPage(
        frame=frame,
        base=f"/memory/{token}",
        groups=compose_remembered(
            facts, frame.words, now=work.clock.now(), zone=work.house.hours.timezone
        ),
        has_open=has_promise or has_complaint,
        link_days=work.house.memory.link.days,
    )


def _frame(request: Request, here: Place, contact_id: ContactId) -> Frame:
    """In the contact's language, unless the page was asked for in another."""
    with here.work.store.view() as tx:
        spoken = [tx.contacts.get(contact_id).language]
        spoken += [one.language for one in tx.conversations.of_contact(contact_id)]
    language = next((one for one in spoken if one), None)
    return replace(frame_of(request), words=words_for(request, fallback=language))


def _closed(request: Request) -> Response:
    return render(request, MemoryClosedPage(frame=frame_of(request)), 403, PRIVATE)


def _back(token: str, done: str) -> RedirectResponse:
    return RedirectResponse(f"/memory/{token}?done={done}", status_code=303, headers=PRIVATE)
