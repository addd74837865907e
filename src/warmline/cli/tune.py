"""
`warmline tune`: a new policy fitted to labels, for a chosen cost of a miss.

Labels are lines of `warmline review export`, or stories with the steps that would be right; both
may stand in one call. The policy goes to standard output or to a file, the curve to standard error.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from warmline.bootstrap import open_reader
from warmline.cli.records import BadRecord, Format, Record, iter_records
from warmline.cli.stories import Story, story_in
from warmline.cli.tune_chart import chart
from warmline.cli.tuned_policy import tuned_text
from warmline.config import Settings, load_settings
from warmline.errors import FieldInvalid
from warmline.moments import record as remembered
from warmline.moments.archive import turns_of
from warmline.moments.fold import fold
from warmline.moments.likeness import course_of_likeness
from warmline.moments.policy import DEFAULT_PATH, Policy, load_policy
from warmline.outcomes.labels import Label, labels_of_reviews
from warmline.outcomes.review_lines import ReviewedTurn, reviewed_turn
from warmline.outcomes.tuning import FOLDS, Scored, Tuned, check_enough
from warmline.outcomes.tuning import tune as fit_policy
from warmline.ports import Reader

MISS_COST = 5.0
"""Unless told otherwise: five needless hand-offs are as bad as one person left with a program."""


def tune(
    labels: Annotated[
        list[Path], typer.Argument(metavar="LABELS...", help="Exports of reviews, or stories.")
    ],
    miss_cost: Annotated[
        float, typer.Option(min=0.1, max=1000, help="Needless hand-offs that one miss is worth.")
    ] = MISS_COST,
    policy: Annotated[
        Path | None, typer.Option(help="The policy to begin with; else that of the settings.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the new policy goes; else to standard output.")
    ] = None,
    curve: Annotated[
        Path | None, typer.Option(help="A page with the curve, complete in one file of HTML.")
    ] = None,
) -> None:
    """Fit a policy's numbers to labels; figures are of labels that the fit has not seen."""
    settings = load_settings()
    source = policy or settings.policy_path
    base = load_policy(source)
    found = load_labels(labels, settings)
    check_enough(found)
    tuned = fit_policy(found, base, miss_cost=miss_cost)
    text = _written(source or DEFAULT_PATH, tuned, miss_cost, len(found))
    tell(tuned, miss_cost, Console(stderr=True, soft_wrap=True, highlight=False, markup=False))
    if curve is not None:
        curve.write_text(chart(tuned, miss_cost), "utf-8")
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")


def load_labels(paths: Sequence[Path], settings: Settings) -> list[Label]:
    """
    Read labels; a reader is needed for stories only, since exports hold readings.

    Raises:
        FieldInvalid: a line is neither of an export nor a story.
        BodyMalformed: a line is not JSON.
    """
    reviewed: list[ReviewedTurn] = []
    stories: list[Story] = []
    for path in paths:
        for record in iter_records(str(path), Format.JSONL):
            _sort_in(record, reviewed, stories)
    told = labels_of_stories(stories, open_reader(settings)) if stories else []
    return [*labels_of_reviews(reviewed), *told]


def labels_of_stories(stories: Sequence[Story], reader: Reader) -> list[Label]:
    """The moment after the last turn of each story, with the range of steps that it asks for."""
    texts = [story.conversation.contact_texts for story in stories]
    hints = [story.language for story, own in zip(stories, texts, strict=True) for _ in own]
    readings = iter(reader.read_many([text for own in texts for text in own], hints))
    labels = []
    for story, own in zip(stories, texts, strict=True):
        alike = course_of_likeness(own, reader.vectors(own)) if len(own) > 1 else [0.0]
        turns = turns_of(story.conversation, [next(readings) for _ in own], alike)
        labels.append(
            Label(
                conversation_id=story.conversation.id,
                state=fold(turns, remembered.Record()),
                step_min=story.expect.step_min,
                step_max=story.expect.step_max,
            )
        )
    return labels


def tell(tuned: Tuned, miss_cost: float, console: Console) -> None:
    """Show the curve, what changed, and what was not seen while fitting."""
    title = f"Kept-aside figures, {FOLDS} folds"
    table = Table("cost of a miss", *_COLUMNS, title=title)
    table.add_row("as it was", *_cells(tuned.before))
    for point in tuned.curve:
        mark = "  chosen" if point.miss_cost == miss_cost else ""
        table.add_row(f"{point.miss_cost:g}{mark}", *_cells(point.scored))
    console.print(table)
    for name, (before, after) in tuned.changes.items():
        console.print(f"{name}: {before:g} becomes {after:g}")
    if not tuned.changes:
        console.print("No number moved: these labels do not pay for another policy.")


_COLUMNS = ("precision", "recall", "hand-offs per 100", "missed", "needless")


def _cells(scored: Scored) -> tuple[str, ...]:
    return (
        _share(scored.precision),
        _share(scored.recall),
        f"{scored.hand_offs_per_100:.1f}",
        str(scored.needed - scored.met),
        str(scored.needless),
    )


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _sort_in(
    record: Record | BadRecord, reviewed: list[ReviewedTurn], stories: list[Story]
) -> None:
    if isinstance(record, BadRecord):
        raise record.error
    if "verdicts" in record.fields:
        reviewed.append(reviewed_turn(record.fields))
    elif "expect" in record.fields:
        stories.append(story_in(record))
    else:
        raise FieldInvalid(
            field="LABELS",
            value=f"line {record.line}, which has neither 'verdicts' nor 'expect'",
            remedy="Give an export of reviews, or stories with what they expect.",
        )


def _written(source: Path, tuned: Tuned, miss_cost: float, count: int) -> str:
    """The text of the new policy, tried before anybody else loads it."""
    aside = tuned.kept_aside
    notes = (
        f"Fitted by 'warmline tune' to {count} labels; a miss costs {miss_cost:g} needless "
        "hand-offs.",
        f"On labels kept aside: precision {_share(aside.precision)}, recall "
        f"{_share(aside.recall)}, {aside.hand_offs_per_100:.1f} hand-offs per 100; before "
        f"{_share(tuned.before.precision)}, {_share(tuned.before.recall)}, "
        f"{tuned.before.hand_offs_per_100:.1f}.",
    )
    text = tuned_text(source.read_text("utf-8"), tuned.changes, notes)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "policy.toml"
        path.write_text(text, "utf-8")
        _refuse_other(load_policy(path), tuned.policy)
    return text


def _refuse_other(written: Policy, wanted: Policy) -> None:
    """The file must say what was fitted, or nobody may have it."""
    assert (written.thresholds, written.counts) == (wanted.thresholds, wanted.counts)
