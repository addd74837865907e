"""
`warmline articles check`: what the assistant can read, what not, and what will not serve anybody.

Nothing is changed; the server reads the same folder in the same way when it starts.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from warmline.assistant.duplicates import near_duplicates
from warmline.config import load_settings
from warmline.connectors.articles import ArticleFile, ArticleShelf, read_articles
from warmline.errors import SettingsInvalid
from warmline.reading.language import LanguageFinder

MOST_COMPARED: Final = 3000
"""Passages among which duplicates are looked for; pairs grow with the square."""

app = typer.Typer(help="The articles that the assistant answers from.", no_args_is_help=True)


@app.command("check")
def check(
    folder: Annotated[
        Path | None, typer.Argument(help="The folder of articles; else that of the settings.")
    ] = None,
) -> None:
    """List what was read and what not, near-duplicates, and headings without an answer."""
    chosen = folder or load_settings().articles_path
    if chosen is None:
        raise SettingsInvalid(
            field="articles_path",
            problem="names no folder",
            remedy="Name one: 'warmline articles check FOLDER'.",
        )
    shelf = read_articles(chosen)
    for line in report(shelf, LanguageFinder()):
        typer.echo(line)
    if shelf.refused:
        raise typer.Exit(1)


def report(shelf: ArticleShelf, languages: LanguageFinder) -> Iterator[str]:
    """The lines of the report, files first, then remarks, then the sum."""
    for one in shelf.files:
        pages = "" if one.pages is None else f", {_count(one.pages, 'page')}"
        passages = _count(len(one.article.passages), "passage")
        yield f"ok       {one.file}: {one.kind}{pages}, {passages}"
    for error in shelf.refused:
        yield f"PROBLEM  {error}"
    for one in shelf.files:
        yield from (f"look at  {one.file}: {remark}" for remark in _remarks(one, languages))
    yield from _shared_names(shelf.files)
    yield from _duplicates(shelf)
    spoken = sorted({one.article.language for one in shelf.files})
    refused = len(shelf.refused)
    yield (
        f"{_count(len(shelf.files), 'article')} in {', '.join(spoken)}, "
        f"{_count(len(shelf.passages), 'passage')}; {_count(refused, 'file')} cannot be used"
    )


def _remarks(one: ArticleFile, languages: LanguageFinder) -> Iterator[str]:
    """What will not serve anybody in one article."""
    for heading in one.article.empty_headings:
        yield f"nothing stands below '{heading}'"
    if one.silent_pages:
        pages = ", ".join(str(page) for page in one.silent_pages)
        yield f"no words on page {pages}; pictures are not read"
    text = "\n".join(passage.text for passage in one.article.passages)
    found = languages.find(text).partition("-")[0]
    if found not in (one.article.language, "und"):
        yield f"reads like '{found}', but stands below '{one.article.language}/'"


def _shared_names(files: Sequence[ArticleFile]) -> Iterator[str]:
    """Articles that nobody could tell apart by the name of their source."""
    first: dict[tuple[str, str], ArticleFile] = {}
    for one in files:
        before = first.setdefault((one.article.language, one.article.name), one)
        if before is not one:
            yield f"look at  {one.file}: has the same name as {before.file}"


def _duplicates(shelf: ArticleShelf) -> Iterator[str]:
    for found in near_duplicates(shelf.passages[:MOST_COMPARED]):
        one, other = found.one, found.other
        yield (
            f"look at  '{one.heading}' ({one.language}/{one.article}) and '{other.heading}' "
            f"({other.language}/{other.article}): {found.likeness:.0%} the same words"
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
