"""
Does the decision find the dialogues and turns that went wrong, better than a lexicon or a count?

    python benchmarks/decision.py SETS [--out benchmarks/results/decision.json]

Real help-desk dialogues (DCH dev, English and Chinese): was a person called by the middle of those
whose mean vote on satisfaction lies below -0.5? Task dialogues (USS dev, SGD and MWOZ): was one
called at turns whose mean vote lies below 3? Beside our decisions, with and without what was
learned, stand a trigger on a lexicon (VADER in English, SnowNLP in Chinese: the worst message so
far) and the rule "after n messages", each calling a person exactly as often as we do. A trigger on
the satisfaction that a replay expects stands there too, though no rule uses it.

The second part asks what expected satisfaction costs: the line over the state against the heads
of the two readers, which read the dialogue again after every turn.
"""

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
from upset import PEERS, ROOT, ask_peer, install

from warmline.bootstrap import open_fast_model, open_model, open_reader
from warmline.cli.gone_wrong import MOMENTS, Moment, expected, judged, voted_states
from warmline.config import Settings
from warmline.moments.archive import Replayed
from warmline.moments.decision import Step
from warmline.moments.policy import Policy, load_policy
from warmline.moments.satisfaction import expected_satisfaction
from warmline.outcomes.gone_wrong import (
    DISSATISFIED,
    LEARNED,
    beside,
    expected_figures,
    judged_figures,
)
from warmline.outcomes.labelled_sets import dch_dialogues
from warmline.ports import Reader
from warmline.reading.onnx_reader import OnnxReader, Turns
from warmline.reading.static_reader import StaticReader

Figures = dict[str, object]


@dataclass(frozen=True)
class Part:
    """One file of labels, and the lexicon that speaks its language."""

    task: str
    path: str
    lexicon: str


PARTS = {
    "DCH dev, English": Part("dch", "dch/dev_en.jsonl.gz", "vader"),
    "DCH dev, Chinese": Part("dch", "dch/dev_zh.jsonl.gz", "snownlp"),
    "USS dev, SGD": Part("uss", "uss/sgd_dev.txt", "vader"),
    "USS dev, MWOZ": Part("uss", "uss/mwoz_dev.txt", "vader"),
}
HEADS = ("dch/dev_en.jsonl.gz", "dch/dev_zh.jsonl.gz")


def rules_only(moment: Moment) -> Moment:
    """The moment as it would have been decided without what was learned."""
    return replace(moment, so_far=tuple(map(_without_learned, moment.so_far)))


def _without_learned(one: Replayed) -> Replayed:
    """Reasons only add up to a step, so leaving some out is deciding without their rule."""
    reasons = tuple(r for r in one.decision.reasons if not r.code.startswith(LEARNED))
    step = max((r.step for r in reasons), key=lambda step: step.rank, default=Step.CARRY_ON)
    return replace(one, decision=replace(one.decision, reasons=reasons, step=step))


def measure_part(part: Part, sets: Path, reader: Reader, policy: Policy) -> Figures:
    """Measure our decisions and the other rules on one file."""
    moments = MOMENTS[part.task](sets / part.path, reader, policy)
    rows = judged(moments)
    figures = judged_figures(rows)
    worst = ask_lexicon(part.lexicon, moments)
    figures["lexicon"] = (
        {"name": part.lexicon, "not_run": worst}
        if isinstance(worst, str)
        else {"name": part.lexicon} | beside(rows, worst)
    )
    figures["rules_only"] = judged_figures(judged([rules_only(one) for one in moments]))
    least = [min(past.satisfaction for past in one.so_far) for one in moments]
    figures["satisfaction"] = expected(moments) | {"trigger": beside(rows, -np.array(least))}
    return figures


def ask_lexicon(name: str, moments: Sequence[Moment]) -> np.ndarray | str:
    """The worst message of each moment by a lexicon, or the reason why it did not run."""
    reason = install(PEERS[name][0])
    answer = reason or ask_peer(name, [text for one in moments for text in one.texts])
    if isinstance(answer, str):
        return answer
    scores = iter(answer[0])
    return np.array([max(islice(scores, len(one.texts))) for one in moments])


