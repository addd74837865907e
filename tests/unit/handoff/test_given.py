"""What a contact has given already, so that nobody asks for it again."""

from datetime import UTC, datetime

import pytest

from warmline.conversation.message import Author, ConversationId, Message, MessageId
from warmline.handoff.given import find_given


def invoices(text: str) -> list[str | None]:
    """The numbers of bills in one message of a contact."""
    message = Message(
        id=MessageId("m"),
        conversation_id=ConversationId("c"),
        author=Author.CONTACT,
        text=text,
        sent_at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    return [given.value for given in find_given([message]) if given.kind == "invoice"]


@pytest.mark.parametrize(
    "text", ["My bill is 412 euros.", "这个月账单是1412元", "bill: 1,240 EUR", "invoice 300€"]
)
def test_a_sum_of_money_is_no_number_of_a_bill(text: str) -> None:
    """What an agent must not ask again is the number, not the amount."""
    assert [] == invoices(text)


@pytest.mark.parametrize(
    ("text", "number"), [("invoice no. 48213.", "48213"), ("账单号A4821", "A4821")]
)
def test_the_number_of_a_bill_is_kept(text: str, number: str) -> None:
    """Said once is enough."""
    assert [number] == invoices(text)
