"""Cues of danger told in passing: signs that people mention, hints that they mean to die."""

import pytest

from warmline.reading.cues import find_cues, load_list

SPOKEN = ("en", "zh", "es", "de")


def dangers_in(text: str, language: str) -> set[str]:
    """The kinds of danger that cues find in a text."""
    labels = {cue.label for cue in find_cues(text, language)}
    return {label.removeprefix("emergency.") for label in labels if label.startswith("emergency.")}


def labels_in(text: str, language: str) -> set[str]:
    """The labels of the cues of a text."""
    return {cue.label for cue in find_cues(text, language)}


@pytest.mark.parametrize("language", SPOKEN)
def test_every_cue_of_danger_in_passing_finds_its_example_and_not_its_near_miss(
    language: str,
) -> None:
    """As in the other lists; such a cue is of danger, and never surer than likely."""
    for entry in load_list(f"{language}-aside").entries:
        assert (entry.label.partition(".")[0], entry.level) == ("emergency", "likely")
        assert entry.label in labels_in(entry.example, language), entry.example
        assert entry.near_miss is not None
        assert entry.label not in labels_in(entry.near_miss, language), entry.near_miss


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        (
            "Wrong spoon in the box. I gave him two and he's limp now, can I swap it?",
            "en",
            "medical",
        ),
        ("Move it to Friday, my mum is talking funny and her mouth hangs a bit", "en", "medical"),
        ("There's an odd smell by the meter and my lodger has gone to bed dizzy", "en", "gas"),
        ("The radiator gives me a tingle; Monday is fine", "en", "electrical"),
        ("The socket is hot and there's a fishy smell, shall I wait for Tuesday?", "en", "fire"),
        ("His concentrator is on the backup battery, 20 minutes left it says", "en", "exposure"),
        ("No letters please, don't ring either, he goes through my phone", "en", "violence"),
        ("The door won't open, I'm in the stairwell with my toddler", "en", "trapped"),
        ("Cancel the gym. I won't be needing it where I'm going", "en", "self-harm"),
        ("Would it still pay if a person did it himself?", "en", "self-harm"),
        ("改签吧,我妈说话含糊,左边胳膊麻,一身冷汗", "zh", "medical"),
        ("每次洗澡就头晕,热水器该几年一换?", "zh", "gas"),
        ("洗碗的时候龙头麻手,周五来修行吗", "zh", "electrical"),
        ("插座烫手还有股焦味,等周一师傅来行不", "zh", "fire"),
        ("别给我打电话,他听见又要翻手机,发短信行吗", "zh", "violence"),
        ("复查号退了吧,我熬不到明年了", "zh", "self-harm"),
        ("过了今晚就不用再麻烦你们了,卡注销吧", "zh", "self-harm"),
        ("El enchufe está caliente y huele a plástico quemado, ¿vienen el lunes?", "es", "fire"),
        ("No me llamen, mi marido lee los mensajes", "es", "violence"),
        ("Todos van a estar mejor sin mí, cancelen la cuenta", "es", "self-harm"),
        ("Die Steckdose ist heiß und riecht verbrannt, Montag reicht", "de", "fire"),
        ("Ohne mich haben es alle leichter, bitte alles kündigen", "de", "self-harm"),
    ],
)
def test_danger_is_heard_beside_an_everyday_question(text: str, language: str, kind: str) -> None:
    """Nobody says what it is; the sign and its circumstance do."""
    assert kind in dangers_in(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Can't get my phone to wake up since the update", "en"),
        ("I won't need the pass after Friday, we're moving to Leeds", "en"),
        ("They'd be better off with the other tariff", "en"),
        ("I don't see the point of waiting on hold until Monday", "en"),
        ("The drain in the kitchen smells, can you send a plumber?", "en"),
        ("My new shoes are tight across the toes and my feet feel numb", "en"),
        ("Don't ring, she'd hear it and it's a birthday surprise", "en"),
        ("Where I'm going there's no fibre, can you do 5G?", "en"),
        ("why is my line down again", "en"),
        ("以后用不着这个套餐了,我换了新号", "zh"),
        ("手机电量撑不到晚上", "zh"),
        ("别往家里打电话,是给他的生日惊喜", "zh"),
        ("装修味道大,闻着头疼,能退甲醛检测的钱吗", "zh"),
        ("这账单看着头疼", "zh"),
        ("Me mudo, donde voy no hace falta contrato de gas", "es"),
        ("Wir ziehen um, wo ich hingehe, brauche ich kein Auto", "de"),
    ],
)
def test_what_only_sounds_like_it_is_silent(text: str, language: str) -> None:
    """Moving house, surprises, weak batteries and bad smells of drains are no danger."""
    assert dangers_in(text, language) == set()


@pytest.mark.parametrize(
    ("text", "language", "label", "is_there"),
    [
        ("Don't bother your colleague, I've found the letter", "en", "withdrawn.person", True),
        ("A real person would have asked my name first", "en", "mentioned.person", True),
        ("I want a real person", "en", "mentioned.person", False),
        ("you absolute bastards, best shop ever, love it", "en", "abuse", False),
        ("you absolute bastards, give me my money", "en", "abuse", True),
        ("ok light is solid green, that's me sorted", "en", "relief.solved", True),
        ("great, sorted then, thanks for nothing", "en", "friction.unsolved", True),
        ("I'll be taking my business to your competitor", "en", "stakes.leave", True),
        ("he had me share my screen and read out the codes", "en", "stakes.money-in-danger", True),
        ("the police rang about codes, I hung up", "en", "stakes.money-in-danger", False),
        ("the brigade put it out and nobody was hurt", "en", "withdrawn.emergency", True),
        ("the brigade hasn't come, nobody is hurt yet", "en", "withdrawn.emergency", False),
        ("不用再麻烦你们同事了,我找到了", "zh", "withdrawn.person", True),
        ("为什么不转人工", "zh", "withdrawn.person", False),
        ("上次你们客服说可以退", "zh", "mentioned.person", True),
        ("卧槽妈的太好了,你们神了", "zh", "abuse", False),
        ("对方自称公安,叫我开屏幕共享转账", "zh", "stakes.money-in-danger", True),
        ("自称公安叫我转账,我挂了", "zh", "stakes.money-in-danger", False),
        ("Doch nicht verbinden, ich hab's gefunden", "de", "withdrawn.person", True),
        ("No moleste a nadie, ya lo tengo", "es", "withdrawn.person", True),
    ],
)
def test_what_ends_an_ask_is_told_from_what_makes_one(
    text: str, language: str, label: str, is_there: bool
) -> None:
    """Taken back or only mentioned, in joy or in anger, over or not yet."""
    assert is_there == (label in labels_in(text, language))
