"""
Reads the firm's articles from a folder: `<language>/<any path>`, as Markdown, HTML or PDF.

The folder is the firm's own; what an article must look like is said in
docs/how-to/write-articles.md. A file that cannot be used is reported with its name and the remedy,
and the others are read.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from warmline.assistant.knowledge import Article, Passage, cut, markdown_blocks
from warmline.connectors.html_article import decoded, html_blocks, html_title
from warmline.connectors.pdf_article import read_pdf
from warmline.errors import ArticleUnusable, BodyMalformed, SettingsInvalid, WarmlineError
from warmline.reading.language import CANDIDATES

KINDS: Final = {
    ".md": "Markdown",
    ".markdown": "Markdown",
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".pdf": "PDF",
}
"""By the end of the file's name."""

LARGEST_BYTES: Final = {"Markdown": 1_000_000, "HTML": 5_000_000, "PDF": 50_000_000}
"""More is no article: a book, a page with its pictures inside, or the wrong file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    """One file that was read."""

    file: str
    """Its path below the folder."""
    kind: str
    article: Article
    pages: int | None = None
    """Of a PDF."""
    silent_pages: tuple[int, ...] = ()
    """Of a PDF: those without words, as scans are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleShelf:
    """What a folder of articles holds."""

    files: tuple[ArticleFile, ...]
    refused: tuple[WarmlineError, ...]
    """One for each file that cannot be used."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in the order of their files."""
        return tuple(passage for one in self.files for passage in one.article.passages)


def read_articles(folder: Path) -> ArticleShelf:
    """
    Read all articles below a folder, in the order of their paths.

    Raises:
        SettingsInvalid: the folder does not exist, or holds no article that can be used.
    """
    if not folder.is_dir():
        raise SettingsInvalid(
            field="articles_path",
            problem=f"is '{folder}', which is not a folder",
            remedy="Give a folder that holds '<language>/*.md', '.html' or '.pdf'.",
        )
    files: list[ArticleFile] = []
    refused: list[WarmlineError] = []
    for path in sorted(path for path in folder.rglob("*") if _may_be_article(path, folder)):
        try:
            _check_place(path, folder, path.relative_to(folder).as_posix())
            files.append(_read(path, path.relative_to(folder)))
        except ArticleUnusable as error:
            refused.append(error)
    if not files:
        first = refused[0].fields if refused else {}
        why = f" ('{first['file']}': {first['problem']})" if refused else ""
        raise SettingsInvalid(
            field="articles_path",
            problem=f"is '{folder}', which holds no article that can be used{why}",
            remedy="Put at least one '<language>/*.md', '.html' or '.pdf' there.",
        )
    return ArticleShelf(files=tuple(files), refused=tuple(refused))


def _may_be_article(path: Path, folder: Path) -> bool:
    """By its name; what begins with a dot is hidden on purpose."""
    parts = path.relative_to(folder).parts
    return path.suffix.lower() in KINDS and not any(part.startswith(".") for part in parts)


def _check_place(path: Path, folder: Path, file: str) -> None:
    """
    Refuse what is no file of this folder.

    Raises:
        ArticleUnusable: a link leads out of it, or it is a device or a pipe.
    """
    if path.resolve().is_relative_to(folder.resolve()) and path.is_file():
        return
    raise ArticleUnusable(
        file=file,
        problem="it is no file, or a link that leads out of the folder",
        remedy="Put a copy there: contacts are answered from whatever stands in it.",
    )


def _read(path: Path, relative: Path) -> ArticleFile:
    """
    One file as an article.

    Raises:
        ArticleUnusable: it cannot be one.
    """
    file, kind = relative.as_posix(), KINDS[path.suffix.lower()]
    language = _language(relative)
    name = relative.with_suffix("").as_posix().partition("/")[2]
    content = _content(path, file, kind)
    try:
        if kind == "PDF":
            found = read_pdf(content, file=file)
            title = found.title or path.stem.replace("-", " ").replace("_", " ")
            article = cut(found.blocks, article=name, language=language, title=title)
            return ArticleFile(
                file=file,
                kind=kind,
                article=article,
                pages=found.pages,
                silent_pages=found.silent_pages,
            )
        text = decoded(content)
        is_html = kind == "HTML"
        blocks = html_blocks(text) if is_html else markdown_blocks(text)
        title = html_title(text) if is_html else ""
        article = cut(blocks, article=name, language=language, title=title)
    except (UnicodeError, LookupError) as error:
        raise ArticleUnusable(
            file=file, problem="its letters are not UTF-8", remedy="Save it again as UTF-8."
        ) from error
    except BodyMalformed as error:
        raise ArticleUnusable(
            file=file,
            problem="it has no title, or nothing below it",
            remedy=str(error.fields["remedy"]),
        ) from error
    return ArticleFile(file=file, kind=kind, article=article)


def _language(relative: Path) -> str:
    """
    The language that the first folder of a path names.

    Raises:
        ArticleUnusable: it names none, so nobody would ever be answered from it.
    """
    first = relative.parts[0].lower()
    if len(relative.parts) < 2 or first.partition("-")[0] not in CANDIDATES:
        raise ArticleUnusable(
            file=relative.as_posix(),
            problem="it does not stand below a folder of a language",
            remedy="Move it below 'en/', 'zh/' or the like.",
        )
    return first.partition("-")[0]


def _content(path: Path, file: str, kind: str) -> bytes:
    """
    The bytes of a file.

    Raises:
        ArticleUnusable: it cannot be read, or is too large.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_BYTES[kind] else b""
    except OSError as error:
        raise ArticleUnusable(
            file=file,
            problem="it cannot be read",
            remedy="Give the server the right to read it.",
        ) from error
    if size > LARGEST_BYTES[kind]:
        raise ArticleUnusable(
            file=file,
            problem=f"it has {size} bytes; {kind} is read up to {LARGEST_BYTES[kind]}",
            remedy="Cut it up, or take out what is no text.",
        )
    return content
