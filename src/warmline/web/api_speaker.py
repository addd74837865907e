"""
The JSON interface of who speaks: ask for a person, take the word, give it back to the assistant.

A contact's own token asks for a person and no more; whom, and everything else, is the integrator's.
"""

from fastapi import APIRouter, Depends
from pydantic import Field

from warmline.actions.hand_off import ask_for_person
from warmline.actions.seek import Wanted
from warmline.actions.take_over import let_go, take_over
from warmline.conversation.message import ConversationId
from warmline.errors import TokenWrong
from warmline.web.api import REFUSALS, CalledBy, agent_named, conversation, integrator
from warmline.web.entrance import Here
from warmline.web.limits import MESSAGES
from warmline.web.shapes import Body, RecordShape
from warmline.web.text import SafeText

MOST_SKILLS = 10

router = APIRouter(prefix="/api/v1/conversations", tags=["v1"], responses=REFUSALS)


class PersonBody(Body):
    """That a person is wanted, and whom, as far as an integrator can say it."""

    agent: SafeText | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="The sign-in name of who is asked first, if free; after them whoever fits.",
    )
    skills: list[SafeText] = Field(
        default_factory=list,
        max_length=MOST_SKILLS,
        description="What the person should know, beside what the inbox asks for.",
    )


class SpeakerBody(Body):
    """Who takes the word."""

    agent: SafeText = Field(
        min_length=1, max_length=100, description="The sign-in name of the person who speaks."
    )


@router.post("/{id}/handoff")
def ask(here: Here, by: CalledBy, id: ConversationId, body: PersonBody) -> RecordShape:
    """Ask for a person, as the contact's button does; asking again changes nothing."""
    by.may_see(id)
    if not by.is_integrator:
        if body != PersonBody():
            remedy = "With a contact's token a person is asked for, and not which one."
            raise TokenWrong(what="API key", remedy=remedy)
        here.limits.take(MESSAGES, id, now=here.work.clock.now())
    first = None if body.agent is None else agent_named(here, body.agent)
    wanted = Wanted(skills=frozenset(body.skills), agent_id=first)
    ask_for_person(here.work, conversation_id=id, wanted=wanted)
    return conversation(here, by, id)


@router.post("/{id}/take-over", dependencies=[Depends(integrator)])
def take(here: Here, by: CalledBy, id: ConversationId, body: SpeakerBody) -> RecordShape:
    """A person takes the word; the assistant is silent until it is given back or wrapped up."""
    take_over(here.work, conversation_id=id, agent_id=agent_named(here, body.agent))
    return conversation(here, by, id)


@router.post("/{id}/give-back", dependencies=[Depends(integrator)])
def give(here: Here, by: CalledBy, id: ConversationId) -> RecordShape:
    """The person who has the word gives it back; from now on the assistant answers again."""
    let_go(here.work, conversation_id=id)
    return conversation(here, by, id)
