"""
The firm's own articles, cut into passages that can each answer one question.

An article is Markdown with a first heading as its title and second-level headings that read like
questions; what stands below a heading is the answer, in the firm's words. Reading files is the
business of `connectors/articles.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from warmline.errors import BodyMalformed

LONGEST_ANSWER = 700
"""Code points of one answer: about half a phone screen; a longer passage ends at a sentence."""

_SENTENCE_ENDS = (". ", "。", "？", "! ", "? ", "\n")


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

    @property
    def lines(self) -> tuple[str, str]:
        """What is compared with a question: how it is asked, and all that is said."""
        asked = self.heading if self.heading == self.title else f"{self.title}. {self.heading}"
        return asked, f"{asked}\n{self.text}"


def parse_article(text: str, *, article: str, language: str) -> tuple[Passage, ...]:
    """
    Cut one Markdown article into passages.

    Raises:
        BodyMalformed: it has no first heading, or nothing below it.
    """
    title = ""
    heading = ""
    found: list[Passage] = []
    lines: list[str] = []

    def close() -> None:
        words = shortened("\n".join(lines).strip())
        if words:
            found.append(
                Passage(
                    article=article,
                    language=language,
                    title=title,
                    heading=heading or title,
                    text=words,
                )
            )
        lines.clear()

    for level, words in _blocks(MarkdownIt("commonmark").parse(text)):
        if level == 1 and not title:
            title = words
        elif level in (1, 2):
            close()
            heading = words
        else:
            lines.append(words)
    close()
    if not title or not found:
        raise BodyMalformed(
            what="article",
            format="Markdown",
            place=f"'{article}' ({language})",
            remedy="Begin with '# Title' and write at least one paragraph below it.",
        )
    return tuple(found)


def shortened(text: str) -> str:
    """The text itself, or its first sentences when it is longer than an answer should be."""
    if len(text) <= LONGEST_ANSWER:
        return text
    cut = text[:LONGEST_ANSWER]
    end = max(cut.rfind(mark) + len(mark) for mark in _SENTENCE_ENDS)
    return (cut[:end] if end > LONGEST_ANSWER // 3 else cut).strip()


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
