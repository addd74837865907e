"""Whether an assistant's answer helped."""

import pytest

from warmline.reading.failure import is_helpful


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Sorry, I didn't quite catch that.", "en"),
        ("I’m afraid I can’t help with that.", "en"),
        ("Could you rephrase your question?", "en"),
        ("I don't have an answer to that.", "en"),
        ("I could not find anything about this.", "en"),
        ("抱歉，我没有理解您的问题", "zh"),
        ("请换一种说法试试", "zh"),
        ("暂时没有找到相关的答案", "zh"),
        ("Das habe ich leider nicht verstanden.", "de"),
        ("Lo siento, no entiendo.", "es"),
        ("Je n'ai pas compris.", "fr"),
    ],
)
def test_an_answer_that_does_not_know_is_no_help(text: str, language: str) -> None:
    """Each says that it does not know or understand."""
    assert not is_helpful(text, language, [])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Your bill is due on Friday; you can pay online.", "en"),
        ("I know this is hard. The outage ends at six.", "en"),
        ("You can rebook from the menu.", "en"),
        ("您的订单已发货，预计明天到达。", "zh"),
        ("你可以在设置里修改密码", "zh"),
    ],
)
def test_an_answer_with_substance_helps(text: str, language: str) -> None:
    """None of these admits defeat."""
    assert is_helpful(text, language, ["Hello, how can I help you today?"])


def test_the_same_answer_again_is_no_help() -> None:
    """A repeat in other marks or spaces is a repeat; a short courtesy is not."""
    answer = "Please restart the router and wait five minutes."
    assert not is_helpful("please restart the router, and wait five minutes", "en", [answer])
    assert is_helpful("The engineer comes at nine tomorrow.", "en", [answer])
    assert is_helpful("Welcome!", "en", ["Welcome!"])
