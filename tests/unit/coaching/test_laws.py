"""The laws of the score, on generated replies: empty words never help, a real step never harms."""

from hypothesis import given, settings
from hypothesis import strategies as st

from unit.coaching.exchanges import guidance

SAID = {
    "en": (
        "My router has been broken for two weeks and nobody calls me back. When is it fixed?",
        "What time do you close today?",
        "I smell gas in the kitchen, what do I do?",
        "My husband died on Sunday, I need to close his account.",
        "Give me a human, I'm sick of this bot!!",
        "Thanks, that worked.",
    ),
    "zh": (
        "路由器坏了两个星期，没人给我回电话，什么时候能修好？",
        "今天几点关门？",
        "厨房全是煤气味，怎么办？",
        "我父亲上周去世了，要销户。",
        "转人工！受够机器人了！！",
        "好了，谢谢。",
    ),
}
SENTENCES = {
    "en": (
        "I'm sorry that it took this long.", "Please restart the router.", "Our mistake.",
        "A new one leaves today.", "Yes, it does.", "Please leave the flat and call 112.",
        "You should have read the manual.", "I'm bringing in a colleague.", "Calm down.",
        "Could you tell me your order number?", "Please contact our billing department.",
        "It should be fine, I think.", "You're welcome.", "Someone will look into it soon.",
    ),
    "zh": (
        "等了这么久，确实让人着急。", "请先重启路由器。", "这是我们的失误。", "新的今天寄出。",
        "可以。", "请马上离开屋子，拨打119。", "您应该先看说明。", "我请同事来接手。",
        "请您冷静一点。", "麻烦提供订单号。", "请您联系其他部门。", "应该没问题吧。", "不客气。",
        "我们会尽快处理。",
    ),
}  # fmt: skip
STOCK = {
    "en": (
        "We apologise for any inconvenience caused.", "Your call is important to us.",
        "Please do not hesitate to contact us.", "Have a wonderful day!",
        "Thank you for your patience.", "I completely understand your frustration.",
    ),
    "zh": (
        "给您带来不便，敬请谅解。", "感谢您的支持与理解。", "祝您生活愉快！",
        "您的满意是我们最大的动力。", "非常理解您的心情。", "如有疑问请随时联系我们。",
    ),
}  # fmt: skip
STEPS = {
    "en": ("I'll call you at 18:00 today.", "I'll write to you by Friday 17:00."),
    "zh": ("我今天18:00给您回电。", "我周五17:00前发消息告诉您。"),
}
LANGUAGES = st.sampled_from(("en", "zh"))


@st.composite
def replies(draw: st.DrawFn, language: str) -> tuple[str, list[str]]:
    """What a contact said, and the sentences of a reply."""
    said = draw(st.sampled_from(SAID[language]))
    sentences = draw(st.lists(st.sampled_from(SENTENCES[language]), max_size=5, unique=True))
    return said, sentences


@settings(max_examples=150, deadline=None)
@given(st.data(), LANGUAGES)
def test_a_stock_phrase_never_raises_the_score(data: st.DataObject, language: str) -> None:
    """Wherever it is put in, and however empty the reply is."""
    said, sentences = data.draw(replies(language))
    phrase = data.draw(st.sampled_from(STOCK[language]))
    place = data.draw(st.integers(0, len(sentences)))
    longer = [*sentences[:place], phrase, *sentences[place:]]
    before = guidance(said, " ".join(sentences), language).score
    assert guidance(said, " ".join(longer), language).score <= before


@settings(max_examples=150, deadline=None)
@given(st.data(), LANGUAGES)
def test_a_step_with_a_time_never_lowers_the_score(data: st.DataObject, language: str) -> None:
    """Added at the end of a reply that has none."""
    said, sentences = data.draw(replies(language))
    step = data.draw(st.sampled_from(STEPS[language]))
    before = guidance(said, " ".join(sentences), language).score
    assert guidance(said, " ".join([*sentences, step]), language).score >= before


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_texts_get_a_score_between_0_and_100(said: str, reply: str) -> None:
    """Whatever is written; spans stay inside the reply; hints are two at most."""
    found = guidance(said, reply)
    assert 0 <= found.score <= 100
    assert len(found.hints) <= 2
    spans = [span for flag in found.flags for span in flag.spans]
    spans += [span for one in found.mechanisms.values() for span in one.spans]
    assert all(0 <= start < end <= len(reply) for start, end in spans)


@settings(max_examples=50, deadline=None)
@given(st.data(), LANGUAGES)
def test_the_same_exchange_gets_the_same_guidance(data: st.DataObject, language: str) -> None:
    """To the last figure."""
    said, sentences = data.draw(replies(language))
    reply = " ".join(sentences)
    first = guidance(said, reply, language).to_json()
    assert first == guidance(said, reply, language).to_json()


@settings(max_examples=50, deadline=None)
@given(st.data(), LANGUAGES)
def test_each_mechanism_has_three_chances_that_sum_to_one(
    data: st.DataObject, language: str
) -> None:
    """And the level is the likeliest of them."""
    said, sentences = data.draw(replies(language))
    for one in guidance(said, " ".join(sentences), language).mechanisms.values():
        assert abs(sum(one.probabilities) - 1) < 1e-9
        assert one.probabilities[one.level] == max(one.probabilities)
