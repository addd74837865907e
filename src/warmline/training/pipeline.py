"""
Makes the artefact from the sets and our own lines, stage by stage.

Stages: `first` learns everything from the sets; `second` goes on with our own lines in front and
ends with the products rounded to 8 bits; `third` settles on the middle of both; `renew`, instead of
these three and only when asked for, goes on from a finished artefact; `heads` fits the heads of our
own lines and the sentence vector anew on the finished encoder; `export` writes the graph;
`calibrate` fits slopes and thresholds on it; `fast` distils it into the small table for archives;
`empathy` adds the separable head; `report` measures and writes the card. Each leaves a file
in the work folder, so that a broken run can go on.
"""

import dataclasses
import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.tokens import Tokens
from warmline.training.artefact_weights import read_network
from warmline.training.base_weights import base_path, read_base
from warmline.training.calibrate import Fit, fit_all, write_card
from warmline.training.columns import COLUMNS, SHIPPED
from warmline.training.empathy import (
    export_empathy,
    grade,
    is_dev,
    offsets_for,
    read_pairs,
    store_states,
    train_empathy,
)
from warmline.training.export import build_reader, write_model
from warmline.training.fast import distil
from warmline.training.fast_losses import measure_losses, words_of_losses
from warmline.training.heads import (
    OWN_GROUPS,
    features_of,
    fit_heads,
    fit_vector,
    hold_vector,
    targets_of,
)
from warmline.training.learn import Learner, Plan, set_priors, teach_vectors
from warmline.training.mixture import (
    RATES,
    Sample,
    collate,
    families_of,
    make_samples,
    plan_pass,
    training_rows,
)
from warmline.training.network import Network, Shape
from warmline.training.prepare import Bench, prepare_bench, stage_samples, vocabulary_rows
from warmline.training.renew import Sources, renewal_rates, renewed
from warmline.training.report import measure_all, write_report
from warmline.training.rounding import fit_rounding, set_rounding
from warmline.training.sets import Row

SEED = 20261121
NAME = "reader-1.0"
TEACHER_SHARES = {
    "banking77": 1.0, "clinc150": 0.7, "dch": 0.8, "own": 0.5, "xed": 0.1, "brighter": 0.1,
    "goemotions": 0.08, "emobank": 0.15,
}  # fmt: skip
"""Share of each family of sets whose sentence vectors are held to those of the base encoder."""
EARLIER_SHARE = 0.5
"""Of the first stage's weights in the average with the second's."""
HEAD_SHARES = {
    "own": 1.0, "turn": 1.0, "article": 1.0, "banking77": 1.0, "clinc150": 0.3, "dch": 0.5,
}  # fmt: skip
"""Share of each family of sets that the heads of our own lines and the vector are fitted on."""
VECTOR_WEIGHTS = {"article": 1.0, "dch": 1.0, "banking77": 0.7, "clinc150": 0.1}
"""How much each family counts when the sentence vector is fitted."""


@dataclass(frozen=True)
class Order:
    """What to make, from what, and for how long."""

    sets: Path
    lines: Path
    work: Path
    out: Path
    pairs: Path = Path("benchmarks/question_articles.jsonl")
    first_steps: int = 9000
    second_steps: int = 5500
    third_steps: int = 1500
    renew_steps: int = 1300
    fresh: frozenset[str] = frozenset()
    """For a renewal: topics of our own lines that the artefact has not seen."""
    rounded_share: float = 0.35
    """Last share of the second stage in which products are rounded."""
    most_seconds: float = float("inf")
    """For each stage."""
    with_empathy: bool = True


def run(order: Order, stages: tuple[str, ...]) -> None:
    """Run the stages in the order of `STAGES`."""
    order.work.mkdir(parents=True, exist_ok=True)
    order.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    for name, stage in STAGES.items():
        if name in stages and (name != "empathy" or order.with_empathy):
            started = time.monotonic()
            stage(order)
            _note(order, f"seconds.{name}", round(time.monotonic() - started))


def learn_first(order: Order) -> None:
    """Cut the vocabulary and learn from the sets, our own lines among them."""
    bench = prepare_bench(vocabulary_rows(order.sets))
    bench.tokenizer.save(str(order.work / "tokenizer.json"), pretty=False)
    np.save(order.work / "kept.npy", np.array(bench.kept))
    _note(order, "hashes", hash_sources(order))
    network = bench.network()
    samples = stage_samples(order.sets, order.lines, bench.tokens)
    set_priors(network, samples)
    teacher = _teacher(bench.network(0.0), samples, bench.tokenizer)
    plan = Plan(RATES["first"], order.first_steps, order.most_seconds)
    learner = Learner(network, samples, teacher, plan)
    learner.run(order.work)
    learner.average.put_into(network)
    torch.save(network.state_dict(), order.work / "first.pt")


