"""
Chooses what to measure by the name of a task: the reader on a file that people labelled.
"""

from pathlib import Path

from warmline.errors import BodyMalformed, FieldInvalid
from warmline.outcomes.labelled_sets import TASKS, Figures
from warmline.reading.onnx_reader import OnnxReader


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
    if task not in TASKS:
        raise FieldInvalid(field="task", value=f"'{task}'", remedy=f"Use {', '.join(TASKS)}.")
    try:
        return {"task": task, "model": reader.name} | TASKS[task](path, reader)
    except (KeyError, ValueError, IndexError) as broken:
        raise BodyMalformed(
            what="file",
            format=f"'{task}' format",
            place=f"{path.name} ({type(broken).__name__})",
            remedy="Take the file as it is published; see docs/reference.",
        ) from broken
