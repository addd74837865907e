"""
Conversations out of vCon, the container of the IETF: text dialog in, turns out.

The role of a party says who speaks. A party without a role, or with one that is not known, is an
error and not a guess: whoever is taken for the contact is read, and agents are never read. Sound
and pictures are passed by; nothing is fetched from anywhere.

Source: draft-ietf-vcon-vcon-core-02 (parties, dialog); the parameter `role` of a party is
draft-ietf-vcon-cc-extension.
"""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from warmline.conversation.message import Author
from warmline.errors import FieldInvalid
from warmline.moments.archive import ArchivedConversation, ArchivedTurn

ROLES: Final = {
    "contact": Author.CONTACT,
    "customer": Author.CONTACT,
    "client": Author.CONTACT,
    "caller": Author.CONTACT,
    "consumer": Author.CONTACT,
    "user": Author.CONTACT,
    "agent": Author.AGENT,
    "supervisor": Author.AGENT,
    "sme": Author.AGENT,
    "representative": Author.AGENT,
    "assistant": Author.ASSISTANT,
    "bot": Author.ASSISTANT,
    "virtual-agent": Author.ASSISTANT,
}
"""Who speaks, by the role of a party; the first of each is our own word."""
SHOWN: Final = 24
"""Letters of a wrong value that an error may repeat; more might be somebody's message."""
ENCODINGS: Final = ("none", "json", "base64url")

Shape = Mapping[str, object]


def conversation_in_vcon(vcon: Shape) -> ArchivedConversation:
    """
    The conversation of one vCon, unsigned and not encrypted.

    Raises:
        FieldInvalid: a field has a value that cannot be taken.
    """
    if "payload" in vcon or "ciphertext" in vcon:
        raise _invalid("vcon", "signed or encrypted", "Give its unsigned form.")
    if not {"vcon", "parties", "dialog"} & set(vcon):
        raise _invalid("vcon", None, "This is no vCon: it has neither parties nor dialog.")
    id = vcon.get("uuid")
    if not isinstance(id, str) or not id:
        raise _invalid("uuid", id, "Give the vCon its uuid.")
    parties = _rows(vcon, "parties")
    turns = tuple(
        _turn(dialog, parties, f"dialog[{place}]")
        for place, dialog in enumerate(_rows(vcon, "dialog"))
        if dialog.get("type") == "text"
    )
    if not turns:
        raise _invalid("dialog", None, "There is no dialog of the type 'text'.")
    return ArchivedConversation(id=id, turns=turns)


def text_places(vcon: Shape, pattern: str) -> list[str]:
    """The field of each turn in the vCon: "dialog[3].start" by "dialog[{}].start"."""
    rows = enumerate(_rows(vcon, "dialog"))
    return [pattern.format(place) for place, row in rows if row.get("type") == "text"]


def _turn(dialog: Shape, parties: list[Shape], where: str) -> ArchivedTurn:
    return ArchivedTurn(
        author=_author(dialog, parties, where),
        text=_text(dialog, where),
        at=_start(dialog.get("start"), f"{where}.start"),
    )


def _author(dialog: Shape, parties: list[Shape], where: str) -> Author:
    """Whoever began it: the originator, else the first of the parties."""
    named = dialog.get("originator", dialog.get("parties"))
    first = named[0] if isinstance(named, list) and named else named
    if isinstance(first, bool) or not isinstance(first, int) or not 0 <= first < len(parties):
        remedy = f"Name one of the {len(parties)} parties by its number, from 0."
        raise _invalid(f"{where}.parties", first, remedy)
    role = parties[first].get("role")
    author = ROLES.get(role.strip().lower()) if isinstance(role, str) else None
    if author is None:
        raise _invalid(f"parties[{first}].role", role, "Write contact, assistant or agent.")
    return author


def _text(dialog: Shape, where: str) -> str:
    kind = str(dialog.get("mediatype", dialog.get("mimetype", "text/plain")))
    if kind.partition(";")[0].strip().lower() != "text/plain":
        raise _invalid(f"{where}.mediatype", kind, "Only text/plain is read.")
    body, encoding = dialog.get("body"), dialog.get("encoding", "none")
    if not isinstance(body, str):
        raise _invalid(f"{where}.body", body, "Give the message inline; nothing is fetched.")
    if encoding not in ENCODINGS:
        raise _invalid(f"{where}.encoding", encoding, f"Write {', '.join(ENCODINGS)}.")
    if encoding != "base64url":
        return body
    try:
        padded = body + "=" * (-len(body) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise _invalid(f"{where}.body", body, "It is not UTF-8 in base64url.") from None


def _start(value: object, where: str) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        remedy = "Give RFC 3339, such as 2026-03-01T09:30:00+01:00."
        raise _invalid(where, value, remedy) from None


def _rows(vcon: Shape, name: str) -> list[Shape]:
    rows = vcon.get(name)
    if not isinstance(rows, list) or not rows:
        raise _invalid(name, rows, "Give a list of at least one.")
    for place, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise _invalid(f"{name}[{place}]", row, "Write an object.")
    return rows


def _invalid(where: str, value: object, remedy: str) -> FieldInvalid:
    """The error of one field; a long value is not repeated, because it may be a message."""
    if value is None:
        shown = "missing"
    elif isinstance(value, str):
        shown = f"'{value}'" if len(value) <= SHOWN else "such a string"
    else:
        shown = str(value) if isinstance(value, int) else f"a {type(value).__name__}"
    return FieldInvalid(field=where, value=shown, remedy=remedy)
