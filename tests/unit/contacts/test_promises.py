"""Promises in a reply: where they stand, what they mean in time, and what is none."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.agents.hours import Hours, weekdays
from warmline.contacts.promises import FoundPromise, find_promises
from warmline.errors import FieldInvalid

BERLIN = timezone(timedelta(hours=1))
WEDNESDAY = datetime(2026, 11, 18, 14, 5, tzinfo=BERLIN)


def found(
    text: str, sent_at: datetime = WEDNESDAY, hours: Hours | None = None
) -> list[FoundPromise]:
    """The promises in a text."""
    return find_promises(text, sent_at=sent_at, hours=hours)


def due(text: str, sent_at: datetime = WEDNESDAY, hours: Hours | None = None) -> str | None:
    """The due time of the only promise, as day and clock."""
    (one,) = found(text, sent_at, hours)
    return None if one.due_at is None else f"{one.due_at:%d %H:%M}"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("today", "18 18:00"),
        ("by the end of the day", "18 18:00"),
        ("tomorrow", "19 18:00"),
        ("first thing tomorrow", "19 10:00"),
        ("tomorrow morning", "19 12:00"),
        ("this afternoon", "18 18:00"),
        ("this evening", "18 21:00"),
        ("tonight", "18 21:00"),
        ("by Friday", "20 18:00"),
        ("this week", "20 18:00"),
        ("before the end of the week", "20 18:00"),
        ("next week", "27 18:00"),
        ("by the end of the month", "30 18:00"),
        ("between 2 and 4 pm", "18 16:00"),
        ("in 3 to 5 days", "23 14:05"),
        ("within 2 hours", "18 16:05"),
        ("within 2 days", "20 14:05"),
        ("within 3 working days", "23 18:00"),
        ("as soon as I can", None),
    ],
)
def test_times_mean_what_the_rules_say(said: str, expected: str | None) -> None:
    """Each rule of the public contract, in English."""
    assert due(f"I'll call you {said}.") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("今天", "18 18:00"),
        ("下班前", "18 18:00"),
        ("明天", "19 18:00"),
        ("明天一早", "19 10:00"),
        ("明天上午", "19 12:00"),
        ("今天下午", "18 18:00"),
        ("今晚", "18 21:00"),
        ("周五前", "20 18:00"),
        ("本周内", "20 18:00"),
        ("下周内", "27 18:00"),
        ("月底前", "30 18:00"),
        ("下午2点到4点之间", "18 16:00"),
        ("3到5天内", "23 14:05"),
        ("两小时内", "18 16:05"),
        ("3个工作日内", "23 18:00"),
        ("尽快", None),
    ],
)
def test_chinese_times_mean_the_same(said: str, expected: str | None) -> None:
    """Each rule of the public contract, in Chinese."""
    assert due(f"我会{said}给您回电。") == expected


def test_the_zone_is_that_of_the_message() -> None:
    """The same words mean another instant in Shanghai."""
    shanghai = WEDNESDAY.astimezone(timezone(timedelta(hours=8)))
    (one,) = found("I'll call you tomorrow.", shanghai)
    assert one.due_at == datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I'll call you by 5 pm Eastern today.", "18 23:00"),
        ("I'll call you by 9 am GMT on Friday.", "20 10:00"),
        ("You'll have it by 16:30 London time.", "18 17:30"),
        ("Our Eastern office will call you at 5 pm.", "18 17:00"),
        ("我会在北京时间今晚11点前给您回电。", "18 16:00"),
        ("Le llamaré mañana a las 9, hora de Canarias.", "19 10:00"),
        ("Ich rufe Sie morgen um 9 Uhr Londoner Zeit an.", "19 10:00"),
    ],
)
def test_a_zone_beside_a_time_is_kept(text: str, expected: str) -> None:
    """The time is that of the named zone, told in the zone of the message."""
    assert due(text) == expected


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Customs will decide by Tuesday.", "We'll decide by Tuesday."),
        ("The airline reports that it will reopen on Friday.", "We'll reopen it on Friday."),
        (
            "If the lab confirms a fault, we'll replace it.",
            "The lab confirms a fault; we'll replace it.",
        ),
        ("We can't send a van today, the yard is full.", "We'll send a van today, it's booked."),
        ("海关说周五放行。", "我们周五给您送到。"),
        ("如果检测证明是我们的问题，我们会给您换新。", "检测证明是我们的问题，我们会给您换新。"),
        ("El juzgado entregará el informe el viernes.", "Le entregaré el informe el viernes."),
        ("Laut Hersteller kommt das Teil am Freitag.", "Ihr Teil kommt am Freitag."),
    ],
)
def test_what_others_say_or_find_is_no_promise_of_ours(theirs: str, ours: str) -> None:
    """Another's word binds nobody here; the same deed of ours does."""
    assert found(theirs) == []
    assert len(found(ours)) == 1


def test_working_days_leave_out_the_holidays_of_the_house() -> None:
    """A holiday does not count."""
    hours = weekdays(BERLIN, time(9), time(18))
    closed = Hours(timezone=BERLIN, weekly=hours.weekly, holidays=frozenset({date(2026, 11, 19)}))
    assert due("I'll reply within two working days.", hours=closed) == "23 18:00"


