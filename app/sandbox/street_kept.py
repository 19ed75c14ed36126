"""Things that take a while to make: made on a worker thread when first asked for, then kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.sandbox.world import UnreadyError

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Making(Generic[K, V]):
    """One thing that is to be made."""

    kept: "Kept[K, V]"
    key: K

    def prepare(self) -> None:
        self.kept.make(self.key)


class Kept(Generic[K, V]):
    """At most so many made things; those that were asked for longest ago go first."""

    def __init__(self, make: Callable[[K], V], most: int) -> None:
        """Keep up to `most`, which has to be more than what is asked for at the same time."""
        self._make = make
        self._most = most
        self._found: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[K, threading.Lock] = {}

    def get(self, key: K) -> V:
        """Return a thing. Raises UnreadyError when it has to be made first."""
        found = self._found.get(key)
        if found is None:
            raise UnreadyError([_Making(self, key)])
        return found

    def require(self, keys: Iterable[K]) -> None:
        """Raise UnreadyError, once for all, when some things have to be made first."""
        missing = [key for key in dict.fromkeys(keys) if key not in self._found]
        if missing:
            raise UnreadyError([_Making(self, key) for key in missing])

    def make(self, key: K) -> V:
        """Return a thing, made now if need be; a second call for the same waits for the first."""
        with self._lock:
            own = self._making.setdefault(key, threading.Lock())
        with own:
            found = self._found.get(key)
            if found is None:
                found = self._make(key)
                with self._lock:
                    self._found[key] = found
                    while len(self._found) > self._most:
                        self._found.popitem(last=False)
        with self._lock:
            self._making.pop(key, None)
        return found
