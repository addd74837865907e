"""Text from outside that can be stored: no NUL, no half of a surrogate pair."""

from typing import Annotated

from pydantic import AfterValidator


def storable(text: str) -> str:
    """The text itself, if every database can hold it."""
    if "\x00" in text:
        raise ValueError("holds a NUL character")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("holds half of a surrogate pair") from error
    return text


SafeText = Annotated[str, AfterValidator(storable)]
"""A text that every database can hold."""
