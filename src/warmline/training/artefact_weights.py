"""
Reads a finished artefact back into a network, so that learning can go on from what ships.

The graph holds every weight on its 8-bit grid; a network filled from it gives what the graph gives.
The smoothing before the attention's own output is folded into its neighbours there and stays folded
here. Columns that only helped to learn were cut off at export and start at nothing.
"""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn

from warmline.training.columns import COLUMNS
from warmline.training.network import Layer, Network, RoundedLinear, Shape


def read_network(folder: Path) -> tuple[Tokenizer, Network]:
    """
    Read tokenizer and network of an artefact.

    Args:
        folder: holds `reader.onnx` and `tokenizer.json`.

    Raises:
        KeyError: names a part that the graph does not have.
    """
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    model = onnx.load(str(folder / "reader.onnx"))
    parts = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    network = Network(Shape(tokenizer.get_vocab_size()), dropout=0.1)
    with torch.no_grad():
        _fill(network.words.weight, parts["words.q"] * parts["words.scale"])
        _fill(network.encoder.positions.weight, parts["places.all"])
        _fill_norm(network.encoder.norm, parts, "first")
        for number, layer in enumerate(network.encoder.layers):
            assert isinstance(layer, Layer)
            _fill_layer(layer, parts, f"layer{number}")
        network.head.weight.zero_()
        network.head.bias.zero_()
        places = [COLUMNS.index(column) for column in columns_of(folder)]
        network.head.weight[places] = _tensor(parts["heads.weight"])
        network.head.bias[places] = _tensor(parts["heads.bias"])
        _fill(network.vector.weight, parts["vector.levels"].T * parts["vector.steps"][:, None])
    return tokenizer, network


def columns_of(folder: Path) -> list[str]:
    """Name the columns of an artefact in the order of its graph; an older one has fewer."""
    card = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    return [str(column) for column in card["columns"]]


def _fill_layer(layer: Layer, parts: dict[str, npt.NDArray[np.generic]], name: str) -> None:
    for part in ("qkv", "out", "up", "down"):
        linear = getattr(layer, part)
        assert isinstance(linear, RoundedLinear)
        _fill_product(linear, parts, f"{name}.{part}")
    _fill_norm(layer.out_norm, parts, name + ".out_norm")
    _fill_norm(layer.down_norm, parts, name + ".states")


def _fill_product(
    linear: RoundedLinear, parts: dict[str, npt.NDArray[np.generic]], name: str
) -> None:
    factors = parts.get(name + ".in.factors")
    if factors is not None:
        _fill(linear.smoothing, 1.0 / factors.astype(np.float64))
    scaled = parts[name + ".levels"].T * parts[name + ".steps"][:, None]
    _fill(linear.weight, scaled / linear.smoothing.numpy())
    _fill(linear.bias, parts[name + ".bias"])
    _fill(linear.step, parts[name + ".step"])
    _fill(linear.zero, parts[name + ".zero"])


def _fill_norm(norm: nn.LayerNorm, parts: dict[str, npt.NDArray[np.generic]], name: str) -> None:
    _fill(norm.weight, parts[name + ".gain"])
    _fill(norm.bias, parts[name + ".shift"])


def _fill(target: Tensor, values: npt.NDArray[np.generic]) -> None:
    target.copy_(_tensor(values))


def _tensor(values: npt.NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32))
