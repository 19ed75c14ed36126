"""How long a job really worked: a stopwatch that stops for waits and pauses."""

from app.model.clock import Clock


class Waking:
    """Adds up the time between `work` and `rest`."""

    def __init__(self, clock: Clock) -> None:
        """Begin at rest, at zero."""
        self._clock = clock
        self._total = 0.0
        self._since: float | None = None

    @property
    def is_working(self) -> bool:
        """Return whether the watch runs."""
        return self._since is not None

    @property
    def seconds(self) -> float:
        """Return the time worked so far."""
        return self._total + (0.0 if self._since is None else self._clock.monotonic() - self._since)

    def work(self) -> None:
        """Let the watch run."""
        if self._since is None:
            self._since = self._clock.monotonic()

    def rest(self) -> None:
        """Stop the watch."""
        if self._since is not None:
            self._total += self._clock.monotonic() - self._since
            self._since = None
