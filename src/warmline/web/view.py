"""Who looks, when, in which language and time zone: what every composed page depends on."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from warmline.agents.agent import Agent
from warmline.agents.house import House
from warmline.web.place import Place
from warmline.web.recall import Recall
from warmline.web.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One agent's look at the desk."""

    agent: Agent
    words: Words
    now: datetime
    zone: tzinfo
    message_limit: int
    recall: Recall
    house: House
    """For targets, hours and inboxes."""
    has_writer: bool = False
    """Whether a language model may sum up briefs."""
    has_translator: bool = False


def view_of(place: Place, agent: Agent, words: Words) -> View:
    """The look of an agent now."""
    return View(
        agent=agent,
        words=words,
        now=place.work.clock.now(),
        zone=place.work.house.hours.timezone,
        message_limit=place.settings.message_limit,
        recall=place.recall,
        house=place.work.house,
        has_writer=place.work.writer is not None,
        has_translator=place.work.translator is not None,
    )
