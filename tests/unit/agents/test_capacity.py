"""What an agent takes is read from what people write; what is wrong is named with its remedy."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.agents.agent import Lane
from warmline.agents.capacity import MOST_AT_ONCE, Fault, Taking, read_taking
from warmline.conversation.conversation import Channel

EVERY = [one.value for one in Channel]


def test_what_fits_is_read() -> None:
    """Numbers by lane; an empty one is no limit; all channels are the same as any."""
    read = read_taking(" 9 ", EVERY, {"web": "3", "call-back": "1", "email": "5", "api": " "})
    assert isinstance(read, Taking)
    assert (9, frozenset()) == (read.capacity, read.channels)
    assert {Lane.WEB: 3, Lane.CALL_BACK: 1, Lane.EMAIL: 5} == read.limits
    some = read_taking("2", ["web"], {})
    assert isinstance(some, Taking)
    assert frozenset({Channel.WEB}) == some.channels


@pytest.mark.parametrize(
    ("capacity", "channels", "limits", "field", "why"),
    [
        ("0", EVERY, {}, "capacity", "count"),
        ("21", EVERY, {}, "capacity", "count"),
        ("", EVERY, {}, "capacity", "count"),
        ("four", EVERY, {}, "capacity", "count"),
        ("٤", EVERY, {}, "capacity", "count"),
        ("2.5", EVERY, {}, "capacity", "count"),
        ("4", [], {}, "channels", "none"),
        ("4", ["fax"], {}, "channels", "unknown"),
        ("4", EVERY, {"email": "5"}, "limits.email", "above"),
        ("4", EVERY, {"email": "0"}, "limits.email", "count"),
        ("4", EVERY, {"call-back": "-1"}, "limits.call-back", "count"),
        ("4", ["web"], {"email": "2"}, "limits.email", "unserved"),
        ("4", EVERY, {"fax": "2"}, "limits.fax", "unknown"),
    ],
)
def test_what_does_not_fit_is_named_with_its_remedy(
    capacity: str, channels: list[str], limits: Mapping[str, str], field: str, why: str
) -> None:
    """The field, the value, what to do; as an error it is one sentence with all three."""
    fault = read_taking(capacity, channels, limits)
    assert isinstance(fault, Fault)
    assert (field, why) == (fault.field, fault.why)
    said = str(fault.error)
    assert field in said
    assert fault.value in said


def test_the_remedy_names_the_number_that_stands_in_the_way() -> None:
    """Five mails do not fit into four of everything."""
    fault = read_taking("4", EVERY, {"email": "5"})
    assert isinstance(fault, Fault)
    assert "at most 4" in str(fault.error)


@given(st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.text()))
def test_whatever_is_written_is_read_or_named(
    capacity: str, channels: list[str], limits: dict[str, str]
) -> None:
    """Nothing that people send breaks it, and nothing beyond the bounds comes through."""
    read = read_taking(capacity, channels, limits)
    if isinstance(read, Taking):
        assert 1 <= read.capacity <= MOST_AT_ONCE
        assert all(1 <= limit <= read.capacity for limit in read.limits.values())
    else:
        assert read.error
