"""What is said besides questions is heard in four languages; no question is taken for it."""

import json
from pathlib import Path

import pytest

from warmline.assistant.choice import Chosen, choose
from warmline.assistant.talk import hear, says

QUESTIONS = Path(__file__).parents[2] / "stories" / "questions"

HEARD = {
    "greeting": ("Hi there", "Hello?? Anybody there", "您好，在吗？", "Hola", "Guten Tag",
                 "晚上好"),
    "thanks": ("ok thanks!", "Thank you so much", "好的，谢谢您", "¡Muchas gracias!",
               "Danke schön"),
    "goodbye": ("Bye", "That's all", "没事了", "adiós", "Tschüss", "再见"),
    "program": ("are you a bot?", "Am I talking to a real person?", "你是机器人吗",
                "¿Eres un robot?",
                "Sind Sie ein Mensch oder ein Programm?", "你是真人还是机器人"),
    "small-talk": ("How are you today?", "最近怎么样", "¿Qué tal?", "Wie geht's Ihnen?"),
    "repair": ("that's not what I meant", "No, that doesn't answer my question", "不是这个意思",
               "你理解错了", "no me refería a eso", "Das meinte ich nicht", "答非所问"),
    "other": ("No, the other one.", "另一个", "el otro", "nein, das andere"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "texts"), HEARD.items())
def test_each_kind_is_heard_in_four_languages(kind: str, texts: tuple[str, ...]) -> None:
    """With fillers, marks and capitals as people write them."""
    assert [(text, kind) for text in texts] == [(text, hear(text).kind) for text in texts]


def test_no_question_of_our_own_is_taken_for_small_talk() -> None:
    """Over all questions of tests/stories, a greeting in front included."""
    questions = [
        json.loads(line)["question"]
        for path in QUESTIONS.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for question in questions:
        assert hear(question).kind is None, question
        assert hear(f"hi, {question}").kind is None, question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("No, I meant the gas bill", "the gas bill"),
        ("不是，我是说煤气费", "煤气费"),
        ("No, me refería a la fianza", "la fianza"),
        ("Nein, ich meinte die Kaution", "die Kaution"),
    ],
)
def test_what_was_meant_instead_is_the_question(text: str, question: str) -> None:
    """Whoever corrects us is not asked to say it once more."""
    assert question == hear(text).question


@pytest.mark.parametrize(
    ("reply", "chosen"),
    [
        ("1", Chosen.FIRST), ("the first one, please", Chosen.FIRST), ("第一个", Chosen.FIRST),
        ("el primero", Chosen.FIRST), ("das erste", Chosen.FIRST), ("refund", Chosen.FIRST),
        ("2.", Chosen.SECOND), ("the latter", Chosen.SECOND), ("后者", Chosen.SECOND),
        ("la segunda", Chosen.SECOND), ("die zweite", Chosen.SECOND), ("deposit", Chosen.SECOND),
        ("both", Chosen.BOTH), ("两个都要", Chosen.BOTH), ("beides", Chosen.BOTH),
        ("neither", Chosen.NEITHER), ("都不是", Chosen.NEITHER), ("no", Chosen.NEITHER),
        ("my money", Chosen.UNCLEAR), ("who won the football", Chosen.UNCLEAR),
        ("I would like to know when somebody reads my deposit meter", Chosen.UNCLEAR),
    ],
)  # fmt: skip
def test_a_reply_to_the_question_back_is_understood(reply: str, chosen: Chosen) -> None:
    """By number, by place, by a word that only one of the titles has."""
    assert chosen is choose(reply, ("Money and refunds", "The deposit and your money"))


def test_a_long_message_is_never_small_talk() -> None:
    """Whoever writes more than a line has something to say."""
    assert not says("no " * 60, "repair")
