"""The coach's hand-written cues find their examples and leave their near misses alone."""

import pytest

from warmline.coaching.cues import LANGUAGES, CoachCue, find_label, load_cues, sentences_of

CUES = [
    pytest.param(cue, id=f"{language}-{label}")
    for language in LANGUAGES
    for label, cue in load_cues(language).items()
]


@pytest.mark.parametrize("cue", CUES)
def test_a_cue_finds_its_examples_and_no_near_miss(cue: CoachCue) -> None:
    """Each example holds the cue, each near miss does not."""
    assert [one for one in cue.examples if not find_label(sentences_of(one), cue)] == []
    assert [one for one in cue.near_misses if find_label(sentences_of(one), cue)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flag_of_words_has_an_example_and_a_near_miss(language: str) -> None:
    """A flag that is only a matter of words is proved in each language."""
    cues = load_cues(language)
    labels = (
        "stock-phrase", "blame", "jargon", "vague", "unkeepable-promise", "denies-feeling",
        "sales-push", "false-familiarity", "help-not-ours", "diagnosis", "deflects",
        "robot-phrase", "guess", "asks-secret", "safety", "time",
    )  # fmt: skip
    assert [
        label for label in labels if not (cues[label].examples and cues[label].near_misses)
    ] == []


def test_chinese_and_english_know_the_same_labels() -> None:
    """Neither of the two first languages is the poorer one."""
    assert set(load_cues("en")) == set(load_cues("zh"))


def test_spans_are_code_points_of_the_text_as_given() -> None:
    """A cue behind an emoji and full-width marks is found at its place."""
    text = "🙂好的！请您冷静一点。"
    spans = find_label(sentences_of(text), load_cues("zh")["denies-feeling"])
    assert [text[start:end] for start, end in spans] == ["冷静一点"]
