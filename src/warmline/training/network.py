"""
The network: a compact post-norm BERT encoder, a linear head for every column, a sentence vector.

The heads look at the first token and at the mean over tokens of the last layer, and at the mean of
a middle layer. The sentence vector
is a linear map of the means of the last and of a middle layer, so that learning feelings need not
spoil what the base encoder knew of meaning.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from warmline.training.base_weights import BaseEncoder
from warmline.training.columns import COLUMNS

MIDDLE_LAYER = 8
"""Layer whose states feed the sentence vector and the separable empathy head."""

MOST_LEVEL = 127.0
"""Weights use the levels -127..127."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder."""

    rows: int
    width: int = 384
    layers: int = 12
    heads: int = 12
    inner: int = 1536
    positions: int = 258
    epsilon: float = 1e-12


class Dropout(nn.Module):
    """Drops the same units of all tokens of a text: as good here, and far cheaper on a CPU."""

    def __init__(self, share: float) -> None:
        """Drop this share of units."""
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        """Drop units while training; states [n, t, width]."""
        if not self.training or not self.share:
            return states
        keep = torch.rand(states.shape[0], 1, states.shape[2]) > self.share
        return states * keep.to(states.dtype).mul_(1 / (1 - self.share))


class _Round(torch.autograd.Function):
    """Rounds states to 8-bit levels; the gradient passes as if nothing had happened."""

    @staticmethod
    def forward(ctx: object, states: Tensor, down: Tensor, zero: float) -> Tensor:  # noqa: ARG004
        levels = (states * down).round_().clamp_(-zero, 255.0 - zero)
        return levels.div_(down)

    @staticmethod
    def backward(ctx: object, *gradients: Tensor) -> tuple[Tensor, None, None]:  # noqa: ARG004
        return gradients[0], None, None


class RoundedLinear(nn.Linear):
    """
    A linear map that can act as the 8-bit one that ships.

    States are divided by a smoothing per channel and rounded to 256 levels of one fixed step;
    weights take the smoothing in and are rounded to 255 levels of one step per output.

    Source:
        Smoothing: Xiao et al. 2023, arXiv:2211.10438. Straight-through gradient: Bengio et al.
        2013, arXiv:1308.3432.
    """

    def __init__(self, ins: int, outs: int) -> None:
        """Begin unrounded."""
        super().__init__(ins, outs)
        self.register_buffer("smoothing", torch.ones(ins))
        self.register_buffer("step", torch.ones(()))
        self.register_buffer("zero", torch.zeros(()))
        self.rounds = False

    def levels(self) -> tuple[Tensor, Tensor]:
        """
        Give the rounded weights as they ship.

        Shapes:
            levels [out, in], whole numbers in -127..127; steps [out, 1].
        """
        scaled = self.weight * self.smoothing
        steps = scaled.abs().amax(1, keepdim=True).clamp_min(1e-9) / MOST_LEVEL
        return (scaled / steps).round(), steps

    def forward(self, states: Tensor) -> Tensor:
        """Map states, rounded or not."""
        if not self.rounds:
            return functional.linear(states, self.weight, self.bias)
        down = (1.0 / (self.smoothing * self.step)).to(states.dtype)
        rounded = _Round.apply(states, down, float(self.zero))
        with torch.no_grad():
            levels, steps = self.levels()
            change = levels * steps / self.smoothing - self.weight
        return functional.linear(rounded, self.weight + change, self.bias)


