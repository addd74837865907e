"""Many threads share a pass: everybody gets what is theirs, and hears of a failure."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from warmline.reading.gathering import MOST, Found, Gathering


def echo(ids: list[list[int]]) -> Found:
    """Give back the first id of each input."""
    column = np.array([[row[0]] for row in ids], np.float32)
    return column, column + 0.5


def test_everybody_gets_their_own() -> None:
    """Whatever company an input had, its own figures come back, in order."""
    gathering = Gathering(echo)
    with ThreadPoolExecutor(16) as pool:
        asked = [[[n], [n + 1000]] for n in range(200)]
        found = list(pool.map(gathering, asked))
    assert [[n, n + 1000] for n in range(200)] == [part[0][:, 0].tolist() for part in found]
    assert all(np.array_equal(columns + 0.5, vectors) for columns, vectors in found)


def test_those_who_wait_share_one_pass() -> None:
    """While a pass runs others gather; the next takes them all, up to the limit."""
    begun, go_on, sizes = Event(), Event(), []

    def slow(ids: list[list[int]]) -> Found:
        sizes.append(len(ids))
        if len(sizes) == 1:
            begun.set()
            assert go_on.wait(20)
        return echo(ids)

    gathering = Gathering(slow)
    count = MOST + 8
    with ThreadPoolExecutor(count + 1) as pool:
        first = pool.submit(gathering, [[0]])
        assert begun.wait(20)
        rest = [pool.submit(gathering, [[n]]) for n in range(1, count + 1)]
        _wait_until_gathered(gathering, count)
        go_on.set()
        assert [0.0] == first.result()[0][:, 0].tolist()
        assert [float(n) for n in range(1, count + 1)] == [r.result()[0][0, 0] for r in rest]
    assert [1, MOST, 8] == sizes


def test_a_failure_reaches_everybody_and_ends_with_them() -> None:
    """Nobody waits for ever, and the next pass starts afresh."""

    def broken(ids: list[list[int]]) -> Found:
        if ids[0][0] < 0:
            raise ValueError("a pass failed")
        return echo(ids)

    gathering = Gathering(broken)
    with pytest.raises(ValueError, match="a pass failed"):
        gathering([[-1]])
    assert 7.0 == gathering([[7]])[0][0, 0]


def _wait_until_gathered(gathering: Gathering, count: int) -> None:
    while True:
        with gathering._asking:
            if len(gathering._waiting) == count:
                return
