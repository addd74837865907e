"""Each flag that depends on the contact's words: an example, and a near miss, in each language."""

import pytest

from unit.coaching.exchanges import a_coach, an_exchange, flags, guidance

CASES = [
    ("ignores-emergency", "en", "I smell gas in my kitchen and feel dizzy",
     "Please send me your contract number so that I can look at it.",
     "Leave the flat now and call 112 from outside."),
    ("ignores-emergency", "zh", "厨房煤气味很重，我头晕", "请提供您的户号，我查一下。",
     "请马上离开屋子，到室外拨打119。"),
    ("ignores-emergency", "es", "Huele a gas en la cocina", "Indíqueme su número de contrato.",
     "Salgan a la calle y llamen al 112."),
    ("ignores-emergency", "de", "In der Küche ist Gasgeruch!", "Nennen Sie Ihre Kundennummer.",
     "Verlassen Sie das Haus und rufen Sie 112."),
    ("help-not-ours", "en", "My dad collapsed and is not breathing", "An ambulance is on its way.",
     "Call 999 now and stay on the line with them."),
    ("help-not-ours", "zh", "我爸晕倒了叫不醒", "救护车已经在路上了。", "请马上拨打120。"),
    ("ignores-person-ask", "en", "I want to talk to a real person",
     "I can surely solve this for you, tell me more.",
     "I'm bringing in a colleague; Ana is with you in two minutes."),
    ("ignores-person-ask", "zh", "转人工", "我先帮您查一下订单吧。",
     "我请同事李敏来，两分钟后接手。"),
    ("ignores-person-ask", "es", "Quiero hablar con una persona", "Cuénteme su problema.",
     "Mi compañera Lucía le atiende en dos minutos."),
    ("ignores-person-ask", "de", "Ich möchte mit einem Menschen sprechen",
     "Nennen Sie mir Ihr Anliegen.", "Frau Adler übernimmt in zwei Minuten."),
    ("asks-again", "en", "Order 4471203 came broken, photos attached.",
     "Could you please tell me your order number?",
     "I've opened order 4471203 and sent a new one today."),
    ("asks-again", "zh", "订单4471203收到是坏的", "麻烦提供一下订单号。",
     "订单我查到了，今天补发。"),
    ("asks-again", "es", "El pedido 4471203 llegó roto",
     "Indíqueme su número de pedido, por favor.",
     "Su pedido sale de nuevo hoy."),
    ("asks-again", "de", "Bestellung 4471203 kam kaputt an", "Bitte nennen Sie Ihre Bestellnummer.",
     "Ich habe Ihre Bestellung heute neu verschickt."),
    ("no-date", "en", "When will my refund arrive?", "It has been sent to the bank.",
     "It reaches you by Thursday."),
    ("no-date", "zh", "退款什么时候到？", "已经退给银行了。", "周四前到账。"),
    ("no-date", "es", "¿Cuándo llega mi paquete?", "Su paquete está de camino.",
     "Llega mañana a las 10."),
    ("no-date", "de", "Wann kommt mein Paket?", "Ihr Paket wurde verschickt.",
     "Es kommt morgen um 10 Uhr."),
    ("vague-promise", "en", "My lamp is broken.", "Someone will get back to you soon.",
     "I'll call you by 17:00 today."),
    ("vague-promise", "zh", "我的台灯坏了", "我们会尽快联系您。", "我今天17:00前给您回电。"),
    ("warmth-without-solution", "en", "My heating has been off for two days.",
     "That must be so hard, I feel with you.",
     "That must be so hard. An engineer comes today at 16:00."),
    ("warmth-without-solution", "zh", "暖气停了两天了", "两天没暖气，真的很难熬，心疼您。",
     "两天没暖气，真的很难熬。师傅今天16点到。"),
    ("solution-without-acknowledgement", "en", "I'm furious, this is the third time it broke!!",
     "A new one arrives on Friday.",
     "Three times is not acceptable. A new one arrives on Friday."),
    ("solution-without-acknowledgement", "zh", "气死了，第三次坏了！！", "新的周五到。",
     "第三次坏，换谁都生气。新的周五到。"),
    ("ignores-question", "en", "Why was I charged twice?", "Please have a look at the statement.",
     "Because the first payment was not booked in time."),
    ("ignores-question", "zh", "为什么扣了两次？", "请您看一下账单。", "因为第一次没有及时入账。"),
    ("ignores-preference", "en", "Please don't call me, I'm deaf. Is it fixed?",
     "We will call you tomorrow to explain.", "Yes, it is fixed since this morning."),
    ("ignores-preference", "zh", "别打电话，我听不见。修好了吗？", "明天给您打电话说明。",
     "修好了，今天上午弄好的。"),
    ("too-long", "en", "Are you open today?", "Yes. " + "We are open on many days here. " * 12,
     "Yes, until 20:00."),
    ("too-long", "zh", "今天开门吗？",
     "开。" + "我们门店平时一直都在营业当中。" * 12, "开，到20点。"),
    ("too-short", "en", "My chair came without screws.", "Noted.",
     "I've sent the eight screws today by express."),
    ("too-short", "zh", "椅子没有螺丝", "知道了。", "八颗螺丝今天给您补发。"),
    ("exclamation-noise", "en", "I have no pills left for tonight, I'm scared",
     "No worries! We send them at 18:00!", "We send them at 18:00."),
    ("exclamation-noise", "zh", "今晚没药吃了，很害怕", "马上安排！18点送到！", "18点送到。"),
    ("excess-apology", "en", "You sent the wrong size.",
     "Sorry! I'm so sorry, we apologise, sorry again.", "Sorry, a 42 leaves today."),
    ("excess-apology", "zh", "尺码发错了", "抱歉抱歉，对不起，真不好意思。", "抱歉，L码今天发。"),
    ("tone-deaf", "en", "My husband died on Sunday.", "Great, happy to help with the account!",
     "I'm sorry for your loss. The account is frozen."),
    ("tone-deaf", "zh", "我父亲上周去世了", "太好了，马上给您办。", "请您节哀，账户已停。"),
    ("wrong-language", "en", "My parcel is late, where is it?",
     "您的包裹今天晚上八点前送到您家门口。",
     "It reaches you tonight before eight o'clock at home."),
    ("wrong-language", "zh", "我的包裹在哪里，怎么还没到？",
     "Your parcel arrives tonight before eight o'clock at home.", "包裹今晚八点前送到。"),
    ("jargon", "en", "My internet is slow.", "High latency on the node was found.",
     "The cable in your street is too old."),
    ("jargon", "en", "What does latency mean?", "The SLA covers it.",
     "Latency is the waiting time."),
    ("jargon", "zh", "网很慢", "您的工单已升级至二线。", "师傅明天10点来换线。"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "language", "said", "reply", "near_miss"), CASES)
