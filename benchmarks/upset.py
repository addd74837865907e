"""
Asks several libraries "is this customer upset?", in one run, with how fast each answers.

    python benchmarks/upset.py SETS [--out benchmarks/results/upset.json]

The contacts are those of real help-desk dialogues (DCH dev, English and Chinese). Upset: mean vote
on satisfaction below -0.75; content: above 0; those between are left out, since voters disagreed.
Two texts stand for a contact. The first turn is what a desk has when it must decide, but the vote
is about the whole dialogue, much of which had not happened yet, so no reader of the first turn can
come near 1. All that the contact wrote is the fairer question, for by then the cause of the vote
has been written about; everybody is given the same joined text. What readers of whole dialogues
expect (satisfaction, from the turns of both sides) stands beside it, ours only.

Peers are pinned in requirements-bench.txt and installed into .venv-bench at the first run. One that
cannot be installed or cannot run here stands in the result with the reason, without a figure.
TextBlob, VADER, NRCLex and text2emotion are made for English, SnowNLP for Chinese; each is asked in
its own language only.
"""

import argparse
import json
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from warmline.errors import ModelMissing
from warmline.outcomes.measures import interval, roc_area
from warmline.reading.onnx_reader import DEFAULT_FOLDER, OnnxReader
from warmline.reading.static_reader import StaticReader
from warmline.training.sets import Dialogue, read_dch

ROOT = Path(__file__).parents[1]
UPSET, CONTENT = -0.75, 0.0
PEERS = {
    "vader": (("vaderSentiment",), "en"),
    "textblob": (("textblob",), "en"),
    "nrclex": (("NRCLex",), "en"),
    "text2emotion": (("text2emotion", "emoji"), "en"),
    "snownlp": (("snownlp",), "zh"),
}
"""Packages and language of each peer."""
PATIENCE_SECONDS = 600

Scores = Sequence[float]
Figures = dict[str, object]


@dataclass(frozen=True)
class Contacts:
    """The contacts of one language: what they wrote, and whether they were upset."""

    dialogues: tuple[Dialogue, ...]

    @property
    def upset(self) -> np.ndarray:
        """Whether each was upset."""
        return np.array([one.satisfaction < UPSET for one in self.dialogues])

    @property
    def texts(self) -> dict[str, list[str]]:
        """What stands for a contact, by the name of the question."""
        own = [[t for author, t in d.turns if author == "contact"] for d in self.dialogues]
        return {"first turn": [one[0] for one in own], "all turns": ["\n".join(o) for o in own]}


def read_contacts(sets: Path, language: str) -> Contacts:
    """Take the dialogues whose voters agree on the mood."""
    return Contacts(
        tuple(
            one
            for one in read_dch(sets, "dev", language)
            if (one.satisfaction < UPSET or one.satisfaction > CONTENT)
            and any(author == "contact" and text.strip() for author, text in one.turns)
        )
    )


def area(upset: np.ndarray, scores: Scores) -> Figures:
    """Give the area under the ROC with its interval."""
    values = np.array(scores, np.float64)
    low, high = interval(lambda n: roc_area(upset[n], values[n]), len(upset))
    return {
        "area": round(roc_area(upset, values), 3),
        "interval": [round(low, 3), round(high, 3)],
    }


def ask_ours(contacts: Contacts, reader: OnnxReader | StaticReader) -> dict[str, Figures]:
    """Ask one of our readers; gives figures by question and by what is asked of it."""
    distress, valence = reader.columns.index("distress"), reader.columns.index("valence")
    found: dict[str, Figures] = {}
    for question, texts in contacts.texts.items():
        columns = reader.probabilities(texts)
        found[question] = {
            "distress": area(contacts.upset, columns[:, distress]),
            "valence": area(contacts.upset, -columns[:, valence]),
        }
    expected = reader.satisfaction([one.turns for one in contacts.dialogues])
    found["whole dialogue"] = {"satisfaction": area(contacts.upset, [-one for one in expected])}
    return found


def per_second(reader: OnnxReader | StaticReader, texts: Sequence[str]) -> int:
    """Give how many texts a second a reader gets through, loading left out."""
    reader.probabilities(texts[:8])
    started = time.perf_counter()
    reader.probabilities(texts)
    return round(len(texts) / (time.perf_counter() - started))


