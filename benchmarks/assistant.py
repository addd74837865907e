"""
Does the assistant find the right article, and does it know when it does not know?

Runs the questions of tests/stories/questions against the articles of the demo's firm, by meaning
and words together, and by words alone (as without a model).
Writes benchmarks/results/assistant.json.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from warmline.assistant.assistant import KNOWS_AT, ArticleAssistant
from warmline.assistant.retrieval import probability
from warmline.bootstrap import open_reader
from warmline.config import Settings
from warmline.connectors.articles import read_articles
from warmline.reading.language import LanguageFinder
from warmline.reading.reader import CueReader

ROOT = Path(__file__).parents[1]
FIRM = ROOT / "src" / "warmline" / "cli" / "firm" / "articles"
QUESTIONS = ROOT / "tests" / "stories" / "questions"


@dataclass(frozen=True)
class Asked:
    """One question, what was found, and how sure."""

    article: str | None
    found: str
    probability: float


def ask_all(assistant: ArticleAssistant) -> list[Asked]:
    """Ask every question in its language."""
    asked = []
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            hit = assistant.hits(one["question"], language=one["language"])[0]
            asked.append(Asked(one["article"], hit.passage.article, probability(hit)))
    return asked


def figures(asked: list[Asked]) -> dict[str, object]:
    """Recall at 1 of answerable questions, and how rightly it says that it does not know."""
    known = [one for one in asked if one.article is not None]
    unknown = [one for one in asked if one.article is None]
    right = [one for one in known if one.found == one.article]
    answered_right = [one for one in right if one.probability >= KNOWS_AT]
    answered_wrong = [
        one for one in known if one.found != one.article and one.probability >= KNOWS_AT
    ]
    return {
        "questions": len(asked),
        "recall_at_1": round(len(right) / len(known), 4),
        "answered_rightly": round(len(answered_right) / len(known), 4),
        "answered_wrongly": round(len(answered_wrong) / len(known), 4),
        "out_of_scope_declined": round(
            sum(one.probability < KNOWS_AT for one in unknown) / len(unknown), 4
        ),
    }


def main() -> None:
    """Measure both, print and write."""
    passages = read_articles(FIRM).passages
    reader = open_reader(Settings())
    results = {
        "by": reader.read_many(["hello"])[0].model,
        "meaning_and_words": figures(ask_all(ArticleAssistant(passages, reader))),
        "words_alone": figures(ask_all(ArticleAssistant(passages, CueReader(LanguageFinder())))),
    }
    path = ROOT / "benchmarks" / "results" / "assistant.json"
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
