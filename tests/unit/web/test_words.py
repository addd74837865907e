"""The words of the pages: the same keys in each language, and every key that is used is there."""

import re
import string

import pytest

from warmline.handoff.wrap_up import DISPOSITIONS
from warmline.reading.labels import ASKS, EMERGENCY_KINDS, FEELINGS, NEEDS, VULNERABILITY
from warmline.web import pages, words
from warmline.web.plots import STEPS
from warmline.web.words import LANGUAGES, choose_language, words_of

TEMPLATES = list((words.FOLDER.parent / "templates").glob("*.html"))
SCRIPTS = list((words.FOLDER.parent / "static" / "js").glob("*.js"))


def fields(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_each_language_has_the_same_keys_with_the_same_fields() -> None:
    """What can be said in English can be said in Chinese, about the same things."""
    english, *others = (words_of(language).by_key for language in LANGUAGES)
    for other in others:
        assert set(english) == set(other)
        differing = [key for key in english if fields(english[key]) != fields(other[key])]
        # A count that stands alone in one language may be part of the words in another.
        assert [key for key in differing if not key.startswith("time.day")] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_use_words_that_exist(template) -> None:  # type: ignore[no-untyped-def]
    """A whole key in a template is in the table; a beginning of one begins some key."""
    known = words_of("en").by_key
    text = template.read_text(encoding="utf-8")
    for key, open_end in re.findall(r"""w\('([a-z_.-]+)'( ~)?""", text):
        if open_end:
            assert any(one.startswith(key) for one in known), key
        else:
            assert key in known


def test_scripts_use_words_that_are_sent_to_them() -> None:
    """What a script says is among the words that its page carries."""
    frame = pages.Frame(words=words_of("en"), firm="", theme="auto", languages=(), asset_base="")
    sent = {*frame.script_words, *words_of("en").under("chat")}
    for script in SCRIPTS:
        used = re.findall(r"""say\("([a-z_.]+)\"""", script.read_text(encoding="utf-8"))
        assert set(used) <= sent, script.name


def test_every_label_has_a_word() -> None:
    """Feelings, asks, needs, drivers, dangers, steps of distress, outcomes."""
    known = words_of("zh").by_key
    families = {
        "feeling": FEELINGS,
        "ask": ASKS,
        "need": NEEDS,
        "driver": VULNERABILITY,
        "danger": EMERGENCY_KINDS,
        "distress": STEPS,
        "disposition": DISPOSITIONS,
    }
    missing = [f"{key}.{one}" for key, labels in families.items() for one in labels]
    assert [key for key in missing if key not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_shouts(language: str) -> None:
    """No exclamation marks, no stock phrases."""
    said = " ".join(words_of(language).by_key.values())
    for banned in ("!", "！", "sorry for any inconvenience", "敬请谅解", "亲，"):
        assert banned not in said


@pytest.mark.parametrize(
    ("wanted", "cookie", "accept", "chosen"),
    [
        ("zh", "en", "en", "zh"),
        (None, "zh", "en", "zh"),
        (None, None, "zh-CN,zh;q=0.9,en;q=0.5", "zh"),
        (None, None, "fr;q=0.9, en;q=0.4, zh-TW;q=0.8", "zh"),
        ("tlh", None, "x;q=y", "en"),
        (None, None, None, "en"),
    ],
)
def test_the_language_is_asked_for_then_remembered_then_the_browsers(
    wanted: str | None, cookie: str | None, accept: str | None, chosen: str
) -> None:
    """In this order; English when nothing fits."""
    assert choose_language(wanted, cookie, accept) == chosen


def test_a_name_in_latin_letters_has_room_in_chinese() -> None:
    """A space stands where letters meet characters, and nowhere else."""
    said = words_of("zh")("conversation.speaker_agent", agent="Ana", name="王芳")
    assert said == "Ana 正在和王芳说话"