def test_a_flag_is_raised_for_its_example_and_not_for_the_near_miss(
    code: str, language: str, said: str, reply: str, near_miss: str
) -> None:
    """The same contact, two replies: one has the fault, the other has not."""
    assert code in flags(said, reply, language)
    assert code not in flags(said, near_miss, language)


@pytest.mark.parametrize(
    ("language", "said", "own", "lecture"),
    [
        ("en", "The new fridge drips on the floor every night.",
         "The fridge drips because the hose that we fitted is loose.",
         "A fridge can drip on the floor for several reasons."),
        ("zh", "新冰箱每天晚上往地板上滴水", "新冰箱往地板上滴水，是我们的水管没接牢。",
         "新冰箱往地板上滴水属于普遍现象。"),
        ("es", "La nevera nueva gotea en el suelo",
         "La nevera gotea en el suelo porque falla nuestra manguera.",
         "Una nevera que gotea en el suelo puede tener varias causas."),
        ("de", "Der neue Kühlschrank tropft auf den Boden",
         "Der Kühlschrank tropft auf den Boden, weil unser Schlauch lose ist.",
         "Ein Kühlschrank kann verschiedene Gründe haben, wenn er auf den Boden tropft."),
    ],
)  # fmt: skip
def test_a_lecture_echoes_the_words_and_understands_nothing(
    language: str, said: str, own: str, lecture: str
) -> None:
    """How such things are in general is not about this contact's matter."""
    assert guidance(said, own, language).parts.understand >= 0.5
    assert guidance(said, lecture, language).parts.understand == 0


@pytest.mark.parametrize(
    ("language", "story", "brief"),
    [
        ("en", "Three engineers came, three said something else, and the line is dead. Brilliant.",
         "Brilliant."),
        ("zh", "来了三个师傅说了三种话，网到现在一点信号都没有，电视也看不成了，太好了。",
         "太好了。"),
    ],
)  # fmt: skip
def test_a_word_of_praise_after_a_story_closes_nothing(
    language: str, story: str, brief: str
) -> None:
    """'Brilliant.' thanks when it stands alone; after a trouble it is bitter."""
    assert not a_coach().understand(an_exchange(story, "", language)).is_thanks
    assert a_coach().understand(an_exchange(brief, "", language)).is_thanks
