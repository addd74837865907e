"""
Teaches the network all columns at once, from batches in which most labels are unknown.

One stage is a warm-up, a plateau and a decay of the learning rate; weights are averaged along the
way (EMA), and a checkpoint holds all that is needed to go on. Word vectors are updated row by row,
only where a batch used them, because most rows of the vocabulary are not in a batch.
"""

import json
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from warmline.reading.tokens import PAD
from warmline.training.columns import GROUPS
from warmline.training.losses import group_losses, pair_loss, vector_loss
from warmline.training.mixture import (
    Batch,
    Sample,
    collate,
    draw_pairs,
    families_of,
    plan_pass,
)
from warmline.training.network import Network
from warmline.training.rounding import set_rounding

PAIR_TOKENS = 64
"""Pairs are short; the rest of a long one is cut."""
PAIR_SHARES = {"banking77": 0.35, "clinc150": 0.1, "dch": 0.2, "article": 0.35}
"""How often pairs of each family are drawn."""


@dataclass(frozen=True)
class Plan:
    """How one stage learns."""

    rates: dict[str, float]
    steps: int
    most_seconds: float = float("inf")
    """The schedule is squeezed into this time if the machine is slower than thought."""
    top_rate: float = 1.7e-4
    """Learning rate of the heads and of the top layer."""
    layer_decay: float = 0.93
    """Factor on the learning rate for each layer further down."""
    word_rate: float = 8e-5
    warm_up: int = 250
    decay_from: float = 0.4
    """Share of the steps after which the rate falls, linearly."""
    last_share: float = 0.35
    """What is left of the rate at the last step; 0 in the last stage."""
    budget: int = 1600
    """Tokens of one batch."""
    pair_every: int = 12
    """Each so many steps a batch of pairs teaches the sentence vector."""
    seed: int = 20261121


class WordRows:
    """Adam for the word vectors, kept to the rows that a batch used."""

    def __init__(self, weight: Tensor) -> None:
        """Start without moments."""
        self.weight = weight
        self.first = torch.zeros_like(weight)
        self.second = torch.zeros_like(weight)
        self.counts = torch.zeros(len(weight), 1)

    def step(self, rows: Tensor, gradient: Tensor, rate: float) -> None:
        """Move the rows against their gradient."""
        count = self.counts[rows] + 1
        first = self.first[rows].lerp_(gradient, 0.1)
        second = self.second[rows].lerp_(gradient * gradient, 0.02)
        self.counts[rows], self.first[rows], self.second[rows] = count, first, second
        up = first / (1 - 0.9**count)
        down = (second / (1 - 0.98**count)).sqrt_().add_(1e-8)
        self.weight[rows] -= rate * up / down


class Average:
    """An exponential moving average of all weights."""

    def __init__(self, network: Network, keep: float = 0.99, every: int = 5) -> None:
        """Start from the weights as they are."""
        self.keep, self.every = keep, every
        self.weights = [p.detach().clone() for p in network.parameters()]

    def update(self, network: Network, step: int) -> None:
        """Move the average towards the weights, every few steps."""
        if step % self.every == 0:
            keep = min(self.keep, (1 + step / self.every) / (10 + step / self.every))
            current = [p.detach() for p in network.parameters()]
            torch._foreach_lerp_(self.weights, current, 1 - keep)

    def put_into(self, network: Network) -> None:
        """Overwrite the weights of a network with the average."""
        with torch.no_grad():
            for parameter, average in zip(network.parameters(), self.weights, strict=True):
                parameter.copy_(average)


class Pairs:
    """Draws pairs of texts with the same intent, those of one family together."""

    def __init__(self, samples: Sequence[Sample], rng: np.random.Generator) -> None:
        """Sort the samples by family and intent."""
        families = families_of(samples, PAIR_SHARES)
        shares = np.array([family.weight for family in families])
        self._families, self._shares = families, shares / shares.sum()
        self._rng = rng

    def draw(self, count: int = 40) -> tuple[list[int], list[int], npt.NDArray[np.bool_]]:
        """Draw pairs of one family, so that the contrast is a hard one."""
        family = self._families[self._rng.choice(len(self._families), p=self._shares)]
        first, second = draw_pairs(family, self._rng, count)
        same = np.zeros((len(first), len(first)), np.bool_)
        return first.tolist(), second.tolist(), same


