"""
Asks one sentiment library how upset texts sound; run by `benchmarks/upset.py`, not by hand.

    python benchmarks/peers/score.py NAME < texts.json

Reads a JSON list of texts, writes `{"scores": [...], "seconds": ...}`, higher meaning more upset.
Knows nothing of Warmline, so that it runs in the peers' own environment. What a library ships is
all it gets, unless it fetches more by itself.
"""

import json
import re
import socket
import sys
import time
from collections.abc import Callable

Score = Callable[[str], float]
NEGATIVE = ("negative", "anger", "disgust", "fear", "sadness")


def vader() -> Score:
    """The compound score, turned round."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return lambda text: -float(analyzer.polarity_scores(text)["compound"])


def textblob() -> Score:
    """The polarity of its pattern analyzer, turned round."""
    from textblob import TextBlob

    return lambda text: -float(TextBlob(text).sentiment.polarity)


def nrclex() -> Score:
    """
    Share of words with a negative affect less the share of positive ones.

    Its own splitting into words needs a corpus that it does not ship, so words are split here.
    """
    from nrclex import NRCLex

    def score(text: str) -> float:
        words = re.findall(r"[a-z']+", text.lower())
        lexicon = NRCLex()
        lexicon.load_token_list(words)
        found = lexicon.raw_emotion_scores
        dark = sum(found.get(name, 0) for name in NEGATIVE)
        return float(dark - found.get("positive", 0) - found.get("joy", 0)) / max(1, len(words))

    return score


def snownlp() -> Score:
    """Its chance of a positive text, turned round."""
    from snownlp import SnowNLP

    return lambda text: 1.0 - float(SnowNLP(text).sentiments) if text.strip() else 0.5


def text2emotion() -> Score:
    """Anger, fear and sadness less happiness."""
    import text2emotion

    def score(text: str) -> float:
        found = text2emotion.get_emotion(text)
        return float(found["Angry"] + found["Fear"] + found["Sad"] - found["Happy"])

    return score


PEERS: dict[str, Callable[[], Score]] = {
    "vader": vader,
    "textblob": textblob,
    "nrclex": nrclex,
    "snownlp": snownlp,
    "text2emotion": text2emotion,
}


def main() -> None:
    """Score the texts of standard input; loading and the first text do not count as time."""
    socket.setdefaulttimeout(10.0)  # text2emotion tries to fetch corpora when it is imported
    texts = json.load(sys.stdin)
    score = PEERS[sys.argv[1]]()
    score(texts[0])
    started = time.perf_counter()
    scores = [score(text) for text in texts]
    answer = {"scores": scores, "seconds": time.perf_counter() - started}
    sys.__stdout__.write("\n" + json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
