"""
Lets callers from many threads share one pass of the model.

While one pass runs, messages that arrive wait together; the next pass takes them all. Under load
this costs each message less than a pass of its own, and alone it costs nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Found = tuple[FloatArray, FloatArray]
Run = Callable[[list[list[int]]], Found]

MOST: Final = 32
"""Inputs of one shared pass: more would make the first of them wait."""


@dataclass(slots=True)
class _Ticket:
    ids: list[list[int]]
    found: Found | None = None
    error: Exception | None = None


@dataclass(slots=True)
class Gathering:
    """Runs one pass at a time, each with all that wait for it."""

    run: Run
    """Ids of n inputs to (columns [n, k], vectors [n, d])."""
    _waiting: list[_Ticket] = field(default_factory=list)
    _asking: Lock = field(default_factory=Lock)
    _running: Lock = field(default_factory=Lock)

    def __call__(self, ids: list[list[int]]) -> Found:
        """
        Give columns and vectors of these inputs, from a pass that others may share.

        Raises:
            Exception: what the pass raised, to everyone who shared it.
        """
        ticket = _Ticket(ids)
        with self._asking:
            self._waiting.append(ticket)
        with self._running:
            while ticket.found is None and ticket.error is None:
                self._run_some()
        if ticket.error is not None:
            raise ticket.error
        assert ticket.found is not None
        return ticket.found

    def _run_some(self) -> None:
        taken = self._take()
        try:
            columns, vectors = self.run([one for ticket in taken for one in ticket.ids])
        except Exception as error:  # whoever shared the pass must hear of it
            for ticket in taken:
                ticket.error = error
            return
        start = 0
        for ticket in taken:
            end = start + len(ticket.ids)
            ticket.found = (columns[start:end], vectors[start:end])
            start = end

    def _take(self) -> list[_Ticket]:
        """Those who wait longest, at least one."""
        with self._asking:
            taken = [self._waiting.pop(0)]
            count = len(taken[0].ids)
            while self._waiting and count + len(self._waiting[0].ids) <= MOST:
                count += len(self._waiting[0].ids)
                taken.append(self._waiting.pop(0))
        return taken
