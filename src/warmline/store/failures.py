"""
The one place where what SQLAlchemy and the drivers raise becomes an error of ours.

Sentences name the table and the rule, never a value that was being written.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, TimeoutError

from warmline.errors import NotFound, StoreUnavailable, WriteConflict

_SQLITE_TABLE = re.compile(r"constraint failed: (\w+)\.")
_FOREIGN_KEY_STATE = "23503"


@contextmanager
def translated() -> Iterator[None]:
    """
    Translate foreign failures inside the block; mistakes of ours, such as a naive time, stay.

    Raises:
        WriteConflict: a row with this key exists already.
        NotFound: a row names another that does not exist.
        StoreUnavailable: anything else that the database or its driver raises.
    """
    try:
        yield
    except IntegrityError as failure:
        raise _broken_rule(failure) from failure
    except DBAPIError as failure:
        raise StoreUnavailable(reason=type(failure.orig).__name__) from failure
    except TimeoutError as failure:
        raise StoreUnavailable(reason="no connection came free") from failure


def _broken_rule(failure: IntegrityError) -> NotFound | WriteConflict:
    cause = failure.orig
    diagnosis = getattr(cause, "diag", None)  # psycopg
    if diagnosis is not None:
        is_foreign_key = getattr(cause, "sqlstate", None) == _FOREIGN_KEY_STATE
        rule = str(diagnosis.constraint_name or diagnosis.column_name)
        table = str(diagnosis.table_name)
    else:
        is_foreign_key = getattr(cause, "sqlite_errorname", "") == "SQLITE_CONSTRAINT_FOREIGNKEY"
        found = _SQLITE_TABLE.search(str(cause))
        table = found.group(1) if found else "row"
        rule = table
    if is_foreign_key:
        return NotFound(what="row that this one names", id=rule)
    return WriteConflict(what="row in", id=table)
