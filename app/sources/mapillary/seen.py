"""Ids that came already, eight bytes each. Pure."""

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


class SeenIds:
    """A set of ids that is asked and filled by the thousand."""

    def __init__(self) -> None:
        """Begin empty."""
        # Sorted, each at least twice as long as the next: few enough to look through, merged seldom enough.
        self._runs: list[Ids] = []

    def __len__(self) -> int:
        """Return how many there are."""
        return sum(len(run) for run in self._runs)

    def fresh(self, ids: Ids) -> NDArray[np.bool_]:
        """Return which of some different ids are new, and know them from now on."""
        is_new = np.ones(len(ids), np.bool_)
        for run in self._runs:
            place = np.searchsorted(run, ids)
            place[place == len(run)] = 0
            is_new &= run[place] != ids
        self._add(np.sort(ids[is_new]))
        return is_new

    def _add(self, run: Ids) -> None:
        if not len(run):
            return
        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = np.sort(np.concatenate((self._runs.pop(), run)), kind="stable")
        self._runs.append(run)