def install(packages: Sequence[str]) -> str | None:
    """Install one pinned peer into the environment; give the reason when it cannot be."""
    python = ROOT / ".venv-bench" / "bin" / "python"
    if not python.exists():
        venv.create(python.parents[1], with_pip=True)
    pins = (ROOT / "requirements-bench.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in pins if line.partition("==")[0] in packages]
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return None if done.returncode == 0 else f"cannot be installed: {_last_line(done.stderr)}"


def ask_peer(name: str, texts: Sequence[str]) -> tuple[Scores, float] | str:
    """Give a peer's scores and seconds, or the reason why it did not run."""
    python = ROOT / ".venv-bench" / "bin" / "python"
    try:
        done = subprocess.run(
            [python, ROOT / "benchmarks" / "peers" / "score.py", name],
            input=json.dumps(texts), capture_output=True, text=True, check=False,
            timeout=PATIENCE_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"gave no answer within {PATIENCE_SECONDS} s"
    if done.returncode:
        return f"does not run on this Python and machine: {_last_line(done.stderr)}"
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer["scores"], answer["seconds"]


def _last_line(told: str) -> str:
    lines = [line.strip() for line in told.splitlines() if line.strip().strip("*")]
    named = [line for line in lines if "Error" in line]
    return (named or lines or ["no reason given"])[-1][:160]


def measure_peer(name: str, contacts: Contacts) -> Figures:
    """Measure one peer in its language; without a figure when it cannot run."""
    reason = install(PEERS[name][0])
    found: Figures = {"language": PEERS[name][1]}
    for question, texts in contacts.texts.items():
        answer = reason or ask_peer(name, texts)
        if isinstance(answer, str):
            return found | {"not_run": answer}
        scores, seconds = answer
        found[question] = {"score": area(contacts.upset, scores)}
        found.setdefault("per_second", round(len(texts) / seconds))
    return found


def measure(sets: Path) -> Figures:
    """Measure ours and the peers."""
    contacts = {language: read_contacts(sets, language) for language in ("en", "zh")}
    readers: dict[str, OnnxReader | StaticReader] = {"warmline": OnnxReader()}
    figures: Figures = {
        "contacts": {k: len(one.dialogues) for k, one in contacts.items()},
        "upset": {k: int(one.upset.sum()) for k, one in contacts.items()},
    }
    try:
        readers["warmline --fast"] = StaticReader(DEFAULT_FOLDER)
    except ModelMissing as missing:
        figures["warmline --fast"] = {"not_run": str(missing.fields["reason"])}
    for name, reader in readers.items():
        by_language: Figures = {k: ask_ours(one, reader) for k, one in contacts.items()}
        texts = [text for one in contacts.values() for text in one.texts["first turn"]]
        figures[name] = by_language | {"per_second": per_second(reader, texts)}
    for name, (_, language) in PEERS.items():
        figures[name] = measure_peer(name, contacts[language])
    return figures


def table(figures: Figures) -> str:
    """Lay the figures out in Markdown."""
    lines = [
        "| reader | en, first turn | en, all turns | zh, first turn | zh, all turns | messages/s |",
        "|---|---|---|---|---|---|",
    ]
    for name in ("warmline", "warmline --fast", *PEERS):
        found = figures[name]
        assert isinstance(found, dict)
        if "not_run" in found:
            lines.append(f"| {name} | {found['not_run']} | | | | |")
            continue
        for score in ("distress", "valence", "satisfaction", "score"):
            cells = [
                _cell(found.get(language) or found, language, question, score)
                for language in ("en", "zh")
                for question in ("first turn", "all turns")
            ]
            if any(cells):
                label = name if score == "score" else f"{name}, {score}"
                lines.append(f"| {label} | {' | '.join(cells)} | {found['per_second']:,} |")
    return "\n".join(lines)


def _cell(found: Figures, language: str, question: str, score: str) -> str:
    is_other = found.get("language", language) != language
    if score == "satisfaction" and question == "all turns":  # it reads both sides
        question = "whole dialogue"
    asked = found.get(question)
    if is_other or not isinstance(asked, dict) or score not in asked:
        return ""
    return f"{asked[score]['area']:.3f}"


def main() -> None:
    """Measure, print the table, and write the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", type=Path, nargs="?", help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "upset.json")
    given = parser.parse_args()
    if given.sets is None:
        print("Not measured: name the folder of labelled sets, python benchmarks/upset.py SETS.")
        return
    if not (given.sets / "dch").is_dir():
        sys.exit(f"There is no folder 'dch' in {given.sets}: name the folder of labelled sets.")
    figures = measure(given.sets)
    figures["table"] = table(figures).splitlines()
    given.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(table(figures))


if __name__ == "__main__":
    main()
