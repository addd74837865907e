"""The firm's file: what it may say, and what a mistake in it is answered with."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from warmline.agents.hours import Span
from warmline.agents.house import build_house, default_house, load_house
from warmline.agents.service_levels import ClockKind, PauseRule
from warmline.conversation.conversation import InboxId, Priority
from warmline.errors import BodyMalformed, FieldInvalid, NotFound

WHOLE = """
firm = "Lumen"
languages = ["es", "en"]
country = "ES"
timezone = "Europe/Madrid"
offer_timeout_seconds = 30
holidays = [2026-12-25]

[hours]
monday = ["09:00-14:00", "16:00-20:00"]
saturday = ["00:00-24:00"]

[[inboxes]]
id = "power"
name = "Power"
language = "en"
skills = ["power"]
shadow = true

[[inboxes]]
id = "car"
"""


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    """Every key of the file arrives in the house."""
    path = tmp_path / "house.toml"
    path.write_text(WHOLE, encoding="utf-8")
    house = load_house(path)
    assert (house.firm, house.languages, house.country) == ("Lumen", ("es", "en"), "ES")
    assert timedelta(seconds=30) == house.offer_timeout
    assert (Span(time(9), time(14)), Span(time(16), time(20))) == house.hours.weekly[0]
    assert (Span(time(0), time(0)),) == house.hours.weekly[5]
    assert frozenset({date(2026, 12, 25)}) == house.hours.holidays
    power, car = house.inbox(InboxId("power")), house.inbox(InboxId("car"))
    assert (frozenset({"power"}), True, "en") == (power.skills, power.shadow, power.language)
    assert (car.name, car.language, car.shadow) == ("car", "es", False)


def test_without_a_file_there_is_a_house_that_works() -> None:
    """The default has an inbox and opens on weekdays."""
    house = load_house(None)
    assert default_house() == house
    assert house.hours.is_working_day(date(2026, 11, 20))
    assert timedelta(seconds=45) == house.offer_timeout


def test_an_unknown_inbox_is_not_found() -> None:
    """An id that names no inbox says so."""
    with pytest.raises(NotFound, match="no inbox with the id 'nowhere'"):
        default_house().inbox(InboxId("nowhere"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"firm": ""}, "firm"),
        ({"frim": "x"}, "frim"),
        ({"languages": []}, "languages"),
        ({"country": "Spain"}, "country"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../etc/passwd"}, "timezone"),
        ({"offer_timeout_seconds": 0}, "offer_timeout_seconds"),
        ({"offer_timeout_seconds": True}, "offer_timeout_seconds"),
        ({"hours": {}}, "hours"),
        ({"hours": []}, "hours"),
        ({"hours": {"moonday": ["09:00-10:00"]}}, "hours.moonday"),
        ({"hours": {"monday": "09:00-10:00"}}, "hours.monday"),
        ({"hours": {"monday": ["18:00-09:00"]}}, "hours.monday"),
        ({"hours": {"monday": ["nine to five"]}}, "hours.monday"),
        ({"hours": {"monday": ["09:00-12:00", "11:00-18:00"]}}, "hours.monday"),
        ({"holidays": ["Christmas"]}, "holidays"),
        ({"inboxes": []}, "inboxes"),
        ({"inboxes": ["power"]}, "inboxes[0]"),
        ({"inboxes": [{"name": "Power"}]}, "inboxes[0].id"),
        ({"inboxes": [{"id": "a"}, {"id": "a"}]}, "inboxes.id"),
        ({"inboxes": [{"id": "a", "shadow": "yes"}]}, "inboxes[0].shadow"),
        ({"inboxes": [{"id": "a", "colour": "red"}]}, "inboxes[0].colour"),
    ],
)
def test_a_mistake_names_its_field_and_a_remedy(change: dict[str, object], field: str) -> None:
    """Whatever does not fit is refused with the field and what to write instead."""
    table: dict[str, object] = {"firm": "Lumen", "inboxes": [{"id": "power"}]}
    with pytest.raises(FieldInvalid) as caught:
        build_house(table | change)
    assert field == caught.value.fields["field"]
    assert caught.value.fields["remedy"]


def test_a_file_that_is_not_toml_is_refused(tmp_path: Path) -> None:
    """The sentence names the format and where the file is wrong."""
    path = tmp_path / "house.toml"
    path.write_text("firm = ", encoding="utf-8")
    with pytest.raises(BodyMalformed, match="not valid TOML"):
        load_house(path)


def test_an_inbox_has_the_targets_of_the_house_but_for_its_own() -> None:
    """A number counts for every priority, a table for those that it names."""
    house = build_house(
        {
            "firm": "Lumen",
            "digest_minutes": 30,
            "service_levels": {"human_answer_minutes": 2, "pause": ["closed"]},
            "inboxes": [
                {"id": "power", "service_levels": {"answer_minutes": {"urgent": 5}}},
                {"id": "car"},
            ],
        }
    )
    power, car = (house.inbox(InboxId(id)).sla for id in ("power", "car"))
    assert timedelta(minutes=2) == power.target(ClockKind.HUMAN_ANSWER, Priority.LOW)
    assert timedelta(minutes=5) == power.target(ClockKind.ANSWER, Priority.URGENT)
    assert timedelta(minutes=60) == power.target(ClockKind.ANSWER, Priority.HIGH)
    assert timedelta(minutes=60) == car.target(ClockKind.ANSWER, Priority.URGENT)
    assert frozenset({PauseRule.CLOSED}) == car.pauses
    assert timedelta(minutes=30) == house.digest_every


@pytest.mark.parametrize(
    ("table", "field", "remedy"),
    [
        ({"human_answr_minutes": 3}, "service_levels.human_answr_minutes", "human_answer_minutes"),
        ({"answer_minutes": {"urgnt": 3}}, "service_levels.answer_minutes.urgnt", "urgent"),
        ({"pause": ["close"]}, "service_levels.pause", "closed"),
        ({"answer_minutes": 0}, "service_levels.answer_minutes", "above 0"),
        ({"answer_minutes": "soon"}, "service_levels.answer_minutes", "above 0"),
        ("three", "service_levels", "table"),
    ],
)
def test_a_mistake_in_the_targets_is_answered_with_what_fits(
    table: object, field: str, remedy: str
) -> None:
    """The error names the key, and the nearest one that is known."""
    with pytest.raises(FieldInvalid) as caught:
        build_house({"firm": "Lumen", "inboxes": [{"id": "a"}], "service_levels": table})
    assert field == caught.value.fields["field"]
    assert remedy in str(caught.value)
