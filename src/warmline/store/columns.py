"""
The column types that both dialects share, so that what is read equals what was written.

The method names `process_…` are SQLAlchemy's.
"""

import re
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import DateTime, Dialect, LargeBinary, String
from sqlalchemy.types import TypeDecorator

# PostgreSQL takes no NUL and neither database takes half a surrogate pair. Each is replaced by one
# code point, so that spans into the text stay where they are.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Time(TypeDecorator[datetime]):
    """An aware datetime, kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; SQLite has no zones, so there the zone is left out."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored; pass an aware datetime.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time back aware, in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text from people or other systems, with what no database takes replaced."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Put U+FFFD in the place of each code point that cannot be stored."""
        del dialect
        return None if value is None else _UNSTORABLE.sub("\ufffd", value)


class Vector(TypeDecorator[NDArray[np.float32]]):
    """
    A sentence vector, little-endian.

    Shapes:
        float32 [d], d may be 0.
    """

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(
        self, value: NDArray[np.float32] | None, dialect: Dialect
    ) -> bytes | None:
        """Write the plain bytes."""
        del dialect
        return None if value is None else value.astype("<f4").tobytes()

    def process_result_value(
        self, value: bytes | None, dialect: Dialect
    ) -> NDArray[np.float32] | None:
        """Read the plain bytes."""
        del dialect
        return None if value is None else np.frombuffer(value, dtype="<f4").astype(np.float32)
