"""
What a language model, a translator and the phrase book put at an agent's hand: nothing is sent.

Each route answers also when there is no model or it fails: then the page says so in plain words and
goes on without.
"""

from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from warmline.actions.advise import next_half_hour
from warmline.actions.hand_off import held_by
from warmline.actions.translate import preview
from warmline.actions.word import sum_up
from warmline.coaching.phrasebook import phrases_for
from warmline.conversation.message import ConversationId
from warmline.handoff.tongues import written_in
from warmline.handoff.wording import emergency_number
from warmline.web.entrance import Here
from warmline.web.limits import Allowance
from warmline.web.pages import words_for
from warmline.web.recall import short_key
from warmline.web.sessions import SignedIn, signed_in, with_form_token
from warmline.web.text import SafeText

WORDING: Final = Allowance(what="wordings", burst=30, refill=timedelta(seconds=1))
"""By agent: a model is slower than people, and its time is shared."""
CALL_WITHIN: Final = timedelta(minutes=30)
"""The time that a phrase offers for a call; the agent changes it before sending."""

router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])
asking = [Depends(with_form_token)]


class WordsToSay(BaseModel):
    """Words that would be sent; translated, not kept."""

    model_config = ConfigDict(extra="forbid")
    text: SafeText


@router.post("/desk/c/{id}/in-short", dependencies=asking)
def in_short(request: Request, here: Here, session: SignedIn, id: ConversationId) -> JSONResponse:
    """Have the brief summed up; the page shows it when it is next put together."""
    here.limits.take(WORDING, session.agent.id, now=here.work.clock.now())
    language = words_for(request).language
    brief, lines = sum_up(here.work, conversation_id=id, language=language)
    here.recall.keep_short(short_key(brief, id, language), lines)
    return JSONResponse({"ok": True, "count": len(lines)})


@router.post("/desk/c/{id}/translation", dependencies=asking)
def translation(
    request: Request, here: Here, session: SignedIn, id: ConversationId, body: WordsToSay
) -> JSONResponse:
    """What the contact would read; nothing is stored or sent."""
    here.limits.take(WORDING, session.agent.id, now=here.work.clock.now())
    seen = preview(here.work, conversation_id=id, agent_id=session.agent.id, text=body.text)
    words = words_for(request)
    spoken = (
        ""
        if seen.language is None
        else words.nearest(f"language.{seen.language}", fallback=seen.language)
    )
    key = "none" if seen.language is None else "failed" if seen.text is None else "reads"
    return JSONResponse(
        {
            "ok": True,
            "text": seen.text,
            "language": seen.language,
            "told": words(f"translation.{key}", language=spoken),
        }
    )


@router.get("/desk/c/{id}/phrases")
def phrases(request: Request, here: Here, session: SignedIn, id: ConversationId) -> JSONResponse:
    """Safe phrases in the contact's language, each with what it means in the agent's."""
    work = here.work
    with work.store.view() as tx:
        conversation, _ = held_by(tx, id, session.agent.id)
        messages = tx.messages.of(id)
        country = tx.contacts.get(conversation.contact_id).country or work.house.country
    spoken = written_in(messages) or conversation.language or work.house.languages[0]
    local = next_half_hour(work.clock.now() + CALL_WITHIN).astimezone(work.house.hours.timezone)
    found = phrases_for(
        spoken,
        own=words_for(request).language,
        name=session.agent.name,
        firm=work.house.firm,
        time=f"{local:%H:%M}",
        number=emergency_number("any", country),
    )
    return JSONResponse(
        {"ok": True, "phrases": [{"own": one.own, "theirs": one.theirs} for one in found]}
    )
