"""Which path is answered by whom: one table that every protocol adds its own lines to."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.sandbox.wire import Reply, Request

Handler = Callable[[Request], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table.

    Attributes:
        name: Word of the log and of fault rules, such as "images.list".
        handler: Answers a request; may raise RefusalError and UnreadyError.
        credential: Name of the header that has to hold the token; empty for an open route.
        ids: Keys of the request that hold ids, for the log and for fault rules.
        ids_of: Finds the ids where keys do not say enough.
    """

    name: str
    handler: Handler
    credential: str = ""
    ids: tuple[str, ...] = ()
    ids_of: Callable[[Request], tuple[str, ...]] | None = None


class Routes:
    """Exact paths first, then patterns in the order of their adding, then the longest prefix."""

    def __init__(self) -> None:
        """Start empty."""
        self._exact: dict[str, Route] = {}
        self._patterns: list[tuple[re.Pattern[str], Route]] = []
        self._prefixes: dict[str, Route] = {}

    def add(self, path: str, route: Route) -> None:
        """Answer one path."""
        self._exact[path] = route

    def add_pattern(self, pattern: str, route: Route) -> None:
        """Answer every path that a regular expression fits as a whole."""
        self._patterns.append((re.compile(pattern), route))

    def add_prefix(self, prefix: str, route: Route) -> None:
        """Answer every path that begins so and has no line of its own."""
        self._prefixes[prefix] = route

    def find(self, path: str) -> Route | None:
        """Return who answers a path."""
        found = self._exact.get(path)
        if found is not None:
            return found
        for pattern, route in self._patterns:
            if pattern.fullmatch(path):
                return route
        fitting = [prefix for prefix in self._prefixes if path.startswith(prefix)]
        return self._prefixes[max(fitting, key=len)] if fitting else None
