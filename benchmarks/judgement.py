"""
How well does the house judge its own stories, and how well does it find its own promises?

Reads all of tests/stories/decisions and tests/stories/promises with the shipped parts; they are
what we wrote ourselves, so they show that nothing has broken rather than how it does elsewhere.
Writes benchmarks/results/stories.json and promises.json.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from warmline.bootstrap import open_reader
from warmline.cli.promises import evaluate_promises
from warmline.cli.stories import evaluate_stories
from warmline.config import Settings
from warmline.moments.policy import load_policy

ROOT = Path(__file__).parents[1]
STORIES = ROOT / "tests" / "stories"
RESULTS = ROOT / "benchmarks" / "results"


def measured(kind: str, measure: Callable[[Path], Mapping[str, object]]) -> Mapping[str, object]:
    """Measure all files of a kind as one."""
    files = sorted((STORIES / kind).glob("*.jsonl"))
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{kind}.jsonl"
        path.write_text("\n".join(line for line in lines if line) + "\n", encoding="utf-8")
        return measure(path)


def main() -> None:
    """Measure both, print and write."""
    reader, policy = open_reader(Settings()), load_policy(None)
    results = {
        "stories": measured("decisions", lambda path: evaluate_stories(path, reader, policy)),
        "promises": measured("promises", evaluate_promises),
    }
    for name, found in results.items():
        text = json.dumps(found, indent=2, ensure_ascii=False)
        (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        print(text)


if __name__ == "__main__":
    main()
