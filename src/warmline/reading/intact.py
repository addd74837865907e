"""
Whether the files of an artefact are those that its card names, to the byte.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from warmline.errors import ModelMissing


def check_hashes(folder: Path, hashes: Mapping[str, str]) -> None:
    """
    Let pass a folder whose files have these hashes.

    Args:
        hashes: SHA-256 in hexadecimal, by the name of the file.

    Raises:
        ModelMissing: a file is not there, or is another.
    """
    for name, expected in hashes.items():
        path = folder / name
        if not path.exists():
            raise ModelMissing(path=path, reason="the file is not there")
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise ModelMissing(path=path, reason="the file is damaged")
