"""Four fixtures, no more: a clock that stands still, a store, a workplace, its people."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from warmline.actions.workplace import Workplace
from warmline.agents.agent import Agent, Availability, Role
from warmline.agents.hours import weekdays
from warmline.agents.house import House, Inbox
from warmline.assistant.assistant import ArticleAssistant
from warmline.assistant.knowledge import parse_article
from warmline.coaching.coach import Coach
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import AgentId
from warmline.moments.policy import load_policy
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader
from warmline.store.database import Database
from warmline.testing import FixedClock, counted_ids

# A law is about the code; how fast a busy machine draws or runs an example says nothing of it.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ARTICLES = {
    ("en", "power/outage"): "# Power cuts\n\n## How do I report a power cut?\n\n"
    "Write your street and house number here, or call 1800 000 100 at any hour.\n\n"
    "## How long does a planned power cut last?\n\nAt most four hours, between 9:00 and 16:00.\n",
    ("en", "billing/instalments"): "# Paying in instalments\n\n## Can I pay in instalments?\n\n"
    "Yes, in up to six monthly instalments, without interest.\n",
    ("zh", "power/outage"): "# 停电\n\n## 怎么报修停电？\n\n把街道和门牌号写在这里就行。\n",
}


@pytest.fixture
def clock() -> FixedClock:
    """A Monday at noon."""
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """A migrated store on SQLite in a temporary file."""
    database = Database(f"sqlite:///{tmp_path}/warmline.db")
    database.migrate()
    yield database
    database.close()


@pytest.fixture(scope="session")
def languages() -> LanguageFinder:
    """The language finder, loaded once."""
    return LanguageFinder()


@pytest.fixture
def work(store: Database, clock: FixedClock, languages: LanguageFinder) -> Workplace:
    """A small house with two agents online and one supervisor, read by cues alone."""
    reader = CueReader(languages)
    passages = [
        passage
        for (language, article), text in ARTICLES.items()
        for passage in parse_article(text, article=article, language=language)
    ]
    with store.transaction() as tx:
        for name, role, spoken in (
            ("ana", Role.AGENT, ("en",)),
            ("li", Role.AGENT, ("zh", "en")),
            ("sam", Role.SUPERVISOR, ("en",)),
        ):
            tx.agents.add(
                Agent(
                    id=AgentId(name),
                    sign_in=name,
                    name=name.title(),
                    role=role,
                    languages=spoken,
                    skills=frozenset({"power"}),
                    capacity=2,
                    availability=Availability.OFFLINE if name == "sam" else Availability.ONLINE,
                )
            )
    return Workplace(
        store=store,
        reader=reader,
        assistant=ArticleAssistant(passages, reader),
        coach=Coach(reader, load_policy(None), languages=languages),
        clock=clock,
        new_id=counted_ids(),
        policy=load_policy(None),
        house=House(
            firm="Northmere",
            languages=("en", "zh"),
            hours=weekdays(ZoneInfo("UTC"), time(9), time(18)),
            inboxes=(Inbox(id=InboxId("main"), name="Main", language="en"),),
            country="IE",
        ),
        remind_before=timedelta(minutes=30),
        message_limit=8000,
    )
