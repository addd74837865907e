"""The secret that signs form tokens and contacts' tokens: set, or made once and kept."""

import os
import secrets
from pathlib import Path

from warmline.config import Settings

FILE_NAME = "web.secret"
SIZE_BYTES = 32


def read_or_make_secret(settings: Settings) -> bytes:
    """The secret of this installation; a new one is kept in its folder, for its owner only."""
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = settings.folder / FILE_NAME
    if path.exists():
        return path.read_bytes()
    settings.folder.mkdir(parents=True, exist_ok=True)
    return _make(path)


def _make(path: Path) -> bytes:
    fresh = secrets.token_urlsafe(SIZE_BYTES).encode()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(fresh)
    return fresh
