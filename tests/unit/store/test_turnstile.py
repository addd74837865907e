"""Writers come through in the order in which they came, and nobody waits for ever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest

from warmline.errors import StoreUnavailable
from warmline.store.turnstile import Turnstile

LONG = timedelta(seconds=30)
SHORT = timedelta(milliseconds=20)


@contextmanager
def held(turnstile: Turnstile) -> Iterator[None]:
    """Somebody else has the turn for the length of the block."""
    has_come, may_go = Event(), Event()

    def hold() -> None:
        with turnstile.turn():
            has_come.set()
            may_go.wait(LONG.total_seconds())

    thread = Thread(target=hold)
    thread.start()
    assert has_come.wait(LONG.total_seconds())
    try:
        yield
    finally:
        may_go.set()
        thread.join()


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again until something holds."""
    never = Event()
    while not condition():
        never.wait(0.001)


def test_the_first_to_come_is_the_first_to_go() -> None:
    """However many wait, each goes in its turn."""
    turnstile, order = Turnstile(LONG), list[int]()

    def go(number: int) -> None:
        with turnstile.turn():
            order.append(number)

    threads = [Thread(target=go, args=(number,)) for number in range(8)]
    with held(turnstile):
        for number, thread in enumerate(threads, start=1):
            thread.start()
            wait_until(lambda number=number: turnstile.waiting == number)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_patience_ends() -> None:
    """Whoever has waited too long is told, and those who come later find everything in order."""
    turnstile = Turnstile(SHORT)
    with held(turnstile):
        with pytest.raises(StoreUnavailable, match="too many writers"), turnstile.turn():
            pass
        assert turnstile.waiting == 0
    with turnstile.turn():
        pass


def test_nobody_waits_for_themselves() -> None:
    """A turn inside a turn is a mistake that is told at once; the outer turn goes on."""
    turnstile = Turnstile(LONG)
    with turnstile.turn(), pytest.raises(RuntimeError, match="inside another"), turnstile.turn():
        pass
    with turnstile.turn():
        pass
