"""
The lines to a language model and to a translator: patience and words of `connectors.line` for them.

Both are optional and may be slow; what is overloaded is asked once more within the same limit.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Final

from warmline.connectors.line import Line, Manner
from warmline.errors import LanguageModelFailed, TranslationFailed, WarmlineError

REST: Final = timedelta(seconds=30)
"""After a silence: one call in so long pays for trying again."""
LARGEST_ANSWER: Final = 1_000_000
"""Bytes; a reply of 6,000 characters with all that servers put around it is a tenth."""
AGAIN_ON: Final = frozenset({429, 500, 502, 503, 504})


def _failed(error: type[WarmlineError], place: str, reason: str, remedy: str) -> WarmlineError:
    return error(place=place, reason=reason, remedy=remedy)


def _manner(prefix: str, service: str, error: type[WarmlineError]) -> Manner:
    return Manner(
        failed=partial(_failed, error),
        check_token=f"Check '{prefix}_token': it must be the key that the {service} asks for.",
        check_url=f"Check '{prefix}_url', and the log of the {service}.",
        check_server=f"Check that the {service} runs and can be reached from here.",
        largest_answer=LARGEST_ANSWER,
        rest=REST,
        again_on=AGAIN_ON,
    )


MODEL: Final = _manner("llm", "language model", LanguageModelFailed)
TRANSLATOR: Final = _manner("translate", "translator", TranslationFailed)


def model_line(
    url: str, *, token: str, limit: timedelta, now: Callable[[], float] = monotonic
) -> Line:
    """A line to `/chat/completions` below an OpenAI-compatible address."""
    return Line(_below(url, "/chat/completions"), token=token, limit=limit, manner=MODEL, now=now)


def translator_line(url: str, path: str, *, token: str, limit: timedelta) -> Line:
    """A line to a path below a translator's address; the token is shown in the header."""
    return Line(_below(url, path), token=token, limit=limit, manner=TRANSLATOR)


def _below(url: str, path: str) -> str:
    bare = url.rstrip("/")
    return bare if bare.endswith(path) else f"{bare}{path}"
