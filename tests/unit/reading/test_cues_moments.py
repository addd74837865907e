"""Cues about the conversation itself: solved, taken back, useless, sneered, mourned."""

import pytest

from warmline.reading.cues import find_cues, load_list, weigh_cues

SPOKEN = ("en", "zh", "es", "de")


def labels_in(text: str, language: str) -> set[str]:
    """The labels of the cues of a text."""
    return {cue.label for cue in find_cues(text, language)}


@pytest.mark.parametrize("language", SPOKEN)
def test_every_cue_about_the_moment_finds_its_example_and_not_its_near_miss(language: str) -> None:
    """As in the lists of danger and asks."""
    moments = load_list(f"{language}-moments")
    for entry in moments.entries:
        hits = {(hit.cue.label, hit.level) for hit in weigh_cues(entry.example, language)}
        assert (entry.label, entry.level) in hits, entry.example
        near = entry.near_miss
        assert near is None or entry.label not in labels_in(near, language), near


@pytest.mark.parametrize("language", SPOKEN)
def test_every_language_hears_the_same_of_the_moment(language: str) -> None:
    """A sneer, a death, a broken promise, a way back: no language is without."""
    heard = {entry.label for entry in load_list(f"{language}-moments").entries}
    heard |= {entry.label for entry in load_list(language).entries}
    needed = {"feeling.sarcasm", "friction.unhelpful", "relief.solved", "relation.promise-broken"}
    needed |= {"stakes.bereavement", "withdrawn.emergency", "withdrawn.person"}
    assert needed <= heard
    assert {"vulnerability.capability", "vulnerability.resilience"} <= heard


@pytest.mark.parametrize(
    ("text", "language", "label", "is_there"),
    [
        ("Me da algo, llamo a una ambulancia jaja", "es", "emergency.medical", False),
        ("Necesito una ambulancia, mi padre se ha caído", "es", "emergency.medical", True),
        ("La factura de la ambulancia está mal", "es", "emergency.medical", False),
        ("Die Rechnung für den Krankenwagen ist doppelt", "de", "emergency.medical", False),
        ("Schnell, wir brauchen einen Krankenwagen", "de", "emergency.medical", True),
        ("Ayer nos quedamos parados en el arcén", "es", "emergency.stranded", False),
        ("Desde ayer estamos parados en el arcén", "es", "emergency.stranded", True),
        ("Gestern brennt im Keller was, heute immer noch", "de", "emergency.fire", True),
        ("Gestern stand das Auto in Flammen", "de", "emergency.fire", False),
        ("La grúa llegó y estamos todos bien", "es", "withdrawn.emergency", True),
        ("Wir sind mit dem Schrecken davongekommen", "de", "withdrawn.emergency", True),
        ("Muss man mit jemandem sprechen, um das zu ändern?", "de", "withdrawn.person", True),
        ("Muss ich noch lange mit einem Roboter reden?", "de", "withdrawn.person", False),
        ("¿Hace falta hablar con un agente para esto?", "es", "withdrawn.person", True),
        ("Vielen Dank auch für drei Stunden Warteschleife", "de", "feeling.sarcasm", True),
        ("Vielen Dank für die schnelle Hilfe", "de", "feeling.sarcasm", False),
        ("Genial, otra semana esperando", "es", "feeling.sarcasm", True),
        ("还说修好了，你们可真行", "zh", "feeling.sarcasm", True),
        ("这个口红太会了，爱了爱了", "zh", "feeling.sarcasm", False),
        ("硬盘昨晚突然去世，还在保修期", "zh", "stakes.bereavement", False),
        ("我爸去世了，手机号怎么过户", "zh", "stakes.bereavement", True),
        ("你们这群狗东西太好吃了爱死", "zh", "abuse", False),
        ("你们这群狗东西，退钱", "zh", "abuse", True),
        ("着火的时候电梯是不是会停在一楼", "zh", "emergency.fire", False),
        ("楼道着火了，电梯停了", "zh", "emergency.fire", True),
        ("换了三个菜单了，有没有喘气的", "zh", "asks.person", True),
        ("I talked to Ben yesterday, he was brilliant", "en", "asks.repeat-contact", False),
        ("tried again with the cable. works", "en", "relief.solved", True),
        ("nothing you told me works", "en", "relief.solved", False),
        ("Can you give me a straight answer?", "en", "friction.unhelpful", True),
        ("Meine Mutter ist für immer eingeschlafen", "de", "stakes.bereavement", True),
        ("Mein Fuß ist eingeschlafen", "de", "stakes.bereavement", False),
        ("Ich spreche nur wenig Deutsch", "de", "vulnerability.capability", True),
        ("no sé usar el ordenador", "es", "vulnerability.capability", True),
        ("forget the cancellation, I found the cheaper plan", "en", "withdrawn.cancel", True),
        ("I was about to cancel but the line was busy", "en", "withdrawn.cancel", False),
        ("Was going to sue you, then the refund came", "en", "withdrawn.legal", True),
        ("no point ringing me back now, thanks", "en", "withdrawn.callback", True),
        ("the letter came to the wrong number again", "en", "withdrawn.matter", False),
        ("I turned the gas off myself, it still smells", "en", "withdrawn.matter", False),
        ("是我自己把表看岔了，对不住", "zh", "withdrawn.matter", True),
        ("是不是我看岔了？", "zh", "withdrawn.matter", False),
        ("原来是我老公签收的，打扰了", "zh", "withdrawn.matter", True),
        ("打扰了，想问下几号出账", "zh", "withdrawn.matter", False),
        ("算了，投诉就免了吧", "zh", "withdrawn.complaint", True),
        ("本来想告你们的，犯不着，算了", "zh", "withdrawn.legal", True),
        ("Falsche Firma, entschuldigung", "de", "withdrawn.matter", True),
        ("He leído mal la fecha, fue error mío", "es", "withdrawn.matter", True),
        ("a man from the fraud team says don't hang up", "en", "stakes.money-in-danger", True),
        ("some loan in my name that I never took", "en", "stakes.money-in-danger", True),
        ("you charged my card twice, it isn't right", "en", "stakes.money-in-danger", False),
        ("He asked me for the error code on the router", "en", "stakes.money-in-danger", False),
        ("我妈在你们柜台要给网友转五万，拦都拦不住", "zh", "stakes.money-in-danger", True),
        ("听说有人念验证码被骗，是真的吗", "zh", "stakes.money-in-danger", False),
        ("号里的装备正被人一件件卖掉", "zh", "stakes.money-in-danger", True),
        ("Hay un préstamo que yo no he pedido", "es", "stakes.money-in-danger", True),
        ("auf einen Link geklickt und mich angemeldet", "de", "stakes.money-in-danger", True),
        ("Wie erkenne ich Betrüger am Telefon?", "de", "stakes.money-in-danger", False),
    ],
)
def test_words_of_the_moment_are_heard_as_people_mean_them(
    text: str, language: str, label: str, is_there: bool
) -> None:
    """Joy that swears, jokes about ambulances, devices that die; and what is really meant."""
    assert is_there == (label in labels_in(text, language))
