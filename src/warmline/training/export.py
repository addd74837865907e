"""
Writes the trained network as an ONNX graph of quantised parts.

The products of the encoder become 8-bit: weights with a step per output, states with a fixed step
per product and a smoothing per channel, so that a message reads the same alone and in a batch. Word
vectors become int8 with a step per row. Heads, norms and biases stay fp32. The graph is written
node by node: every operator in it is one that the runtime has a fast kernel for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from warmline.reading.tokens import PAD
from warmline.training.network import MIDDLE_LAYER, Layer, Network, RoundedLinear, Shape

OPSET = 21
CONTRIB = "com.microsoft"

Array = npt.NDArray[np.generic]


@dataclass
class Graph:
    """A graph under construction."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, name: str, values: Array) -> str:
        """Add an initialiser."""
        self.constants.append(numpy_helper.from_array(values.copy(order="C"), name))
        return name

    def add(
        self,
        kind: str,
        inputs: Sequence[str],
        output: str,
        *,
        contrib: bool = False,
        **options: object,
    ) -> str:
        """Add a node with one output."""
        domain = CONTRIB if contrib else ""
        node = helper.make_node(kind, list(inputs), [output], name=output, domain=domain, **options)
        self.nodes.append(node)
        return output

    def product(
        self,
        states: str,
        linear: RoundedLinear,
        name: str,
        *,
        with_bias: bool = True,
        shrink: npt.NDArray[np.float32] | None = None,
    ) -> str:
        """
        Multiply by a rounded matrix.

        Args:
            states: already divided by the smoothing of `linear`.
            shrink: divides the outputs, channel by channel: smoothing of what comes next.

        Shapes:
            states [n, t, in] -> [n, t, out].
        """
        levels, steps = (part.detach().numpy() for part in linear.levels())
        outs = levels.shape[0]
        shrink = np.ones(outs, np.float32) if shrink is None else shrink
        step = self.constant(name + ".step", linear.step.numpy().astype(np.float32))
        zero = self.constant(name + ".zero", linear.zero.numpy().astype(np.uint8))
        rounded = self.add("QuantizeLinear", [states, step, zero], name + ".rounded")
        inputs = [
            rounded,
            self.constant(name + ".levels", levels.T.astype(np.int8)),
            step,
            self.constant(name + ".steps", (steps[:, 0] / shrink).astype(np.float32)),
            zero,
            self.constant(name + ".nought", np.array(0, np.int8)),
        ]
        if with_bias:
            inputs.append(self.constant(name + ".bias", linear.bias.detach().numpy() / shrink))
        return self.add("MatMulIntegerToFloat", inputs, name, contrib=True)

    def smooth(self, states: str, linear: RoundedLinear, name: str) -> str:
        """Divide states by the smoothing of the matrix that they go into."""
        factors = self.constant(name + ".factors", (1.0 / linear.smoothing).numpy())
        return self.add("Mul", [states, factors], name)

    def skip_norm(self, states: str, skip: str, norm: nn.LayerNorm, name: str) -> str:
        """Add two states and normalise the sum."""
        total = self.add("Add", [states, skip], name + ".sum")
        inputs = [total, *self.norm_constants(norm, name)]
        return self.add("LayerNormalization", inputs, name, axis=-1, epsilon=norm.eps)

    def norm_constants(self, norm: nn.LayerNorm, name: str) -> list[str]:
        """Add the gain and bias of a norm."""
        assert norm.bias is not None
        return [
            self.constant(name + ".gain", norm.weight.detach().numpy()),
            self.constant(name + ".shift", norm.bias.detach().numpy()),
        ]

    def layer(self, states: str, layer: Layer, name: str) -> str:
        """Add one layer of the encoder."""
        width = layer.out.weight.shape[0]
        later = layer.out.smoothing.numpy()
        shrink = np.concatenate([np.ones(2 * width, np.float32), later])
        smoothed = self.smooth(states, layer.qkv, name + ".qkv.in")
        packed = self.product(smoothed, layer.qkv, name + ".qkv", with_bias=False, shrink=shrink)
        parts = [f"{name}.{part}" for part in "qkv"]
        self.nodes.append(
            helper.make_node("Split", [packed], parts, name=name + ".split", axis=-1, num_outputs=3)
        )
        bias = self.constant(name + ".qkv.bias", layer.qkv.bias.detach().numpy() / shrink)
        mixed = self.add(
            "MultiHeadAttention", [*parts, bias, "key_mask"], name + ".mixed",
            contrib=True, num_heads=layer.heads, mask_filter_value=-1e4,
        )  # fmt: skip
        out = self.product(mixed, layer.out, name + ".out")
        states = self.skip_norm(out, states, layer.out_norm, name + ".out_norm")
        up = self.product(self.smooth(states, layer.up, name + ".up.in"), layer.up, name + ".up")
        inner = self.smooth(self.add("Gelu", [up], name + ".gelu"), layer.down, name + ".down.in")
        down = self.product(inner, layer.down, name + ".down")
        return self.skip_norm(down, states, layer.down_norm, name + ".states")


