"""
`warmline learn`: a scorecard fitted to labels, for the policy to carry beside its rules.

Labels are exports of reviews, stories with the steps that would be right, or dialogues with votes
on satisfaction (the form of DCH); all may stand in one call. The policy goes to standard output or
to a file, the figures to standard error.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from warmline.bootstrap import open_reader
from warmline.cli.gone_wrong import voted_states
from warmline.cli.learned_policy import learned_text, refuse_other
from warmline.cli.tune import load_labels
from warmline.config import Settings, load_settings
from warmline.errors import FieldInvalid
from warmline.moments.features import features_of
from warmline.moments.policy import DEFAULT_PATH
from warmline.moments.state import MomentState
from warmline.outcomes.gone_wrong import DISSATISFIED
from warmline.outcomes.learning import Learned, Lesson
from warmline.outcomes.learning import learn as fit_card
from warmline.outcomes.tuning import FOLDS

MISS_COST = 1.0
"""Unless told otherwise, a person is called where one is more likely needed than not."""


def learn(
    labels: Annotated[
        list[Path],
        typer.Argument(metavar="LABELS...", help="Exports of reviews, stories, voted dialogues."),
    ],
    miss_cost: Annotated[
        float, typer.Option(min=0.1, max=100, help="Needless hand-offs that one miss is worth.")
    ] = MISS_COST,
    policy: Annotated[
        Path | None, typer.Option(help="The policy to begin with; else that of the settings.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the new policy goes; else to standard output.")
    ] = None,
) -> None:
    """Learn a scorecard from labels; figures are of labels that the fit has not seen."""
    settings = load_settings()
    source = policy or settings.policy_path or DEFAULT_PATH
    learned = fit_card(load_lessons(labels, settings), miss_cost=miss_cost)
    text = learned_text(source.read_text("utf-8"), learned.card, _notes(learned, miss_cost))
    refuse_other(text, learned.card)
    tell(learned, Console(stderr=True, soft_wrap=True, highlight=False, markup=False))
    if out is None:
        typer.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")


def load_lessons(paths: Sequence[Path], settings: Settings) -> list[Lesson]:
    """
    Read lessons; exports hold readings, so a reader is needed for stories and dialogues only.

    Raises:
        FieldInvalid: a line is of none of the three kinds, or a file cannot be opened.
        BodyMalformed: a line is not JSON.
    """
    voted = [path for path in paths if _has_votes(path)]
    lessons = [lesson for path in voted for lesson in lessons_of_votes(path, settings)]
    rest = [path for path in paths if path not in voted]
    return lessons + [
        _lesson(label.conversation_id, label.state, is_bad=label.needs_person)
        for label in (load_labels(rest, settings) if rest else [])
        if label.needs_person is not None
    ]


def lessons_of_votes(path: Path, settings: Settings) -> Iterator[Lesson]:
    """The middle and the end of each dialogue, with whether it went wrong in the end."""
    for voted in voted_states(path, open_reader(settings)):
        is_bad = voted.satisfaction < DISSATISFIED
        yield _lesson(voted.id, voted.middle, is_bad=is_bad)
        if voted.end != voted.middle:
            yield _lesson(voted.id, voted.end, is_bad=is_bad)


def tell(learned: Learned, console: Console) -> None:
    """Show what the card does on lessons kept aside, and its points."""
    table = Table(title=f"Kept-aside figures, {FOLDS} folds", show_header=False)
    for name, shown in _figures(learned).items():
        table.add_row(name, shown)
    console.print(table)
    for name, points in sorted(learned.card.points.items(), key=lambda pair: -pair[1]):
        console.print(f"{name}: {points:g}")


def _figures(learned: Learned) -> Mapping[str, str]:
    return {
        "labels": f"{learned.lessons} labels, {learned.bad} of which went wrong",
        "area under the ROC": f"{learned.area:.3f}",
        "the same by distress alone": f"{learned.area_of_distress:.3f}",
        "calibration error": f"{learned.calibration_error:.3f}",
        "hand-offs asked for": str(learned.called),
        "precision": "none" if learned.precision is None else f"{learned.precision:.3f}",
        "recall": f"{learned.recall:.3f}",
    }


def _notes(learned: Learned, miss_cost: float) -> tuple[str, ...]:
    figures = _figures(learned)
    return (
        f"Learned by 'warmline learn' from {figures['labels']}; a miss costs {miss_cost:g} "
        "needless hand-offs.",
        f"On labels kept aside: area {figures['area under the ROC']}, precision "
        f"{figures['precision']}, recall {figures['recall']}.",
    )


def _lesson(conversation_id: str, state: MomentState, *, is_bad: bool | None) -> Lesson:
    return Lesson(
        conversation_id=conversation_id,
        features=tuple(features_of(state).values()),
        is_bad=bool(is_bad),
    )


def _has_votes(path: Path) -> bool:
    """Whether the first line is a dialogue with votes."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            first = json.loads(next(iter(lines), "{}"))
    except OSError as error:
        raise FieldInvalid(
            field="LABELS",
            value=f"'{path}'",
            remedy=f"It cannot be opened ({error.strerror}); check the path.",
        ) from error
    except ValueError:
        return False  # whoever reads it as labels says what is wrong with it
    return isinstance(first, Mapping) and "votes" in first
