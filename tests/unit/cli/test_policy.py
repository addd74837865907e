"""`warmline policy`: what is checked, shown and compared is what would decide."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from warmline.cli.main import app
from warmline.cli.policy import lines_of
from warmline.errors import PolicyInvalid
from warmline.moments.policy import Counts, Thresholds, load_policy
from warmline.moments.policy_diff import differences
from warmline.web.report.both import has

OWN = """
version = "own"
[thresholds]
distress_offer = 0.55
[rules]
"stakes.leave" = false
[[hours]]
from = "18:00"
to = "08:00"
days = ["friday", "sunday"]
[hours.thresholds]
person_maybe = 0.2
[inbox."vip desk".counts]
failures_offer = 1
[[inbox."vip desk".hours]]
from = "00:00"
to = "24:00"
[inbox."vip desk".hours.rules]
"stakes.large-sum" = false
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A policy that differs in every way that there is."""
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def told(*words: object) -> tuple[int, str]:
    """Exit code and output of the command."""
    done = CliRunner().invoke(app, ["policy", *map(str, words)])
    return done.exit_code, done.output


def test_a_good_file_is_well_and_a_bad_one_names_line_and_field(own: Path) -> None:
    """The nearest known key stands in the sentence."""
    code, said = told("check", own)
    assert (0, True) == (
        code,
        "own.toml: well. Version own; 5 differences against the shipped" in said,
    )
    own.write_text("[thresholds]\n\ndistres_offer = 0.5\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["policy", "check", str(own)])
    assert isinstance(done.exception, PolicyInvalid)
    assert "'own.toml, line 3'" in str(done.exception)
    assert "Did you mean 'distress_offer'?" in str(done.exception)


def test_what_is_shown_is_a_policy_that_decides_the_same(own: Path, tmp_path: Path) -> None:
    """Every number, with remarks that do not break the file."""
    policy, again = load_policy(own), tmp_path / "again.toml"
    again.write_text("\n".join(lines_of(policy, load_policy())), encoding="utf-8")
    assert [] == differences(policy, load_policy(again))
    assert policy == load_policy(again)


def test_an_inbox_at_an_hour_is_shown_as_it_holds_then(own: Path) -> None:
    """With the version that a decision would carry."""
    code, said = told("show", own, "--inbox", "vip desk", "--at", "2026-11-20T19:00:00")
    assert code == 0
    assert 'version = "own/vip desk@18:00-08:00@00:00-00:00"' in said
    lines = {line.split("  ")[0]: line for line in said.splitlines()}
    shipped = load_policy().thresholds.person_maybe
    assert f"shipped: {shipped:g}" in lines["person_maybe = 0.2"]
    assert '"stakes.large-sum" = false' in said


def test_a_difference_is_said_in_the_language_of_the_house(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chinese at home or when asked for; English where the house speaks what nobody wrote."""
    shipped, house = tmp_path / "empty.toml", tmp_path / "house.toml"
    shipped.write_text("", encoding="utf-8")
    asked = told("diff", shipped, own, "--language", "zh")[1]
    assert "5 处不同" in asked
    assert "提出转人工" in asked
    monkeypatch.setenv("WARMLINE_HOUSE_PATH", str(house))
    for languages, count in (('["zh", "en"]', "5 处不同"), ('["fr", "de"]', "5 differences")):
        inbox = languages[2:4]
        house.write_text(
            f'firm = "N"\nlanguages = {languages}\n[[inboxes]]\nid = "a"\nlanguage = "{inbox}"\n',
            encoding="utf-8",
        )
        assert count in told("diff", shipped, own)[1]


def test_a_difference_is_said_in_words(own: Path, tmp_path: Path) -> None:
    """From one to the other: sooner or later, and for whom."""
    shipped = tmp_path / "shipped.toml"
    shipped.write_text("", encoding="utf-8")
    code, said = told("diff", shipped, own)
    assert code == 1
    assert "5 differences" in said
    before = load_policy().thresholds.distress_offer
    words = f"the distress from which a person is offered: {before:g} → 0.55 (speaks sooner)"
    assert words in said
    assert "now silent" in said
    assert "(inbox vip desk)" in said
    assert (0, True) == (told("diff", own, own)[0], "nothing differs" in told("diff", own, own)[1])


def test_every_number_has_a_meaning_in_words() -> None:
    """A new threshold comes with its words, in both languages."""
    keys = [f"thresholds.{one}" for one in Thresholds.__dataclass_fields__]
    keys += [f"counts.{one}" for one in Counts.__dataclass_fields__]
    assert [] == [key for key in keys if not has(key)]