def test_today_after_closing_is_still_today() -> None:
    """Said at 19:00, 'today' ends with the day and is never past."""
    late = WEDNESDAY.replace(hour=19)
    assert due("I'll write to you today.", late) == "18 23:59"


def test_two_promises_in_one_sentence_are_two() -> None:
    """Each has its own words and its own time."""
    one, other = found("I'll call you by 5 and send you the form tomorrow.")
    assert (one.what, other.what) == ("I'll call you by 5", "send you the form tomorrow")


def test_a_deed_in_a_clause_of_its_own_needs_no_time_beside_one_that_has() -> None:
    """'We'll close it, and Ana will write by noon' is two promises, one without a time."""
    both = found("We'll remove the fee, and Ana will write to you by Friday.")
    assert [one.due_at is None for one in both] == [True, False]
    assert both[0].what == "We'll remove the fee"


@pytest.mark.parametrize(
    ("hours", "ours"),
    [
        ("The desk is staffed Monday to Friday till 6 pm", "I'll call you tomorrow at 10"),
        ("Unsere Hotline ist werktags bis 17 Uhr besetzt", "ich rufe Sie morgen um 10 Uhr an"),
        ("Atendemos de lunes a viernes hasta las 18", "le llamo mañana a las 10"),
    ],
)
def test_opening_hours_promise_nothing_and_take_no_promise_away(hours: str, ours: str) -> None:
    """Alone they are no promise, and beside one they leave it its own time."""
    assert found(f"{hours}.") == []
    assert [one.due_at and one.due_at.hour for one in found(f"{hours}, {ours}.")] == [10]


def test_a_time_in_a_sentence_of_its_own_belongs_to_the_promise_before() -> None:
    """'By 5 at the latest.' completes 'I'll get back to you.'"""
    assert due("I'll get back to you. By 5 at the latest.") == "18 17:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your claim will be looked at by a specialist by close of play today.", "18 18:00"),
        ("We've arranged for a nurse to visit you on Saturday morning.", "21 12:00"),
        ("Our installers can be there Monday between noon and two.", "23 14:00"),
        ("They'll be writing to you by the end of November.", "30 18:00"),
        ("Will call you back in 20.", "18 14:25"),
        ("安装师傅周一中午到两点之间过去。", "23 14:00"),
        ("周内一定给您一个说法。", "20 18:00"),
        ("稍后给您发短信确认。", None),
    ],
)
def test_an_article_is_no_clock_and_a_window_keeps_its_day(text: str, expected: str | None) -> None:
    """'By a specialist' is not one o'clock, and other ways to say a time are understood."""
    assert due(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Should the fault come back, we'll replace the router.",
        "Once we receive your form, we'll pay within 5 days.",
        "Will that be ready by Friday?",
        "您周五之前答复我们就行。",
        "周日没有人能给您回电话。",
        "您让我们四点打给您。",
    ],
)
def test_conditions_questions_and_duties_of_the_contact_bind_nobody(text: str) -> None:
    """What depends on an event, is asked, or is the contact's to do, is no promise."""
    assert found(text) == []


def test_words_of_others_are_not_ours() -> None:
    """What is quoted is nobody's promise here."""
    assert found('You wrote: "I will pay the bill by Friday". Thank you.') == []
    assert found("> We will call you tomorrow.\nThat was a mistake.") == []


def test_the_public_shape_is_the_one_of_the_contract() -> None:
    """Keys, offset and null as documented."""
    (one,) = found("We'll call you before 6 pm.")
    assert one.to_json() == {
        "what": "We'll call you before 6 pm",
        "due": "2026-11-18T18:00:00+01:00",
        "by": "us",
        "start": 0,
        "end": 26,
    }


def test_a_message_without_an_offset_is_refused() -> None:
    """Without a zone no time can be meant."""
    with pytest.raises(FieldInvalid, match="without an offset"):
        find_promises("I'll call you today.", sent_at=datetime(2026, 11, 18, 14))  # noqa: DTZ001


SAID = """I we you will 'll call send by at before tomorrow today Friday 5 pm 17:00 within 3 working
days and or if not . , ? 我 我们 会 给您 回电 明天 上午 3点 前 个工作日 内 ， 。 吗 请
morgen ich rufe Sie an le llamaré mañana " “ ” > 24 12月 31号"""

WORDS = st.sampled_from([*SAID.split(), "\n"])


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=80))
def test_whatever_is_written_spans_are_true_and_times_ahead(text: str) -> None:
    """Every promise is cut from the text itself, in order, and none is due in the past."""
    last = 0
    for one in found(text):
        assert one.what == text[one.start : one.end]
        assert one.what.strip()
        assert one.start >= last
        last = one.start
        assert one.due_at is None or one.due_at > WEDNESDAY


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "unit", ["I will ", "we'll send ", "a ", "明天", "5-", "the our ", "and ", "our team "]
)
def test_a_hostile_text_is_looked_through_in_time(unit: str) -> None:
    """Repetition does not make the patterns crawl."""
    found(unit)  # patterns are compiled once, which is not what is measured
    before = process_time()
    found((unit * 20_000)[:20_000])
    assert process_time() - before < 1.5
