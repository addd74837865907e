"""Our own stories: what a careful person would have done, told in conversations and judged here."""

import json
from pathlib import Path

import pytest

from warmline.bootstrap import open_reader
from warmline.cli.stories import Story, Told, evaluate_stories, is_aside, load_stories, tell
from warmline.config import Settings
from warmline.moments.decision import Step
from warmline.moments.policy import load_policy
from warmline.ports import Reader
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader
from warmline.training.sets import is_aside as is_line_aside

FOLDER = Path(__file__).parent / "decisions"
LANGUAGES = ("en", "zh", "es", "de")
SHARE = {"en": 0.9, "zh": 0.92, "es": 0.87, "de": 0.88}
"""Steps within range, with the shipped model; Spanish and German are few."""
BY_CUES = 0.8
"""The same by cues alone, English and Chinese, where a calm question is softened on purpose."""


def stories(language: str) -> list[Story]:
    """The stories of a language."""
    return load_stories(FOLDER / f"{language}.jsonl")


def notes(language: str) -> dict[str, str]:
    """What each story is about, by id."""
    lines = (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return {story["id"]: story["note"] for story in map(json.loads, lines)}


def missed(told: list[Told]) -> list[str]:
    """The ids of stories whose step is out of range."""
    return [one.story.conversation.id for one in told if not one.is_within]


@pytest.fixture(scope="module")
def by_cues() -> CueReader:
    """The reader without its model."""
    return CueReader(LanguageFinder())


@pytest.fixture(scope="module")
def by_model() -> Reader:
    """The shipped reader."""
    reader = open_reader(Settings())
    if reader.is_degraded:
        pytest.skip("the artefact is not here")
    return reader


@pytest.mark.parametrize("language", ["en", "zh"])
def test_plain_stories_are_decided_by_words_alone(language: str, by_cues: CueReader) -> None:
    """Whoever says it plainly is heard even when the model is missing."""
    about = notes(language)
    plain = [one for one in stories(language) if "plain" in about[one.conversation.id].split()]
    assert len(plain) >= 6
    assert missed(tell(plain, by_cues, load_policy())) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_alone_carry_most_stories(language: str, by_cues: CueReader) -> None:
    """Without the model the rest is worse, but not bad."""
    told = tell(stories(language), by_cues, load_policy())
    assert len(missed(told)) <= (1 - BY_CUES) * len(told)


@pytest.mark.model
@pytest.mark.parametrize("language", LANGUAGES)
def test_stories_are_decided_within_their_range(language: str, by_model: Reader) -> None:
    """With the shipped model and policy."""
    told = tell(stories(language), by_model, load_policy())
    assert len(missed(told)) <= (1 - SHARE[language]) * len(told), missed(told)


@pytest.mark.model
def test_hardly_an_emergency_is_missed(by_model: Reader) -> None:
    """Three of seventy-six are, by the present model; one more is a loss. The aim is none."""
    told = [one for name in LANGUAGES for one in tell(stories(name), by_model, load_policy())]
    missing = [
        one.story.conversation.id
        for one in told
        if one.story.expect.emergency and one.outcome.decision.step is not Step.EMERGENCY
    ]
    assert len(missing) <= 3, missing


@pytest.mark.model
def test_what_only_sounds_like_danger_is_no_emergency(by_model: Reader) -> None:
    """At most two in a hundred over all languages."""
    told = [one for name in LANGUAGES for one in tell(stories(name), by_model, load_policy())]
    calm = [one for one in told if one.story.expect.emergency is None]
    false = [
        one.story.conversation.id for one in calm if one.outcome.decision.step is Step.EMERGENCY
    ]
    assert len(false) <= 0.02 * len(calm), false


@pytest.mark.parametrize("language", LANGUAGES)
def test_ids_of_stories_are_unique_and_end_with_the_contact(language: str) -> None:
    """The decision judged is the one after the last turn, which is the contact's."""
    told = stories(language)
    assert len({story.conversation.id for story in told}) == len(told)
    assert all(story.conversation.turns[-1].author == "contact" for story in told)
    assert all(story.language == language for story in told)


def test_the_evaluation_names_misses_by_id_and_code_only(by_cues: CueReader) -> None:
    """No word of a story in the figures."""
    shape = evaluate_stories(FOLDER / "en.jsonl", by_cues, load_policy())
    assert shape["stories"] == len(stories("en"))
    assert shape["degraded"] is True
    words = {turn.text for story in stories("en") for turn in story.conversation.turns}
    shown = json.dumps(shape, ensure_ascii=False)
    assert not any(text in shown for text in words if len(text) > 20)


def test_a_tenth_is_kept_aside_by_the_rule_for_lines(by_cues: CueReader) -> None:
    """Shown for itself, chosen by the same hash as our own lines, and marked among the misses."""
    shape = evaluate_stories(FOLDER / "en.jsonl", by_cues, load_policy())
    aside = [one for one in stories("en") if is_aside(one.conversation.id)]
    share = len(aside) / len(stories("en"))
    assert 0.05 <= share <= 0.15
    assert aside == [one for one in stories("en") if is_line_aside(one.conversation.id)]
    shown, misses = shape["aside"], shape["misses"]
    assert isinstance(shown, dict)
    assert isinstance(misses, list)
    assert len(aside) == shown["stories"]
    assert all(is_aside(miss["id"]) == miss["aside"] for miss in misses)
