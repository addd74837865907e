"""
`warmline replay`: what the policy would have decided over an archive, turn by turn.

Conversations are read in batches so that the model works at full speed; decisions come out in the
order of the file, and the same input gives the same bytes. A summary follows on standard error;
what another policy would change and the page for people are `replay_report`.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import numpy as np
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from warmline.agents.house import load_house
from warmline.bootstrap import open_fast_reader, open_reader
from warmline.cli.archives import COLUMNS, Archived, conversations
from warmline.cli.records import STANDARD, BadRecord, Format, format_of, iter_records
from warmline.cli.replay_report import (
    PROMISED,
    BusyMinutes,
    Compare,
    Report,
    WaitSeconds,
    WaitShare,
    WithoutTexts,
    check_writable,
    promise_for,
    tell_flips,
    write_report,
)
from warmline.cli.tally import Tally
from warmline.config import Settings, load_settings
from warmline.moments.archive import ArchivedConversation, Replayed, decide_each, states_each
from warmline.moments.likeness import course_of_likeness
from warmline.moments.policy import Policy, load_policy
from warmline.moments.state import MomentState
from warmline.outcomes.trial import Trial
from warmline.ports import Reader, Vectors
from warmline.reading.reading import Reading
from warmline.web.report.page import Asked, render

BATCH: Final = 256
"""Messages in one go; more gains nothing, and the model keeps only so many vectors at hand."""

Watch = Callable[[ArchivedConversation, Sequence[Replayed]], None]


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
    is_fast: Annotated[
        bool, typer.Option("--fast", help="Read many times faster, and miss more.")
    ] = False,
    compare: Compare = None,
    report: Report = None,
    without_texts: WithoutTexts = False,
    wait_seconds: WaitSeconds = PROMISED.within_seconds,
    wait_share: WaitShare = PROMISED.share,
    busy_minutes: BusyMinutes = None,
) -> None:
    """Decide an archive's conversations; one JSON object for each turn of the contact."""
    settings = load_settings()
    rules = load_policy(policy or settings.policy_path)
    other = None if compare is None else load_policy(compare)
    check_writable(report)
    reader = open_fast_reader(settings) if is_fast else open_reader(settings)
    trial, archive = Trial(), _archive(source, format, settings)
    outcomes = replay_all(archive, reader, rules, other=other, watch=trial.take)
    total = _lines_in(source) if format_of(source, format) is Format.JSONL else None
    tally = write_all(outcomes, out=sys.stdout.buffer, is_strict=strict, total=total)
    if other is not None:
        tell_flips(trial, rules, other)
    if report is not None:
        asked = Asked(
            archive=Path(source).name,
            policy=rules,
            other=other,
            promise=promise_for(trial, wait_seconds, wait_share, busy_minutes),
            is_busy_given=busy_minutes is not None,
            has_texts=not without_texts,
            left_out=tally.bad_lines,
            distressed=tally.distressed,
        )
        write_report(report, render(trial, asked))
    if tally.bad_lines:
        raise typer.Exit(1)


def _archive(source: str, format: Format | None, settings: Settings) -> Iterable[Archived]:
    """The conversations of a source; in the house's own time when the house is known."""
    chosen = format_of(source, format)
    archive = conversations(iter_records(source, chosen, columns=COLUMNS), chosen)
    if settings.house_path is None:
        return archive
    return in_zone(archive, load_house(settings.house_path).hours.timezone)


def replay_all(
    archive: Iterable[Archived],
    reader: Reader,
    policy: Policy,
    *,
    other: Policy | None = None,
    watch: Watch | None = None,
) -> Iterator[list[Replayed] | BadRecord]:
    """
    Decide every conversation, in order; a bad record comes out as it is.

    Args:
        archive: conversations and bad records, in the order of the source.
        reader: who reads the contact's messages.
        policy: who decides.
        other: to decide by as well, for comparison.
        watch: sees each conversation with its decisions before they come out.
    """
    for batch in _batches(archive):
        taken = [entry for entry in batch if isinstance(entry, ArchivedConversation)]
        decided = iter(replay_batch(taken, reader, policy, other=other))
        for entry in batch:
            if isinstance(entry, BadRecord):
                yield entry
                continue
            mine = next(decided)
            if watch is not None:
                watch(entry, mine)
            yield mine


def replay_batch(
    batch: Sequence[ArchivedConversation],
    reader: Reader,
    policy: Policy,
    *,
    other: Policy | None = None,
) -> list[list[Replayed]]:
    """Decide some conversations whose messages are read together."""
    return [
        decide_each(conversation, readings, alike, policy=policy, other=other)
        for conversation, (readings, alike) in zip(batch, _read(batch, reader), strict=True)
    ]


def states_of(
    archive: Sequence[ArchivedConversation], reader: Reader
) -> Iterator[list[tuple[int, MomentState]]]:
    """The states that decisions see, of each conversation in order, without any decision."""
    for batch in _batches(archive):
        taken = [entry for entry in batch if isinstance(entry, ArchivedConversation)]
        for conversation, (readings, alike) in zip(taken, _read(taken, reader), strict=True):
            yield states_each(conversation, readings, alike)


def _read(
    batch: Sequence[ArchivedConversation], reader: Reader
) -> Iterator[tuple[list[Reading], list[float]]]:
    """The readings and the course of likeness of each conversation of a batch."""
    texts = [text for one in batch for text in one.contact_texts]
    hints = [one.language for one in batch for _ in one.contact_texts]
    heard = iter(_heard(texts, hints, reader))
    for conversation in batch:
        own = conversation.contact_texts
        mine = [next(heard) for _ in own]
        alike = _alike(own, [vector for _, vector in mine])
        yield [reading for reading, _ in mine], alike


def _heard(
    texts: Sequence[str], hints: Sequence[str | None], reader: Reader
) -> Iterator[tuple[Reading, Vectors]]:
    """Readings and vectors, asked for together: the reader has just made both in one pass."""
    for at in range(0, len(texts), BATCH):
        some = texts[at : at + BATCH]
        readings = reader.read_many(some, hints[at : at + BATCH])
        yield from zip(readings, reader.vectors(some), strict=True)


def _alike(texts: Sequence[str], vectors: Sequence[Vectors]) -> list[float]:
    """The course of likeness; none when the model failed for any of the messages."""
    if len(texts) < 2 or len({vector.shape for vector in vectors}) > 1:
        return [0.0] * len(texts)
    return course_of_likeness(texts, np.stack(vectors))


def in_zone(archive: Iterable[Archived], zone: tzinfo) -> Iterator[Archived]:
    """The same conversations with their times as the clocks of the house showed them."""
    for entry in archive:
        if isinstance(entry, BadRecord):
            yield entry
            continue
        turns = tuple(
            replace(turn, at=turn.at.astimezone(zone)) if turn.at and turn.at.tzinfo else turn
            for turn in entry.turns
        )
        yield replace(entry, turns=turns)


def _batches(archive: Iterable[Archived]) -> Iterator[list[Archived]]:
    """Gather conversations as long as their messages fit into one batch."""
    batch: list[Archived] = []
    messages = 0
    for entry in archive:
        more = 0 if isinstance(entry, BadRecord) else len(entry.contact_texts)
        if batch and (messages + more > BATCH or len(batch) == BATCH):
            yield batch
            batch, messages = [], 0
        batch.append(entry)
        messages += more
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
