"""Whom a handoff is offered to, and what is promised when there is nobody."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.agents.agent import Agent, Availability, Lane, Load, Role
from warmline.agents.hours import weekdays
from warmline.conversation.conversation import Channel, Priority
from warmline.conversation.message import AgentId, ConversationId
from warmline.handoff.handoff import Handoff, HandoffId, HandoffState
from warmline.handoff.match import NO_TIES, Match, Ties, call_back_time, match

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = weekdays(MADRID, time(9), time(18))
FRIDAY = datetime(2026, 11, 20, 10, 10, tzinfo=MADRID)
SATURDAY = datetime(2026, 11, 21, 10, 10, tzinfo=MADRID)


def an_agent(
    id: str,
    *languages: str,
    skills: str = "",
    capacity: int = 3,
    availability: Availability = Availability.ONLINE,
    role: Role = Role.AGENT,
    channels: tuple[Channel, ...] = (),
) -> Agent:
    """An agent of the roster."""
    return Agent(
        id=AgentId(id),
        sign_in=id,
        name=id.title(),
        role=role,
        channels=frozenset(channels),
        languages=languages or ("en",),
        skills=frozenset(skills.split()),
        capacity=capacity,
        availability=availability,
    )


def a_handoff(
    *,
    priority: Priority = Priority.MEDIUM,
    language: str = "en",
    skills: str = "",
    reason_code: str = "asked.person",
    declined_by: str = "",
    is_heavy: bool = False,
) -> Handoff:
    """A handoff that waits."""
    return Handoff(
        id=HandoffId("h"),
        conversation_id=ConversationId("c"),
        state=HandoffState.REQUESTED,
        priority=priority,
        language=language,
        skills=frozenset(skills.split()),
        reason_code=reason_code,
        requested_at=FRIDAY,
        declined_by=frozenset(map(AgentId, declined_by.split())),
        is_heavy=is_heavy,
    )


def loads(**active: int) -> list[Load]:
    """What each agent carries."""
    return [Load(agent_id=AgentId(id), active=count) for id, count in active.items()]


def matched(
    handoff: Handoff,
    *agents: Agent,
    carrying: list[Load] | None = None,
    now: datetime = FRIDAY,
    ties: Ties = NO_TIES,
) -> Match:
    """The match at an ordinary time."""
    return match(handoff, agents, carrying or [], hours=OFFICE, now=now, ties=ties)


def after_heavy(*ids: str) -> list[Load]:
    """Agents who carry nothing, and whose last conversation was heavy."""
    return [Load(agent_id=AgentId(id), active=0, had_heavy=True) for id in ids]


def test_the_least_loaded_speaker_with_the_skill_is_asked() -> None:
    """Language and skill first, then the lighter load."""
    team = (
        an_agent("ana", "es", skills="power"),
        an_agent("ben", "en", skills="power"),
        an_agent("cam", "en-GB", skills="power"),
        an_agent("dee", "en", skills="water"),
    )
    found = matched(a_handoff(skills="power"), *team, carrying=loads(ben=2, cam=1))
    assert Match.offer(AgentId("cam")) == found


def test_of_two_equal_loads_the_longer_idle_is_asked() -> None:
    """Who has had nothing to do for longer comes first."""
    carrying = [
        Load(agent_id=AgentId("ana"), active=1, idle_since=FRIDAY - timedelta(minutes=5)),
        Load(agent_id=AgentId("ben"), active=1, idle_since=FRIDAY - timedelta(minutes=50)),
    ]
    found = matched(a_handoff(), an_agent("ana"), an_agent("ben"), carrying=carrying)
    assert AgentId("ben") == found.agent_id


def test_who_declined_is_not_asked_again() -> None:
    """A declined offer goes to somebody else, and then to a promise."""
    found = matched(a_handoff(declined_by="ana"), an_agent("ana"), an_agent("ben"))
    assert AgentId("ben") == found.agent_id
    assert matched(a_handoff(declined_by="ana"), an_agent("ana")).code == "everyone-declined"


def test_a_skill_that_nobody_in_the_house_has_keeps_nobody_waiting() -> None:
    """When no colleague has the skill, present or not, any speaker is asked."""
    found = matched(a_handoff(skills="boats"), an_agent("ana", skills="power"))
    assert Match.offer(AgentId("ana"), "stretched") == found


def test_an_ordinary_handoff_waits_for_the_skill_and_an_urgent_one_does_not() -> None:
    """Skill is waived for what is urgent only."""
    away = an_agent("ben", skills="power", availability=Availability.OFFLINE)
    here = an_agent("ana", skills="water")
    assert matched(a_handoff(skills="power"), here, away).agent_id is None
    urgent = a_handoff(skills="power", priority=Priority.URGENT)
    assert AgentId("ana") == matched(urgent, here, away).agent_id


def test_urgent_takes_a_speaker_first_and_anybody_else_otherwise() -> None:
    """Language is waived only when no speaker is online."""
    urgent = a_handoff(language="zh", priority=Priority.URGENT)
    ana, li = an_agent("ana", "en"), an_agent("li", "zh", "en")
    assert AgentId("li") == matched(urgent, ana, li, carrying=loads(li=2)).agent_id
    away = an_agent("li", "zh", availability=Availability.BREAK)
    assert AgentId("ana") == matched(urgent, ana, away).agent_id
    assert matched(a_handoff(language="zh"), ana, away).agent_id is None


def test_danger_goes_beyond_capacity_and_asks_again_who_declined() -> None:
    """In danger somebody online is always asked."""
    danger = a_handoff(
        priority=Priority.URGENT, reason_code="safety.gas", declined_by="ana", skills="gas"
    )
    full = an_agent("ana", "es", capacity=1)
    assert Match.offer(AgentId("ana"), "danger") == matched(danger, full, carrying=loads(ana=1))


def test_an_agent_who_is_full_is_not_asked() -> None:
    """At capacity there is a promise, with a time on this working day."""
    found = matched(a_handoff(), an_agent("ana", capacity=1), carrying=loads(ana=1))
    assert found.code == "everyone-busy"
    assert datetime(2026, 11, 20, 12, 30, tzinfo=MADRID) == found.promise_for


def test_closed_and_empty_promises_the_next_working_morning() -> None:
    """On a Saturday the promise is for Monday, two hours after opening."""
    found = matched(a_handoff(), now=SATURDAY)
    assert found.code == "out-of-hours"
    assert datetime(2026, 11, 23, 11, tzinfo=MADRID) == found.promise_for
    assert matched(a_handoff()).code == "nobody-online"


def test_whoever_says_online_is_asked_also_when_the_firm_is_closed() -> None:
    """Presence wins over the clock."""
    assert AgentId("ana") == matched(a_handoff(), an_agent("ana"), now=SATURDAY).agent_id


def test_a_promise_never_reaches_past_closing() -> None:
    """Rounding up to the half hour stops at an odd closing time."""
    odd = weekdays(MADRID, time(9), time(17, 45))
    now = datetime(2026, 11, 20, 15, 40, tzinfo=MADRID)
    due_at = call_back_time(Priority.MEDIUM, hours=odd, now=now)
    assert datetime(2026, 11, 20, 17, 45, tzinfo=MADRID) == due_at


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(Priority),
)
def test_a_promised_time_lies_inside_the_opening_hours_and_ahead(
    now: datetime, priority: Priority
) -> None:
    """Whatever the time, somebody can be there when the promise is due."""
    due_at = call_back_time(priority, hours=OFFICE, now=now)
    assert due_at > now
    assert OFFICE.is_open(due_at - timedelta(seconds=1))
    assert due_at.minute in (0, 30)


ROSTERS = st.lists(
    st.tuples(
        st.sampled_from(("en", "zh")),
        st.sampled_from(("", "power", "water", "power water")),
        st.integers(0, 3),
        st.sampled_from(Availability),
        st.integers(0, 4),
    ),
    max_size=5,
)


@pytest.mark.parametrize("priority", list(Priority))
@given(rows=ROSTERS, declined=st.sets(st.integers(0, 4)))
def test_only_who_may_be_asked_is_asked(
    priority: Priority,
    rows: list[tuple[str, str, int, Availability, int]],
    declined: set[int],
) -> None:
    """An ordinary offer is to someone online, free, who has not declined; else there is a time."""
    team = [
        an_agent(f"a{place}", language, skills=skills, capacity=capacity, availability=here)
        for place, (language, skills, capacity, here, _) in enumerate(rows)
    ]
    carrying = [
        Load(agent_id=AgentId(f"a{place}"), active=row[4]) for place, row in enumerate(rows)
    ]
    names = " ".join(f"a{place}" for place in sorted(declined))
    handoff = a_handoff(priority=priority, language="zh", skills="power", declined_by=names)
    found = matched(handoff, *team, carrying=carrying)
    if found.agent_id is None:
        assert found.promise_for is not None
        return
    place = int(found.agent_id[1:])
    assert rows[place][3] is Availability.ONLINE
    assert rows[place][2] > rows[place][4]
    assert place not in declined


def test_the_colleague_of_last_time_is_asked_first_if_free() -> None:
    """Also with more to do than others; not when the contact would rather not, or at capacity."""
    team = (an_agent("ana"), an_agent("ben"), an_agent("cam"))
    before = Ties(known_to=(AgentId("ben"), AgentId("cam")))
    busy = loads(ben=2)
    assert Match.offer(AgentId("ben"), "known") == matched(
        a_handoff(), *team, carrying=busy, ties=before
    )
    full = loads(ben=3)
    assert AgentId("cam") == matched(a_handoff(), *team, carrying=full, ties=before).agent_id
    rather_not = Ties(known_to=before.known_to, unwished=frozenset({AgentId("ben")}))
    assert AgentId("cam") == matched(a_handoff(), *team, ties=rather_not).agent_id


def test_whom_the_contact_wishes_for_comes_before_whom_they_know() -> None:
    """A wish is remembered with consent; it takes nobody who is not able and free."""
    team = (an_agent("ana"), an_agent("ben"))
    ties = Ties(known_to=(AgentId("ana"),), wished=frozenset({AgentId("ben")}))
    assert Match.offer(AgentId("ben"), "wished") == matched(a_handoff(), *team, ties=ties)
    assert AgentId("ana") == matched(a_handoff(), *team, carrying=loads(ben=3), ties=ties).agent_id


def test_a_channel_that_an_agent_does_not_take_is_not_brought_to_them() -> None:
    """Danger is, when nobody else is there."""
    mail = an_agent("ana", channels=(Channel.EMAIL,))
    chat = Ties(channel=Channel.WEB)
    assert "nobody-online" == matched(a_handoff(), mail, ties=chat).code
    assert AgentId("ana") == matched(a_handoff(), mail, ties=Ties(channel=Channel.EMAIL)).agent_id
    danger = a_handoff(priority=Priority.URGENT, reason_code="safety.gas")
    assert AgentId("ana") == matched(danger, mail, ties=chat).agent_id


CHAT_THREE = {Lane.WEB: 3, Lane.CALL_BACK: 1, Lane.EMAIL: 5}


def carrying(**lanes: int) -> list[Load]:
    """What Ana carries, by lane; `call_back` counts within its channel."""
    named = {Lane(name.replace("_", "-")): count for name, count in lanes.items()}
    active = sum(count for lane, count in named.items() if lane is not Lane.CALL_BACK)
    return [Load(agent_id=AgentId("ana"), active=active, lanes=named)]


@pytest.mark.parametrize(
    ("channel", "has", "is_call_back", "code"),
    [
        (Channel.WEB, {"web": 2, "email": 4}, False, "free"),
        (Channel.WEB, {"web": 3}, False, "everyone-busy"),
        (Channel.EMAIL, {"web": 3}, False, "free"),
        (Channel.EMAIL, {"email": 5}, False, "everyone-busy"),
        (Channel.WEB, {"email": 5}, False, "free"),
        (Channel.API, {"web": 3, "email": 5}, False, "free"),
        (Channel.API, {"web": 3, "email": 5, "api": 1}, False, "everyone-busy"),
        (Channel.WEB, {"web": 1, "call_back": 1}, True, "everyone-busy"),
        (Channel.WEB, {"web": 1, "call_back": 1}, False, "free"),
        (Channel.WEB, {"web": 1}, True, "free"),
    ],
)
def test_each_lane_has_room_of_its_own_within_the_whole(
    channel: Channel, has: dict[str, int], is_call_back: bool, code: str
) -> None:
    """Chat 3, call-back 1, e-mail 5, nine in all."""
    ana = replace(an_agent("ana", capacity=9), limits=CHAT_THREE)
    handoff = replace(a_handoff(), promised_for=FRIDAY if is_call_back else None)
    assert code == matched(handoff, ana, carrying=carrying(**has), ties=Ties(channel=channel)).code


def test_in_danger_no_limit_of_a_lane_holds() -> None:
    """Whoever has room is asked before whoever has none, and that one before nobody."""
    full = replace(an_agent("ana", capacity=9), limits={Lane.WEB: 1})
    danger = a_handoff(priority=Priority.URGENT, reason_code="safety.gas")
    chat, has = Ties(channel=Channel.WEB), carrying(web=1)
    assert AgentId("ana") == matched(danger, full, carrying=has, ties=chat).agent_id
    busier = [*has, Load(agent_id=AgentId("ben"), active=2, lanes={Lane.WEB: 2})]
    found = matched(danger, full, an_agent("ben"), carrying=busier, ties=chat)
    assert AgentId("ben") == found.agent_id


@given(
    st.integers(1, 9),
    st.dictionaries(st.sampled_from(list(Lane)), st.integers(1, 9)),
    st.lists(st.sampled_from(list(Channel)), max_size=12),
    st.sampled_from(list(Channel)),
)
def test_nobody_is_offered_more_than_they_take(
    capacity: int, limits: dict[Lane, int], has: list[Channel], channel: Channel
) -> None:
    """Whoever is asked has room in all and in the lane; whoever has room is asked."""
    ana = replace(an_agent("ana", capacity=capacity), limits=limits)
    lanes = {Lane(one.value): has.count(one) for one in set(has)}
    load = Load(agent_id=AgentId("ana"), active=len(has), lanes=lanes)
    found = matched(a_handoff(), ana, carrying=[load], ties=Ties(channel=channel))
    lane = Lane(channel.value)
    has_room = len(has) < capacity and lanes.get(lane, 0) < limits.get(lane, capacity)
    assert has_room == (found.agent_id is not None)


def test_an_offer_that_stands_counts_as_taken() -> None:
    """Two who wait are not both offered to the one who is free once."""
    offered = [Load(agent_id=AgentId("ana"), active=0, offered=1)]
    assert (
        "everyone-busy" == matched(a_handoff(), an_agent("ana", capacity=1), carrying=offered).code
    )


def test_an_auditor_is_never_asked() -> None:
    """Online, free, and in danger alone: an auditor answers nobody."""
    auditor = an_agent("aud", role=Role.AUDITOR)
    danger = a_handoff(priority=Priority.URGENT, reason_code="safety.gas")
    for handoff in (a_handoff(), danger):
        assert matched(handoff, auditor).agent_id is None


def test_the_choice_says_when_it_spared_or_relieved_somebody() -> None:
    """A heavy one goes past who just had one, an easy one to them; otherwise nothing is said."""
    team = (an_agent("ana"), an_agent("ben"))
    heavy = a_handoff(is_heavy=True)
    assert Match.offer(AgentId("ben"), "spared") == matched(
        heavy, *team, carrying=after_heavy("ana")
    )
    assert Match.offer(AgentId("ben"), "relieved") == matched(
        a_handoff(), *team, carrying=after_heavy("ben")
    )
    assert "free" == matched(heavy, *team).code


@given(rows=ROSTERS, heavy=st.sets(st.integers(0, 4)), known=st.lists(st.integers(0, 4)))
def test_a_heavy_one_is_not_followed_by_another_while_a_colleague_is_free(
    rows: list[tuple[str, str, int, Availability, int]], heavy: set[int], known: list[int]
) -> None:
    """Whoever else could have taken it as well had a heavy one too."""
    team = [
        an_agent(f"a{place}", language, skills=skills, capacity=capacity, availability=here)
        for place, (language, skills, capacity, here, _) in enumerate(rows)
    ]
    carrying = [
        Load(agent_id=AgentId(f"a{place}"), active=row[4], had_heavy=place in heavy)
        for place, row in enumerate(rows)
    ]
    handoff = a_handoff(is_heavy=True, skills="power")
    ties = Ties(known_to=[AgentId(f"a{place}") for place in known])
    found = matched(handoff, *team, carrying=carrying, ties=ties)
    if found.agent_id is None or int(found.agent_id[1:]) not in heavy:
        return
    chosen = rows[int(found.agent_id[1:])]
    for place, row in enumerate(rows):
        is_free = row[3] is Availability.ONLINE and row[2] > row[4]
        is_as_able = row[0] == "en" and ("power" in row[1]) >= ("power" in chosen[1])
        if is_free and is_as_able:
            assert place in heavy


@given(rows=ROSTERS, heavy=st.sets(st.integers(0, 4)), random=st.randoms())
def test_the_choice_does_not_depend_on_the_order_of_the_roster(
    rows: list[tuple[str, str, int, Availability, int]], heavy: set[int], random: object
) -> None:
    """The same people in another order: the same one is asked, for the same reason."""
    team = [
        an_agent(f"a{place}", language, skills=skills, capacity=capacity, availability=here)
        for place, (language, skills, capacity, here, _) in enumerate(rows)
    ]
    carrying = after_heavy(*(f"a{place}" for place in heavy))
    shuffled = list(team)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for handoff in (a_handoff(), a_handoff(is_heavy=True)):
        assert matched(handoff, *team, carrying=carrying) == matched(
            handoff, *shuffled, carrying=carrying
        )
