"""What was asked of the sandbox: the newest requests and counts per route, for tests and benches."""

from collections import Counter, deque
from dataclasses import dataclass
from itertools import accumulate

CREDENTIALS = ("x-api-key", "authorization", "cookie", "proxy-authorization")
MOST_ENTRIES = 100_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One request.

    Attributes:
        route: Name such as "images.list", or the path of something that is not served.
        ids: What was asked for, as text.
        status: Status of the answer.
        bytes: Length of the body of the answer, as announced.
        at: Seconds on the server's monotonic clock at which the request arrived.
        seconds: How long the answer took to begin.
        credentials: Names (never values) of the credential headers that arrived.
        fault: Kind of the injected fault, empty for an honest answer.
        range: The Range header, empty without one.
        token: How a street token came: "header" or "query", empty when none did; never its value.
    """

    route: str
    ids: tuple[str, ...]
    status: int
    bytes: int
    at: float
    seconds: float
    credentials: tuple[str, ...]
    fault: str = ""
    range: str = ""
    token: str = ""


class Journal:
    """The newest requests; older ones leave only their count."""

    def __init__(self, most: int = MOST_ENTRIES) -> None:
        """Keep at most so many entries."""
        self.entries: deque[Entry] = deque(maxlen=most)
        self.counts: Counter[str] = Counter()

    def add(self, entry: Entry) -> None:
        """Write a request down."""
        self.entries.append(entry)
        self.counts[entry.route] += 1

    def of(self, route: str) -> list[Entry]:
        """Return the requests of one route, oldest first."""
        return [entry for entry in self.entries if entry.route == route]

    def highest(self, *routes: str) -> int:
        """Return how many requests of these routes were in the making at once, at most.

        A request counts from its arrival until its answer begins.
        """
        steps = [
            step for one in self.entries if one.route in routes for step in ((one.at, 1), (one.at + one.seconds, -1))
        ]
        # Who leaves in the same instant in which another comes makes room first.
        return max(accumulate(change for _, change in sorted(steps)), default=0)

    def clear(self) -> None:
        """Forget everything."""
        self.entries.clear()
        self.counts.clear()
