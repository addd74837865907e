"""
Reads the firm's articles from a folder: `<language>/<any path>.md`.

The folder is the firm's own; what an article must look like is said in
docs/how-to/write-articles.md.
"""

from pathlib import Path

from warmline.assistant.knowledge import Passage, parse_article
from warmline.errors import BodyMalformed, SettingsInvalid


def read_articles(folder: Path) -> tuple[Passage, ...]:
    """
    All passages below a folder, in the order of their paths.

    Raises:
        SettingsInvalid: the folder does not exist or holds no article.
        BodyMalformed: an article is not UTF-8, or has no title.
    """
    if not folder.is_dir():
        raise SettingsInvalid(
            field="articles_path",
            problem=f"is '{folder}', which is not a folder",
            remedy="Give a folder that holds '<language>/*.md'.",
        )
    found: list[Passage] = []
    for path in sorted(folder.glob("*/**/*.md")):
        relative = path.relative_to(folder)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise BodyMalformed(
                what="article",
                format="UTF-8",
                place=f"'{relative}'",
                remedy="Save it again as UTF-8.",
            ) from error
        name = relative.with_suffix("").as_posix().partition("/")[2]
        found.extend(parse_article(text, article=name, language=relative.parts[0]))
    if not found:
        raise SettingsInvalid(
            field="articles_path",
            problem=f"is '{folder}', which holds no article",
            remedy="Put at least one '<language>/*.md' there.",
        )
    return tuple(found)
