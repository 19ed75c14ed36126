"""What every spec is. Pure."""


class Spec:
    """Base of all specs. `source` is the registry key of the source that reads it."""

    source: str

    @property
    def most_at_once(self) -> int | None:
        """Requests that may be under way when nobody fixed a number; None lets the limiter learn."""
        return None

    @property
    def way(self) -> str:
        """How the items travel and why, one sentence for the log; empty when there is nothing to choose."""
        return ""
