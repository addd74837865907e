"""Generated conversations for the laws of the moment: readings with cues at random places."""

from hypothesis import strategies as st

from warmline.conversation.message import Author, MessageId
from warmline.moments.turn import Turn
from warmline.reading.labels import ASKS, CALLS, EMERGENCY_KINDS, NEEDS, SIGNS, VULNERABILITY
from warmline.reading.reading import Cue, Reading, zeros

LABELS = (
    *(f"emergency.{kind}" for kind in EMERGENCY_KINDS),
    *(f"asks.{ask}" for ask in ASKS),
    *(f"withdrawn.{ask}" for ask in ASKS),
    *(f"vulnerability.{driver}" for driver in VULNERABILITY),
    "abuse",
    "mentioned.person",
    "withdrawn.emergency",
    "withdrawn.matter",
    "relief.solved",
    "relief.thanks",
    "friction.unhelpful",
    "friction.repeating",
    "friction.loop",
    "friction.unsolved",
    "feeling.sarcasm",
    "stakes.bereavement",
    "stakes.leave",
    "stakes.money-in-danger",
    "relation.promise-broken",
)
SOURCE = "cues/en"

ratios = st.floats(min_value=0, max_value=1, allow_nan=False, width=32)
signed = st.floats(min_value=-1, max_value=1, allow_nan=False, width=32)


def heads(labels: tuple[str, ...]) -> st.SearchStrategy[dict[str, float]]:
    """A head with a few labels above zero."""
    return st.dictionaries(st.sampled_from(labels), ratios, max_size=2)


@st.composite
def cues(draw: st.DrawFn, labels: tuple[str, ...] = LABELS) -> Cue:
    """A cue somewhere in a text of a hundred code points."""
    start = draw(st.integers(0, 90))
    return Cue(
        label=draw(st.sampled_from(labels)),
        start=start,
        end=start + draw(st.integers(1, 9)),
        source=SOURCE,
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading."""
    return Reading(
        language="en",
        model="scripted",
        degraded=draw(st.booleans()),
        feelings={
            "gratitude": draw(ratios),
            "relief": draw(ratios),
            "anger": draw(ratios),
        },
        distress=draw(ratios),
        valence=draw(signed),
        emergency=draw(ratios),
        emergency_kinds=draw(heads(EMERGENCY_KINDS)),
        vulnerability=draw(heads(VULNERABILITY)),
        needs=draw(heads(NEEDS)),
        asks=draw(heads(ASKS)),
        abuse=draw(ratios),
        signs=zeros(SIGNS) | draw(heads(SIGNS)),
        calls=zeros(CALLS) | draw(heads(CALLS)),
        cues=tuple(draw(st.lists(cues(), max_size=3))),
    )


@st.composite
def turns(draw: st.DrawFn, *, max_size: int = 8) -> list[Turn]:
    """A conversation of any shape."""
    authors = draw(st.lists(st.sampled_from(list(Author)), max_size=max_size))
    return [
        a_turn(author, place, reading=draw(readings()), is_helpful=draw(st.booleans()))
        for place, author in enumerate(authors)
    ]


def a_turn(
    author: Author = Author.CONTACT,
    place: int = 0,
    *,
    reading: Reading | None = None,
    is_helpful: bool = True,
    similar: float = 0.0,
    notice: str | None = None,
) -> Turn:
    """One turn; only those of contacts keep a reading."""
    return Turn(
        message_id=MessageId(f"m{place}"),
        author=author,
        reading=(reading or a_reading()) if author is Author.CONTACT else None,
        is_helpful=is_helpful,
        similar=similar,
        notice=notice,
    )


def a_reading(*labels: str, degraded: bool = False, **heads: object) -> Reading:
    """A reading with cues of these labels, one after another in the text."""
    found = tuple(
        Cue(label=label, start=10 * place, end=10 * place + 5, source=SOURCE)
        for place, label in enumerate(labels)
    )
    return Reading(language="en", model="scripted", degraded=degraded, cues=found, **heads)  # type: ignore[arg-type]
