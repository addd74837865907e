"""
A PDF as an article: its lines joined to paragraphs, its large or bold lines as headings, by page.

A PDF knows no headings, only letters in places, so they are told by their size. What stands on most
pages at the same edge (running titles, page numbers) is left out. Pictures are not read: a scanned
page has no words here, and is reported.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from statistics import median
from typing import Any, Final
from unicodedata import normalize

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from warmline.assistant.knowledge import Block
from warmline.errors import ArticleUnusable

MOST_PAGES: Final = 300
"""A handbook; more is a book, and is better cut into its chapters."""
LARGER: Final = 1.15
"""From this multiple of the usual size on, a short line is a heading."""
LONGEST_HEADING: Final = 90
"""Code points; a Han character counts two."""
MOST_OF_PAGES: Final = 0.5
FEW_PAGES: Final = 3
"""A line at the edge of so many pages, and of most of them, is a running title."""

_ENDS: Final = re.compile(r"[.!?:;。！？：；…]\W*$")
_NUMBER: Final = re.compile(
    r"^\W*(?:page|seite|página|第)?\s*\d+\s*(?:[/|of页von de]+\s*\d*)?\W*$", re.I
)
_BULLET: Final = re.compile(r"^\s*(?:[•·▪◦‣–—*-]|\d{1,2}[.)、])\s*")
_HAN: Final = re.compile("[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
_RADICAL: Final = re.compile("[\u2e80-\u2fdf\ufb00-\ufb06]")
"""Radicals and ligatures, which browsers print into PDFs in place of the letters themselves."""
_WIDE: Final = "\u3400-\u9fff\uff00-\uffef\u3000-\u303f“”"
_GAP: Final = re.compile(f"(?<=[{_WIDE}]) (?=[{_WIDE}])")
_SPACE: Final = re.compile(r"\s+")

# What pypdf has to say of a crooked file is said by our own report.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says."""

    blocks: tuple[Block, ...]
    title: str
    pages: int
    silent_pages: tuple[int, ...]
    """Pages without words, counted from 1: empty, or pictures of text."""


@dataclass(frozen=True, slots=True)
class _Line:
    words: str
    size: float
    is_bold: bool
    page: int


def read_pdf(content: bytes, *, file: str) -> PdfText:
    """
    Read what a PDF says.

    Args:
        content: of the file.
        file: its name, for an error.

    Raises:
        ArticleUnusable: it is locked, damaged, too long, or holds pictures of text only.
    """
    try:
        reader = PdfReader(BytesIO(content))
        _unlock(reader, file)
        count = len(reader.pages)
        _check_length(count, file)
        pages = [_lines(page, at) for at, page in enumerate(reader.pages, start=1)]
        title = _SPACE.sub(" ", _own_title(reader)).strip()
    except ArticleUnusable:
        raise
    # A crooked file makes pypdf stumble in many ways; to its owner all of them mean the same.
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError,
            RecursionError, OSError, AssertionError, NotImplementedError) as error:  # fmt: skip
        raise ArticleUnusable(
            file=file,
            problem="it is damaged or no PDF",
            remedy="Open it in a viewer and save it again as PDF.",
        ) from error
    silent = tuple(at for at, lines in enumerate(pages, start=1) if not lines)
    if len(silent) == count:
        raise ArticleUnusable(
            file=file,
            problem=f"none of its {count} pages holds text; they are pictures, as scans are",
            remedy="Run text recognition (OCR) over it, or give the text as Markdown.",
        )
    blocks = tuple(_blocks(_without_running_titles(pages)))
    return PdfText(blocks, "" if _is_no_title(title) else title, count, silent)


def _own_title(reader: PdfReader) -> str:
    """What the file says that it is called."""
    told = reader.metadata
    return "" if told is None else str(told.get("/Title") or "")


def _unlock(reader: PdfReader, file: str) -> None:
    """Open what anybody may read; a password that only forbids printing does not lock it."""
    if not reader.is_encrypted:
        return
    try:
        is_open = bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        is_open = False
    if not is_open:
        raise ArticleUnusable(
            file=file,
            problem="it is locked with a password",
            remedy="Save a copy without protection.",
        )


def _check_length(count: int, file: str) -> None:
    if count > MOST_PAGES:
        raise ArticleUnusable(
            file=file,
            problem=f"it has {count} pages; at most {MOST_PAGES} are read",
            remedy="Cut it into its chapters.",
        )