def embed(graph: Graph, network: Network) -> str:
    """Add int8 word vectors, positions, their norm, and the masks."""
    words = network.words.weight.detach().numpy()
    scales = np.maximum(np.abs(words).max(1, keepdims=True), 1e-12) / 127.0
    levels = np.clip(np.rint(words / scales), -127, 127).astype(np.int8)
    pad = graph.constant("pad", np.array(PAD, np.int64))
    same = graph.add("Equal", ["ids", pad], "is_pad")
    kept = graph.add("Not", [same], "is_token")
    graph.add("Cast", [kept], "key_mask", to=TensorProto.INT32)
    rows = graph.add("Gather", [graph.constant("words.q", levels), "ids"], "rows")
    numbers = graph.add("Cast", [rows], "numbers", to=TensorProto.FLOAT)
    scale_table = graph.constant("words.scale", scales.astype(np.float32))
    scaled = graph.add(
        "Mul", [numbers, graph.add("Gather", [scale_table, "ids"], "steps")], "words"
    )
    length = graph.add("Shape", ["ids"], "length", start=1, end=2)
    zero = graph.constant("zero", np.array([0], np.int64))
    table = graph.constant("places.all", network.encoder.positions.weight.detach().numpy())
    places = graph.add("Slice", [table, zero, length, zero], "places")
    total = graph.add("Add", [scaled, places], "placed")
    norm = network.encoder.norm
    inputs = [total, *graph.norm_constants(norm, "first")]
    return graph.add("LayerNormalization", inputs, "first", axis=-1, epsilon=norm.eps)


def mean_node(graph: Graph, states: str, name: str) -> str:
    """Add the mean over the tokens of each text."""
    total = graph.add("MatMul", ["shares", states], name + ".sum")
    return graph.add("Squeeze", [total, graph.constant(name + ".axis", np.array([1]))], name)


def add_shares(graph: Graph) -> None:
    """Add the weight of each token in a mean: one over the number of tokens, zero for padding."""
    real = graph.add("Cast", ["is_token"], "real", to=TensorProto.FLOAT)
    axis = graph.constant("shares.axis", np.array([1]))
    count = graph.add("ReduceSum", [real, axis], "count", keepdims=1)
    flat = graph.add("Div", [real, count], "shares.flat")
    graph.add("Unsqueeze", [flat, axis], "shares")


def build_reader(network: Network, columns: Sequence[int]) -> onnx.ModelProto:
    """
    Build the graph of the reader.

    Args:
        network: trained, in fp32.
        columns: which columns of the head to keep, in the order of the artefact.

    Shapes:
        ids int64 [n, t] -> columns float32 [n, len(columns)], vectors float32 [n, width],
        middle float32 [n, t, width] (states of the middle layer, for the empathy head).
    """
    graph = Graph()
    states = embed(graph, network)
    add_shares(graph)
    middle = ""
    for number, layer in enumerate(network.encoder.layers):
        assert isinstance(layer, Layer)
        states = graph.layer(states, layer, f"layer{number}")
        if number + 1 == MIDDLE_LAYER:
            middle = states
    graph.add("Identity", [middle], "middle")
    _add_heads(graph, network, columns, states, middle)
    return finish(graph, network.encoder.shape)


def _add_heads(
    graph: Graph, network: Network, columns: Sequence[int], states: str, middle: str
) -> None:
    mean = mean_node(graph, states, "mean")
    first = graph.add(
        "Gather", [states, graph.constant("nought", np.array(0, np.int64))], "opening", axis=1
    )
    middle_mean = mean_node(graph, middle, "middle_mean")
    seen = graph.add("Concat", [mean, first, middle_mean], "seen", axis=-1)
    weight = network.head.weight.detach()[list(columns)].numpy()
    bias = network.head.bias.detach()[list(columns)].numpy()
    heads = [graph.constant("heads.weight", weight), graph.constant("heads.bias", bias)]
    graph.add("Gemm", [seen, *heads], "columns", transB=1)
    both = graph.add("Concat", [mean, middle_mean], "both", axis=-1)
    weight = network.vector.weight.detach().numpy()
    steps = np.maximum(np.abs(weight).max(1), 1e-9) / 127.0
    levels = graph.constant("vector.levels", np.rint(weight / steps[:, None]).T.astype(np.int8))
    numbers = graph.add("Cast", [levels], "vector.numbers", to=TensorProto.FLOAT)
    flat = graph.add("MatMul", [both, numbers], "flat")
    mapped = graph.add("Mul", [flat, graph.constant("vector.steps", steps)], "mapped")
    graph.add("LpNormalization", [mapped], "vectors", axis=-1, p=2)


def finish(graph: Graph, shape: Shape) -> onnx.ModelProto:
    """Close the graph of the reader."""
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["n", "t"])
    outputs = [
        helper.make_tensor_value_info("columns", TensorProto.FLOAT, ["n", "k"]),
        helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["n", shape.width]),
        helper.make_tensor_value_info("middle", TensorProto.FLOAT, ["n", "t", shape.width]),
    ]
    body = helper.make_graph(graph.nodes, "reader", [ids], outputs, graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=10, producer_name="warmline")


def write_model(model: onnx.ModelProto, path: Path) -> None:
    """Write a model, the same bytes for the same weights."""
    path.write_bytes(model.SerializeToString(deterministic=True))