def learning_rate(step: int, progress: float, plan: Plan) -> float:
    """
    Give the share of the top rate: warm-up, plateau, linear decay.

    Args:
        progress: share of the stage that is done, 0..1.
    """
    if step < plan.warm_up:
        return (step + 1) / plan.warm_up
    gone = max(0.0, progress - plan.decay_from) / (1.0 - plan.decay_from)
    return 1.0 - (1.0 - plan.last_share) * min(1.0, gone)


def parameter_groups(network: Network, plan: Plan) -> list[dict[str, object]]:
    """Give each layer its own learning rate; norms and biases do not decay."""
    depth = len(network.encoder.layers)
    found: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if name == "words.weight":
            continue
        level = depth
        if name.startswith("encoder.layers."):
            level = int(name.split(".")[2])
        elif name.startswith("encoder."):
            level = 0
        heads = 3.0 if name.startswith(("head.", "vector.")) else 1.0
        rate = heads * plan.top_rate * plan.layer_decay ** (depth - level)
        decay = 0.01 if parameter.ndim > 1 else 0.0
        found.setdefault((rate, decay), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "peak": rate, "weight_decay": decay}
        for (rate, decay), parameters in found.items()
    ]


class Learner:
    """Runs one stage."""

    def __init__(
        self,
        network: Network,
        samples: Sequence[Sample],
        teacher: npt.NDArray[np.float16],
        plan: Plan,
    ) -> None:
        """Take a network, what to learn from, and how."""
        self.network, self.samples, self.teacher, self.plan = network, samples, teacher, plan
        self.rng = np.random.default_rng(plan.seed)
        self.optimiser = torch.optim.AdamW(
            parameter_groups(network, plan), betas=(0.9, 0.98), eps=1e-6, fused=True
        )
        network.words.weight.requires_grad_(False)
        self.words = WordRows(network.words.weight)
        self.average = Average(network)
        self.pairs = Pairs(samples, self.rng)
        self.started = time.monotonic()
        self.round_from = float("inf")
        self.fit_rounding: Callable[[], None] = lambda: None
        self.is_rounding = False
        self.step = 0
        self.tallies: dict[str, float] = {}
        self.seen_tokens = 0

    def run(self, folder: Path, save_every: int = 4000) -> None:
        """Learn until the plan's last step, writing progress and checkpoints to a folder."""
        started = self.started = time.monotonic()
        for indices in self._batches():
            if self.progress >= 1.0:
                break
            if self.progress >= self.round_from and not self.is_rounding:
                self._begin_rounding()
            self._learn(collate(self.samples, indices))
            if self.plan.pair_every and self.step % self.plan.pair_every == 0:
                self._learn_pairs()
            self.step += 1
            self.average.update(self.network, self.step)
            if self.step % 50 == 0:
                self._report(folder / "progress.jsonl", time.monotonic() - started)
            if self.step % save_every == 0:
                self.save(folder / "checkpoint.pt")
        self.save(folder / "checkpoint.pt")

    def _begin_rounding(self) -> None:
        """From here the network learns with its products rounded as they ship."""
        self.fit_rounding()
        set_rounding(self.network, on=True)
        self.is_rounding = True

    @property
    def progress(self) -> float:
        """Share of the stage that is done, by steps or by time, whichever is further."""
        elapsed = time.monotonic() - self.started
        return max(self.step / self.plan.steps, elapsed / self.plan.most_seconds)

    def _batches(self) -> Iterator[list[int]]:
        while True:
            yield from plan_pass(self.samples, self.plan.rates, self.rng, self.plan.budget)

    def _embed(self, ids: npt.NDArray[np.int64]) -> tuple[Tensor, Tensor, Tensor]:
        rows, inverse = torch.unique(torch.from_numpy(ids), return_inverse=True)
        used = self.network.words.weight[rows].detach().requires_grad_(True)
        return rows, used, functional.embedding(inverse, used)

    def _learn(self, batch: Batch) -> None:
        rows, used, words = self._embed(batch.ids)
        mask = torch.from_numpy(batch.ids != PAD)
        with torch.autocast("cpu", torch.bfloat16):
            columns, vectors = self.network(words, mask)
        losses = group_losses(columns, torch.from_numpy(batch.targets))
        taught = torch.from_numpy(self.teacher[list(batch.samples)].astype(np.float32))
        has_teacher = taught.abs().sum(-1) > 0
        if int(has_teacher.sum()) > 1:
            share = has_teacher.float().mean()
            losses["vector"] = share * vector_loss(vectors[has_teacher], taught[has_teacher])
        self._move(losses, rows, used)
        self.seen_tokens += int(mask.sum())

    def _learn_pairs(self) -> None:
        first, second, same = self.pairs.draw()
        ids = collate(self.samples, first + second).ids[:, :PAIR_TOKENS]
        rows, used, words = self._embed(ids)
        with torch.autocast("cpu", torch.bfloat16):
            _, vectors = self.network(words, torch.from_numpy(ids != PAD))
        half = len(first)
        loss = pair_loss(vectors[:half], vectors[half:], torch.from_numpy(same))
        self._move({"pairs": 0.5 * loss}, rows, used)

    def _move(self, losses: dict[str, Tensor], rows: Tensor, used: Tensor) -> None:
        total = torch.stack(list(losses.values())).sum()
        total.backward()
        torch.nn.utils.clip_grad_norm_(
            [p for p in self.network.parameters() if p.grad is not None], 1.0
        )
        share = learning_rate(self.step, self.progress, self.plan)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        self.optimiser.step()
        self.optimiser.zero_grad()
        assert used.grad is not None
        self.words.step(rows, used.grad, self.plan.word_rate * share)
        for name, loss in losses.items():
            self.tallies[name] = self.tallies.get(name, 0.0) + float(loss.detach())

    def _report(self, path: Path, seconds: float) -> None:
        line = {
            "step": self.step,
            "seconds": round(seconds, 1),
            "tokens": self.seen_tokens,
            "losses": {name: round(total / 50, 4) for name, total in self.tallies.items()},
        }
        with path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(line) + "\n")
        self.tallies = {}

    def save(self, path: Path) -> None:
        """Write weights, average and optimiser, atomically."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average.weights,
            "optimiser": self.optimiser.state_dict(),
            "words": (self.words.first, self.words.second, self.words.counts),
            "rng": self.rng.bit_generator.state,
            "torch_rng": torch.get_rng_state(),
            "step": self.step,
            "plan": asdict(self.plan),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint; the order within the broken pass is drawn anew."""
        state = torch.load(path, weights_only=False)
        self.network.load_state_dict(state["network"])
        self.average.weights = state["average"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.words.first, self.words.second, self.words.counts = state["words"]
        self.rng.bit_generator.state = state["rng"]
        torch.set_rng_state(state["torch_rng"])
        self.step = int(state["step"])


def set_priors(network: Network, samples: Sequence[Sample]) -> None:
    """Start the bias of every chance at the logit of its share among known labels."""
    targets = np.stack([sample.targets for sample in samples])
    start = 0
    for group in GROUPS:
        for column in range(start, start + len(group.columns)):
            values = targets[:, column]
            values = values[~np.isnan(values)].astype(np.float32)
            if group.kind == "chance" and len(values):
                share = min(0.95, max(0.002, float(values.mean())))
                network.head.bias.data[column] = math.log(share / (1 - share))
        start += len(group.columns)


@torch.no_grad()
def teach_vectors(
    network: Network,
    samples: Sequence[Sample],
    prefix: Sequence[int],
    origins: dict[str, float],
    rng: np.random.Generator,
) -> npt.NDArray[np.float16]:
    """
    Give the base encoder's own sentence vectors, zero where none was asked for.

    Args:
        prefix: ids of "query: ", which the base encoder expects before every text.
        origins: share of each family of sets to compute vectors for.

    Shapes:
        float16 [len(samples), width].
    """
    vectors = np.zeros((len(samples), network.encoder.shape.width), np.float16)
    chosen = [
        i
        for i, sample in enumerate(samples)
        if rng.random() < origins.get(sample.origin.split("-")[0], 0.0)
    ]
    chosen.sort(key=lambda i: len(samples[i].ids))
    network.eval()
    for start in range(0, len(chosen), 64):
        part = chosen[start : start + 64]
        ids = collate(samples, part).ids
        begin = np.tile(np.array([ids[0, 0], *prefix]), (len(part), 1))
        ids = np.concatenate([begin, ids[:, 1:]], axis=1)
        with torch.autocast("cpu", torch.bfloat16):
            _, out = network(network.words(torch.from_numpy(ids)), torch.from_numpy(ids != PAD))
        vectors[part] = out.numpy().astype(np.float16)
    network.train()
    return vectors