def learn_second(order: Order) -> None:
    """Go on with our own lines in front; round the products for the last part."""
    tokenizer, network = open_network(order, "first.pt")
    samples = stage_samples(order.sets, order.lines, Tokens(tokenizer))
    base = Bench(
        read_base(base_path()), tokenizer, tuple(np.load(order.work / "kept.npy").tolist())
    )
    teacher = _teacher(base.network(0.0), samples, tokenizer)
    plan = Plan(
        RATES["second"], order.second_steps, order.most_seconds,
        warm_up=60, decay_from=0.15, last_share=0.02, seed=SEED + 1,
    )  # fmt: skip
    learner = Learner(network, samples, teacher, plan)
    learner.round_from = 1.0 - order.rounded_share
    learner.fit_rounding = lambda: fit_rounding(network, sample_batches(samples))
    learner.run(order.work)
    learner.average.put_into(network)
    torch.save(network.state_dict(), order.work / "second.pt")


def learn_third(order: Order) -> None:
    """
    Average the weights of both stages, round anew, and settle with small steps.

    The second stage knows our own lines better, the first forgets less: their middle does both.

    Source:
        Wortsman et al. 2022, arXiv:2109.01903 (averaging weights of two stages of fine-tuning).
    """
    tokenizer, network = open_network(order, "second.pt")
    _, earlier = open_network(order, "first.pt")
    with torch.no_grad():
        for late, early in zip(network.parameters(), earlier.parameters(), strict=True):
            late.lerp_(early, EARLIER_SHARE)
    samples = stage_samples(order.sets, order.lines, Tokens(tokenizer))
    nothing = np.zeros((len(samples), network.encoder.shape.width), np.float16)
    plan = Plan(
        RATES["third"], order.third_steps, order.most_seconds, top_rate=6e-5, word_rate=2e-5,
        warm_up=40, decay_from=0.2, last_share=0.02, pair_every=8, seed=SEED + 2,
    )  # fmt: skip
    fit_rounding(network, sample_batches(samples))
    learner = Learner(network, samples, nothing, plan)
    learner.round_from = 0.0
    learner.run(order.work)
    learner.average.put_into(network)
    torch.save(network.state_dict(), order.work / "third.pt")


def renew(order: Order) -> None:
    """Instead of the three stages: go on from the artefact in `out`, with the lines as they are."""
    _note(order, "hashes", hash_sources(order))
    blob = (order.out / "reader.onnx").read_bytes()
    _note(order, "renewed", hashlib.sha256(blob).hexdigest())
    _note(order, "fresh", sorted(order.fresh))
    card = json.loads((order.out / "card.json").read_text(encoding="utf-8"))
    _note(order, "earlier", card["facts"])
    plan = Plan(
        renewal_rates(), order.renew_steps, order.most_seconds, top_rate=6e-5, word_rate=2e-5,
        warm_up=40, decay_from=0.2, last_share=0.02, pair_every=8, seed=SEED + 3,
    )  # fmt: skip
    sources = Sources(order.sets, order.lines, order.fresh)
    network = renewed(order.out, sources, plan, order.work)
    torch.save(network.state_dict(), order.work / "third.pt")


def learn_heads(order: Order) -> None:
    """Fit the heads of our own lines and the sentence vector anew on the finished encoder."""
    _note(order, "hashes", hash_sources(order))
    tokenizer, network = open_network(order, "third.pt")
    tokens = Tokens(tokenizer)
    set_rounding(network, on=True)
    samples = make_samples(_head_rows(order), tokens)
    features = features_of(network, samples)
    fit_heads(network, features, targets_of(samples), OWN_GROUPS)
    if "renewed" in _notes(order):
        hold_vector(network, features, _earlier_vectors(order, samples))
    else:
        fit_vector(network, features, families_of(samples, VECTOR_WEIGHTS))
    set_rounding(network, on=False)
    torch.save(network.state_dict(), order.work / "heads.pt")


def _head_rows(order: Order) -> list[Row]:
    """What heads and vector are fitted on."""
    rng = np.random.default_rng(SEED + 2)
    return [
        row
        for row in training_rows(order.sets, order.lines)
        if rng.random() < HEAD_SHARES.get(row.origin.split("-")[0], 0.0)
    ]


def _earlier_vectors(order: Order, samples: list[Sample]) -> torch.Tensor:
    """The sentence vectors of the artefact that a renewal began from; export comes later."""
    _, earlier = read_network(order.out)
    set_rounding(earlier, on=True)
    features = features_of(earlier, samples)
    width = earlier.encoder.shape.width
    seen = torch.cat([features[:, :width], features[:, 2 * width :]], dim=1)
    with torch.no_grad():
        return torch.nn.functional.normalize(earlier.vector(seen), dim=-1)


def sample_batches(samples: list[Sample], count: int = 40) -> list[np.ndarray]:
    """Give batches like those that are learnt from, to fit the rounding on."""
    rng = np.random.default_rng(SEED)
    batches = plan_pass(samples, RATES["second"], rng, 1200)[:count]
    return [collate(samples, batch).ids for batch in batches]


