"""A tracking key can be read aloud, typed carelessly, and not be guessed or mistyped unnoticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.complaints.key import ALPHABET, make_key, read_key
from warmline.errors import ComplaintKeyMistyped
from warmline.reading.redaction import redact

keys = st.text(max_size=40).map(make_key)
places = st.integers(0, 11)


@given(keys)
def test_a_key_is_read_as_it_was_made(key: str) -> None:
    """Three groups of four characters, none of which looks like another."""
    assert key == read_key(key)
    assert [4, 4, 4] == [len(group) for group in key.split("-")]
    assert not set(key) & set("ILOU")


@given(keys)
def test_careless_typing_is_forgiven(key: str) -> None:
    """Small letters, no dashes, spaces, other dashes, look-alikes, full-width letters."""
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in key)
    look_alike = key.replace("0", "O").replace("1", "l")
    for typed in (key.lower(), key.replace("-", ""), f" {key} ", key.replace("-", " – "), wide):
        assert key == read_key(typed)
    assert key == read_key(look_alike)


@given(keys, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(key: str, place: int, other: str) -> None:
    """Whichever it is, the check included."""
    plain = key.replace("-", "")
    typed = plain[:place] + other + plain[place + 1 :]
    if typed != plain:
        with pytest.raises(ComplaintKeyMistyped):
            read_key(typed)


@given(keys, st.integers(0, 9))
def test_two_swapped_characters_are_noticed(key: str, place: int) -> None:
    """Neighbours in the body, as fingers swap them."""
    plain = key.replace("-", "")
    typed = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    if typed != plain:
        with pytest.raises(ComplaintKeyMistyped):
            read_key(typed)


@pytest.mark.parametrize("typed", ["", "7K3Q", "🙂" * 12, "UUUU-UUUU-UUUU", "0" * 500])
def test_what_is_no_key_is_refused_without_being_quoted(typed: str) -> None:
    """The sentence names the length, never what was typed."""
    with pytest.raises(ComplaintKeyMistyped) as refused:
        read_key(typed)
    assert not typed or typed not in str(refused.value)


def test_equal_seeds_alone_give_equal_keys() -> None:
    """Twenty thousand seeds, twenty thousand keys."""
    assert 20_000 == len({make_key(str(seed)) for seed in range(20_000)})


def test_a_key_in_a_message_is_not_masked() -> None:
    """Whoever writes the key of a complaint into the chat is understood."""
    for seed in range(300):
        key = make_key(f"message-{seed}")
        said = f"My complaint {key}, what about it? 我的投诉编号是{key}"
        assert said == redact(said).text
