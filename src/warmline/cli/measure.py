"""`warmline evaluate TASK FILE`: measures the shipped parts, and prints one JSON object."""

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import typer

from warmline.bootstrap import open_fast_model, open_fast_reader, open_model, open_reader
from warmline.cli.evaluate import run, run_fast
from warmline.cli.gone_wrong import MOMENTS, expected, judged
from warmline.cli.memory import evaluate_memory
from warmline.cli.promises import evaluate_promises
from warmline.cli.replies import evaluate_replies
from warmline.cli.stories import evaluate_stories
from warmline.config import load_settings
from warmline.errors import FieldInvalid
from warmline.moments.policy import load_policy
from warmline.outcomes.gone_wrong import judged_figures
from warmline.ports import Reader


class Task(StrEnum):
    """What can be measured; the files are described in docs/reference/cli.md."""

    GOEMOTIONS = "goemotions"
    BRIGHTER = "brighter"
    EMOBANK = "emobank"
    DISASTER = "disaster"
    DCH = "dch"
    USS = "uss"
    EPITOME = "epitome"
    EXPLAIN = "explain"
    TWINS = "twins"
    NOISE = "noise"
    STORIES = "stories"
    REPLIES = "replies"
    PROMISES = "promises"
    MEMORY = "memory"


def evaluate(
    task: Task = typer.Argument(help="What to measure."),
    file: Path = typer.Argument(help="The labelled file, or the folder of a set."),
    policy: Path | None = typer.Option(None, help="The policy file, where something is decided."),
    is_fast: bool = typer.Option(False, "--fast", help="Measure the fast reader instead."),
) -> None:
    """Measure the shipped parts on a labelled file."""
    if not file.exists():
        raise FieldInvalid(field="FILE", value=f"'{file}'", remedy="Give a path that exists.")
    figures = _measured_fast(task, file, policy) if is_fast else _measured(task, file, policy)
    typer.echo(json.dumps(figures, ensure_ascii=False))


def _measured_fast(task: Task, file: Path, policy: Path | None) -> dict[str, object]:
    settings = load_settings()
    if task is Task.STORIES:
        return evaluate_stories(file, open_fast_reader(settings), load_policy(policy))
    figures = run_fast(task.value, file, open_fast_model(settings))
    return figures | _decided(task, file, lambda: open_fast_reader(settings), policy)


def _measured(task: Task, file: Path, policy: Path | None) -> dict[str, object]:
    if task is Task.PROMISES:
        return evaluate_promises(file)
    if task is Task.MEMORY:
        return evaluate_memory(file)
    settings = load_settings()
    if task is Task.STORIES:
        return evaluate_stories(file, open_reader(settings), load_policy(policy))
    if task is Task.REPLIES:
        return evaluate_replies(file, open_reader(settings))
    figures = run(task.value, file, open_model(settings))
    return figures | _decided(task, file, lambda: open_reader(settings), policy)


def _decided(
    task: Task, file: Path, open_one: Callable[[], Reader], policy: Path | None
) -> dict[str, object]:
    """Whether decisions find what went wrong, for the sets in which people say what did."""
    if task.value not in MOMENTS:
        return {}
    moments = MOMENTS[task.value](file, open_one(), load_policy(policy))
    return {"decision": judged_figures(judged(moments)) | {"satisfaction": expected(moments)}}
