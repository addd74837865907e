"""A folder of articles: all three kinds become passages, and what cannot be read is named."""

from pathlib import Path

import pytest

from unit.connectors.tiny_pdf import Line, locked, tiny_pdf
from warmline.assistant.knowledge import LONGEST_ANSWER, Passage
from warmline.cli.articles import report
from warmline.connectors.articles import LARGEST_BYTES, ArticleShelf, read_articles
from warmline.connectors.pdf_article import MOST_PAGES
from warmline.errors import SettingsInvalid
from warmline.reading.language import LanguageFinder

PAGE = """<!doctype html><html><head><title>Fees | Northmere</title>
<script>var x = 1</script></head>
<body><header><a href="/">Home</a></header><nav><ul><li>Menu</li></ul></nav>
<main><h1>Fees &amp; <em>refunds</em></h1><h2>What does a late payment cost?</h2>
<p>Nothing in the<br>first week.</p>
<table><tr><th>Week</th><th>Fee</th></tr><tr><td>2</td><td>3 €</td></tr></table>
<h3>How do I get it back?</h3><ol><li>Sign in</li><li>Choose <b>Refund</b></li></ol>
<h2>Something else</h2></main><footer>Imprint</footer></body></html>"""

HANDBOOK = [
    [
        Line("Northmere handbook", 9),
        Line("Moving house", 22),
        Line("What do I do before I move?", 15),
        Line("Tell us ten working days before you move. We need the old and the new ad-"),
        Line("dress and the day on which you hand over the keys."),
        Line("• Write down the meter figure."),
        Line("1"),
    ],
    [
        Line("Northmere handbook", 9),
        Line("Who pays for the last days?", 15),
        Line("You do, until the day of the keys."),
        Line("Deposits", is_bold=True),
        Line("They come back within two weeks."),
        Line("2"),
    ],
    [Line("Northmere handbook", 9), Line("3")],
]


