"""
Measures how fast the embedded reader is, and how much memory it takes.

    python benchmarks/reader.py [--out benchmarks/results/reader.json]

With PyTorch installed it also times a classifier of the size of BERT-base in fp32 in the same run,
random weights, since speed does not depend on them.
"""

import argparse
import importlib.util
import json
import os
import resource
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np

from warmline.cli.read import read_all
from warmline.cli.records import BadRecord, Record
from warmline.errors import ModelMissing
from warmline.reading.onnx_reader import DEFAULT_FOLDER, OnnxReader
from warmline.reading.reader import FloorReader
from warmline.reading.static_reader import StaticReader

MESSAGE = (
    "I have been waiting since Monday and nobody has called me back about the broken meter yet"
)
"""Twenty tokens, begin and end included (checked below)."""
TOKENS = 20
BATCH = 32
FAST_BATCH = 1024


def milliseconds(work: Callable[[], object], times: int) -> dict[str, float]:
    """Run some work again and again; give the median and the slow end."""
    for _ in range(5):
        work()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spent.append(1000.0 * (time.perf_counter() - started))
    return {
        "p50": round(float(np.percentile(spent, 50)), 2),
        "p99": round(float(np.percentile(spent, 99)), 2),
    }


def memory_megabytes() -> float:
    """Give the memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * resource.getpagesize() / 1e6, 1)


def time_bert_base() -> float:
    """Give the milliseconds of one batch in a PyTorch encoder of BERT-base's size."""
    import torch
    from torch import nn

    layer = nn.TransformerEncoderLayer(768, 12, 3072, activation="gelu", batch_first=True)
    encoder = nn.TransformerEncoder(layer, 12, enable_nested_tensor=False).eval()
    words, head = nn.Embedding(30522, 768), nn.Linear(768, 28)
    ids = torch.randint(0, 30000, (BATCH, TOKENS))
    with torch.inference_mode():
        return milliseconds(lambda: head(encoder(words(ids))[:, 0]), 10)["p50"]


def time_fast() -> dict[str, object] | None:
    """
    Time the fast reader on batches as large as an archive allows; None when it was not built.

    The whole way of `warmline read --fast` is timed too: line in, language, cues, line out.
    """
    try:
        model = StaticReader(DEFAULT_FOLDER)
    except ModelMissing:
        return None
    batch = milliseconds(lambda: model.probabilities([MESSAGE] * FAST_BATCH), 20)["p50"]
    small = milliseconds(lambda: model.probabilities([MESSAGE] * BATCH), 40)["p50"]
    reader = FloorReader(model)
    records = [Record(line=n, fields={"text": MESSAGE}) for n in range(FAST_BATCH)]
    whole = milliseconds(lambda: read_all(records, reader, told=Silence(), out=BytesIO()), 3)["p50"]
    return {
        "model": model.name,
        "messages_per_second": round(1000.0 * FAST_BATCH / batch),
        "messages_per_second_in_batches_of_32": round(1000.0 * BATCH / small),
        "read_command_messages_per_second": round(1000.0 * FAST_BATCH / whole),
    }


class Silence:
    """Tells nobody of bad lines and progress."""

    def bad_line(self, bad: BadRecord) -> None:
        """There are none."""

    def advance(self, count: int) -> None:
        """Nobody watches."""


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    started = time.perf_counter()
    reader = OnnxReader(threads=given.threads)
    reader.probabilities([MESSAGE])
    figures: dict[str, object] = {
        "model": reader.name,
        "cores": os.cpu_count(),
        "threads": given.threads,
        "load_seconds": round(time.perf_counter() - started, 2),
        "tokens_of_message": len(reader.message_ids([MESSAGE])[0]),
        "one_message_ms": milliseconds(lambda: reader.probabilities([MESSAGE]), 400),
    }
    batch = milliseconds(lambda: reader.probabilities([MESSAGE] * BATCH), 40)
    figures["batch_ms"] = batch
    figures["messages_per_second"] = round(1000.0 * BATCH / batch["p50"])
    figures["memory_mb"] = memory_megabytes()
    figures["fast"] = fast = time_fast()
    if importlib.util.find_spec("torch") is not None:
        bert = time_bert_base()
        figures["bert_base_fp32_messages_per_second"] = round(1000.0 * BATCH / bert, 1)
        figures["times_bert_base"] = round(bert / batch["p50"], 1)
        if fast is not None:
            speed = float(str(fast["messages_per_second"]))
            fast["times_bert_base"] = round(speed * bert / (1000.0 * BATCH), 1)
    text = json.dumps(figures, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
