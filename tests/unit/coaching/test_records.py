"""`warmline coach` on records: the public shape, bad lines, context of several authors."""

import io
import json
from datetime import datetime

import pytest

from unit.coaching.exchanges import SENT_AT, a_coach
from warmline.cli.coach import coach_all, exchange_in
from warmline.cli.read import Screen
from warmline.cli.records import Record
from warmline.conversation.message import Author
from warmline.errors import FieldInvalid

FIELDS = {
    "id": "r-1",
    "language": "en",
    "context": [
        {"author": "contact", "text": "My parcel 44712038 is late. When does it come?"},
        {"author": "assistant", "text": "Let me look."},
        {"author": "contact", "text": "Well?"},
    ],
    "reply": "Sorry that you had to ask twice. I'll bring it to you tomorrow at 10:00.",
}


def coached(*shapes: dict[str, object]) -> tuple[list[dict[str, object]], int]:
    """The objects written, and how many lines were bad."""
    out = io.BytesIO()
    records = [Record(line=place, fields=shape) for place, shape in enumerate(shapes, 1)]
    with Screen(strict=False) as screen:
        coach_all(records, a_coach(), screen=screen, out=out, now=SENT_AT)
    return [json.loads(line) for line in out.getvalue().splitlines()], screen.bad_lines


def test_guidance_has_the_public_shape() -> None:
    """Every key of the contract, in its order, with a due time in the zone of the record."""
    [shape], _ = coached({**FIELDS, "sent_at": "2026-03-02T10:00:00+01:00"})
    assert list(shape) == [
        "id", "score", "mechanisms", "parts", "next_step", "promises", "flags", "hints",
    ]  # fmt: skip
    assert shape["id"] == "r-1"
    assert shape["parts"] == {"affirm": True, "understand": False, "suggest": True}
    assert shape["next_step"] == {"present": True, "due": "2026-03-03T10:00:00+01:00"}
    mechanisms = shape["mechanisms"]
    assert isinstance(mechanisms, dict)
    assert list(mechanisms) == ["emotional-reactions", "interpretations", "explorations"]


def test_a_bad_record_is_skipped_and_counted() -> None:
    """The others come out in order."""
    shapes, bad = coached({**FIELDS, "id": 1}, {"reply": "Hello."}, {**FIELDS, "id": 2})
    assert [shape["id"] for shape in shapes] == [1, 2]
    assert bad == 1


@pytest.mark.parametrize(
    "change",
    [{"reply": 3}, {"context": "hi"}, {"context": [{"author": "boss", "text": "x"}]},
     {"language": 4}],
)  # fmt: skip
def test_a_field_of_another_kind_is_refused(change: dict[str, object]) -> None:
    """With the name of the field, never with its text."""
    with pytest.raises(FieldInvalid):
        exchange_in({**FIELDS, **change}, "reply")


def test_an_agents_turn_is_never_read() -> None:
    """Anger that stands in an agent's words is nobody's distress."""
    calm = exchange_in(FIELDS, "reply")
    heated = exchange_in(
        {
            **FIELDS,
            "context": [
                {"author": "contact", "text": "My parcel 44712038 is late. When does it come?"},
                {"author": "agent", "text": "I am furious, I want a human, my father died!!"},
                {"author": "contact", "text": "Well?"},
            ],
        },
        "reply",
    )
    assert heated.contact_texts == calm.contact_texts
    assert heated.unanswered == ("Well?",)
    assert [turn.author for turn in heated.context][1] is Author.AGENT
    at = datetime(2026, 3, 2, 10, tzinfo=SENT_AT.tzinfo)
    flags = [flag.code for flag in a_coach().look_at(heated, sent_at=at).flags]
    assert flags == [flag.code for flag in a_coach().look_at(calm, sent_at=at).flags]