def _lines(page: Any, number: int) -> list[_Line]:
    """The lines of a page with the size of their letters, as far as the page tells."""
    pieces: list[tuple[str, float, bool]] = []

    def visit(text: str, *place: Any) -> None:
        cm, tm, font, size = place  # both matrices, the font and its size, as pypdf gives them
        scale = abs(tm[3] or tm[0] or 1.0) * abs(cm[3] or cm[0] or 1.0)
        name = str((font or {}).get("/BaseFont", ""))
        pieces.append((text, round(float(size or 0.0) * scale, 1), "bold" in name.lower()))

    page.extract_text(visitor_text=visit)
    found: list[_Line] = []
    words: list[tuple[str, float, bool]] = []
    for text, size, is_bold in pieces:
        first, *later = text.split("\n")
        words.append((first, size, is_bold))
        for one in later:
            found += _line(words, number)
            words = [(one, size, is_bold)]
    return found + _line(words, number)


def _line(pieces: Sequence[tuple[str, float, bool]], page: int) -> list[_Line]:
    words = _as_written("".join(text for text, _, _ in pieces))
    if not words:
        return []
    spoken = [(size, is_bold) for text, size, is_bold in pieces if text.strip()]
    sizes = [size for size, _ in spoken]
    return [_Line(words, max(sizes), all(is_bold for _, is_bold in spoken), page)]


def _as_written(text: str) -> str:
    """Letters as people type them, without the gaps that Chinese type leaves beside marks."""
    letters = _RADICAL.sub(lambda found: normalize("NFKC", found[0]), text)
    return _GAP.sub("", _SPACE.sub(" ", letters)).strip()


def _without_running_titles(pages: Sequence[Sequence[_Line]]) -> list[_Line]:
    """All lines but page numbers and what stands at the edge of most pages."""
    edges = Counter(
        re.sub(r"\d+", "#", line.words) for lines in pages for line in {*lines[:2], *lines[-2:]}
    )
    most = max(FEW_PAGES, MOST_OF_PAGES * len(pages))
    running = {words for words, count in edges.items() if count >= most}
    return [
        line
        for lines in pages
        for line in lines
        if re.sub(r"\d+", "#", line.words) not in running and not _NUMBER.match(line.words)
    ]


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    """Headings by size, and paragraphs of the lines between them."""
    if not lines:
        return
    usual = _usual_size(lines)
    is_bold_rare = sum(line.is_bold for line in lines) < 0.3 * len(lines)
    largest = max(line.size for line in lines)
    width = median(sorted(_width(line.words) for line in lines)[len(lines) // 2 :])
    paragraph: list[_Line] = []
    before: _Line | None = None
    for line in lines:
        level = _level(line, usual=usual, largest=largest, is_bold_rare=is_bold_rare)
        if level or _begins(line, before, width):
            yield from _joined(paragraph)
            paragraph = []
        if level:
            yield Block(line.words, level, line.page)
        else:
            paragraph.append(line)
        before = None if level else line
    yield from _joined(paragraph)


def _usual_size(lines: Sequence[_Line]) -> float:
    """The size that most letters have."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.words)
    return letters.most_common(1)[0][0]


def _level(line: _Line, *, usual: float, largest: float, is_bold_rare: bool) -> int:
    """1 for the largest lines, 2 for other headings, 0 for text."""
    if _width(line.words) > LONGEST_HEADING or line.words.endswith((".", "。", ",", "，", ";")):
        return 0
    if usual and line.size >= LARGER * usual:
        return 1 if line.size == largest else 2
    is_heading = line.is_bold and is_bold_rare and not _BULLET.match(line.words)
    return 2 if is_heading else 0


def _begins(line: _Line, before: _Line | None, width: float) -> bool:
    """Whether a line begins a paragraph: a list line, or after one that ends short of the edge."""
    if before is None or _BULLET.match(line.words):
        return True
    room = 0.8 if _ENDS.search(before.words) else 0.5
    return _width(before.words) < room * width


def _joined(lines: Sequence[_Line]) -> Iterator[Block]:
    """The lines of a paragraph as one; words cut at the edge are whole again."""
    text = ""
    for line in lines:
        if text.endswith("-") and line.words[:1].islower():
            text = text[:-1] + line.words
        elif text and _HAN.match(text[-1]) and _HAN.match(line.words[0]):
            text += line.words
        else:
            text = f"{text} {line.words}".strip()
    if text:
        yield Block(text, 0, lines[0].page)


def _width(text: str) -> int:
    return sum(2 if _HAN.match(letter) else 1 for letter in text)


def _is_no_title(title: str) -> bool:
    """Whether a title is what a program put there: a file name, or 'untitled'."""
    words = title.lower()
    return not words or words.startswith(("microsoft", "untitled", "无标题")) or "." in words[-6:]
