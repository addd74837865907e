"""
What a replay says to people beside its lines: the flips between two policies, and the page.

Nothing is counted here; `outcomes.trial` counts, `web.report` words and draws.
"""

from collections import Counter
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from warmline.errors import FieldInvalid
from warmline.moments.policy import Policy
from warmline.outcomes.staffing import Promise
from warmline.outcomes.trial import LATER, ONLY_OTHER, ONLY_THIS, SOONER, Flip, Trial

Compare = Annotated[
    Path | None, typer.Option(help="Another policy file: which hand-offs would it move?")
]
Report = Annotated[Path | None, typer.Option(help="Write a page for people: one HTML file.")]
WithoutTexts = Annotated[
    bool, typer.Option("--without-texts", help="Leave the messages out of the page.")
]
WaitSeconds = Annotated[float, typer.Option(min=0, help="Page: the promised waiting time.")]
WaitShare = Annotated[
    float, typer.Option(min=0.01, max=0.99, help="Page: the share of contacts it is kept for.")
]
BusyMinutes = Annotated[
    float | None,
    typer.Option(min=0.5, help="Page: how long a person is busy with one; else as measured."),
]

PROMISED: Final = Promise()
"""What a page assumes unless it is told otherwise."""
FLIPS_TOLD: Final = 20
"""More fill a screen; the lines on standard output have all of them."""
CHANGES: Final = {
    ONLY_OTHER: "newly handed off",
    ONLY_THIS: "no longer handed off",
    SOONER: "handed off sooner",
    LATER: "handed off later",
}


def tell_flips(trial: Trial, policy: Policy, other: Policy) -> None:
    """Say on standard error which conversations another policy moves, where and why."""
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    console.print(f"{other.version} instead of {policy.version}:")
    counts = Counter(flip.kind for flip in trial.flips)
    for kind, words in CHANGES.items():
        console.print(f"  {words}: {counts[kind]}")
    console.print(f"  other steps changed only: {trial.smaller_changes}")
    for flip in trial.flips[:FLIPS_TOLD]:
        console.print(_told(flip))
    if len(trial.flips) > FLIPS_TOLD:
        console.print(f"  and {len(trial.flips) - FLIPS_TOLD} more")


def _told(flip: Flip) -> str:
    reasons = ", ".join(flip.reasons) or "the same reasons"
    where = f"{flip.conversation}, message {flip.message} of the contact"
    return f"  {where}: {CHANGES[flip.kind]} ({flip.this} -> {flip.other}; {reasons})"


def promise_for(trial: Trial, seconds: float, share: float, minutes: float | None) -> Promise:
    """What staff is counted for; the length as given, else as measured, else as assumed."""
    measured = trial.measured_minutes if minutes is None else minutes
    busy = PROMISED.busy_seconds if measured is None else 60 * measured
    return Promise(within_seconds=seconds, share=share, busy_seconds=max(1.0, busy))


def check_writable(path: Path | None) -> None:
    """
    Find out before the work, not after it, that the page has no place.

    Raises:
        FieldInvalid: there is no such folder.
    """
    if path is not None and not path.parent.is_dir():
        remedy = "There is no such folder; make it, or name another."
        raise FieldInvalid(field="--report", value=f"'{path.name}'", remedy=remedy)


def write_report(path: Path, page: str) -> None:
    """
    Write the page.

    Raises:
        FieldInvalid: the file cannot be written.
    """
    try:
        path.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    except OSError as error:
        raise FieldInvalid(
            field="--report",
            value=f"'{path.name}'",
            remedy=f"It cannot be written ({error.strerror}); check the folder and the rights.",
        ) from error