def measure_heads(
    path: Path, reader: Reader, models: Mapping[str, OnnxReader | StaticReader]
) -> Figures:
    """What expected satisfaction at the end is worth by each way, and what a turn of it costs."""
    states = voted_states(path, reader)
    votes = np.array([one.satisfaction for one in states])
    bad = votes < DISSATISFIED
    started = time.perf_counter()
    line = np.array([expected_satisfaction(one.end) for one in states])
    spent = 1000 * (time.perf_counter() - started) / len(states)
    found: Figures = {"line": expected_figures(votes, line, bad) | {"ms_per_turn": round(spent, 4)}}
    known = {one.id for one in states}
    dialogues = [_heard(one.turns) for one in dch_dialogues(path) if one.id in known]
    for name, model in models.items():
        started = time.perf_counter()
        guess = np.array(model.satisfaction(dialogues))
        spent = 1000 * (time.perf_counter() - started) / len(dialogues)
        found[name] = expected_figures(votes, guess, bad) | {"ms_per_turn": round(spent, 2)}
    return found


def _heard(turns: Turns) -> Turns:
    """A dialogue as a house may read it: without what its agents wrote."""
    return [(author, text) for author, text in turns if author != "agent"]


def measure(sets: Path) -> Figures:
    """Measure all parts."""
    settings, policy = Settings(), load_policy()
    reader = open_reader(settings)
    models = {"head": open_model(settings), "head of the fast reader": open_fast_model(settings)}
    return {
        "policy": policy.version,
        "decisions": {
            name: measure_part(part, sets, reader, policy) for name, part in PARTS.items()
        },
        "satisfaction": {path: measure_heads(sets / path, reader, models) for path in HEADS},
    }


def table(figures: Figures) -> str:
    """Lay the decisions out in Markdown."""
    lines = [
        "| set | decided by | persons called | area, called | F1, called | area, graded |",
        "|---|---|---|---|---|---|",
    ]
    parts = figures["decisions"]
    assert isinstance(parts, dict)
    for name, found in parts.items():
        lines += [f"| {name} | {_ours(found)} |", f"| | rules only: {_ours(found['rules_only'])} |"]
        calls = found["hand_off"]["called"]
        others = {
            "low expected satisfaction": found["satisfaction"]["trigger"],
            found["lexicon"]["name"]: found["lexicon"],
            "n messages": found["after_n_turns"],
        }
        for label, other in others.items():
            if "not_run" in other:
                lines.append(f"| | {label} | {other['not_run']} | | | |")
                continue
            same = other["as_often_as_hand_off"]
            lines.append(
                f"| | {label} | {calls} | {same['area']:.3f} | {same['f1']:.3f} "
                f"| {other['area']:.3f} |"
            )
    return "\n".join(line.replace("rules only: warmline", "rules only") for line in lines)


def _ours(found: Mapping[str, Mapping[str, float]]) -> str:
    called, graded = found["hand_off"], found["grade"]
    return (
        f"warmline | {called['called']} | {called['area']:.3f} | {called['f1']:.3f} "
        f"| {graded['area']:.3f}"
    )


def main() -> None:
    """Measure, print the table, and write the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="?", help="folder of the labelled sets")
    out = ROOT / "benchmarks" / "results" / "decision.json"
    parser.add_argument("--out", type=Path, default=out)
    given = parser.parse_args()
    if given.sets is None:
        print("Not measured: name the folder of labelled sets, python benchmarks/decision.py SETS.")
        return
    if not (given.sets / "dch").is_dir():
        sys.exit(f"There is no folder 'dch' in {given.sets}: name the folder of labelled sets.")
    figures = measure(given.sets)
    figures["table"] = table(figures).splitlines()
    given.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(table(figures))


if __name__ == "__main__":
    main()
