"""
What it costs to be wrong: a loss per group of columns, and two for the sentence vector.
"""

import torch
from torch import Tensor
from torch.nn import functional

from warmline.training.columns import GROUPS


def group_losses(columns: Tensor, targets: Tensor) -> dict[str, Tensor]:
    """
    Give the loss of each group: a sum over its columns, a mean over the batch.

    Unknown targets (NaN) add nothing.
    """
    known = ~torch.isnan(targets)
    filled = torch.where(known, targets, torch.zeros_like(targets))
    losses, start = {}, 0
    for group in GROUPS:
        part = slice(start, start + len(group.columns))
        start = part.stop
        if group.kind == "chance":
            each = functional.binary_cross_entropy_with_logits(
                columns[:, part], filled[:, part], reduction="none"
            )
        else:
            each = (torch.tanh(columns[:, part]) - filled[:, part]) ** 2
        losses[group.name] = group.weight * (each * known[:, part]).sum() / len(columns)
    return losses


def vector_loss(vectors: Tensor, teacher: Tensor) -> Tensor:
    """
    Pull sentence vectors to those of the base encoder.

    Angles alone are all alike in the base encoder's narrow cone, so the likeness of every pair in
    the batch is matched too.

    Shapes:
        vectors, teacher [n, width], of length one.
    """
    angle = (1 - (vectors * teacher).sum(-1)).mean()
    pairs = functional.mse_loss(vectors @ vectors.T, teacher @ teacher.T)
    return 4.0 * angle + 20.0 * pairs


def pair_loss(first: Tensor, second: Tensor, same: Tensor, temperature: float = 0.05) -> Tensor:
    """
    Make each text find its partner among all seconds of the batch.

    Args:
        same: bool [n, n], true where two texts share an intent, hence are no contrast.
    """
    scores = first @ second.T / temperature
    scores = scores.masked_fill(same & ~torch.eye(len(scores), dtype=torch.bool), -1e4)
    goal = torch.arange(len(scores))
    return (functional.cross_entropy(scores, goal) + functional.cross_entropy(scores.T, goal)) / 2
