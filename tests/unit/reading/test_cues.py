"""Cues: every entry proves itself, hard cases, laws, and time that stays linear."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.reading.cues import (
    HALF_WINDOW,
    LANGUAGES,
    CueList,
    Entry,
    Level,
    find_cues,
    fold,
    load_list,
    parse_list,
    weigh_cues,
)
from warmline.reading.labels import ASKS, EMERGENCY_KINDS, VULNERABILITY

ENTRIES = [
    pytest.param(cue_list, entry, id=f"{cue_list.language}-{entry.label}-{place}")
    for cue_list in map(load_list, LANGUAGES)
    for place, entry in enumerate(cue_list.entries)
]


def labels_in(text: str, language: str) -> set[str]:
    """The labels of the cues of a text."""
    return {cue.label for cue in find_cues(text, language)}


def dangers_in(text: str, language: str) -> set[str]:
    """The kinds of emergency that sure cues name."""
    return {
        found.cue.label.removeprefix("emergency.")
        for found in weigh_cues(text, language)
        if found.cue.label.startswith("emergency.") and found.level is Level.SURE
    }


@pytest.mark.parametrize(("cue_list", "entry"), ENTRIES)
def test_every_cue_finds_its_example_and_not_its_near_miss(cue_list: CueList, entry: Entry) -> None:
    """The example of a cue matches, its near miss does not, and its source is named."""
    hits = [
        found
        for found in weigh_cues(entry.example, cue_list.language)
        if found.cue.source == f"cues/{cue_list.language}"
    ]
    assert (entry.label, entry.level) in {(hit.cue.label, hit.level) for hit in hits}
    if entry.near_miss is not None:
        assert entry.label not in labels_in(entry.near_miss, cue_list.language)
    assert entry.source


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_hears_every_kind_of_danger_and_ask(language: str) -> None:
    """No list forgets a kind of emergency, nor an ask."""
    labels = {entry.label for entry in load_list(language).entries}
    assert {f"emergency.{kind}" for kind in EMERGENCY_KINDS} <= labels
    assert {f"asks.{ask}" for ask in ASKS} <= labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_name_a_head_of_the_contract(language: str) -> None:
    """A cue raises only what a reading has."""
    known = {f"emergency.{kind}" for kind in EMERGENCY_KINDS} | {f"asks.{ask}" for ask in ASKS}
    known |= {f"vulnerability.{driver}" for driver in VULNERABILITY} | {"abuse", "distress"}
    assert {entry.label for entry in load_list(language).entries} <= known


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("My mother is on oxygen and the power has been out since noon", "en", "exposure"),
        ("there is a smell of rotten eggs in the hallway", "en", "gas"),
        ("sparks are coming from the meter", "en", "electrical"),
        ("water is coming through the ceiling lights", "en", "electrical"),
        ("we have been stuck in the lift for an hour", "en", "trapped"),
        ("he won’t wake up", "en", "medical"),
        ("I don't want to live anymore", "en", "self-harm"),
        ("my husband will kill me if he sees this chat", "en", "violence"),
        ("my 5 year old is missing in your airport", "en", "missing-person"),
        ("no heating, -12 outside, newborn in the house", "en", "exposure"),
        ("broken down on the motorway at night with two kids", "en", "stranded"),
        ("the wall is warm and smells burnt", "en", "fire"),
        ("家里有股煤气味，头有点晕", "zh", "gas"),
        ("我妈的呼吸机没电了，停电两小时了", "zh", "exposure"),
        ("電錶那邊冒火花", "zh", "electrical"),
        ("我被困在电梯里了", "zh", "trapped"),
        ("真的不想活了", "zh", "self-harm"),
        ("老公又打我，我躲在厕所", "zh", "violence"),
        ("孩子在商场走丢了，四岁", "zh", "missing-person"),
        ("车在高速上抛锚了，后面大货车一直过", "zh", "stranded"),
        ("暖气停了，零下十五度，家里有八十岁老人", "zh", "exposure"),
        ("Hilfe, es brennt im Keller", "de", "fire"),
        ("huele a gas", "und", "gas"),
        ("孩子走丢了，手机也打不通", "zh", "missing-person"),
        ("是不是漏气了，煤气灶那边一股味", "zh", "gas"),
        ("有没有煤气味我不确定，反正煤气表嘶嘶响", "zh", "gas"),
        ("他砸了我的手机还打我", "zh", "violence"),
        ("车抛锚在高速上，手机快没电了", "zh", "stranded"),
        ("老太太摔在浴室里，叫她没反应", "zh", "medical"),
        ("ma mère est inconsciente", "fr", "medical"),
    ],
)
def test_danger_is_heard_as_people_phrase_it(text: str, language: str, kind: str) -> None:
    """A sure cue of the right kind stands in messages about danger."""
    assert kind in dangers_in(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("your prices are killing me", "en"),
        ("I nearly died laughing", "en"),
        ("The app keeps crashing when I pay", "en"),
        ("Which battery does the smoke alarm take?", "en"),
        ("What should I do if I ever smell gas?", "en"),
        ("We had a fire in 2019 and need the old claim number", "en"),
        ("Is there a fire drill on Monday?", "en"),
        ("The gas leak's fixed now, thank you", "en"),
        ("trapped in your phone menu for an hour", "en"),
        ("no gas smell, just no hot water", "en"),
        ("my phone is going to die", "en"),
        ("气死我了，等了一个小时", "zh"),
        ("笑死，这个客服太可爱了", "zh"),
        ("明天小区消防演习吗", "zh"),
        ("煤气费怎么交", "zh"),
        ("请通过电话与我联系", "zh"),
        ("上个月煤气泄漏你们师傅修好了", "zh"),
        ("煤气灶打不着火 电池换过了", "zh"),
        ("被困在你们app的登录界面", "zh"),
        ("先别停电，我明天就交费", "zh"),
        ("流量爆炸了，这个月话费两百多", "zh"),
        ("电话被打爆了", "zh"),
        ("客服跟我就差打起来了", "zh"),
        ("如果停电了，新生儿怎么办", "zh"),
        ("If there's a power cut, what do you do for newborns?", "en"),
    ],
)
def test_figures_past_and_practice_are_no_danger(text: str, language: str) -> None:
    """Figurative, past, hypothetical and practised dangers raise no sure cue."""
    assert dangers_in(text, language) == set()


@pytest.mark.parametrize(
    ("text", "language", "is_asked"),
    [
        ("can I talk to a human", "en", True),
        ("agent", "en", True),
        ("stop this bot and put me through to somebody", "en", True),
        ("I don't want a bot, I want a person", "en", True),
        ("I don't need to speak to a person", "en", False),
        ("I spoke to an agent yesterday", "en", False),
        ("我要转人工，已经说了三遍了", "zh", True),
        ("人工", "zh", True),
        ("不用转人工，我自己来", "zh", False),
        ("quiero hablar con una persona", "es", True),
        ("ok 转人工 please", "zh", True),
        ("who is the human on shift tonight", "en", True),
        ("is there someone senior I could write to", "en", True),
        ("get me somebody who can read the file", "en", True),
        ("could somebody explain line three of the bill", "en", False),
        ("能不能让你同事接一下", "zh", True),
        ("值班的人呢", "zh", True),
        ("有没有人管", "zh", True),
        ("能不能让师傅上门看一下", "zh", False),
        ("Holen Sie bitte jemanden, der das entscheiden kann", "de", True),
        ("¿Hay alguien de guardia?", "es", True),
    ],
)
def test_a_person_is_asked_for_only_by_who_asks(text: str, language: str, is_asked: bool) -> None:
    """Negated and reported asks are not asks."""
    assert is_asked == ("asks.person" in labels_in(text, language))


@pytest.mark.parametrize(
    ("text", "language", "label", "is_there"),
    [
        ("我都说了三遍了", "zh", "asks.repeat-contact", False),
        ("打了三次电话，说了三遍了", "zh", "asks.repeat-contact", True),
        ("上周就跟你们说了三遍了", "zh", "asks.repeat-contact", True),
        ("收到了法院文书", "zh", "asks.legal", True),
        ("I received court documents from you", "en", "asks.legal", True),
        ("a food court receipt", "en", "asks.legal", False),
        ("¿me puede pasar con un agente?", "es", "asks.person", True),
        ("it's the third time she's fasted for it", "en", "asks.repeat-contact", False),
        ("it's the third time I'm ringing about her op", "en", "asks.repeat-contact", True),
        ("一晚上喂了五次，你们几点上门", "zh", "asks.repeat-contact", False),
        ("跑了三趟你们营业厅", "zh", "asks.repeat-contact", True),
    ],
)
def test_other_asks_are_heard_in_their_own_words(
    text: str, language: str, label: str, is_there: bool
) -> None:
    """A repeat in this chat is friction; earlier contacts, courts and handovers are asks."""
    assert is_there == (label in labels_in(text, language))


@given(st.text(max_size=300), st.sampled_from([*LANGUAGES, "und", "ja"]))
def test_spans_lie_inside_any_text(text: str, language: str) -> None:
    """Whatever the text, spans are in order, not empty, and inside it."""
    cues = find_cues(text, language)
    assert all(0 <= cue.start < cue.end <= len(text) for cue in cues)
    assert sorted(cues, key=lambda cue: (cue.start, cue.end)) == list(cues)


@given(st.text(max_size=200))
def test_folding_keeps_every_code_point_in_place(text: str) -> None:
    """Folding changes letters, never places."""
    assert len(text) == len(fold(text))


def test_spans_point_at_the_words_in_a_long_text() -> None:
    """In a text longer than the window, the end is read and its span is true."""
    text = "x " * 3 * HALF_WINDOW + "I can smell gas in the kitchen"
    cue = next(cue for cue in find_cues(text, "en") if cue.label == "emergency.gas")
    assert "smell gas" == text[cue.start : cue.end]


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "fire ",
        "smell ",
        "my my my ",
        "stuck ",
        "power ",
        "he ",
        "停电",
        "老人",
        "the car ",
        "0",
        "一",
        "he she they was ",
    ],
)
def test_hostile_texts_take_bounded_time(piece: str) -> None:
    """A text made to make patterns backtrack stays well within a second."""
    text = piece * (100_000 // len(piece))
    find_cues(piece, "en")  # the lists are compiled once, which is not what is measured
    before = time.process_time()
    find_cues(text, "en")
    assert time.process_time() - before < 1


def test_a_guard_silences_and_is_overruled_within_the_sentence() -> None:
    """A guard works in its own sentence only, and something stronger overrules it."""
    made = parse_list(
        """
        language = "en"
        source = "own"
        [[guard]]
        labels = ["emergency"]
        pattern = "\\\\bdrill\\\\b"
        overruled_by = "real"
        [[cue]]
        label = "emergency.fire"
        level = "likely"
        pattern = "fire"
        example = "fire"
        """
    )
    (guard,) = made.guards
    assert guard.pattern.search("a fire drill")
    assert guard.overruled_by is not None
    assert ("emergency",) == guard.labels


@pytest.mark.parametrize("language", ["en", "zh", "es", "de"])
def test_doubts_are_about_what_a_model_has_a_figure_for(language: str) -> None:
    """A cue that no model can share would never be made a hint, whatever its doubt says."""
    heads = {label.split(".")[0] for doubt in load_list(language).doubts for label in doubt.labels}
    assert heads
    assert heads <= {"emergency", "asks", "abuse", "vulnerability"}
