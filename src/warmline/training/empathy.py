"""
Teaches the separable empathy head: two layers of its own on the frozen middle states of the reader.

EPITOME states no licence, so nothing of it reaches the reader's own weights: the reader is read
only, and the head is a file that can be left out (`--without epitome`).
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn
from torch.nn import functional

from warmline.outcomes.measures import macro_f1
from warmline.reading.onnx_reader import MECHANISMS, OnnxReader
from warmline.reading.tokens import PAD
from warmline.training.export import CONTRIB, OPSET, Graph, add_shares, mean_node, write_model
from warmline.training.network import Layer, Network, Shape
from warmline.training.rounding import fit_parts, set_rounding
from warmline.training.sets import is_fifth

LAYERS = 2
LEVELS = 3
EPOCHS = 8
TOP_RATE = 3e-4


@dataclass(frozen=True)
class Pair:
    """What a seeker wrote, a reply, and its level of each mechanism."""

    seeker: str
    reply: str
    levels: tuple[int, int, int]


class EmpathyHead(nn.Module):
    """Layers of its own, then a mean over the reply's and all tokens, then levels."""

    def __init__(self, shape: Shape, dropout: float = 0.15) -> None:
        """Build the layers."""
        super().__init__()
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.levels = nn.Linear(2 * shape.width, LEVELS * len(MECHANISMS))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """
        Give the logits of the levels.

        Shapes:
            states [n, t, width], mask bool [n, t] -> [n, mechanisms, levels].
        """
        bias = torch.zeros(mask.shape).masked_fill_(~mask, -1e4)[:, None, None].to(states.dtype)
        for layer in self.layers:
            states = layer(states, bias)
        weights = mask.float().unsqueeze(-1)
        states = states.float()
        mean = (states * weights).sum(1) / weights.sum(1)
        seen = self.dropout(torch.cat([mean, states[:, 0]], dim=-1))
        return self.levels(seen).view(-1, len(MECHANISMS), LEVELS)


def read_pairs(folder: Path) -> list[Pair]:
    """Join the three files of EPITOME by their ids."""
    levels: dict[tuple[str, str], dict[str, int]] = {}
    texts: dict[tuple[str, str], tuple[str, str]] = {}
    for mechanism in MECHANISMS:
        path = folder / "epitome" / f"{mechanism.replace('-', '_')}.csv"
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                key = (row["sp_id"], row["rp_id"])
                levels.setdefault(key, {})[mechanism] = int(row["level"])
                texts[key] = (row["seeker_post"], row["response_post"])
    return [
        Pair(*texts[key], (found[MECHANISMS[0]], found[MECHANISMS[1]], found[MECHANISMS[2]]))
        for key, found in levels.items()
        if len(found) == len(MECHANISMS)
    ]


@dataclass(frozen=True)
class Stored:
    """The frozen states of pairs."""

    ids: list[list[int]]
    states: list[npt.NDArray[np.float16]]
    levels: npt.NDArray[np.int64]


def store_states(reader: OnnxReader, pairs: Sequence[Pair]) -> Stored:
    """Run the frozen reader once over all pairs."""
    ids = reader.pair_ids([(pair.seeker, pair.reply) for pair in pairs])
    states: list[npt.NDArray[np.float16]] = [np.zeros((0, 0), np.float16)] * len(ids)
    for places, middle in reader.middle_states(ids):
        for row, place in enumerate(places):
            states[place] = middle[row, : len(ids[place])].astype(np.float16)
    return Stored(ids, states, np.array([pair.levels for pair in pairs]))


