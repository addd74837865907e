"""
In which line of a policy file a field stands, so that an error can say where to look.

The parser of the standard library keeps no places; this goes through the headers and keys once
more, after it has taken the file. Values over several lines are passed by.
"""

import tomllib
from collections.abc import Mapping


def line_of(text: str, wanted: str) -> int | None:
    """
    The line, from 1, of a field such as 'hours[1].thresholds.person'; else of its section.

    Args:
        text: the whole file, valid TOML.
        wanted: as `PolicyInvalid` names it.
    """
    places = _places(text)
    while wanted not in places and wanted:
        wanted = max(wanted.rpartition(".")[0], wanted.rpartition("[")[0], key=len)
    return places.get(wanted)


def _places(text: str) -> dict[str, int]:
    """The line in which each section and key first stands."""
    places: dict[str, int] = {}
    arrays: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare.startswith("["):
            section = _section(bare, arrays)
            places.setdefault(section, number)
        elif "=" in bare and not bare.startswith("#"):
            key = _dotted(_parsed(f"{bare.partition('=')[0]}= 0"))
            places.setdefault(f"{section}.{key}" if section else key, number)
    return places


def _section(header: str, arrays: dict[str, int]) -> str:
    """The path of a header, with the number of each table that stands in an array."""
    parts, path = _parts(_parsed(header)), ""
    for depth, part in enumerate(parts, 1):
        path = f"{path}.{part}" if path else part
        if depth == len(parts) and header.startswith("[["):
            arrays[path] = arrays.get(path, -1) + 1
        if path in arrays:
            path = f"{path}[{arrays[path]}]"
    return path


def _parsed(line: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return {}  # the middle of a value that runs over lines


def _parts(tree: object) -> list[str]:
    parts = []
    while isinstance(tree, dict | list) and tree:
        if isinstance(tree, list):
            tree = tree[0]
            continue
        key, tree = next(iter(tree.items()))
        parts.append(key)
    return parts


def _dotted(tree: Mapping[str, object]) -> str:
    return ".".join(_parts(tree))
