"""
Chooses what to measure by the name of a task: the reader on a file that people labelled.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from warmline.errors import BodyMalformed, FieldInvalid
from warmline.outcomes.labelled_sets import COLUMN_TASKS, TASKS, Figures
from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.static_reader import StaticReader

R = TypeVar("R", OnnxReader, StaticReader)


def run(task: str, path: Path, reader: OnnxReader) -> Figures:
    """
    Measure one task.

    Args:
        task: a key of `TASKS`.
        path: the file (for `brighter` and `epitome` also the folder of such files).

    Raises:
        FieldInvalid: there is no such task.
        BodyMalformed: the file is not of the form that the task needs.
    """
    return _run(TASKS, task, path, reader)


def run_fast(task: str, path: Path, reader: StaticReader) -> Figures:
    """
    Measure one task with the fast reader; it has columns only.

    Args:
        task: a key of `COLUMN_TASKS`.
        path: as in `run`.

    Raises:
        FieldInvalid: there is no such task, or it needs more than columns.
        BodyMalformed: the file is not of the form that the task needs.
    """
    return _run(COLUMN_TASKS, task, path, reader)


def _run(
    tasks: Mapping[str, Callable[[Path, R], Figures]], task: str, path: Path, reader: R
) -> Figures:
    if task not in tasks:
        raise FieldInvalid(field="task", value=f"'{task}'", remedy=f"Use {', '.join(tasks)}.")
    try:
        return {"task": task, "model": reader.name} | tasks[task](path, reader)
    except (KeyError, ValueError, IndexError, IsADirectoryError) as broken:
        raise BodyMalformed(
            what="file",
            format=f"'{task}' format",
            place=f"{path.name} ({type(broken).__name__})",
            remedy="Take the file as it is published; see docs/reference.",
        ) from broken
