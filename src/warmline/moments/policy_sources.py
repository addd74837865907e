"""Why each shipped number is what it is: the remark beside it in `policy.toml`."""

import re
from collections.abc import Mapping

from warmline.moments.policy import DEFAULT_PATH

_REMARK = re.compile(r"^(\w+) = \S+[ \t]+# (.+)$", re.MULTILINE)


def shipped_sources() -> Mapping[str, str]:
    """The remark of each number that has one, by its key."""
    return dict(_REMARK.findall(DEFAULT_PATH.read_text(encoding="utf-8")))
