"""
The program `warmline`: registers the commands and turns errors into one sentence and an exit code.

Exit codes: 0 well, 1 some records were bad, 2 the call or a file cannot be used, 3 something that
is needed is not there, 130 stopped by the keyboard.
"""

import sys

import typer

from warmline import __version__
from warmline.cli import (
    agents,
    articles,
    checks,
    coach,
    complaints,
    demo,
    doctor,
    learn,
    measure,
    policy,
    promises,
    read,
    replay,
    review,
    serve,
    tune,
)
from warmline.errors import Kind, WarmlineError

EXIT_CODES: dict[Kind, int] = {
    "invalid": 2,
    "missing": 2,
    "conflict": 2,
    "refused": 2,
    "busy": 3,
    "unavailable": 3,
    "broken": 3,
}

app = typer.Typer(
    name="warmline",
    help="Knows when a customer needs a person, and keeps what was promised.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("read")(read.read)
app.command("replay")(replay.replay)
app.command("coach")(coach.coach)
app.command("tune")(tune.tune)
app.command("learn")(learn.learn)
app.command("promises")(promises.promises)
app.command("evaluate")(measure.evaluate)
app.command("doctor")(doctor.doctor)
app.add_typer(agents.app, name="agent")
app.add_typer(articles.app, name="articles")
app.add_typer(complaints.app, name="complaints")
app.add_typer(policy.app, name="policy")
app.add_typer(review.app, name="review")
app.add_typer(checks.app, name="checks")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"warmline {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Say which version this is."
    ),
) -> None:
    """Knows when a customer needs a person, and keeps what was promised."""
    del version


def main() -> None:
    """Run the program; the entry point of the package."""
    try:
        app()  # a wrong call, Ctrl-C and a closed pipe are Typer's business
    except WarmlineError as error:
        typer.echo(f"warmline: {error}", err=True)
        sys.exit(EXIT_CODES[error.kind])
