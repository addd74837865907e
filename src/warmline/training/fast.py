"""
Distils the exported reader into the small table of `reading.static_reader`.

The teacher is the artefact itself, asked for its calibrated columns on texts of the sets and on our
own lines, training parts only; where a label is known, half of the target is the label. Rows of
word pieces begin as what the teacher's middle layer says of the piece alone, so that pieces of
languages with little text start near their like.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.static_reader import CARD, WEIGHTS, StaticReader, Table
from warmline.reading.tokens import BEGIN, END, PAD, Tokens
from warmline.training.calibrate import Fit, card_text, fit_all
from warmline.training.columns import COLUMNS, GROUPS, SHIPPED
from warmline.training.mixture import Sample, make_samples, rate_of, training_rows, window_samples
from warmline.training.sets import Row

NAME = "fast-1.0"
SEED = 20261122
PIECE_WIDTH, PAIR_WIDTH, BUCKETS, HIDDEN = 64, 32, 32768, 192
MOST_BYTES = 2_550_000
"""Of `fast.npz`: the whole artefact stays within 50 MB."""
TEXTS = 50_000
"""That the teacher is asked about: two to three minutes on two quiet cores."""
SHARES = {
    "own": 1.0, "turn": 1.0, "article": 1.0, "goemotions": 0.9, "brighter-far": 0.02,
    "brighter": 0.6, "brighter-eng": 1.0, "brighter-chn": 1.0, "emobank": 1.0, "disaster": 0.5,
    "disaster-original": 0.05, "dch": 0.3, "banking77": 0.5, "clinc150": 0.3, "xed": 0.02,
    "xed-en": 0.1, "xed-cn": 0.15, "xed-zh": 0.15, "cped": 0.1,
}  # fmt: skip
"""Share of a set that the teacher is asked about, before the number of texts cuts all alike."""
REPEATS = {"own": 4, "turn": 4}
"""How often a sample of a family is seen in one pass; others once."""
WINDOWS = 4000
KNOWN_SHARE = 0.5
"""How much of a target is the label, where there is one."""
PASSES, BATCH_TOKENS = 8, 12_000
TABLE_RATE, HIDDEN_RATE = 4e-3, 1.5e-3
LEFT_OUT_PIECES = 0.1
"""Share of pieces hidden from the student in training, so that no single word decides."""
RARE = 1e-4
"""Pieces more frequent than this begin smaller. Source: Arora et al. 2017 (SIF)."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Lesson:
    """One text with what the student should say of it."""

    family: str
    ids: list[int]
    targets: Floats
    """One per shipped column, NaN where nobody knows."""


class Student(nn.Module):
    """The table of `reading.static_reader`, as something that can be learnt."""

    def __init__(self, pieces: Floats, priors: Floats) -> None:
        """
        Begin with known rows.

        Shapes:
            pieces [v, d]; priors [k], raw.
        """
        super().__init__()
        width = 2 * (pieces.shape[1] + PAIR_WIDTH)
        self.pieces = nn.Embedding.from_pretrained(torch.from_numpy(pieces), freeze=False)
        self.pairs = nn.Embedding(BUCKETS, PAIR_WIDTH)
        nn.init.normal_(self.pairs.weight, std=0.02)
        self.hidden = nn.Linear(width, HIDDEN)
        self.out = nn.Linear(HIDDEN + width, len(SHIPPED))
        nn.init.normal_(self.out.weight, std=0.02)
        with torch.no_grad():
            self.out.bias.copy_(torch.from_numpy(priors))

    def forward(self, ids: torch.Tensor, kept: torch.Tensor) -> torch.Tensor:
        """
        Give raw columns.

        Shapes:
            ids int64 [n, t], kept bool [n, t] -> [n, k].
        """
        from_pairs = (ids[:, :-1] * 1_000_003 + ids[:, 1:]) % BUCKETS
        pooled = torch.cat(
            [
                *_pooled(self.pieces(ids), kept),
                *_pooled(self.pairs(from_pairs), kept[:, :-1] & kept[:, 1:]),
            ],
            dim=1,
        )
        hidden = torch.relu(self.hidden(pooled))
        out: torch.Tensor = self.out(torch.cat([hidden, pooled], dim=1))
        return out

    def table(self) -> Table:
        """Give what was learnt, in the form that reads."""
        return Table(
            pieces=_array(self.pieces.weight),
            pairs=_array(self.pairs.weight),
            hidden=_array(self.hidden.weight).T,
            hidden_shift=_array(self.hidden.bias),
            out=_array(self.out.weight).T,
            out_shift=_array(self.out.bias),
        )


