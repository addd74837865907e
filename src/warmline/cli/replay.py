"""
`warmline replay`: what the policy would have decided over an archive, turn by turn.

Conversations are read in batches so that the model works at full speed; decisions come out in the
order of the file, and the same input gives the same bytes. A summary follows on standard error.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from warmline.bootstrap import open_reader
from warmline.cli.archives import COLUMNS, Archived, conversations
from warmline.cli.records import STANDARD, BadRecord, Format, format_of, iter_records
from warmline.cli.tally import Tally
from warmline.config import load_settings
from warmline.moments.archive import ArchivedConversation, Replayed, decide_each
from warmline.moments.likeness import course_of_likeness
from warmline.moments.policy import Policy, load_policy
from warmline.ports import Reader

BATCH: Final = 256
"""Messages of the contact in one go; more gains nothing on a processor and costs memory."""


def replay(
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="Conversations; '-' is standard input.")
    ] = "-",
    policy: Annotated[
        Path | None, typer.Option(help="A policy file; else the one of the settings.")
    ] = None,
    format: Annotated[
        Format | None, typer.Option(help="How they are written; else told by the suffix.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad line.")] = False,
) -> None:
    """Decide an archive's conversations; one JSON object for each turn of the contact."""
    settings = load_settings()
    chosen = format_of(source, format)
    rules = load_policy(policy or settings.policy_path)
    records = iter_records(source, chosen, columns=COLUMNS)
    outcomes = replay_all(conversations(records, chosen), open_reader(settings), rules)
    total = _lines_in(source) if chosen is Format.JSONL else None
    tally = write_all(outcomes, out=sys.stdout.buffer, is_strict=strict, total=total)
    if tally.bad_lines:
        raise typer.Exit(1)


def replay_all(
    archive: Iterable[Archived], reader: Reader, policy: Policy
) -> Iterator[list[Replayed] | BadRecord]:
    """Decide every conversation, in order; a bad record comes out as it is."""
    for batch in _batches(archive):
        taken = [entry for entry in batch if isinstance(entry, ArchivedConversation)]
        decided = iter(replay_batch(taken, reader, policy))
        for entry in batch:
            yield entry if isinstance(entry, BadRecord) else next(decided)


def replay_batch(
    batch: Sequence[ArchivedConversation], reader: Reader, policy: Policy
) -> list[list[Replayed]]:
    """Decide some conversations whose messages are read together."""
    texts = [conversation.contact_texts for conversation in batch]
    hints = [one.language for one, own in zip(batch, texts, strict=True) for _ in own]
    readings = iter(reader.read_many([text for own in texts for text in own], hints))
    decided = []
    for conversation, own in zip(batch, texts, strict=True):
        alike = course_of_likeness(own, reader.vectors(own)) if len(own) > 1 else [0.0] * len(own)
        mine = [next(readings) for _ in own]
        decided.append(decide_each(conversation, mine, alike, policy=policy))
    return decided


def _batches(archive: Iterable[Archived]) -> Iterator[list[Archived]]:
    """Gather conversations until their messages fill a batch."""
    batch: list[Archived] = []
    messages = 0
    for entry in archive:
        batch.append(entry)
        messages += 0 if isinstance(entry, BadRecord) else len(entry.contact_texts)
        if messages >= BATCH:
            yield batch
            batch, messages = [], 0
    if batch:
        yield batch


def write_all(
    outcomes: Iterable[list[Replayed] | BadRecord],
    *,
    out: BinaryIO,
    is_strict: bool,
    total: int | None = None,
) -> Tally:
    """
    Write decisions as they come, tell bad lines and progress, and sum up at the end.

    Args:
        outcomes: as `replay_all` gives them.
        out: where decisions go, one a line.
        is_strict: stop at the first bad line.
        total: how many conversations there are, when that is known.
    """
    console, tally = Console(stderr=True, soft_wrap=True, highlight=False, markup=False), Tally()
    with _progress(console) as progress:
        bar = progress.add_task("replaying", total=total)
        for outcome in outcomes:
            if isinstance(outcome, BadRecord):
                tally.bad_lines += 1
                progress.advance(bar)
                console.print(f"line {outcome.line}: {outcome.error}")
                if is_strict:
                    break
                continue
            tally.count(outcome)
            out.writelines(map(_line, outcome))
            progress.advance(bar)
        out.flush()
    console.print(tally.table())
    return tally


def _line(one: Replayed) -> bytes:
    shape = json.dumps(one.to_json(), ensure_ascii=False)
    return shape.encode("utf-8", errors="replace") + b"\n"


def _lines_in(source: str) -> int | None:
    """How long the bar is; None for standard input, whose end nobody knows."""
    path = Path(source)
    if source == STANDARD or not path.is_file():
        return None
    with path.open("rb") as stream:
        return sum(1 for line in stream if line.strip())


def _progress(console: Console) -> Progress:
    """A bar on a terminal, nothing elsewhere."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