class Layer(nn.Module):
    """Self-attention and feed-forward, each followed by its norm."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        """Build the parts of one layer."""
        super().__init__()
        self.heads = shape.heads
        self.qkv = RoundedLinear(shape.width, 3 * shape.width)
        self.out = RoundedLinear(shape.width, shape.width)
        self.out_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.up = RoundedLinear(shape.width, shape.inner)
        self.down = RoundedLinear(shape.inner, shape.width)
        self.down_norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.dropout = Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """
        Transform the states of one layer.

        Shapes:
            states [n, t, width]; bias [n, 1, 1, t], 0 for a token, -inf-like for padding.
        """
        n, t, width = states.shape
        packed = self.qkv(states).view(n, t, 3, self.heads, width // self.heads)
        query, key, value = packed.permute(2, 0, 3, 1, 4).unbind(0)
        scores = query @ key.transpose(-1, -2) * (1.0 / math.sqrt(width // self.heads)) + bias
        mixed = (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2).reshape(n, t, width)
        states = self.out_norm(states + self.dropout(self.out(mixed)))
        inner = functional.gelu(self.up(states))
        return self.down_norm(states + self.dropout(self.down(inner)))


class Encoder(nn.Module):
    """Embeddings and layers."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        """Build embeddings and layers."""
        super().__init__()
        self.shape = shape
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.dropout = Dropout(dropout)

    def forward(self, words: Tensor, mask: Tensor) -> list[Tensor]:
        """
        Encode embedded words.

        Shapes:
            words [n, t, width]; mask bool [n, t], true for a token.

        Returns:
            the states after each layer, each [n, t, width].
        """
        states = self.norm(words + self.positions.weight[: words.shape[1]])
        states = self.dropout(states)
        if torch.is_autocast_enabled("cpu"):
            states = states.to(torch.bfloat16)
        bias = torch.zeros(mask.shape, dtype=states.dtype).masked_fill_(~mask, -1e4)[:, None, None]
        every = []
        for layer in self.layers:
            states = layer(states, bias)
            every.append(states)
        return every


class Network(nn.Module):
    """Encoder, word vectors and heads."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        """Build encoder and heads; the vector starts as the plain mean."""
        super().__init__()
        self.words = nn.Embedding(shape.rows, shape.width)
        self.encoder = Encoder(shape, dropout)
        self.head = nn.Linear(3 * shape.width, len(COLUMNS))
        self.vector = nn.Linear(2 * shape.width, shape.width, bias=False)
        self.dropout = nn.Dropout(dropout)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        with torch.no_grad():
            self.vector.weight.zero_()
            self.vector.weight[:, : shape.width] = torch.eye(shape.width)

    def forward(self, words: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """
        Give raw columns and sentence vectors.

        Shapes:
            words [n, t, width] from `self.words`; mask bool [n, t];
            returns columns float32 [n, len(COLUMNS)], vectors float32 [n, width] of length one.
        """
        every = self.encoder(words, mask)
        last, middle = every[-1].float(), every[MIDDLE_LAYER - 1].float()
        mean = mean_over(last, mask)
        middle = mean_over(middle, mask)
        seen = torch.cat([mean, last[:, 0], middle], dim=-1)
        with torch.autocast("cpu", enabled=False):
            columns = self.head(self.dropout(seen))
            vectors = self.vector(torch.cat([mean, middle], dim=-1))
        return columns, functional.normalize(vectors, dim=-1)


def mean_over(states: Tensor, mask: Tensor) -> Tensor:
    """Average the states of the tokens, leaving padding out."""
    weights = mask.to(states.dtype).unsqueeze(-1)
    return (states * weights).sum(1) / weights.sum(1)


def load_base(network: Network, base: BaseEncoder, rows: Sequence[int]) -> None:
    """Fill a network with the weights of the base encoder, for the vocabulary rows kept."""
    tensors = {name: torch.from_numpy(values) for name, values in base.tensors.items()}
    encoder = network.encoder
    kind = tensors["emb.type"][: base.width]
    with torch.no_grad():
        network.words.weight.copy_(tensors["emb.word"][torch.tensor(np.asarray(rows))])
        encoder.positions.weight.copy_(tensors["emb.pos"][: encoder.shape.positions] + kind)
        _fill(encoder.norm, tensors, "emb.ln")
        for number, layer in enumerate(encoder.layers):
            assert isinstance(layer, Layer)
            for part in ("w", "b"):
                packed = torch.cat([tensors[f"l{number}.{name}.{part}"] for name in "qkv"])
                (layer.qkv.weight if part == "w" else layer.qkv.bias).copy_(packed)
            _fill(layer.out, tensors, f"l{number}.ao")
            _fill(layer.out_norm, tensors, f"l{number}.aln")
            _fill(layer.up, tensors, f"l{number}.fi")
            _fill(layer.down, tensors, f"l{number}.fo")
            _fill(layer.down_norm, tensors, f"l{number}.oln")


def _fill(module: nn.Linear | nn.LayerNorm, tensors: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(tensors[name + ".w"])
    assert module.bias is not None
    module.bias.copy_(tensors[name + ".b"])