def laid(folder: Path, files: dict[str, bytes | str]) -> ArticleShelf:
    """Lay files into a folder and read it, a sound article beside them."""
    for name, content in ({"en/sound.md": "# Sound\n\nIt works.\n"} | files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_articles(folder)


def passages(shelf: ArticleShelf, article: str) -> list[Passage]:
    """Those of one article."""
    return [passage for passage in shelf.passages if passage.article == article]


def test_an_html_page_is_read_without_what_leads_elsewhere(tmp_path: Path) -> None:
    """Headings, lines of lists and tables are kept; navigation, scripts and footers are not."""
    found = passages(laid(tmp_path, {"en/billing/fees.html": PAGE}), "billing/fees")
    assert [("What does a late payment cost?"), "How do I get it back?"] == [
        one.heading for one in found
    ]
    assert {"Fees & refunds"} == {one.title for one in found}
    assert "Nothing in the\nfirst week.\nWeek: 2, Fee: 3 €" == found[0].text
    assert "1. Sign in\n2. Choose Refund" == found[1].text


def test_a_chinese_page_in_an_older_character_set_is_read(tmp_path: Path) -> None:
    """A page says in which letters it is written."""
    page = "<meta charset=gb2312><h1>停电</h1><h2>怎么报修？</h2><p>把门牌号写在这里。</p>"
    (found,) = passages(laid(tmp_path, {"zh/outage.htm": page.encode("gb18030")}), "outage")
    assert ("怎么报修？", "把门牌号写在这里。") == (found.heading, found.text)


def test_a_pdf_has_headings_by_size_and_pages(tmp_path: Path) -> None:
    """Lines are joined, cut words are whole, running titles and page numbers are left out."""
    shelf = laid(tmp_path, {"en/moving.pdf": tiny_pdf(HANDBOOK, title="Microsoft Word - x.doc")})
    found = passages(shelf, "moving")
    assert [
        ("What do I do before I move?", 1),
        ("Who pays for the last days?", 2),
        ("Deposits", 2),
    ] == [(one.heading, one.page) for one in found]
    assert {"Moving house"} == {one.title for one in found}
    assert "the new address and the day" in found[0].text
    assert "handbook" not in "".join(one.text for one in found)
    assert "\n• Write down the meter figure." in found[0].text


def test_a_chinese_pdf_is_joined_without_gaps(tmp_path: Path) -> None:
    """Radicals that browsers print in place of characters are the characters again."""
    lines = [
        Line("停电与报修", 22),
        Line("怎么报修停电？", 15),
        Line("把街道和\u2f9e牌号写在这里，或者拨打服务电话，全天都有\u2f08接"),
        Line("听。三十分钟内回复。"),
    ]
    (found,) = passages(laid(tmp_path, {"zh/outage.pdf": tiny_pdf([lines])}), "outage")
    assert "有人接听。三十分钟内回复。" in found.text
    assert "怎么报修停电？" == found.heading


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("en/locked.pdf", locked(tiny_pdf(HANDBOOK), "secret"), "locked with a password"),
        ("en/scan.pdf", tiny_pdf([[], []]), "pictures"),
        ("en/cut.pdf", tiny_pdf(HANDBOOK)[:900], "damaged"),
        ("en/none.pdf", b"hello", "damaged"),
        ("en/long.pdf", tiny_pdf([[Line("x")]] * (MOST_PAGES + 1)), "pages"),
        ("en/latin.md", "# Café\n\nOpen.".encode("latin-1"), "UTF-8"),
        ("en/page.html", b"<meta charset=nonsense><h1>\xff</h1>", "UTF-8"),
        ("en/empty.html", "<h1>Title</h1>", "nothing below"),
        ("en/large.md", b"# " + b"x" * LARGEST_BYTES["Markdown"], "bytes"),
        ("stray.md", "# A\n\nb", "folder of a language"),
        ("power/outage.md", "# A\n\nb", "folder of a language"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_remedy(
    tmp_path: Path, name: str, content: bytes | str, problem: str
) -> None:
    """And the others are read all the same."""
    shelf = laid(tmp_path, {name: content})
    (error,) = shelf.refused
    assert name == error.fields["file"]
    assert problem in str(error)
    assert error.fields["remedy"]
    assert ["sound"] == [passage.article for passage in shelf.passages]


def test_a_password_that_only_forbids_printing_locks_nobody_out(tmp_path: Path) -> None:
    """Such a file opens in every viewer."""
    shelf = laid(tmp_path, {"en/moving.pdf": locked(tiny_pdf(HANDBOOK), "")})
    assert 3 == len(passages(shelf, "moving"))


def test_pages_without_words_are_told(tmp_path: Path) -> None:
    """A scan between typed pages is no reason to refuse them."""
    shelf = laid(tmp_path, {"en/moving.pdf": tiny_pdf([*HANDBOOK[:2], []])})
    (read,) = [one for one in shelf.files if one.pages]
    assert (3,) == read.silent_pages


def test_a_folder_without_any_article_is_an_error(tmp_path: Path) -> None:
    """With what is wrong with the first file that could have been one."""
    (tmp_path / "stray.md").write_text("# A\n\nb", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="stray"):
        read_articles(tmp_path)


def test_a_long_answer_becomes_several_passages(tmp_path: Path) -> None:
    """Nothing that the firm wrote is lost, and none is longer than an answer may be."""
    words = " ".join(f"Sentence number {at} says a thing." for at in range(90))
    found = passages(laid(tmp_path, {"en/long.md": f"# Long\n\n## All\n\n{words}"}), "long")
    assert words == " ".join(one.text for one in found)
    assert all(len(one.text) <= LONGEST_ANSWER for one in found)


def test_the_report_names_what_serves_nobody(tmp_path: Path, languages: LanguageFinder) -> None:
    """Near-duplicates, empty headings, the wrong language, two files of one name."""
    answer = "Write the street and the house number here, or call us at any hour of the day."
    shelf = laid(
        tmp_path,
        {
            "en/one.md": f"# One\n\n## How?\n\n{answer}",
            "en/two.md": f"# Two\n\n## What then?\n\n{answer}\n\n## And when?\n",
            "en/one.html": f"<h1>One</h1><p>{'Something else is said in here. ' * 3}</p>",
            "zh/three.md": f"# Three\n\n{answer} Nothing of this was ever translated by anybody.",
            "en/scan.pdf": tiny_pdf([[]]),
        },
    )
    lines = list(report(shelf, languages))
    assert "5 articles in en, zh, 5 passages; 1 file cannot be used" == lines[-1]
    for told in (
        "nothing stands below 'And when?'",
        "'How?' (en/one) and 'What then?' (en/two): 100% the same words",
        "en/one.md: has the same name as en/one.html",
        "reads like 'en', but stands below 'zh/'",
        "PROBLEM  The article 'en/scan.pdf'",
    ):
        assert any(told in line for line in lines), told
