"""What colleagues take at once: the page, and what a supervisor settles on it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from warmline.actions.set_capacity import set_capacity
from warmline.agents.agent import Lane
from warmline.agents.capacity import MOST_AT_ONCE, Fault, read_taking
from warmline.conversation.message import AgentId
from warmline.web.bar import bar_frame
from warmline.web.entrance import Here
from warmline.web.pages import render, words_for
from warmline.web.place import Place
from warmline.web.sessions import Session, SignedIn, Supervisor, signed_in, with_form_token
from warmline.web.team_view import TeamPage, compose_team, unserved_words
from warmline.web.view import view_of

router = APIRouter(include_in_schema=False, dependencies=[Depends(signed_in)])
changing = [Depends(with_form_token)]


class WrittenTaking(BaseModel):
    """What a supervisor wrote into the form of one colleague; read by `agents.capacity`."""

    model_config = ConfigDict(extra="ignore")
    capacity: str = Field("", max_length=200)
    channels: list[Annotated[str, Field(max_length=200)]] = Field([], max_length=20)
    web: str = Field("", max_length=200)
    api: str = Field("", max_length=200)
    email: str = Field("", max_length=200)
    call_back: str = Field("", max_length=200)

    @property
    def limits(self) -> dict[str, str]:
        """The numbers by lane."""
        return {
            Lane.WEB: self.web,
            Lane.API: self.api,
            Lane.EMAIL: self.email,
            Lane.CALL_BACK: self.call_back,
        }


@router.get("/team")
def team(request: Request, here: Here, session: SignedIn) -> Response:
    """What colleagues take; an agent sees their own."""
    return _page(request, here, session)


@router.post("/team/{id}", dependencies=changing)
def settle(
    request: Request,
    here: Here,
    session: Supervisor,
    id: AgentId,
    written: Annotated[WrittenTaking, Form()],
) -> Response:
    """Settle what one colleague takes; what cannot be read is shown with its remedy."""
    read = read_taking(written.capacity, written.channels, written.limits)
    if isinstance(read, Fault):
        return _page(request, here, session, fault=read, of=id)
    set_capacity(here.work, agent_id=id, taking=read, by_id=session.agent.id)
    return RedirectResponse("/team", status_code=303)


def _page(
    request: Request,
    here: Place,
    session: Session,
    *,
    fault: Fault | None = None,
    of: AgentId | None = None,
) -> Response:
    view = view_of(here, session.agent, words_for(request))
    with here.work.store.view() as tx:
        page = TeamPage(
            frame=bar_frame(request, tx, view, "team"),
            rows=compose_team(tx, view, fault=fault, of=of),
            unserved=unserved_words(tx, view.words) if session.sees_all else "",
            most=MOST_AT_ONCE,
            seq=tx.events.last_seq(),
        )
    return render(request, page, status=200 if fault is None else 422)
