"""
Fits the points of `moments/judgement.toml` to steps that people accepted; writes the file.

    python scripts/fit_judgement.py lines benchmarks/unseen/stories-*.jsonl

Of our own conversations only those count that the reader has not learnt from, by the hash of their
id: on the others it is surer than it will ever be. Of stories the last turn counts. What the points
do on conversations of writers left out of the fit is printed, with the steps of the rules beside.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from warmline.bootstrap import open_reader
from warmline.cli.archives import conversation_in
from warmline.cli.records import Record
from warmline.cli.replay import states_of
from warmline.config import Settings
from warmline.moments.decision import Step
from warmline.moments.features import FEATURES, features_of
from warmline.moments.judgement import JUDGED, PATH
from warmline.moments.state import MomentState
from warmline.outcomes.learning import fit
from warmline.outcomes.measures import roc_area
from warmline.outcomes.tuning import FOLDS
from warmline.ports import Reader
from warmline.training.sets import is_aside, is_slice

SOFTNESS = 1.0  # a tenth and ten times as much do worse on the writers left out
LEAST_POINTS = 0.05  # fewer change a chance by about one in a hundred, and only blur the reasons


@dataclass(frozen=True)
class Verdict:
    """A state with the steps that a writer accepted after it."""

    writer: str
    state: MomentState
    least: Step
    most: Step


def main() -> None:
    """Read, fit, print and write."""
    if len(sys.argv) < 2:
        sys.exit("Name the folder of our own lines, then files of stories.")
    reader = open_reader(Settings())
    verdicts = list(_of_conversations(Path(sys.argv[1]), reader))
    verdicts += _of_stories(map(Path, sys.argv[2:]), reader)
    rows = np.array([list(features_of(one.state).values()) for one in verdicts])
    blocks = ["# Fitted by `python scripts/fit_judgement.py`; docs/reference/policy.md."]
    for step in JUDGED:
        needed = np.array([one.least.rank >= step.rank for one in verdicts])
        allowed = np.array([one.most.rank >= step.rank for one in verdicts])
        # A step that may be taken and may be left is half a yes: unsure between two ranges, what
        # lies in both is then chosen.
        truth = (needed + allowed.astype(np.float64)) / 2.0
        _report(step, rows, truth, np.array([one.writer for one in verdicts]))
        bias, points = fit(rows, truth, softness=SOFTNESS)
        kept = [
            f"{name} = {value:.3f}"
            for name, value in zip(FEATURES, points, strict=True)
            if value >= LEAST_POINTS
        ]
        blocks += [f"\n[{step.value}]\nbias = {bias:.3f}\n\n[{step.value}.points]", *kept]
    PATH.write_text("\n".join(blocks) + "\n", encoding="utf-8")
    print(f"{len(verdicts)} moments of {len({one.writer for one in verdicts})} writers")


def _report(step: Step, rows: np.ndarray, truth: np.ndarray, writers: np.ndarray) -> None:
    """Print what the points of a step do on writers left out of the fit."""
    names = sorted(set(writers))
    fold = np.array([names.index(writer) % FOLDS for writer in writers])
    chances = np.zeros(len(rows))
    for n in range(FOLDS):
        bias, points = fit(rows[fold != n], truth[fold != n], softness=SOFTNESS)
        chances[fold == n] = 1.0 / (1.0 + np.exp(-(rows[fold == n] @ points + bias)))
    known = truth != 0.5
    area = roc_area(truth[known] > 0.5, chances[known])
    print(f"{step.value}: {known.sum()} moments, {(truth == 1).sum()} yes, area {area:.3f}")


def _of_conversations(lines: Path, reader: Reader) -> Iterator[Verdict]:
    for path in sorted((lines / "conversations").glob("*/*.jsonl")):
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        kept = [one for one in records if is_aside(one["id"]) or is_slice(one["id"])]
        for record, states in zip(kept, _states(kept, reader), strict=True):
            for place, state in states:
                least, most = record["turns"][place]["says"]["step"]
                yield Verdict(f"{path.parent.name}/{path.stem}", state, Step(least), Step(most))


def _of_stories(paths: Iterable[Path], reader: Reader) -> Iterator[Verdict]:
    for path in paths:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for record, states in zip(records, _states(records, reader), strict=True):
            expect = record["expect"]
            least, most = Step(expect["step_min"]), Step(expect["step_max"])
            yield Verdict(path.stem, states[-1][1], least, most)


def _states(
    records: list[dict[str, object]], reader: Reader
) -> Iterator[list[tuple[int, MomentState]]]:
    archive = [
        conversation_in(Record(line=n, fields=record)) for n, record in enumerate(records, start=1)
    ]
    return states_of(archive, reader)


if __name__ == "__main__":
    main()
