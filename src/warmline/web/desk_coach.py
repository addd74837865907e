"""
The coach at the desk: what stands in a reply while it is written, and a draft to begin from.

Only the agent who has the word may ask, as often as a quick typist pauses. The words are looked at
and forgotten: no text reaches the store, a log or a figure.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from warmline.actions.advise import advise, draft
from warmline.coaching.drafting import Draft
from warmline.coaching.glance import Glance
from warmline.contacts.promises import FoundPromise
from warmline.conversation.message import ConversationId
from warmline.web.desk_deeds import shown_promises
from warmline.web.entrance import Here
from warmline.web.limits import COACHING
from warmline.web.pages import words_for
from warmline.web.place import Place
from warmline.web.sessions import Session, SignedIn, signed_in, with_form_token
from warmline.web.text import SafeText
from warmline.web.times import day_time
from warmline.web.words import Words

router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])
asking = [Depends(with_form_token)]


class WordsSoFar(BaseModel):
    """A reply that is being written; looked at, not kept."""

    model_config = ConfigDict(extra="forbid")
    text: SafeText


@router.post("/desk/c/{id}/coach", dependencies=asking)
def coach_one(
    request: Request, here: Here, session: SignedIn, id: ConversationId, body: WordsSoFar
) -> JSONResponse:
    """The promises in the words so far, three marks, the next step, two hints at most."""
    _take(here, session)
    words = words_for(request)
    advice = advise(
        here.work,
        conversation_id=id,
        agent_id=session.agent.id,
        text=body.text,
        language=words.language,
    )
    return JSONResponse(
        {
            "ok": True,
            "promises": shown_promises(here, words, advice.promises),
            "marks": _marks(advice.glance, words),
            "step": _step(here, words, advice.glance, advice.promises),
            "hints": list(advice.glance.hints),
        }
    )


@router.post("/desk/c/{id}/draft", dependencies=asking)
def draft_one(
    request: Request, here: Here, session: SignedIn, id: ConversationId, body: WordsSoFar
) -> JSONResponse:
    """What the words so far lack, and where it comes from; nothing is sent."""
    _take(here, session)
    composed = draft(here.work, conversation_id=id, agent_id=session.agent.id, text=body.text)
    said = _source(composed, words_for(request))
    return JSONResponse({"ok": True, "text": composed.text, "source": said})


def _take(here: Place, session: Session) -> None:
    here.limits.take(COACHING, session.agent.id, now=here.work.clock.now())


def _marks(glance: Glance, words: Words) -> list[dict[str, str]]:
    return [
        {
            "part": mark.part,
            "standing": mark.standing,
            "told": words(f"coach.{mark.standing}"),
            "words": mark.words,
        }
        for mark in glance.marks
    ]


def _step(here: Place, words: Words, glance: Glance, promises: Sequence[FoundPromise]) -> str:
    """The next step and its time, in a line."""
    standing = glance.standing("suggest")
    if standing != "there":
        return words("coach.no_step") if standing == "missing" else ""
    due = next((one.due_at for one in promises if one.due_at is not None), None)
    if due is None:
        return words("coach.step" if glance.has_time else "coach.step_no_time")
    zone = here.work.house.hours.timezone
    return words("coach.step_due", due=day_time(due, here.work.clock.now(), zone, words))


def _source(composed: Draft, words: Words) -> str:
    """Where a draft comes from, for the line that marks it."""
    if not composed.text:
        return words("coach.draft_nothing")
    said = words("coach.draft_phrases")
    if composed.title is not None:
        said = words("coach.draft_article", title=composed.title)
    if composed.is_worded:
        said = f"{said} {words('coach.draft_worded')}"
    if composed.dropped:
        said = f"{said} {words('coach.draft_dropped', number=len(composed.dropped))}"
    return said