def open_network(order: Order, name: str) -> tuple[Tokenizer, Network]:
    """Load the tokenizer and the weights of an earlier stage."""
    tokenizer = Tokenizer.from_file(str(order.work / "tokenizer.json"))
    network = Network(Shape(tokenizer.get_vocab_size()), dropout=0.1)
    state = torch.load(order.work / name, weights_only=False)
    if "average" in state:
        network.load_state_dict(state["network"], strict=False)
        for parameter, average in zip(network.parameters(), state["average"], strict=True):
            parameter.data.copy_(average)
    else:
        network.load_state_dict(state, strict=False)
    return tokenizer, network


def export(order: Order) -> None:
    """Write the graph and the tokenizer, with no calibration yet."""
    tokenizer, network = open_network(order, "heads.pt")
    network.eval()
    set_rounding(network, on=False)
    columns = [COLUMNS.index(column) for column in SHIPPED]
    write_model(build_reader(network, columns), order.out / "reader.onnx")
    tokenizer.save(str(order.out / "tokenizer.json"), pretty=False)
    for other in ("empathy.onnx", "fast.npz", "fast.json"):  # they are made of another encoder
        (order.out / other).unlink(missing_ok=True)
    write_card(order.out, Fit(), NAME)


def calibrate(order: Order) -> None:
    """Fit slopes, shifts and thresholds on the exported graph."""
    write_card(order.out, Fit(), NAME)
    write_card(order.out, fit_all(OnnxReader(order.out), order.sets, order.lines), NAME)


def add_fast(order: Order) -> None:
    """Distil the calibrated reader into the small table that reads archives."""
    distil(order.sets, order.lines, order.out)


def add_empathy(order: Order) -> None:
    """Train the separable head on four fifths, choose its offsets on the fifth kept for that."""
    reader = OnnxReader(order.out)
    _, network = open_network(order, "heads.pt")
    pairs = read_pairs(order.sets)
    stored = store_states(reader, pairs)
    learn = [n for n, pair in enumerate(pairs) if not is_dev(pair)]
    held = [n for n, pair in enumerate(pairs) if is_dev(pair)]
    head = train_empathy(stored, network, learn)
    offsets = offsets_for(grade(head, stored, held), stored.levels[held])
    with torch.no_grad():
        head.levels.bias += torch.from_numpy(offsets.reshape(-1))
    export_empathy(head, stored, learn, order.out / "empathy.onnx")
    card = json.loads((order.out / "reader.json").read_text(encoding="utf-8"))
    blob = (order.out / "empathy.onnx").read_bytes()
    card["hashes"]["empathy.onnx"] = hashlib.sha256(blob).hexdigest()
    text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    (order.out / "reader.json").write_text(text, encoding="utf-8")


def report(order: Order) -> None:
    """Measure the finished artefact and write its card."""
    facts = json.loads((order.work / "run.json").read_text(encoding="utf-8"))
    figures = measure_all(OnnxReader(order.out), order.sets, order.lines, order.pairs)
    losses = measure_losses(order.out, order.sets, order.lines, figures)
    write_report(order.out, figures | {"fast": losses}, facts)
    with (order.out / "CARD.md").open("a", encoding="utf-8") as card:
        card.write(words_of_losses(losses))


STAGES = {
    "first": learn_first,
    "second": learn_second,
    "third": learn_third,
    "renew": renew,
    "heads": learn_heads,
    "export": export,
    "calibrate": calibrate,
    "fast": add_fast,
    "empathy": add_empathy,
    "report": report,
}


DEFAULT_STAGES = tuple(name for name in STAGES if name != "renew")


def hash_sources(order: Order) -> dict[str, str]:
    """Hash every set and our own lines, so that the card can say what was learnt from."""
    hashes = {}
    for folder in [*sorted(p for p in order.sets.iterdir() if p.is_dir()), order.lines]:
        digest = hashlib.sha256()
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
        hashes[folder.name] = digest.hexdigest()
    return hashes


def _teacher(network: Network, samples: list[Sample], tokenizer: Tokenizer) -> np.ndarray:
    prefix = tokenizer.encode("query:", add_special_tokens=False).ids
    rng = np.random.default_rng(SEED)
    return teach_vectors(network, samples, prefix, TEACHER_SHARES, rng)


def _notes(order: Order) -> dict[str, object]:
    """The facts about the run so far."""
    path = order.work / "run.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _note(order: Order, key: str, value: object) -> None:
    """Keep a fact about the run for the model card."""
    path, notes = order.work / "run.json", _notes(order)
    order_facts = {k: str(v) for k, v in dataclasses.asdict(order).items() if "steps" in k}
    notes |= {"seed": SEED, "order": order_facts, key: value}
    path.write_text(json.dumps(notes, indent=1) + "\n", encoding="utf-8")
