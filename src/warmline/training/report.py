"""
Measures the finished artefact and writes its model card, in JSON and in words.

Development figures of heads with thresholds are cross-validated: each message is judged by a
threshold that was chosen without it. Our own lines are judged on the tenth that was never trained
on nor calibrated on.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from warmline.outcomes.labelled_sets import (
    BRIGHTER_LANGUAGES,
    evaluate_dch,
    evaluate_disaster,
    evaluate_emobank,
)
from warmline.outcomes.measures import calibration_error, f1_score, interval, macro_f1, roc_area
from warmline.outcomes.robustness import evaluate_noise
from warmline.outcomes.twins import evaluate_twins
from warmline.reading.labels import (
    ASKS,
    BASIC,
    EMERGENCY_KINDS,
    FEELINGS,
    NEEDS,
    VULNERABILITY,
)
from warmline.reading.onnx_reader import MECHANISMS, OnnxReader
from warmline.training.calibrate import calm_rows, truth_of
from warmline.training.card import words_of
from warmline.training.empathy import is_dev, levels_f1, read_pairs
from warmline.training.fitting import cross_thresholds
from warmline.training.reliability_plots import reliability_svg
from warmline.training.service_text import service_figures
from warmline.training.sets import (
    Row,
    is_aside,
    is_fifth,
    read_brighter,
    read_dch,
    read_goemotions,
    read_intents,
    read_own_lines,
)
from warmline.training.turn_figures import turn_figures

Figures = dict[str, object]
OWN_GROUPS = {
    "asks": ASKS,
    "vulnerability": VULNERABILITY,
    "needs": NEEDS,
    "emergency.kinds": EMERGENCY_KINDS,
}


CALM_STEP = 4
"""One of so many calm messages is enough for calibration, and a quarter of the time."""
PLOTTED = {"en": "English", "zh": "Chinese"}
"""The promised languages."""


def measure_all(reader: OnnxReader, sets: Path, lines: Path, pairs: Path) -> Figures:
    """Measure every head that has labels at hand."""
    return {
        "goemotions_dev": crossed(reader, list(read_goemotions(sets, "dev")), "feelings", FEELINGS),
        "brighter_dev": _brighter(reader, sets),
        "emobank_dev": evaluate_emobank(sets / "emobank" / "dev.csv", reader),
        "disaster_dev": evaluate_disaster(sets / "disaster" / "dev.csv", reader),
        "dch_dev": {
            language: evaluate_dch(sets / "dch" / f"dev_{language}.jsonl.gz", reader)
            for language in ("zh", "en")
        },
        "epitome_fifth": _epitome(reader, sets) if reader.has_empathy else None,
        "own_aside": own_figures(reader, sets, lines),
        "own_turns": turn_figures(reader, lines),
        "vectors": retrieval_figures(reader, sets, pairs),
        "upset": {language: upset_area(reader, sets, language) for language in ("zh", "en")},
        "service_text": service_figures(reader, lines, held_calm(sets)[::CALM_STEP]),
        "twins": evaluate_twins(lines / "twins.jsonl", reader),
        "noise": evaluate_noise(lines, reader),
        "own_lines": count_lines(lines),
    }


def count_lines(lines: Path) -> dict[str, int]:
    """Count our own lines by language, the most first."""
    counts = Counter(row.origin.removeprefix("own-") for _, row, _ in read_own_lines(lines))
    return dict(counts.most_common())


def crossed(reader: OnnxReader, rows: Sequence[Row], head: str, labels: Sequence[str]) -> Figures:
    """Give macro-F1 with thresholds chosen by cross-validation on the same rows."""
    names = [f"{head}.{label}" for label in labels]
    columns = reader.probabilities([row.text for row in rows])
    truths, verdicts, errors, each = [], [], [], {}
    for name in names:
        truth = truth_of(rows, name)
        if np.isnan(truth).all() or not (truth > 0.5).any():
            continue
        marks = truth > 0.5
        chances = columns[:, reader.columns.index(name)].astype(np.float64)
        _, verdict = cross_thresholds(chances, marks)
        truths.append(marks)
        verdicts.append(verdict)
        errors.append(calibration_error(marks, chances))
        each[name.rpartition(".")[2]] = round(f1_score(marks, verdict), 4)
    truth_table, guess = np.stack(truths, 1), np.stack(verdicts, 1)
    return {
        "messages": len(rows),
        "macro_f1": round(macro_f1(truth_table, guess), 4),
        "interval": _bounds(truth_table, guess),
        "f1": each,
        "calibration_error": round(float(np.mean(errors)), 4),
    }


def _bounds(truth: npt.NDArray[np.bool_], guess: npt.NDArray[np.bool_]) -> list[float]:
    low, high = interval(lambda n: macro_f1(truth[n], guess[n]), len(truth))
    return [round(low, 4), round(high, 4)]


def _drawn(measure: Callable[[npt.NDArray[np.intp]], float], examples: Sequence) -> list[float]:
    low, high = interval(measure, len(examples))
    return [round(low, 4), round(high, 4)]


def _brighter(reader: OnnxReader, sets: Path) -> Figures:
    figures: Figures = {}
    rows = [r for r in read_brighter(sets, "dev") if any(k.startswith("basic.") for k in r.labels)]
    for name in sorted({row.origin for row in rows}):
        part = [row for row in rows if row.origin == name]
        key = name.removeprefix("brighter-")
        figures[key] = crossed(reader, part, "basic", BASIC) | {
            "language": BRIGHTER_LANGUAGES.get(key, "und")
        }
    return figures


def _epitome(reader: OnnxReader, sets: Path) -> Figures:
    pairs = [pair for pair in read_pairs(sets) if is_dev(pair)]
    graded = reader.empathy([(pair.seeker, pair.reply) for pair in pairs])
    truth = np.array([pair.levels for pair in pairs])
    figures: Figures = {"pairs": len(pairs)}
    for place, mechanism in enumerate(MECHANISMS):
        guess = np.array([one[mechanism].level for one in graded])
        figures[mechanism] = {
            "macro_f1": round(levels_f1(truth[:, place], guess), 4),
            "interval": _drawn(lambda n, g=guess, t=truth[:, place]: levels_f1(t[n], g[n]), guess),
            "accuracy": round(float((truth[:, place] == guess).mean()), 4),
        }
    return figures


def own_figures(reader: OnnxReader, sets: Path, lines: Path) -> Figures:
    """Judge the heads of our own lines on the tenth kept aside, with the shipped thresholds."""
    rows = [row for identity, row, _ in read_own_lines(lines) if is_aside(identity)]
    columns = reader.probabilities([row.text for row in rows])
    figures: Figures = {"lines": len(rows), "emergency": emergencies(reader, rows, columns, sets)}
    for group, labels in OWN_GROUPS.items():
        figures[group] = {
            language: _own_group(reader, rows, columns, group, labels, language)
            for language in ("all", "en", "zh", "es", "de", "fr")
        }
    distress = truth_of(rows, "distress")
    known = ~np.isnan(distress)
    guess = columns[known, reader.columns.index("distress")]
    abuse = truth_of(rows, "abuse") > 0.5
    chances = columns[:, reader.columns.index("abuse")]
    figures["emergency_by_note"] = _by_note(reader, columns, lines)
    figures["abuse_f1"] = round(f1_score(abuse, chances >= reader.threshold("abuse", "und")), 4)
    figures["distress_mean_error"] = round(float(np.abs(guess - distress[known]).mean()), 4)
    figures["distress_correlation"] = round(float(np.corrcoef(guess, distress[known])[0, 1]), 4)
    return figures


def _by_note(reader: OnnxReader, columns: npt.NDArray[np.float32], lines: Path) -> Figures:
    """Give the share of lines that look like an emergency, by note and by what they are."""
    notes = [(row, note) for identity, row, note in read_own_lines(lines) if is_aside(identity)]
    alarms = columns[:, reader.columns.index("emergency")] >= reader.threshold("emergency", "und")
    figures: Figures = {}
    for note in sorted({note for _, note in notes if note}):
        for kind, danger in (("danger", 1.0), ("no danger", 0.0)):
            chosen = [n == note and row.labels["emergency"] == danger for row, n in notes]
            if sum(chosen) >= 5:
                share = round(float(alarms[chosen].mean()), 4)
                figures[f"{note}, {kind}"] = {"lines": sum(chosen), "alarms": share}
    return figures


def emergencies(
    reader: OnnxReader, rows: Sequence[Row], columns: npt.NDArray[np.float32], sets: Path
) -> Figures:
    """Give recall on own lines and alarms on calm messages, at the shipped threshold."""
    place = reader.columns.index("emergency")
    limit = reader.threshold("emergency", "und")
    truth = truth_of(rows, "emergency") > 0.5
    chances = columns[:, place]
    calm = held_calm(sets)
    calm_chances = reader.probabilities([row.text for row in calm])[:, place]
    alarms = calm_chances >= limit
    two_percent = float(np.quantile(calm_chances, 0.98))
    by_origin = {
        origin: round(float(alarms[[row.origin == origin for row in calm]].mean()), 4)
        for origin in sorted({row.origin for row in calm})
    }
    return {
        "threshold": round(limit, 4),
        "dangers": int(truth.sum()),
        "recall": round(float((chances[truth] >= limit).mean()), 4),
        "recall_at_2_percent_false": round(float((chances[truth] > two_percent).mean()), 4),
        "precision": round(float(truth[chances >= limit].mean()), 4),
        "roc_area": round(roc_area(truth, chances), 4),
        "false_alarms": round(float(alarms.mean()), 4),
        "false_alarms_by_set": by_origin,
        "calibration_error": round(calibration_error(truth, chances), 4),
    }


def held_calm(sets: Path) -> list[Row]:
    """Give calm service messages that were not trained on."""
    rows = [row for row in read_intents(sets) if row.origin == "clinc150-dev"]
    rows += [row for row in read_intents(sets) if row.origin == "banking77" and is_fifth(row.text)]
    return rows + [row for row in calm_rows(sets, "dev") if row.origin.startswith("dch")]


def _own_group(
    reader: OnnxReader,
    rows: Sequence[Row],
    columns: npt.NDArray[np.float32],
    group: str,
    labels: Sequence[str],
    language: str,
) -> Figures:
    chosen = np.array([language in ("all", row.origin.removeprefix("own-")) for row in rows])
    tongues = [
        row.origin.removeprefix("own-") for row, is_in in zip(rows, chosen, strict=True) if is_in
    ]
    truths, guesses, halves, errors, each = [], [], [], [], {}
    for label in labels:
        name = f"{group}.{label}"
        truth = truth_of(rows, name)[chosen] > 0.5
        chances = columns[chosen, reader.columns.index(name)]
        guess = chances >= np.array([reader.threshold(name, tongue) for tongue in tongues])
        if not truth.any():
            continue
        truths.append(truth)
        guesses.append(guess)
        halves.append(chances >= 0.5)
        errors.append(calibration_error(truth, chances))
        each[label] = round(f1_score(truth, guess), 4)
    if not truths:
        return {"lines": int(chosen.sum())}
    return {
        "lines": int(chosen.sum()),
        "macro_f1": round(macro_f1(np.stack(truths, 1), np.stack(guesses, 1)), 4),
        "interval": _bounds(np.stack(truths, 1), np.stack(guesses, 1)),
        "macro_f1_at_half": round(macro_f1(np.stack(truths, 1), np.stack(halves, 1)), 4),
        "f1": each,
        "calibration_error": round(float(np.mean(errors)), 4),
    }


def retrieval_figures(reader: OnnxReader, sets: Path, pairs: Path) -> Figures:
    """Measure sentence vectors: nearest intent, and question to article across languages."""
    rows = [row for row in read_intents(sets) if row.origin == "banking77"]
    held = [row for row in rows if is_fifth(row.text)]
    known = [row for row in rows if not is_fifth(row.text)]
    ours = reader.vectors([row.text for row in known])
    asked = reader.vectors([row.text for row in held])
    nearest = (asked @ ours.T).argmax(1)
    right = np.array([known[n].intent == row.intent for n, row in zip(nearest, held, strict=True)])
    lines = [json.loads(line) for line in pairs.read_text(encoding="utf-8").splitlines()]
    articles = reader.vectors([line["article"] for line in lines])
    questions = reader.vectors([line["question"] for line in lines])
    found = (questions @ articles.T).argmax(1) == np.arange(len(lines))
    return {
        "banking77_held_fifth": len(held),
        "banking77_nearest_accuracy": round(float(right.mean()), 4),
        "banking77_nearest_accuracy_interval": _drawn(lambda n: float(right[n].mean()), right),
        "question_article_pairs": len(lines),
        "question_article_recall_at_1": round(float(found.mean()), 4),
        "question_article_recall_at_1_interval": _drawn(lambda n: float(found[n].mean()), found),
    }


def upset_area(reader: OnnxReader, sets: Path, language: str) -> Figures:
    """
    Tell upset customers from content ones by the first thing they write.

    Upset: mean satisfaction vote below -0.75; content: above 0; the rest is left out.
    """
    chosen = [
        (next(text for author, text in d.turns if author == "contact"), d.satisfaction < -0.75)
        for d in read_dch(sets, "dev", language)
        if (d.satisfaction < -0.75 or d.satisfaction > 0)
        and any(author == "contact" for author, _ in d.turns)
    ]
    columns = reader.probabilities([text for text, _ in chosen])
    truth = np.array([upset for _, upset in chosen])
    return {
        "messages": len(chosen),
        "distress": round(roc_area(truth, columns[:, reader.columns.index("distress")]), 4),
        "valence": round(roc_area(truth, -columns[:, reader.columns.index("valence")]), 4),
    }


def write_report(folder: Path, figures: Figures, facts: Figures) -> None:
    """Write `card.json`, `CARD.md` and the plots of calibration beside the weights."""
    sizes = {
        p.name: p.stat().st_size
        for p in sorted(folder.iterdir())
        if not p.name.lower().startswith("card")
    }
    card = {"facts": facts | {"bytes": sizes}, "figures": figures}
    text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    (folder / "card.json").write_text(text, encoding="utf-8")
    (folder / "CARD.md").write_text(words_of(card), encoding="utf-8")
    for language, words in PLOTTED.items():
        plot = reliability_svg(words, plotted_heads(figures, language))
        (folder / f"card-reliability-{language}.svg").write_text(plot, encoding="utf-8")


def plotted_heads(figures: Figures, language: str) -> dict[str, tuple[list, float]]:
    """Give bins and calibration error of every head that has lines enough in a language."""
    heads = figures["service_text"]["heads"]
    return {
        head: (parts[language]["bins"], parts[language]["calibration_error"][0])
        for head, parts in heads.items()
        if "bins" in parts[language]
    }
