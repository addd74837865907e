"""What an agent decides about a contact's memory, and the link that shows it to the contact."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from warmline.actions.forget import send_memory_link
from warmline.actions.remember import (
    agents_hand,
    ask_consent_for,
    correct_fact,
    decline_fact,
    keep_fact,
)
from warmline.contacts.memory_wording import ask_consent
from warmline.contacts.promise import PromiseId
from warmline.conversation.message import ConversationId
from warmline.web.entrance import Here
from warmline.web.memory_address import bare_address
from warmline.web.pages import words_for
from warmline.web.sessions import SignedIn, signed_in, with_form_token

router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])
changing = [Depends(with_form_token)]


@router.get("/desk/released/{promise_id}")
def released(
    request: Request, here: Here, session: SignedIn, promise_id: PromiseId
) -> JSONResponse:
    """What the owner of a promise is told when its contact was erased; nothing to anybody else."""
    with here.work.store.view() as tx:
        promise = tx.promises.get(promise_id)
        is_erased = tx.contacts.get(promise.contact_id).erased_at is not None
    is_told = is_erased and promise.owner_id == session.agent.id
    told = words_for(request)("memory.owner_told") if is_told else ""
    return JSONResponse({"ok": True, "told": told})


@router.post("/desk/c/{id}/memory/{fact_id}/ask", dependencies=changing)
def ask(here: Here, session: SignedIn, id: ConversationId, fact_id: str) -> JSONResponse:
    """The question to the contact, in the contact's language; that it is asked is noted."""
    hand = agents_hand(here.work, id, session.agent.id)
    fact = ask_consent_for(here.work, hand=hand, fact_id=fact_id)
    with here.work.store.view() as tx:
        language = tx.conversations.get(id).language or here.work.house.languages[0]
    question = ask_consent(fact, language, here.work.house.memory)
    return JSONResponse({"ok": True, "question": question})


@router.post("/desk/c/{id}/memory/{fact_id}/keep", dependencies=changing)
def keep(
    request: Request,
    here: Here,
    session: SignedIn,
    id: ConversationId,
    fact_id: str,
    consent: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Remember it; a need because the contact said yes."""
    hand = agents_hand(here.work, id, session.agent.id)
    keep_fact(here.work, hand=hand, fact_id=fact_id, has_consent=consent == "yes")
    return _done(request, f"/desk/c/{id}")


@router.post("/desk/c/{id}/memory/{fact_id}/decline", dependencies=changing)
def decline(
    request: Request, here: Here, session: SignedIn, id: ConversationId, fact_id: str
) -> Response:
    """Do not remember it."""
    hand = agents_hand(here.work, id, session.agent.id)
    decline_fact(here.work, hand=hand, fact_id=fact_id)
    return _done(request, f"/desk/c/{id}")


@router.post("/desk/c/{id}/memory/{fact_id}/correct", dependencies=changing)
def correct(
    request: Request,
    here: Here,
    session: SignedIn,
    id: ConversationId,
    fact_id: str,
    words: Annotated[str, Form(max_length=2000)],
) -> Response:
    """Put other words in its place."""
    hand = agents_hand(here.work, id, session.agent.id)
    correct_fact(here.work, hand=hand, fact_id=fact_id, words=words)
    return _done(request, f"/desk/c/{id}")


@router.post("/desk/c/{id}/memory-link", dependencies=changing)
def send_link(request: Request, here: Here, session: SignedIn, id: ConversationId) -> Response:
    """Send the contact the link to the page of what is remembered of them; its key stays here."""
    work = here.work
    agents_hand(work, id, session.agent.id)
    link = bare_address(str(request.base_url))
    send_memory_link(work, conversation_id=id, agent_id=session.agent.id, link=link)
    return _done(request, f"/desk/c/{id}")


def _done(request: Request, path: str) -> Response:
    if "x-warmline" in request.headers:
        return JSONResponse({"ok": True, "path": path})
    return RedirectResponse(path, status_code=303)
