"""
An HTML page as an article: what people read on it, without what leads elsewhere.

Navigation, scripts, forms and footers are left out; headings, paragraphs, list lines and table rows
are kept in order. Foldable questions (`details`) and lists of terms (`dl`) count as headings with
their answers. Nothing is fetched, no script runs.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from warmline.assistant.knowledge import Block

CONTENT: Final = ("main", "[role=main]", "article", "#content", "body")
"""Where the words of a page stand, the surest place first."""

_LEFT_OUT: Final = (
    "script, style, noscript, template, iframe, object, svg, canvas, nav, footer, aside, form, "
    "button, select, dialog, [hidden], [aria-hidden=true], [role=navigation], [role=banner], "
    "[role=contentinfo], [role=search], [role=complementary], body > header"
)
_HEADINGS: Final = {"h1": 1, "h2": 2, "h3": 3, "summary": 3, "dt": 3}
_BLOCK_TAGS = (
    "address article blockquote body br caption center dd details div dl dt fieldset figcaption "
    "figure h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody tfoot thead "
    "tr ul"
)
_BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_CELLS: Final = ("td", "th")
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_\-]{2,20})", re.I)
_SPACE: Final = re.compile(r"\s+")


def decoded(page: bytes) -> str:
    """
    The text of a page: UTF-8, or the character set that the page names.

    Raises:
        UnicodeDecodeError: it is neither.
        LookupError: nobody knows the character set that it names.
    """
    named = _CHARSET.search(page[:2048])
    charset = named[1].decode("ascii") if named else "utf-8"
    if charset.lower() in ("gb2312", "gbk"):
        charset = "gb18030"  # what writes itself gb2312 holds characters of its successors
    try:
        return page.decode("utf-8-sig")
    except UnicodeDecodeError:
        if charset.lower() in ("utf-8", "utf8") or not _is_character_set(charset):
            raise
        return page.decode(charset)


def _is_character_set(name: str) -> bool:
    """Whether it is one of letters; the names of hosts decode in quadratic time."""
    return codecs.lookup(name).name not in ("idna", "punycode", "undefined")


def html_blocks(text: str) -> Iterator[Block]:
    """Headings and other text of a page, in the order of reading."""
    tree = LexborHTMLParser(text)
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    root = next((found for name in CONTENT if (found := tree.css_first(name))), None)
    if root is not None:
        yield from _walk(root)


def html_title(text: str) -> str:
    """What the page calls itself, without the name of the site behind a bar."""
    node = LexborHTMLParser(text).css_first("title")
    words = "" if node is None else _SPACE.sub(" ", node.text()).strip()
    return re.split(r" [|–—] ", words)[0]


def _walk(root: LexborNode) -> Iterator[Block]:
    """Blocks in order; a stack of our own, so that no depth of nesting can exhaust Python's."""
    words: list[str] = []
    open_level, marker = 0, ""
    counts: list[int | None] = []
    pending: list[tuple[LexborNode, bool]] = [(root, False)]
    while pending:
        node, is_end = pending.pop()
        tag = node.tag or ""
        if tag == "-text":
            words.append(node.text_content or "")
            continue
        if tag in _BLOCKS:
            said = _SPACE.sub(" ", "".join(words)).strip()
            words.clear()
            if said:
                yield Block(said if open_level else marker + said, open_level)
                marker = ""
            open_level = 0 if is_end else _HEADINGS.get(tag, 0)
        if is_end:
            if tag in ("ol", "ul") and counts:
                counts.pop()
            continue
        if tag == "table":
            yield from (Block(row) for row in _rows(node))
            continue
        if tag in ("ol", "ul"):
            counts.append(1 if tag == "ol" else None)
        elif tag == "li":
            marker = _marker(counts)
        pending.append((node, True))
        pending.extend((child, False) for child in reversed(_children(node)))


def _marker(counts: list[int | None]) -> str:
    """What stands before a list line: a number in order, or a dash."""
    if not counts or counts[-1] is None:
        return "– "
    number = counts[-1]
    counts[-1] = number + 1
    return f"{number}. "


def _children(node: LexborNode) -> list[LexborNode]:
    return list(node.iter(include_text=True))


def _rows(table: LexborNode) -> Iterator[str]:
    """Each row of a table as a line; below a row of headings each value is named."""
    names: list[str] = []
    for row in table.css("tr"):
        cells = [one for one in _children(row) if one.tag in _CELLS]
        words = [_SPACE.sub(" ", cell.text(separator=" ")).strip() for cell in cells]
        if cells and all(cell.tag == "th" for cell in cells):
            names = words
        elif any(words):
            yield _line(names, words)


def _line(names: list[str], words: list[str]) -> str:
    """'Tariff: Day, Price: 0.30' when the columns have names, else the values behind dashes."""
    if len(names) != len(words):
        return " – ".join(word for word in words if word)
    pairs = zip(names, words, strict=True)
    return ", ".join(f"{name}: {word}" if name else word for name, word in pairs if word)
