"""
How does the house do on cases that an author wrote who never saw the code?

Stories, agents' messages and pairs of replies in `benchmarks/unseen`, in parts. Each was measured
once before anybody looked (docs/discussions/timing-and-decisions.md); since then all but the tenth
and the eleventh were learnt from, so this shows that nothing breaks, not how it does elsewhere.
Writes unseen.json.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from warmline.bootstrap import open_reader
from warmline.cli.promises import evaluate_promises
from warmline.cli.replies import evaluate_replies
from warmline.cli.stories import evaluate_stories
from warmline.config import Settings
from warmline.moments.policy import load_policy

ROOT = Path(__file__).parents[1]
CASES = ROOT / "benchmarks" / "unseen"
OUT = ROOT / "benchmarks" / "results" / "unseen.json"
PARTS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh",
)  # fmt: skip
KEPT = (
    "step_within",
    "emergency_recall",
    "emergency_false",
    "f1",
    "false_promise_rate",
    "accuracy",
)


def main() -> None:
    """Measure both halves of each kind, print and write."""
    reader, policy = open_reader(Settings()), load_policy(None)
    measures: dict[str, Callable[[Path], Mapping[str, object]]] = {
        "stories": lambda path: evaluate_stories(path, reader, policy),
        "promises": evaluate_promises,
        "replies": lambda path: evaluate_replies(path, reader),
    }
    figures = {}
    for kind, measure in measures.items():
        for part in PARTS:
            path = CASES / f"{kind}-{part}.jsonl"
            if path.exists():
                whole = measure(path)
                figures[f"{kind}, {part} part"] = {key: whole[key] for key in KEPT if key in whole}
    text = json.dumps(figures, indent=2)
    OUT.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
