"""The model reads alike on processors with and without special instructions."""

from pathlib import Path

import numpy as np
import pytest

from warmline.reading import onnx_reader
from warmline.reading.onnx_reader import OnnxReader
from warmline.reading.processor import may_clip_sums

MESSAGES = (
    "My mother is on oxygen and the power has been out since noon",
    "我要转人工，已经说了三遍了",
    "What are your opening hours?",
    "Ich habe schon dreimal geschrieben und niemand antwortet",
)


@pytest.mark.parametrize(
    ("flags", "clips"),
    [("flags : sse4_2 avx2", True), ("flags : avx2 avx512_vnni", False), ("avx_vnni", False)],
)
def test_only_processors_without_the_instruction_may_clip(
    tmp_path: Path, flags: str, clips: bool
) -> None:
    """The flag is looked for as a whole word."""
    (tmp_path / "cpuinfo").write_text(flags, encoding="utf-8")
    assert clips is may_clip_sums(tmp_path / "cpuinfo")


def test_a_processor_that_does_not_tell_is_taken_with_care(tmp_path: Path) -> None:
    """Exact products are slower, never wrong."""
    assert may_clip_sums(tmp_path / "nothing")


@pytest.mark.model
def test_exact_and_fast_products_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """What older processors compute is what newer ones do."""
    read = []
    for clips in (True, False):
        monkeypatch.setattr(onnx_reader, "may_clip_sums", lambda clips=clips: clips)
        read.append(OnnxReader(threads=1).probabilities(MESSAGES))
    assert np.abs(read[0] - read[1]).max() < 1e-3
