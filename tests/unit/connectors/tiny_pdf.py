"""Tiny real PDFs, written by hand: lines of a size at places on pages, in any script."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, PdfWriter

TOP, LEFT = 780, 72

TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
    b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
)
"""Each code is the character itself, as programs for Chinese write it."""


@dataclass(frozen=True)
class Line:
    """One line of a page."""

    words: str
    size: int = 11
    is_bold: bool = False


def tiny_pdf(pages: Sequence[Sequence[Line]], *, title: str = "") -> bytes:
    """A PDF of some pages; a page without lines is a picture of text as far as one can read."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        _font(b"Plain", 5),
        _font(b"Plain-Bold", 5),
        _stream(TO_UNICODE),
        b"<< /Title " + _hex(title, mark=True) + b" >>",
    ]
    kids = []
    for lines in pages:
        objects.append(_stream(_page_of(lines)))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return _assembled(objects)


def locked(content: bytes, password: str) -> bytes:
    """The same PDF behind a password."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _page_of(lines: Sequence[Line]) -> bytes:
    height = TOP
    drawn = []
    for line in lines:
        font = b"F2" if line.is_bold else b"F1"
        drawn.append(
            b"BT /%s %d Tf %d %d Td %s Tj ET" % (font, line.size, LEFT, height, _hex(line.words))
        )
        height -= 2 * line.size
    return b"\n".join(drawn)


def _hex(words: str, *, mark: bool = False) -> bytes:
    encoded = words.encode("utf-16-be")
    return b"<" + (b"FEFF" if mark else b"") + encoded.hex().encode() + b">"


def _font(name: bytes, to_unicode: int) -> bytes:
    return (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /ToUnicode %d 0 R "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>] >>"
        % (name, to_unicode, name)
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _assembled(objects: Sequence[bytes]) -> bytes:
    whole = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return whole + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(whole))
    )
