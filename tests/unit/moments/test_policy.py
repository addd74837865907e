"""A policy file is checked on load: what does not fit is named, and nothing is guessed."""

from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from warmline.errors import PolicyInvalid
from warmline.moments.policy import load_policy
from warmline.moments.policy_changes import Stretch


def a_file(folder: Path, toml: str) -> Path:
    """A policy file with these lines."""
    path = folder / "own.toml"
    path.write_text(toml, encoding="utf-8")
    return path


def test_the_shipped_policy_is_valid_and_has_a_version() -> None:
    """Without a file the shipped one decides."""
    policy = load_policy()
    assert 0 < policy.thresholds.emergency <= 0.5
    assert policy.counts.failures_offer == 2
    assert len(policy.version) == 8


def test_what_a_file_leaves_out_stands_as_shipped(tmp_path: Path) -> None:
    """One changed threshold leaves the others alone, and changes the version."""
    shipped, own = load_policy(), load_policy(a_file(tmp_path, "[thresholds]\nabuse = 0.9\n"))
    assert own.thresholds.abuse == 0.9
    assert own.thresholds.emergency == shipped.thresholds.emergency
    assert own.version != shipped.version


def test_equal_contents_have_equal_versions(tmp_path: Path) -> None:
    """The version is a hash of what decides, not of the file's looks."""
    one = load_policy(a_file(tmp_path, "[thresholds]\nabuse = 0.9\n"))
    other = load_policy(a_file(tmp_path, "# the same\n[thresholds]\nabuse=0.90\n"))
    assert one.version == other.version


def test_a_given_version_is_carried(tmp_path: Path) -> None:
    """A house may name its versions."""
    assert load_policy(a_file(tmp_path, 'version = "2026-11"\n')).version == "2026-11"


def test_an_inbox_may_differ(tmp_path: Path) -> None:
    """Overrides hold for their inbox, on top of the file's own values."""
    toml = "[counts]\nfailures_offer = 4\n[inbox.vip.thresholds]\nperson = 0.2\n"
    policy = load_policy(a_file(tmp_path, toml))
    vip = policy.for_("vip")
    assert vip.thresholds.person == 0.2
    assert vip.counts.failures_offer == 4
    assert policy.for_("other") == policy
    assert vip.version == f"{policy.version}/vip"


