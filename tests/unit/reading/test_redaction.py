"""Redaction: what is masked, what must stay, and laws for any text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.reading.redaction import redact


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("My card is 4111 1111 1111 1111, cvv 123", "My card is [card], cvv [card]"),
        ("卡号 4111111111111111 安全码 123", "卡号 [card] 安全码 [card]"),
        ("IBAN GB82 WEST 1234 5698 7654 32 please", "IBAN [account] please"),
        ("my bank account 12345678", "my bank account [account]"),
        ("call me on 07911 123456 please", "call me on [phone] please"),
        ("it is +44 20 7946 0958.", "it is [phone]."),
        ("(415) 555-2671", "[phone]"),
        ("打我手机13800138000吧", "打我手机[phone]吧"),
        ("１３８００１３８０００", "[phone]"),
        ("座机0755-12345678", "座机[phone]"),
        ("mail jo.bloggs@example.co.uk!", "mail [email]!"),
        ("邮箱是abc@example.com谢谢", "邮箱是[email]谢谢"),
        ("I live at 14 Elm Street and it is dark", "I live at [address] and it is dark"),
        ("我家在北京市朝阳区建国路88号3栋2单元501室，停电了", "我家在[address]，停电了"),
        ("Hauptstraße 12 ist dunkel", "[address] ist dunkel"),
        ("身份证11010519491231002X", "身份证[id]"),
        ("NINO AB 12 34 56 C", "NINO [id]"),
        ("ssn 536-22-8726", "ssn [id]"),
    ],
)
def test_personal_numbers_and_places_are_masked(text: str, masked: str) -> None:
    """Each is replaced by a token that says what it was."""
    assert masked == redact(text).text


@pytest.mark.parametrize(
    "text",
    [
        "Order 4539578763621486 has not come",
        "order id 20261121 0042",
        "meter reading 04512",
        "call 112 or 999 or 110",
        "打110了",
        "off since 2026-11-21 10:00",
        "paid 1,234,567.00 yesterday",
        "we waited 2 hours on the road",
        "the cars on my drive, 20 min drive",
        "on the M1 at junction 12",
        "订单号13800138000",
        "高速G2 1203公里处",
        "customer account 1234567890",
        "tracking 1Z999AA10123456784",
        "4111 1111 1111 1112",
    ],
)
def test_what_identifies_nobody_stays(text: str) -> None:
    """Orders, dates, amounts, readings and emergency numbers are left alone."""
    assert text == redact(text).text


@given(st.text())
def test_masking_twice_is_masking_once(text: str) -> None:
    """Any text settles, and a second pass changes nothing."""
    once = redact(text)
    assert once == redact(once.text)


FRAGMENTS = st.sampled_from(
    ["4111111111111111", "a@b.co", "13800138000", " ", "-", "+", "12 Elm Street", "路8号", "3",
     "GB82 WEST 1234 5698 7654 32", "cvv ", "my bank ", "call ", "0", "[phone]", "在", "."]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_masks_stand_where_they_say(text: str) -> None:
    """Each mask is its token in the masked text, and joined fragments settle too."""
    redacted = redact(text)
    assert all(f"[{mask.kind}]" == redacted.text[mask.start : mask.end] for mask in redacted.masks)
    assert redacted == redact(redacted.text)


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "13800138000 ", "a@", "市", "路1号", "12 elm ", "GB82 ", "(0", "a", "cvv "]
)
def test_hostile_texts_take_bounded_time(piece: str) -> None:
    """A hundred thousand characters stay within seconds, whatever they are."""
    before = time.process_time()
    redact(piece * (100_000 // len(piece)))
    assert time.process_time() - before < 5
