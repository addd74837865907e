"""The reader: cues are a floor under any model, and stand alone without one."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.errors import ReaderFailed
from warmline.ports import Reader
from warmline.reading.cues import Found, Level
from warmline.reading.labels import ASKS, EMERGENCY_KINDS, VULNERABILITY
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import (
    SHARED,
    CueReader,
    FloorReader,
    Vectors,
    raise_by,
    shared,
    without_surrogates,
)
from warmline.reading.reading import Cue, Reading

FINDER = LanguageFinder()
LABELS = (
    *(f"emergency.{kind}" for kind in EMERGENCY_KINDS),
    *(f"asks.{ask}" for ask in ASKS),
    *(f"vulnerability.{driver}" for driver in VULNERABILITY),
    "abuse", "distress", "stakes.leave", "vulnerability.life-event.divorce",
)  # fmt: skip
CHANCES = st.floats(0, 1)


def heads(labels: Sequence[str]) -> st.SearchStrategy[dict[str, float]]:
    """Any probabilities for a head."""
    return st.fixed_dictionaries(dict.fromkeys(labels, CHANCES))


READINGS = st.builds(
    Reading,
    language=st.just("en"),
    model=st.just("m"),
    distress=CHANCES,
    emergency=CHANCES,
    emergency_kinds=heads(EMERGENCY_KINDS),
    vulnerability=heads(VULNERABILITY),
    asks=heads(ASKS),
    abuse=CHANCES,
)
FOUND = st.builds(
    lambda label, level: Found(cue=Cue(label=label, start=0, end=1, source="cues/en"), level=level),
    st.sampled_from(LABELS),
    st.sampled_from(list(Level)),
)


class SilentModel:
    """A model that finds nothing, and remembers what it was given."""

    name = "silent-1"

    def __init__(self) -> None:
        """Start with nothing read."""
        self.texts: list[str] = []

    def read_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """Silent readings."""
        self.texts += texts
        return [Reading(language=language, model=self.name) for language in languages]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """All alike."""
        return np.ones((len(texts), 1), dtype=np.float32)


class FaintModel(SilentModel):
    """A model that gives one danger just enough to share a cue, and nothing else anything."""

    def __init__(self, kind: str) -> None:
        """Take the kind."""
        super().__init__()
        self._kind = kind

    def read_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """Faint figures for one kind."""
        silent = super().read_many(texts, languages)
        return [
            replace(one, emergency_kinds=dict(one.emergency_kinds) | {self._kind: SHARED})
            for one in silent
        ]


def values(reading: Reading) -> dict[str, float]:
    """Every probability that cues may touch."""
    return {
        "emergency": reading.emergency,
        "abuse": reading.abuse,
        "distress": reading.distress,
        **{f"kind.{label}": value for label, value in reading.emergency_kinds.items()},
        **{f"asks.{label}": value for label, value in reading.asks.items()},
        **{f"vulnerability.{label}": value for label, value in reading.vulnerability.items()},
    }


@given(READINGS, st.lists(FOUND, max_size=5), st.lists(FOUND, max_size=5))
def test_adding_cues_never_lowers_a_probability(
    reading: Reading, some: list[Found], more: list[Found]
) -> None:
    """More cues, equal or higher values; never below the model."""
    raised = values(raise_by(reading, some))
    higher = values(raise_by(reading, [*some, *more]))
    assert all(value <= raised[label] for label, value in values(reading).items())
    assert all(value <= higher[label] for label, value in raised.items())


@given(st.lists(FOUND, max_size=6))
def test_the_emergency_is_at_least_each_kind_that_cues_raise(found: list[Found]) -> None:
    """The head of emergency covers its kinds."""
    reading = raise_by(Reading(language="en", model="m"), found)
    assert reading.emergency == max(reading.emergency_kinds.values())


def test_a_silent_model_cannot_silence_an_emergency() -> None:
    """What the model misses, the floor holds."""
    reader: Reader = FloorReader(SilentModel(), FINDER)
    first, second, third = reader.read_many(
        [
            "My mother is on oxygen and the power has been out since noon",
            "我要转人工，已经说了三遍了",
            "What are your opening hours?",
        ]
    )
    assert first.emergency >= 0.95
    assert first.emergency_kinds["exposure"] >= 0.95
    assert second.asks["person"] >= 0.97
    assert "zh" == second.language
    assert (0.0, 0.0, ()) == (third.emergency, third.asks["person"], third.cues)
    assert not first.degraded


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("stuck in the vault, level 6, smoke everywhere, which lever opens it", "trapped"),
        ("haha so the kitchen is on fire", "fire"),
        ("密室里困在电梯里出不来了，第三关提示在哪", "trapped"),
    ],
)
def test_a_doubtful_cue_speaks_if_the_model_shares_it_or_is_missing(text: str, kind: str) -> None:
    """In jest or in a game words of danger are a hint; a missing model makes nothing quieter."""
    silent, faint = SilentModel(), FaintModel(kind)
    assert 0 == FloorReader(silent, FINDER).read_many([text])[0].emergency
    assert FloorReader(faint, FINDER).read_many([text])[0].emergency >= 0.6
    assert CueReader(FINDER).read_many([text])[0].emergency >= 0.6


@given(READINGS, st.lists(FOUND, max_size=6))
def test_only_doubtful_cues_are_left_out_and_none_that_the_model_shares(
    reading: Reading, found: list[Found]
) -> None:
    """A sure or likely cue always counts, and a louder model never makes fewer count."""
    kept = shared(reading, found)
    assert [one for one in found if one.level is not Level.DOUBTFUL] == [
        one for one in kept if one.level is not Level.DOUBTFUL
    ]
    loud = replace(
        reading,
        emergency=1.0,
        abuse=1.0,
        asks=dict.fromkeys(ASKS, 1.0),
        vulnerability=dict.fromkeys(VULNERABILITY, 1.0),
    )
    assert tuple(found) == shared(loud, found)


def test_removing_the_model_never_lowers_what_cues_found() -> None:
    """Cues alone give the same floor, marked degraded."""
    texts = ["there is a smell of gas", "求求你们，电梯里困住了，喘不过气", "hello"]
    with_model = FloorReader(SilentModel(), FINDER).read_many(texts)
    alone: Reader = CueReader(FINDER)
    for one, other in zip(with_model, alone.read_many(texts), strict=True):
        assert one.emergency <= other.emergency
        assert one.cues == other.cues
        assert other.degraded
    assert alone.is_degraded
    assert (3, 0) == alone.vectors(texts).shape


def test_without_a_model_distress_rises_with_its_signs() -> None:
    """A modest guess: calm, upset, upset and shouting, in that order."""
    calm, upset, loud = CueReader(FINDER).read_many(
        ["what time do you open", "this is a disgrace", "THIS IS A DISGRACE!!! NOW!!!"]
    )
    assert 0 == calm.distress < upset.distress < loud.distress <= 1


class FailingModel(SilentModel):
    """A model that fails as often as it is told, and otherwise finds nothing."""

    def __init__(self, failures: int) -> None:
        """Fail so often first."""
        super().__init__()
        self._left = failures

    def read_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """Fail, or read."""
        self._left -= 1
        if self._left >= 0:
            raise ReaderFailed(reader=self.name, reason="out of memory", remedy="Add some.")
        return super().read_many(texts, languages)


class OddModel(SilentModel):
    """A model whose readings are whatever a test says."""

    def __init__(self, readings: Sequence[Reading], vector: Sequence[float] = (1.0,)) -> None:
        """Answer so."""
        super().__init__()
        self._readings, self._vector = list(readings), vector

    def read_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """Whatever it was given."""
        del texts, languages
        return self._readings

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """The same for each."""
        return np.array([self._vector] * len(texts), dtype=np.float32)


GAS = "There is a strong smell of gas in my kitchen"


def test_while_a_model_fails_messages_are_read_by_cues(caplog: pytest.LogCaptureFixture) -> None:
    """Alarm and mark as without a model; it is logged when that begins and when it ends."""
    reader = FloorReader(FailingModel(failures=3), FINDER)
    for _ in range(3):
        assert CueReader(FINDER).read_many([GAS]) == reader.read_many([GAS])
        assert reader.is_degraded
    (reading,) = reader.read_many([GAS])
    assert "silent-1" == reading.model
    assert not reader.is_degraded
    began, ended = (record.getMessage() for record in caplog.records)
    assert "out of memory" in began
    assert "reads again" in ended
    assert "gas" not in began


@given(
    head=st.sampled_from(["distress", "emergency", "abuse", "valence", "arousal"]),
    figure=st.floats().filter(lambda value: not -1.0 <= value <= 1.0),
)
def test_a_figure_out_of_range_makes_a_model_no_model(head: str, figure: float) -> None:
    """Above all one that is no number: it would pass every threshold unseen."""
    odd = replace(Reading(language="en", model="odd"), **{head: figure})
    (reading,) = FloorReader(OddModel([odd]), FINDER).read_many([GAS])
    assert CueReader(FINDER).read_many([GAS]) == [reading]
    assert reading.emergency >= 0.95


@pytest.mark.parametrize(
    "readings",
    [
        [],
        [Reading(language="en", model="odd")] * 2,
        [Reading(language="en", model="odd", asks={"person": 0.5})],
        [Reading(language="en", model="odd", asks=dict.fromkeys(ASKS, float("nan")))],
        [Reading(language="en", model="odd", feelings_present=("glee",))],
    ],
    ids=["none", "two", "labels missing", "not numbers", "unknown label"],
)
def test_an_answer_that_is_no_reading_makes_a_model_no_model(readings: list[Reading]) -> None:
    """Too few, too many, half a head, no numbers, a label that nobody knows."""
    reader = FloorReader(OddModel(readings), FINDER)
    assert CueReader(FINDER).read_many([GAS]) == reader.read_many([GAS])
    assert reader.is_degraded


@pytest.mark.parametrize("vector", [(3.0, 4.0), (0.0, 0.0), (float("nan"), 1.0)])
def test_vectors_that_are_not_of_unit_length_are_not_taken(vector: tuple[float, ...]) -> None:
    """A likeness above one, or one that is no number, would decide about repeats."""
    assert (2, 0) == FloorReader(OddModel([], vector), FINDER).vectors([GAS, "hello"]).shape


def test_halves_of_characters_never_reach_the_model() -> None:
    """Lone surrogates are replaced one for one, so places stay."""
    model = SilentModel()
    FloorReader(model, FINDER).read_many(["a\ud800b gas leak"])
    assert ["a\ufffdb gas leak"] == model.texts
    assert len("a\udfff") == len(without_surrogates("a\udfff"))


def test_hints_of_language_are_taken_in_order() -> None:
    """A hint belongs to its own text."""
    readings = CueReader(FINDER).read_many(["ok", "ok"], ["de", None])
    assert ["de", "en"] == [reading.language for reading in readings]


@given(st.text(max_size=200))
def test_any_text_gives_a_reading_in_bounds(text: str) -> None:
    """Whatever comes, the reading is in [0, 1] and survives its public shape."""
    (reading,) = CueReader(FINDER).read_many([text])
    assert all(0 <= value <= 1 for value in values(reading).values())
    assert reading.cues == Reading.from_json(reading.to_json()).cues