def _batches(places: Sequence[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(places), size):
        yield list(places[start : start + size])


def _collate(stored: Stored, places: Sequence[int]) -> tuple[Tensor, Tensor]:
    longest = max(len(stored.ids[p]) for p in places)
    longest += -longest % 16
    states = np.zeros((len(places), longest, stored.states[0].shape[1]), np.float32)
    mask = np.zeros((len(places), longest), np.bool_)
    for row, place in enumerate(places):
        states[row, : len(stored.ids[place])] = stored.states[place]
        mask[row, : len(stored.ids[place])] = True
    return torch.from_numpy(states), torch.from_numpy(mask)


def train_empathy(
    stored: Stored, network: Network, learn: Sequence[int], seed: int = 20261121
) -> EmpathyHead:
    """
    Train the head; its layers start as copies of the reader's later layers.

    Args:
        stored: frozen states of all pairs.
        network: the reader, for the first weights.
        learn: numbers of the pairs to learn from.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    head = EmpathyHead(network.encoder.shape)
    for number, layer in enumerate(head.layers):
        layer.load_state_dict(network.encoder.layers[8 + number].state_dict())
    set_rounding(head, on=False)
    weights = _level_weights(stored.levels[list(learn)])
    groups = [
        {"params": head.layers.parameters(), "lr": TOP_RATE},
        {"params": head.levels.parameters(), "lr": 3 * TOP_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.02, fused=True)
    steps = EPOCHS * -(-len(learn) // 24)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [TOP_RATE, 3 * TOP_RATE], total_steps=steps + 1, pct_start=0.1
    )
    head.train()
    for _ in range(EPOCHS):
        for places in _batches(rng.permutation(learn).tolist(), 24):
            states, mask = _collate(stored, places)
            with torch.autocast("cpu", torch.bfloat16):
                logits = head(states.to(torch.bfloat16), mask).float()
            truth = torch.from_numpy(stored.levels[places])
            loss = sum(
                functional.cross_entropy(
                    logits[:, m], truth[:, m], weights[m], label_smoothing=0.05
                )
                for m in range(len(MECHANISMS))
            )
            assert isinstance(loss, Tensor)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
    return head.eval()


def _level_weights(levels: npt.NDArray[np.int64]) -> Tensor:
    """Weigh rare levels up, by the square root of how rare they are."""
    counts = np.stack([np.bincount(levels[:, m], minlength=LEVELS) for m in range(levels.shape[1])])
    weights = np.sqrt(counts.sum(1, keepdims=True) / (LEVELS * np.maximum(counts, 1)))
    return torch.from_numpy(weights.astype(np.float32))


@torch.no_grad()
def grade(head: EmpathyHead, stored: Stored, places: Sequence[int]) -> npt.NDArray[np.float32]:
    """
    Give the logits of some pairs.

    Shapes:
        float32 [n, mechanisms, levels].
    """
    parts = []
    for batch in _batches(places, 32):
        states, mask = _collate(stored, batch)
        parts.append(head(states, mask).numpy())
    return np.concatenate(parts)


def offsets_for(
    logits: npt.NDArray[np.float32], truth: npt.NDArray[np.int64]
) -> npt.NDArray[np.float32]:
    """
    Choose what is added to each level's logit so that macro-F1 is best on development pairs.

    Shapes:
        logits [n, mechanisms, levels], truth [n, mechanisms] -> [mechanisms, levels].
    """
    chosen = np.zeros(logits.shape[1:], np.float32)
    grid = np.linspace(-1.2, 1.2, 13)
    for m in range(logits.shape[1]):
        best = -1.0
        for weak in grid:
            for strong in grid:
                offsets = np.array([0.0, weak, strong], np.float32)
                score = levels_f1(truth[:, m], (logits[:, m] + offsets).argmax(1))
                if score > best + 1e-9:
                    best, chosen[m] = score, offsets
    return chosen


def levels_f1(truth: npt.NDArray[np.int64], guess: npt.NDArray[np.int64]) -> float:
    """Give the macro-F1 of the three levels."""
    levels = np.arange(LEVELS)
    return macro_f1(truth[:, None] == levels, guess[:, None] == levels)


def is_dev(pair: Pair) -> bool:
    """Whether a pair belongs to our own development fifth, by hash of the seeker's post."""
    return is_fifth(pair.seeker)


def export_empathy(head: EmpathyHead, stored: Stored, learn: Sequence[int], path: Path) -> None:
    """Round the head to 8 bits and write it as a graph of its own."""
    sample = list(learn[:96])

    def run() -> Iterator[Tensor]:
        for batch in _batches(sample, 16):
            states, mask = _collate(stored, batch)
            head(states, mask)
            yield mask

    fit_parts(head, run)
    graph = Graph()
    pad = graph.constant("pad", np.array(PAD, np.int64))
    kept = graph.add("Not", [graph.add("Equal", ["ids", pad], "is_pad")], "is_token")
    graph.add("Cast", [kept], "key_mask", to=TensorProto.INT32)
    states = "middle"
    for number, layer in enumerate(head.layers):
        assert isinstance(layer, Layer)
        states = graph.layer(states, layer, f"layer{number}")
    _finish(graph, head, states, path)


def _finish(graph: Graph, head: EmpathyHead, states: str, path: Path) -> None:
    add_shares(graph)
    mean = mean_node(graph, states, "mean")
    nought = graph.constant("nought", np.array(0, np.int64))
    first = graph.add("Gather", [states, nought], "opening", axis=1)
    seen = graph.add("Concat", [mean, first], "seen", axis=-1)
    weights = [
        graph.constant("levels.weight", head.levels.weight.detach().numpy()),
        graph.constant("levels.bias", head.levels.bias.detach().numpy()),
    ]
    flat = graph.add("Gemm", [seen, *weights], "flat", transB=1)
    shape = graph.constant("levels.shape", np.array([-1, len(MECHANISMS), LEVELS], np.int64))
    logits = graph.add("Reshape", [flat, shape], "logits")
    graph.add("Softmax", [logits], "levels", axis=-1)
    width = head.layers[0].out.weight.shape[0]
    inputs = [
        helper.make_tensor_value_info("middle", TensorProto.FLOAT, ["n", "t", width]),
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["n", "t"]),
    ]
    output = helper.make_tensor_value_info("levels", TensorProto.FLOAT, ["n", 3, LEVELS])
    body = helper.make_graph(graph.nodes, "empathy", inputs, [output], graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(body, opset_imports=opsets, ir_version=10, producer_name="warmline")
    write_model(model, path)
