"""
What the processor can do that matters for the model's 8-bit products.
"""

import re
from pathlib import Path

FLAGS = Path("/proc/cpuinfo")

_VNNI = re.compile(r"\bavx(?:512)?_vnni\b")


def may_clip_sums(flags: Path = FLAGS) -> bool:
    """
    Whether sums of 8-bit products may be clipped to 16 bits: x86 without VNNI does so.

    Where the processor does not tell, the answer is the careful one. The exact products cost twice
    the time, so they are asked for only where they are needed.

    Source:
        ONNX Runtime, `session.x64quantprecision`.
    """
    try:
        return not _VNNI.search(flags.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return True
