"""Who reads on in the background steps aside while somebody waits for an answer: both want Python's one lock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

# So long the reader waits at most before each of its steps: it never comes to a standstill.
MOST_SECONDS = 0.02


class Courtesy:
    """Counts who is served. Any thread."""

    def __init__(self) -> None:
        """Nobody is served yet."""
        self._guests = 0
        self._is_quiet = threading.Condition()

    @contextmanager
    def guest(self) -> Iterator[None]:
        """Be served; the background waits."""
        with self._is_quiet:
            self._guests += 1
        try:
            yield
        finally:
            with self._is_quiet:
                self._guests -= 1
                if not self._guests:
                    self._is_quiet.notify_all()

    def step_aside(self) -> None:
        """Wait while anybody is served, but not for long."""
        if self._guests:
            with self._is_quiet:
                self._is_quiet.wait_for(lambda: not self._guests, MOST_SECONDS)
