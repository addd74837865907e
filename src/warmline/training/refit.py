"""
Fits the heads of our own lines anew on the encoder that ships, and changes nothing else.

New lines or a new head then cost minutes: the encoder, the sentence vector and what stands on the
middle layer stay to the byte, so that nothing that hangs on them need be made or chosen again.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from warmline.reading.tokens import Tokens
from warmline.training.artefact_weights import read_network
from warmline.training.columns import COLUMNS, SHIPPED
from warmline.training.export import write_model
from warmline.training.heads import OWN_GROUPS, features_of, fit_heads, targets_of
from warmline.training.mixture import make_samples
from warmline.training.network import Network
from warmline.training.rounding import set_rounding
from warmline.training.sets import Row


def refit(folder: Path, rows: Sequence[Row]) -> None:
    """
    Fit the heads on texts and write them into `reader.onnx`.

    Args:
        folder: of the artefact; its card no longer fits until it is calibrated again.
        rows: what is learnt from.
    """
    tokenizer, network = read_network(folder)
    set_rounding(network, on=True)
    samples = make_samples(rows, Tokens(tokenizer))
    fit_heads(network, features_of(network, samples), targets_of(samples), OWN_GROUPS)
    write_heads(network, folder / "reader.onnx")


def write_heads(network: Network, path: Path) -> None:
    """Replace the heads in a graph by those of a network."""
    model = onnx.load(str(path))
    places = [COLUMNS.index(column) for column in SHIPPED]
    found = {
        "heads.weight": network.head.weight.detach().numpy()[places],
        "heads.bias": network.head.bias.detach().numpy()[places],
    }
    for tensor in model.graph.initializer:
        if tensor.name in found:
            values = found[tensor.name].astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(values, tensor.name))
    write_model(model, path)
