"""
The firm's own articles, cut into passages that can each answer one question.

An article is a row of blocks, headings and other text. The first heading of the first level is its
title; headings below it read like questions, and what stands below a heading is the answer, in the
firm's words. Markdown is taken apart here; files, HTML and PDF are the business of
`connectors/articles.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from warmline.errors import BodyMalformed

LONGEST_ANSWER = 700
"""Code points of one answer: about half a phone screen; a longer text becomes several passages."""

SHORT_ANSWER = 240
"""Code points of an answer to somebody who is angry: two or three sentences."""

_SENTENCE_ENDS = (". ", "。", "？", "！", "! ", "? ", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One question that the firm has answered."""

    article: str
    """The article's path without its language and suffix: 'billing/direct-debit'."""
    language: str
    title: str
    heading: str
    """The question as the firm words it; the title when the article has no second heading."""
    text: str
    """The answer, plain text, lines kept."""
    page: int | None = None
    """Of a PDF, where the passage begins, counted from 1."""

    @property
    def lines(self) -> tuple[str, str]:
        """What is compared with a question: how it is asked, and all that is said."""
        asked = self.heading if self.heading == self.title else f"{self.title}. {self.heading}"
        return asked, f"{asked}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list line or table row of an article."""

    words: str
    level: int = 0
    """Of a heading, from 1; 0 for other text."""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article, cut up."""

    name: str
    language: str
    passages: tuple[Passage, ...]
    empty_headings: tuple[str, ...] = ()
    """Headings with nothing below them: they can answer nobody."""


@dataclass(slots=True)
class _Section:
    """A heading and what was read below it so far."""

    heading: str = ""
    level: int = 1
    lines: list[str] = field(default_factory=list)
    pages: list[int | None] = field(default_factory=list)


def parse_article(text: str, *, article: str, language: str) -> tuple[Passage, ...]:
    """
    Cut one Markdown article into passages.

    Raises:
        BodyMalformed: it has no first heading, or nothing below it.
    """
    return cut(markdown_blocks(text), article=article, language=language).passages


def markdown_blocks(text: str) -> Iterator[Block]:
    """Headings of two levels and all other text of a Markdown file, in order."""
    for level, words in _blocks(MarkdownIt("commonmark").parse(text)):
        yield Block(words, level if level <= 2 else 0)


def cut(blocks: Iterable[Block], *, article: str, language: str, title: str = "") -> Article:
    """
    Cut an article into passages.

    Args:
        blocks: in the order of reading.
        article: its name.
        language: primary tag.
        title: to be used when no heading of the first level comes.

    Raises:
        BodyMalformed: it has no title, or nothing below it.
    """
    found = title
    has_own = False
    sections = [_Section()]
    for block in blocks:
        if block.level == 1 and not has_own:
            found, has_own = block.words, True
        elif block.level:
            sections.append(_Section(block.words, block.level))
        else:
            sections[-1].lines.append(block.words)
            sections[-1].pages.append(block.page)
    passages = tuple(
        Passage(
            article=article,
            language=language,
            title=found,
            heading=section.heading or found,
            text=words,
            page=page,
        )
        for section in sections
        for words, page in _parts(section)
    )
    if not found or not passages:
        raise BodyMalformed(
            what="article",
            format="article",
            place=f"'{article}' ({language})",
            remedy="Begin with a title as the first heading ('# Title' in Markdown) and write at "
            "least one paragraph below it.",
        )
    return Article(
        name=article,
        language=language,
        passages=passages,
        empty_headings=tuple(_empty(sections)),
    )


def gist(text: str) -> str:
    """The first sentences of an answer, for somebody who wants it short."""
    return _sentences(text, SHORT_ANSWER)


def _parts(section: _Section) -> Iterator[tuple[str, int | None]]:
    """What stands below a heading in pieces of at most the longest answer, each with its page."""
    kept: list[str] = []
    page: int | None = None
    for line, at in zip(section.lines, section.pages, strict=True):
        for piece in _pieces(line):
            if kept and len("\n".join(kept)) + len(piece) >= LONGEST_ANSWER:
                yield "\n".join(kept), page
                kept = []
            page = at if not kept else page
            kept.append(piece)
    if kept:
        yield "\n".join(kept), page


def _pieces(line: str) -> Iterator[str]:
    """One paragraph, cut at sentences when it is longer than an answer may be."""
    rest = line.strip()
    while rest:
        piece = _sentences(rest, LONGEST_ANSWER)
        yield piece
        rest = rest[len(piece) :].strip()


def _sentences(text: str, longest: int) -> str:
    """The text itself, or as many of its first sentences as fit."""
    if len(text) <= longest:
        return text
    room = text[:longest]
    ends = [room.rfind(mark) + len(mark) for mark in _SENTENCE_ENDS if mark in room]
    end = max(ends, default=0)
    return (room[:end] if end > longest // 3 else room).strip()


def _empty(sections: list[_Section]) -> Iterator[str]:
    """Headings with nothing below, unless deeper headings follow, which share them out."""
    for at, section in enumerate(sections):
        is_parent = at + 1 < len(sections) and sections[at + 1].level > section.level
        if section.heading and not section.lines and not is_parent:
            yield section.heading


def _blocks(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Heading level (0 for other text) and plain words of each block, in order."""
    level = 0
    marker = ""
    count = 0
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "ordered_list_open":
            count = 1
        elif token.type == "ordered_list_close":
            count = 0
        elif token.type == "list_item_open":
            marker = f"{count}. " if count else "– "
            count += 1 if count else 0
        elif token.type == "inline":
            yield level, marker + _plain(token)
            marker = ""


def _plain(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()
