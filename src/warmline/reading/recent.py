"""The last vectors that were made, by what stands for their text; safe for many threads."""

from collections import OrderedDict
from threading import Lock

import numpy as np
from numpy.typing import NDArray

Key = tuple[int, ...] | bytes
"""The ids of a text, or its digest."""
Vector = NDArray[np.float32]


class Recent:
    """Forgets what was put in first when it is full."""

    def __init__(self, size: int) -> None:
        """Keep so many."""
        self._size = size
        self._kept: OrderedDict[Key, Vector] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Vector | None:
        """The vector under a key, if it is still here."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Key, vector: Vector) -> None:
        """Keep a vector, and let the oldest go."""
        with self._lock:
            self._kept[key] = vector
            self._kept.move_to_end(key)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
