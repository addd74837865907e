"""
Scripts, styles and icons under an address that changes with their content.

One hash stands for the whole folder, so that a module finds its neighbours by a relative address
and a browser may keep all of them for a year.
"""

import hashlib
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from warmline.web.errors import not_found

FOLDER = Path(__file__).parent / "static"
KEEP = "public, max-age=31536000, immutable"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}

router = APIRouter(include_in_schema=False)


def folder_hash(folder: Path = FOLDER) -> str:
    """The hash of every file's path and content."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


@router.get("/static/{version}/{path:path}")
def asset(version: str, path: str) -> FileResponse:
    """One file; any version is answered, the address only keeps caches honest."""
    del version
    if not path.isprintable():  # a NUL ends the path for the system
        raise not_found("file", "")
    found = (FOLDER / path).resolve()
    if not found.is_relative_to(FOLDER) or not found.is_file() or found.suffix not in TYPES:
        raise not_found("file", path)
    return FileResponse(found, media_type=TYPES[found.suffix], headers={"Cache-Control": KEEP})


@router.get("/widget.js")
def widget_script() -> FileResponse:
    """The one script tag of the widget; kept for minutes, since its address never changes."""
    return FileResponse(
        FOLDER / "js" / "widget.js",
        media_type=TYPES[".js"],
        headers={
            "Cache-Control": "public, max-age=600",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )
