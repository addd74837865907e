"""
Fits heads and the sentence vector anew on the finished encoder, to the end.

While the encoder learns, its heads chase it, and the rare labels come last. With the encoder fixed
each head is a logistic (or linear) regression, which has one best answer: it is found here on
stored features of the texts, with a penalty on large weights. The map of the sentence vector is
fitted the same way, on pairs that should be close.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from warmline.reading.tokens import PAD
from warmline.training.columns import COLUMNS, GROUPS, Group
from warmline.training.losses import pair_loss
from warmline.training.mixture import Family, Sample, collate, draw_pairs
from warmline.training.network import MIDDLE_LAYER, Network, mean_over

OWN_GROUPS = (
    "distress", "emergency", "emergency.kinds", "vulnerability", "needs", "asks", "abuse", "signs",
    "calls",
)  # fmt: skip
"""Heads that only our own lines teach."""
PENALTY = 0.004
"""On our own lines: better than 0.001 and 0.0001 on the slice kept for calibration."""
FEW_PENALTY = 0.02
"""For the heads that only turns of conversations teach: better than 0.004 on turns kept aside."""
TURN_GROUPS = ("signs", "calls")
"""Lines say what they call for as well, but in company with turns they teach these no better."""
STEPS = 300
STEP_SIZE = 0.01
ROWS = 12_000
"""Texts of one step, drawn anew for each."""
PAIR_STEPS = 1500
PAIR_ROWS = 192
HELD_RIDGE = 0.001
"""Per text: small enough to come as near as none at all, large enough to be safe to solve."""
NEAR_START = 0.02
"""How strongly the map of the sentence vector is held to where it began."""


@torch.no_grad()
def features_of(network: Network, samples: Sequence[Sample], tokens: int = 2400) -> Tensor:
    """
    Run the finished encoder over texts.

    Shapes:
        float32 [n, 3 * width]: mean and first of the last layer, mean of the middle layer.
    """
    network.eval()
    width = network.encoder.shape.width
    features = torch.zeros(len(samples), 3 * width)
    order = sorted(range(len(samples)), key=lambda n: len(samples[n].ids))
    start = 0
    while start < len(order):
        size = max(8, tokens // len(samples[order[min(start + 64, len(order) - 1)]].ids))
        part = order[start : start + size]
        start += size
        ids = collate(samples, part).ids
        mask = torch.from_numpy(ids != PAD)
        with torch.autocast("cpu", torch.bfloat16):
            every = network.encoder(network.words(torch.from_numpy(ids)), mask)
        last = every[-1].float()
        middle = mean_over(every[MIDDLE_LAYER - 1].float(), mask)
        features[part] = torch.cat([mean_over(last, mask), last[:, 0], middle], dim=-1)
    return features


def targets_of(samples: Sequence[Sample]) -> Tensor:
    """Stack the targets of samples."""
    return torch.from_numpy(np.stack([sample.targets for sample in samples]).astype(np.float32))


def fit_heads(
    network: Network, features: Tensor, targets: Tensor, groups: Sequence[str], seed: int = 7
) -> None:
    """
    Replace the heads of some groups by those that fit best.

    Args:
        features: from `features_of`.
        targets: one row per text, NaN where unknown.
        groups: names of the groups to fit.

    Shapes:
        features [n, 3 * width], targets [n, len(COLUMNS)].
    """
    torch.manual_seed(seed)
    is_turn = ~torch.isnan(targets[:, COLUMNS.index("signs.solved")])
    for group in GROUPS:
        if group.name in groups:
            places = [COLUMNS.index(column) for column in group.columns]
            rows = (~torch.isnan(targets[:, places])).any(1)
            if group.name in TURN_GROUPS:
                rows &= is_turn
            _fit_group(network, features[rows], targets[rows][:, places], places, group)


def _fit_group(
    network: Network, features: Tensor, targets: Tensor, places: list[int], group: Group
) -> None:
    kind = group.kind
    penalty = FEW_PENALTY if group.name in TURN_GROUPS else PENALTY
    middle, spread = features.mean(0), features.std(0) + 1e-4
    known = ~torch.isnan(targets)
    filled = torch.nan_to_num(targets)
    share = ((filled * known).sum(0) / known.sum(0)).clamp(0.003, 0.9)
    weight = torch.zeros(len(places), features.shape[1], requires_grad=True)
    bias = (torch.logit(share) if kind == "chance" else torch.zeros(len(places))).requires_grad_()
    optimiser = torch.optim.Adam([weight, bias], lr=STEP_SIZE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.01, STEPS)
    scaled = (features - middle) / spread
    for _ in range(STEPS):
        chosen = slice(None) if len(scaled) <= ROWS else torch.randint(len(scaled), (ROWS,))
        raw = functional.linear(scaled[chosen], weight, bias)
        loss = _loss(raw, filled[chosen], known[chosen], kind) + penalty * (weight**2).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        whole = weight / spread
        network.head.weight[places] = whole
        network.head.bias[places] = bias - whole @ middle


def _loss(raw: Tensor, truth: Tensor, known: Tensor, kind: str) -> Tensor:
    if kind == "chance":
        each = functional.binary_cross_entropy_with_logits(raw, truth, reduction="none")
    else:
        each = 4.0 * (torch.tanh(raw) - truth) ** 2
    return (each * known).sum() / len(raw)


def hold_vector(network: Network, features: Tensor, vectors: Tensor) -> None:
    """
    Map the sentence vector to where an earlier network had it, by ridge regression.

    What hangs on likeness (thresholds, the assistant's weights) then need not be chosen anew.

    Shapes:
        features [n, 3 * width] from `features_of`; vectors [n, width], of unit length.
    """
    width = features.shape[1] // 3
    seen = torch.cat([features[:, :width], features[:, 2 * width :]], dim=1).double()
    ridge = HELD_RIDGE * len(seen) * torch.eye(seen.shape[1], dtype=torch.float64)
    mapped = torch.linalg.solve(seen.T @ seen + ridge, seen.T @ vectors.double()).T
    with torch.no_grad():
        network.vector.weight.copy_(mapped / mapped.norm(dim=1).mean())


def fit_vector(
    network: Network, features: Tensor, families: Sequence[Family], seed: int = 3
) -> None:
    """
    Move the map of the sentence vector so that texts find their own among many.

    Args:
        features: from `features_of`, one row per text that the families name.

    Shapes:
        features [n, 3 * width].
    """
    rng = np.random.default_rng(seed)
    width = features.shape[1] // 3
    seen = torch.cat([features[:, :width], features[:, 2 * width :]], dim=1)
    start = network.vector.weight.detach().clone()
    weight = start.clone().requires_grad_()
    optimiser = torch.optim.Adam([weight], lr=1e-3)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.01, PAIR_STEPS)
    for _ in range(PAIR_STEPS):
        loss = NEAR_START * ((weight - start) ** 2).sum()
        for family in families:
            first, second = draw_pairs(family, rng, PAIR_ROWS)
            one = functional.normalize(seen[first] @ weight.T, dim=-1)
            two = functional.normalize(seen[second] @ weight.T, dim=-1)
            none = torch.zeros(len(one), len(one), dtype=torch.bool)
            loss = loss + family.weight * pair_loss(one, two, none)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        network.vector.weight.copy_(weight)
