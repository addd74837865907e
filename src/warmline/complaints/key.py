"""
The tracking key of a complaint: short, readable aloud, unguessable, and forgiving to type.

Eleven characters of Crockford's base 32 hold 55 bits; a twelfth checks them, so that one wrong
character or two swapped ones are noticed before anything is looked up. Drawn from an unguessable
seed that is thrown away: from a key nobody finds the complaint's id, nor the other way round.
"""

import hashlib
import unicodedata
from itertools import count
from typing import NewType

from warmline.errors import ComplaintKeyMistyped

ComplaintKey = NewType("ComplaintKey", str)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U. Source: Douglas Crockford, Base 32, https://www.crockford.com/base32.html."""
BODY_LENGTH = 11
MODULUS = 37
"""The check is the number modulo 37; a prime, so that single errors and swaps change it."""
GROUP = 4
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−_.", "-"))


def make_key(seed: str) -> ComplaintKey:
    """
    The key that a seed gives, in groups of four: '7K3Q-9M2X-4TBW'.

    Args:
        seed: unguessable, and kept nowhere.
    """
    for attempt in count():
        digest = hashlib.sha256(f"complaint-key:{attempt}:{seed}".encode()).digest()
        number = int.from_bytes(digest[:8], "big") >> 9
        check = number % MODULUS
        # Crockford's five further check symbols cannot be read aloud; such numbers are left out.
        if check < len(ALPHABET):
            return _grouped(_spelled(number) + ALPHABET[check])
    raise AssertionError("count() does not end")


def read_key(typed: str) -> ComplaintKey:
    """
    The key that somebody typed: case, spaces, dashes, full-width letters and look-alikes forgiven.

    Raises:
        ComplaintKeyMistyped: it has another length, or a character is wrong.
    """
    plain = unicodedata.normalize("NFKC", typed).translate(_DASHES).upper().translate(_FORGIVEN)
    plain = "".join(plain.split())
    if len(plain) != BODY_LENGTH + 1 or not set(plain) <= set(ALPHABET):
        raise ComplaintKeyMistyped(length=len(plain))
    number = 0
    for character in plain[:BODY_LENGTH]:
        number = number * len(ALPHABET) + ALPHABET.index(character)
    if number % MODULUS != ALPHABET.index(plain[-1]):
        raise ComplaintKeyMistyped(length=len(plain))
    return _grouped(plain)


def _spelled(number: int) -> str:
    characters = []
    for _ in range(BODY_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(reversed(characters))


def _grouped(plain: str) -> ComplaintKey:
    groups = (plain[at : at + GROUP] for at in range(0, len(plain), GROUP))
    return ComplaintKey("-".join(groups))
