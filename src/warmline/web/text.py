"""Text from outside that can be stored: no NUL, no half of a surrogate pair."""

from typing import Annotated

from pydantic import AfterValidator

_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


def storable(text: str) -> str:
    """The text itself, if every database can hold it."""
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("holds half of a surrogate pair") from error
    return text


def straight(text: str) -> str:
    """
    The text without signs that turn the direction of what stands after it, and that nobody sees.

    A name stands within sentences of ours; it must not reorder them.
    """
    return text.translate(_TURNING).strip()


SafeText = Annotated[str, AfterValidator(storable)]
"""A text that every database can hold."""
NameText = Annotated[str, AfterValidator(storable), AfterValidator(straight)]
"""A name that stands among other words."""
