"""What the model is given to read: windows of ids."""

from hypothesis import given
from hypothesis import strategies as st

from warmline.reading.tokens import halves, shorten


@given(st.lists(st.integers(4, 99), max_size=60), st.integers(2, 20))
def test_a_long_text_keeps_its_first_and_last_halves(ids: list[int], room: int) -> None:
    """What is kept never exceeds the room, and begins and ends as the text does."""
    kept = halves(ids, room)
    assert len(kept) == min(len(ids), room)
    assert kept[: room // 2] == ids[: room // 2]
    assert kept[-(room // 2) :] == ids[-(room // 2) :]


@given(st.text(alphabet=st.characters(), max_size=50))
def test_any_text_can_be_written_as_utf8(text: str) -> None:
    """Lone surrogates are replaced, everything else stays."""
    assert shorten(text).encode("utf-8").decode("utf-8") == shorten(text)


def test_a_huge_text_is_cut_before_it_is_tokenised() -> None:
    """The cut keeps the opening and the closing."""
    short = shorten("a" * 100_000 + "z")
    assert len(short) <= 4096
    assert short[0] == "a"
    assert short[-1] == "z"
