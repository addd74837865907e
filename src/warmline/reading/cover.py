"""
Covers what must not leave the house, so that it can be put back afterwards.

Names, personal numbers, addresses, long numbers, birthdays and links become tokens such as
`[name-1]`; the same words become the same token in all texts that are covered together. Only what
this file made may be given to a language model or a translator: the type says so.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NewType

from warmline.reading.names import find_names
from warmline.reading.redaction import PASSES, find_personal

CoveredText = NewType("CoveredText", str)
"""Words in which nothing stands any more that must not leave."""

TOKEN: Final = re.compile(r"\[[a-z]+-[0-9]+\]")
LINK: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'，。；）)\]]+|"
    r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|io|info|biz|ru|cn|top|xyz|site|online|app|shop|"
    r"example|test|co\.uk|de|fr|es|ie|eu)(?:/[^\s<>\"'，。；）)\]]*)?(?![\w-]|\.\w)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"(?<![A-Za-z0-9.,:-])(?=(?:[A-Z/-]*[0-9]){5})[A-Z0-9][A-Z0-9/-]{4,29}(?![A-Za-z0-9:])"
)
_GROUPS: Final = re.compile(r"(?<![\w.,:])\+?[0-9](?:[ .()-]{0,2}[0-9]){6,18}(?![\w:])")
"""Seven figures in groups are a telephone in some country, whatever the words beside them."""
_DAY: Final = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d"
)
_BIRTHDAY: Final = re.compile(
    r"(?i:\b(?:born(?: on)?|date of birth|dob|birthday(?: is)?|geboren(?: am)?|n[ée]e? le|"
    r"nacid[oa] el)[: ]+)(?P<day>[0-9][0-9A-Za-z./ -]{3,20}[0-9])|"
    r"(?:生日|出生日期|出生于)(?:是|为|：|:)?\s*(?P<han>[0-9年月日号./-]{4,14})|"
    r"(?P<before>(?:19|20)\d\d年\d{1,2}月\d{1,2}[日号]?)(?=出?生)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Texts that may leave, and the key that stays here."""

    texts: tuple[CoveredText, ...]
    """In the order in which they were given."""
    key: Mapping[str, str]
    """What stands behind each token."""


def cover(texts: Sequence[str], names: Iterable[str] = ()) -> Covered:
    """
    Cover texts that belong together.

    Args:
        texts: n texts.
        names: of people whom the record knows.
    """
    known = {name for name in names if name and name.strip()}
    known |= {text[start:end] for text in texts for start, end in find_names(text, known)}
    key: dict[str, str] = {}
    tokens: dict[tuple[str, str], str] = {}
    count: Counter[str] = Counter()
    # Who writes '[name-1]' must not get back the name that stands behind ours.
    foreign = {token for text in texts for token in TOKEN.findall(text)}
    covered = []
    for text in texts:
        for _ in range(PASSES):
            spans = _spans(text, known)
            if not spans:
                break
            parts, last = [], 0
            for (start, end), kind in spans:
                original = text[start:end]
                if (kind, original) not in tokens:
                    token = _next(kind, count, foreign)
                    tokens[kind, original], key[token] = token, original
                parts += [text[last:start], tokens[kind, original]]
                last = end
            text = "".join((*parts, text[last:]))
        covered.append(CoveredText(text))
    return Covered(texts=tuple(covered), key=key)


def uncover(text: str, key: Mapping[str, str]) -> str:
    """A text with what stands behind its tokens; a token that nobody made stays as it is."""
    for _ in range(PASSES):
        fresh = TOKEN.sub(lambda hit: key.get(hit.group(), hit.group()), text)
        if fresh == text:
            break
        text = fresh
    return text


def joined(texts: Iterable[CoveredText], between: str = "\n") -> CoveredText:
    """Covered texts are covered together."""
    return CoveredText(between.join(texts))


def _next(kind: str, count: Counter[str], foreign: Container[str]) -> str:
    count[kind] += 1
    token = f"[{kind}-{count[kind]}]"
    return _next(kind, count, foreign) if token in foreign else token


def _spans(text: str, names: Iterable[str]) -> list[tuple[tuple[int, int], str]]:
    taken = bytearray(len(text))
    for hit in re.finditer(r"\[[a-z]+(?:-[0-9]+)?\]", text):
        taken[hit.start() : hit.end()] = b"\x01" * (hit.end() - hit.start())
    spans: list[tuple[tuple[int, int], str]] = []
    for span, kind in _found(text, names):
        start, end = span
        if start < end and not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            spans.append((span, kind))
    return sorted(spans)


def _found(text: str, names: Iterable[str]) -> Iterator[tuple[tuple[int, int], str]]:
    for hit in LINK.finditer(text):
        yield hit.span(), "link"
    yield from find_personal(text)
    for hit in _BIRTHDAY.finditer(text):
        yield hit.span(hit.lastgroup or "day"), "birthday"
    for span in find_names(text, names):
        yield span, "name"
    for hit in (*_GROUPS.finditer(text), *_NUMBER.finditer(text)):
        if not _DAY.fullmatch(hit.group()):
            yield hit.span(), "number"
