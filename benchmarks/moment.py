"""
How long does it take to decide, and how fast is a replay beside the reader alone?

Folds and decides a conversation of two hundred turns many times over, and replays the project's own
stories, some of them over and over, against reading the same messages with nothing decided.
Writes benchmarks/results/moment.json.
"""

import json
from pathlib import Path
from time import perf_counter

from warmline.bootstrap import open_reader
from warmline.cli.replay import replay_all
from warmline.cli.stories import load_stories
from warmline.config import Settings
from warmline.conversation.message import Author, MessageId
from warmline.moments.archive import ArchivedConversation
from warmline.moments.decide import decide
from warmline.moments.fold import fold
from warmline.moments.policy import load_policy
from warmline.moments.record import Record
from warmline.moments.turn import Turn
from warmline.ports import Reader

ROOT = Path(__file__).parents[1]
STORIES = ROOT / "tests" / "stories" / "decisions"
TURNS = 200
TIMES = 1000
ROUNDS = 4


def archive() -> list[ArchivedConversation]:
    """The stories of all languages, several times."""
    paths = sorted(STORIES.glob("*.jsonl"))
    return [story.conversation for path in paths for story in load_stories(path)] * ROUNDS


def a_long_conversation(reader: Reader) -> list[Turn]:
    """Two hundred turns with real readings, the assistant answering each."""
    texts = [text for one in archive() for text in one.contact_texts][: TURNS // 2]
    turns = []
    for place, reading in enumerate(reader.read_many(texts)):
        heard, said = MessageId(f"c{place}"), MessageId(f"a{place}")
        turns.append(Turn(message_id=heard, author=Author.CONTACT, reading=reading, similar=0.5))
        turns.append(Turn(message_id=said, author=Author.ASSISTANT, is_helpful=place % 5 > 0))
    return turns


def deciding(reader: Reader) -> dict[str, object]:
    """Milliseconds for fold and decision together."""
    turns, policy, taken = a_long_conversation(reader), load_policy(), []
    for _ in range(TIMES):
        start = perf_counter()
        decide(fold(turns, Record()), policy)
        taken.append(1000 * (perf_counter() - start))
    taken.sort()
    return {
        "turns": len(turns),
        "p50_ms": round(taken[TIMES // 2], 3),
        "p99_ms": round(taken[TIMES * 99 // 100], 3),
    }


def replaying(reader: Reader) -> dict[str, object]:
    """Messages a second: the reader alone, and with everything decided, in the same batches."""
    conversations = archive()
    texts = [text for one in conversations for text in one.contact_texts]
    hints = [one.language for one in conversations for _ in one.contact_texts]
    start = perf_counter()
    for at in range(0, len(texts), 256):
        reader.read_many(texts[at : at + 256], hints[at : at + 256])
    alone = perf_counter() - start
    start = perf_counter()
    decided = sum(1 for _ in replay_all(conversations, reader, load_policy()))
    whole = perf_counter() - start
    assert decided == len(conversations)
    return {
        "messages": len(texts),
        "reader_alone_per_s": round(len(texts) / alone),
        "replay_per_s": round(len(texts) / whole),
        "share_of_reader": round(alone / whole, 3),
    }


def main() -> None:
    """Measure both, print and write."""
    reader = open_reader(Settings())
    results = {
        "by": reader.read_many(["hello"])[0].model,
        "decide": deciding(reader),
        "replay": replaying(reader),
    }
    path = ROOT / "benchmarks" / "results" / "moment.json"
    path.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
