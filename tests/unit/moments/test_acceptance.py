"""Who takes up the person that was offered has asked for one."""

import pytest

from warmline.moments.acceptance import accepts_person


@pytest.mark.parametrize(
    ("offer", "reply"),
    [
        (
            "I can't change that myself. Would you like me to connect you with a colleague?",
            "yes pls",
        ),
        ("Shall I put you through to one of our advisers?", "Go on then, I've got ten minutes."),
        ("Do you want to talk to someone from the night team?", "ok please do"),
        ("这个要顾问来算，需要我现在帮您接通顾问吗？", "要的，趁我现在有空"),
        ("我可以为您转接人工客服，好吗？", "嗯，麻烦了"),
        ("¿Le paso con una compañera?", "Sí, por favor"),
        ("Soll ich Sie mit einer Kollegin verbinden?", "Ja gern"),
    ],
)
def test_a_yes_to_an_offered_person_asks_for_one(offer: str, reply: str) -> None:
    """In four languages, short or with a reason."""
    assert accepts_person(offer, reply)


@pytest.mark.parametrize(
    ("offer", "reply"),
    [
        ("Would you like me to connect you with a colleague?", "No thanks, I'll try again"),
        ("Would you like me to connect you with a colleague?", "ok but not today"),
        ("Would you like me to connect you with a colleague?", "How long is the cable?"),
        ("Would you like the form by e-mail?", "yes please"),
        ("A colleague has moved your visit to Friday.", "ok, great"),
        ("需要我帮您接通顾问吗？", "先不用，我再想想"),
        ("需要我帮您接通顾问吗？", "好像不是这个问题吧"),
        ("需要发电子发票吗？", "要的"),
        ("", "yes"),
    ],
)
def test_other_words_ask_for_nobody(offer: str, reply: str) -> None:
    """A no, a later, a yes to something else."""
    assert not accepts_person(offer, reply)


def test_a_long_reply_says_something_of_its_own() -> None:
    """It is read for what it says."""
    assert not accepts_person("Shall I connect you with a colleague?", "yes " + "and then " * 20)