def _pooled(states: torch.Tensor, kept: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    there = kept[:, :, None]
    mean = (states * there).sum(1) / there.sum(1)
    return mean, states.masked_fill(~there, -1e4).amax(1)


def _array(tensor: torch.Tensor) -> Floats:
    return tensor.detach().numpy().astype(np.float32)


def distil(sets: Path, lines: Path, out: Path, texts: int = TEXTS) -> None:
    """Make `fast.npz` and `fast.json` beside the artefact in a folder."""
    torch.manual_seed(SEED)
    teacher = OnnxReader(out, threads=torch.get_num_threads())
    tokens = Tokens.from_file(out / "tokenizer.json")
    lessons = [
        *ask_teacher(teacher, make_samples(choose(sets, lines, texts), tokens)),
        *window_lessons(sets, tokens, texts),
    ]
    student = Student(first_rows(teacher, tokens, lessons), priors_of(lessons))
    learn(student, lessons)
    write_table(student.table(), out / WEIGHTS)
    _write_card(out, Fit())
    _write_card(out, fit_all(StaticReader(out), sets, lines))


def _write_card(out: Path, fit: Fit) -> None:
    files = [out / WEIGHTS, out / "tokenizer.json"]
    (out / CARD).write_text(card_text(fit, NAME, files, {}), encoding="utf-8")


def choose(sets: Path, lines: Path, texts: int) -> list[Row]:
    """Draw the texts that the teacher is asked about; our own lines always, others by share."""
    rng = np.random.default_rng(SEED)
    rows = [row for row in training_rows(sets, lines) if rng.random() < rate_of(row.origin, SHARES)]
    own = sum(_family(row.origin) in REPEATS for row in rows)
    share = max(0, texts - own) / max(1, len(rows) - own)
    return [row for row in rows if _family(row.origin) in REPEATS or rng.random() < share]


def _family(origin: str) -> str:
    return origin.split("-")[0]


def ask_teacher(teacher: OnnxReader, samples: Sequence[Sample]) -> list[Lesson]:
    """Mix what the teacher says with what is known."""
    started = time.monotonic()
    says = teacher.probabilities([sample.text for sample in samples])
    print(f"teacher: {len(samples)} texts in {time.monotonic() - started:.0f} s", flush=True)
    # A message alone tells little of how the dialogue will end: the windows teach that.
    says[:, SHIPPED.index("satisfaction")] = np.nan
    lessons = []
    for sample, said in zip(samples, says, strict=True):
        known = _shipped(sample)
        mixed = np.where(np.isnan(known), said, KNOWN_SHARE * known + (1 - KNOWN_SHARE) * said)
        lessons.append(Lesson(_family(sample.origin), sample.ids, mixed.astype(np.float32)))
    return lessons


def window_lessons(sets: Path, tokens: Tokens, texts: int) -> list[Lesson]:
    """Give dialogue windows with the vote; the teacher is not asked, for they are long."""
    rng = np.random.default_rng(SEED + 1)
    samples = [
        sample
        for language in ("zh", "en")
        for sample in window_samples(sets, "train", language, tokens)
    ]
    count = min(WINDOWS, texts, len(samples))
    chosen = rng.choice(len(samples), count, replace=False)
    return [Lesson("window", samples[n].ids, _shipped(samples[n])) for n in chosen]


def _shipped(sample: Sample) -> Floats:
    places = [COLUMNS.index(column) for column in SHIPPED]
    return sample.targets[places].astype(np.float32)


def priors_of(lessons: Sequence[Lesson]) -> Floats:
    """Give the raw columns of a student that has read nothing."""
    means = np.nanmean(np.stack([lesson.targets for lesson in lessons]), axis=0)
    chances = np.clip(means, 1e-4, 1 - 1e-4)
    amounts = np.arctanh(np.clip(means, -0.95, 0.95))
    raw: Floats = np.where(_is_amount(), amounts, np.log(chances / (1 - chances)))
    return raw.astype(np.float32)


def _is_amount() -> npt.NDArray[np.bool_]:
    amounts = {c for group in GROUPS if group.kind == "amount" for c in group.columns}
    return np.array([column in amounts for column in SHIPPED])


def first_rows(teacher: OnnxReader, tokens: Tokens, lessons: Sequence[Lesson]) -> Floats:
    """
    Give a row for each piece: the main directions of what the teacher's middle says of it alone.

    Shapes:
        float32 [v, PIECE_WIDTH].

    Source:
        Reimers and Tulkens, model2vec, 2024: static rows from an encoder's single pieces.
    """
    count = tokens.piece_count
    states = np.zeros((count, 0), np.float32)
    for places, middle in teacher.middle_states([[BEGIN, piece, END] for piece in range(count)]):
        if not states.shape[1]:
            states = np.zeros((count, middle.shape[2]), np.float32)
        states[places] = middle[:, 1]
    states -= states.mean(0)
    _, directions = np.linalg.eigh(states.T @ states)
    rows = states @ directions[:, ::-1][:, :PIECE_WIDTH]
    rows /= rows.std(0).mean() * 4.0
    seen = np.bincount(np.concatenate([lesson.ids for lesson in lessons]), minlength=count)
    often = seen / max(1, seen.sum())
    first: Floats = (rows * (RARE * 5 / (RARE * 5 + often))[:, None]).astype(np.float32)
    return first


def learn(student: Student, lessons: Sequence[Lesson], passes: int = PASSES) -> None:
    """Follow the lessons a few times, shorter steps towards the end."""
    tables = [*student.pieces.parameters(), *student.pairs.parameters()]
    layers = [*student.hidden.parameters(), *student.out.parameters()]
    rng = np.random.default_rng(SEED)
    plan = [batch for _ in range(passes) for batch in batches_of(lessons, rng)]
    steps = torch.optim.AdamW(
        [{"params": tables, "lr": TABLE_RATE}, {"params": layers, "lr": HIDDEN_RATE}],
        weight_decay=1e-3,
    )
    course = torch.optim.lr_scheduler.OneCycleLR(
        steps, [TABLE_RATE, HIDDEN_RATE], total_steps=len(plan) + 1, pct_start=0.1
    )
    started, course_of_loss = time.monotonic(), 0.0
    for number, batch in enumerate(plan):
        ids, targets = padded(lessons, batch)
        kept = ids != PAD
        kept[:, 2:] &= torch.rand(kept[:, 2:].shape) >= LEFT_OUT_PIECES
        loss = loss_of(student(ids, kept), targets)
        steps.zero_grad()
        loss.backward()
        steps.step()
        course.step()
        course_of_loss += (float(loss.detach()) - course_of_loss) / min(number + 1, 100)
        if number % 200 == 0 or number + 1 == len(plan):
            spent = time.monotonic() - started
            print(f"fast {number + 1}/{len(plan)} {course_of_loss:.4f} {spent:.0f} s", flush=True)


def loss_of(raw: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Cross-entropy of chances and squared error of amounts, where a target is known."""
    is_amount, weights = torch.from_numpy(_is_amount()), torch.from_numpy(_weights())
    known = ~torch.isnan(targets)
    aim = torch.where(known, targets, torch.zeros(()))
    chance = nn.functional.binary_cross_entropy_with_logits(
        raw, aim.clamp(0.0, 1.0), reduction="none"
    )
    errors = torch.where(is_amount, (torch.tanh(raw) - aim) ** 2, chance)
    return (errors * weights * known).sum() / len(raw)


def _weights() -> Floats:
    each = {column: group.weight for group in GROUPS for column in group.columns}
    return np.array([each[column] for column in SHIPPED], np.float32)


def batches_of(lessons: Sequence[Lesson], rng: np.random.Generator) -> Iterator[list[int]]:
    """Cut one pass into batches of like length, in random order."""
    drawn = [n for n, one in enumerate(lessons) for _ in range(REPEATS.get(one.family, 1))]
    noise = rng.random(len(drawn))
    order = sorted(range(len(drawn)), key=lambda n: (len(lessons[drawn[n]].ids) // 4, noise[n]))
    batches: list[list[int]] = [[]]
    for place in order:
        number = drawn[place]
        if (len(batches[-1]) + 1) * len(lessons[number].ids) > BATCH_TOKENS:
            batches.append([])
        batches[-1].append(number)
    yield from (batches[n] for n in rng.permutation(len(batches)))


def padded(lessons: Sequence[Lesson], batch: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
    """Lay the lessons of a batch side by side."""
    ids = np.full((len(batch), max(len(lessons[n].ids) for n in batch)), PAD, np.int64)
    for row, number in enumerate(batch):
        ids[row, : len(lessons[number].ids)] = lessons[number].ids
    targets = np.stack([lessons[number].targets for number in batch])
    return torch.from_numpy(ids), torch.from_numpy(targets)


def write_table(table: Table, path: Path, most_bytes: int = MOST_BYTES) -> None:
    """
    Write a table in whole numbers, with the finest step that keeps the file small enough.

    One step for a whole table lets rows that matter little become zeros, which take no room.
    """
    for share in np.geomspace(1 / 8, 1.0, 16):
        parts = {
            "hidden": table.hidden.astype(np.float16),
            "hidden_shift": table.hidden_shift,
            "out": table.out.astype(np.float16),
            "out_shift": table.out_shift,
        }
        for name, rows in (("piece", table.pieces), ("pair", table.pairs)):
            step = np.float32(max(rows.std() * share, np.abs(rows).max() / 127))
            parts |= {f"{name}s": np.round(rows / step).astype(np.int8), f"{name}_step": step}
        np.savez_compressed(path, **parts)
        if path.stat().st_size <= most_bytes:
            print(f"fast.npz: {path.stat().st_size} bytes, step {share:.3f} deviations", flush=True)
            return