@pytest.mark.parametrize(
    ("toml", "field", "says"),
    [
        ("[thresholds]\nemergency = 1.5\n", "thresholds.emergency", "1.5"),
        ("[thresholds]\nemergency = true\n", "thresholds.emergency", "True"),
        ("[thresholds]\nemergncy = 0.5\n", "thresholds.emergncy", "Did you mean 'emergency'?"),
        ("[treshholds]\nabuse = 0.5\n", "treshholds", "Did you mean 'thresholds'?"),
        ("[counts]\nfailures_offer = 0\n", "counts.failures_offer", "whole number"),
        ('[rules]\n"stakes.leave" = "no"\n', "rules.stakes.leave", "true or false"),
        ('[rules]\n"stakes.leafe" = false\n', "rules.stakes.leafe", "'stakes.leave'"),
        ("thresholds = 3\n", "thresholds", "[thresholds]"),
        ("version = 3\n", "version", "text"),
        ("[inbox.vip.thresholds]\nperson = 2\n", "inbox.vip.thresholds.person", "from 0 to 1"),
        ("[inbox.vip]\nzzz = 3\n", "inbox.vip.zzz", "Known keys"),
        ("[thresholds\n", "the file", "TOML"),
        ('[[inbox]]\nname = "vip"\n', "inbox[0].id", "is missing"),
        ('[[inbox]]\nid = "a"\n[[inbox]]\nid = "a"\n', "inbox[1].id", "once"),
        ('[[hours]]\nfrom = "18:00"\n', "hours[0].to", "is missing"),
        ('[[hours]]\nfrom = "6 pm"\nto = "08:00"\n', "hours[0].from", "'18:00'"),
        (
            '[[hours]]\nfrom = 08:00:00\nto = 09:00:00\ndays = ["mondy"]\n',
            "hours[0].days",
            "monday",
        ),
        ("[hours]\nfrom = 3\n", "hours", "[[hours]]"),
        ("[thresholds]\nemergency = 0.9\n", "thresholds.emergency", "Danger"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, toml: str, field: str, says: str) -> None:
    """File, field, value and remedy stand in the sentence."""
    with pytest.raises(PolicyInvalid) as raised:
        load_policy(a_file(tmp_path, toml))
    sentence = str(raised.value)
    assert "own.toml" in sentence
    assert f"'{field}" in sentence
    assert says in sentence


@pytest.mark.parametrize("code", ["safety.gas", "safety.money-in-danger", "asked.person"])
def test_safety_and_asking_cannot_be_switched_off(tmp_path: Path, code: str) -> None:
    """Not even by a file that tries."""
    with pytest.raises(PolicyInvalid, match="stay on"):
        load_policy(a_file(tmp_path, f'[rules]\n"{code}" = false\n'))
    assert load_policy().has_on(code)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """The name of the file stands in the sentence."""
    with pytest.raises(PolicyInvalid, match=r"none\.toml"):
        load_policy(tmp_path / "none.toml")


NIGHT = """
version = "v"
[thresholds]
person = 0.4
[[hours]]
from = "18:00"
to = "08:00"
days = ["friday"]
[hours.thresholds]
person = 0.3
abuse = 0.7
[[inbox]]
id = "vip"
[inbox.thresholds]
person = 0.2
[[inbox.hours]]
from = 12:00:00
to = 13:00:00
[inbox.hours.counts]
failures_offer = 1
"""


@pytest.mark.parametrize(
    ("inbox", "local", "person", "failures", "version"),
    [
        (None, None, 0.4, 2, "v"),
        ("main", "2026-11-20T17:59", 0.4, 2, "v"),  # a Friday
        ("main", "2026-11-20T18:00", 0.3, 2, "v@18:00-08:00"),
        (None, "2026-11-21T07:59", 0.3, 2, "v@18:00-08:00"),
        ("main", "2026-11-21T08:00", 0.4, 2, "v"),
        ("main", "2026-11-21T20:00", 0.4, 2, "v"),
        ("vip", "2026-11-20T20:00", 0.2, 2, "v/vip@18:00-08:00"),
        ("vip", "2026-11-21T12:30", 0.2, 1, "v/vip@12:00-13:00"),
        ("vip", None, 0.2, 2, "v/vip"),
    ],
)
def test_what_stands_closer_wins(
    tmp_path: Path,
    inbox: str | None,
    local: str | None,
    person: float,
    failures: int,
    version: str,
) -> None:
    """The house, its hours, the inbox, the inbox's hours; the version tells which."""
    policy = load_policy(a_file(tmp_path, NIGHT))
    at = None if local is None else datetime.fromisoformat(local)
    chosen = policy.for_(inbox, at)
    assert person == chosen.thresholds.person
    assert failures == chosen.counts.failures_offer
    assert version == chosen.version


@given(st.datetimes(), st.times(), st.times())
def test_a_stretch_and_the_rest_of_the_day_share_every_moment(
    at: datetime, begins: time, ends: time
) -> None:
    """Over midnight or not, each moment lies in exactly one of the two."""
    assume(begins != ends)
    there = Stretch(begins=begins, ends=ends), Stretch(begins=ends, ends=begins)
    assert 1 == sum(one.covers(at) for one in there)


def test_an_error_names_the_line_of_its_field(tmp_path: Path) -> None:
    """Where an editor should open the file; of the right one among several sections."""
    toml = "# a comment\n" + NIGHT + '[inbox.rules]\n"stakes.leave" = 3\n'
    with pytest.raises(PolicyInvalid, match="line 23'") as raised:
        load_policy(a_file(tmp_path, toml))
    assert "inbox[0].rules.stakes.leave" in str(raised.value)
