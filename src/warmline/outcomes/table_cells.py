"""
Cells of CSV as a table program may safely open them.

A program runs a cell that begins like a formula; an apostrophe in front keeps it text. Figures stay
figures: only text is looked at.
Source: OWASP, CSV Injection.
"""

import csv
from collections.abc import Iterable
from datetime import datetime
from io import StringIO
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_line(values: Iterable[object]) -> str:
    """A line of CSV with its end; nothing where there is no value."""
    line = StringIO()
    csv.writer(line).writerow([_cell(one) for one in values])
    return line.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    is_formula = isinstance(value, str) and value.lstrip(" ").startswith(FORMULA)
    return f"'{value}" if is_formula else value
