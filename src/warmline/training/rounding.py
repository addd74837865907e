"""
Finds the steps and smoothings with which the encoder is rounded to 8 bits.

A sample of texts runs through the network; for the states that enter each product the largest value
per channel gives the smoothing, and the step is the one with the least squared error, clipping the
rarest values. The figures are then fixed: learning may go on with them (a rounded finish).
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from warmline.reading.tokens import PAD
from warmline.training.network import Network, RoundedLinear

SMOOTHING = 0.7
"""Share of a channel's range that the weights take over. On the base encoder, 0.7 halved the error
that 0.5 left."""
CLIPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3)
"""Shares of the full range that are tried as the range of the 256 levels."""

THIN = 4
"""Every so many tokens one is looked at: enough for ranges, and four times faster."""


def rounded_parts(network: nn.Module) -> dict[str, RoundedLinear]:
    """Give the products of the encoder by name."""
    return {
        name: module
        for name, module in network.named_modules()
        if isinstance(module, RoundedLinear)
    }


def set_rounding(network: nn.Module, *, on: bool) -> None:
    """Switch the rounding of all products on or off."""
    for part in rounded_parts(network).values():
        part.rounds = on


def fit_rounding(network: Network, batches: Sequence[npt.NDArray[np.int64]]) -> None:
    """
    Fit smoothing, step and zero of every product on sample texts.

    Args:
        batches: padded ids of texts like those that will be read.
    """

    def run() -> Iterator[Tensor]:
        for ids in batches:
            mask = torch.from_numpy(ids != PAD)
            network(network.words(torch.from_numpy(ids)), mask)
            yield mask

    fit_parts(network, run)


@torch.no_grad()
def fit_parts(network: nn.Module, run: Callable[[], Iterator[Tensor]]) -> None:
    """
    Fit every product of a module.

    Args:
        run: runs the module over batches of texts, and tells after each which states were tokens
            (bool [n, t]).
    """
    was_training = network.training
    set_rounding(network, on=False)
    network.eval()
    parts = rounded_parts(network)
    latest: dict[str, Tensor] = {}
    kept: dict[str, list[Tensor]] = {name: [] for name in parts}
    hooks = [part.register_forward_pre_hook(_keeper(latest, name)) for name, part in parts.items()]
    for mask in run():
        for name, states in latest.items():
            kept[name].append(states[mask].float()[::THIN])
    for hook in hooks:
        hook.remove()
    for name, part in parts.items():
        _fit_part(part, torch.cat(kept[name]))
    network.train(was_training)


def _keeper(
    latest: dict[str, Tensor], name: str
) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    def keep(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:  # noqa: ARG001
        latest[name] = inputs[0]

    return keep


def _fit_part(part: RoundedLinear, states: Tensor) -> None:
    ranges = states.abs().amax(0).clamp_min(1e-3)
    weights = part.weight.abs().amax(0).clamp_min(1e-4)
    part.smoothing.copy_((ranges**SMOOTHING / weights ** (1 - SMOOTHING)).clamp(1e-3, 1e3))
    smoothed = states / part.smoothing
    low, high = float(smoothed.min()), float(smoothed.max())
    least = float("inf")
    for clip in CLIPS:
        bottom = low * clip if low < -0.3 * high else low
        step = max((high * clip - bottom) / 255.0, 1e-9)
        zero = min(255.0, max(0.0, round(-bottom / step)))
        error = float((_rounded(smoothed, step, zero) - smoothed).square().mean())
        if error < least:
            least = error
            part.step.fill_(step)
            part.zero.fill_(zero)


def _rounded(states: Tensor, step: float, zero: float) -> Tensor:
    return (states / step).round_().clamp_(-zero, 255.0 - zero) * step
