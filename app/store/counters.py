"""Counts of calls by the hour, in a file that all programs of this user share. Never fatal.

A damaged file is moved aside; while none can be written, this process counts in memory. Journal as in `schema`.
"""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from app.store.schema import SAFE_WAL, move_aside

T = TypeVar("T")
HOUR = 3600
BUSY_MS = 2_000
KEPT_HOURS = 8 * 24


class CounterFile:
    """Counters by name; implements `app.sources.kit.Counters`. Any thread."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet; the file is made with the first count."""
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._memory: dict[tuple[str, int], int] = defaultdict(int)

    def spend(self, name: str, count: int, now: float) -> None:
        """Add to a counter; `now` is UTC seconds."""
        hour = int(now // HOUR)

        def add(connection: sqlite3.Connection) -> bool:
            with connection:
                connection.execute(
                    "INSERT INTO counts VALUES (?, ?, ?) "
                    "ON CONFLICT (name, hour) DO UPDATE SET count = count + excluded.count",
                    (name, hour, count),
                )
                connection.execute("DELETE FROM counts WHERE hour < ?", (hour - KEPT_HOURS,))
            return True

        if self._try(add) is None:
            with self._lock:
                self._memory[name, hour] += count

    def used(self, name: str, now: float, seconds: float) -> int:
        """Return what was spent in the last so many seconds: whole hours, so rather too much than too little."""
        return sum(count for _, count in self._hours(name, now, seconds))

    def frees_at(self, name: str, now: float, seconds: float, most: int) -> float:
        """Return from when on less than `most` count for the last so many seconds, UTC; `now` if they do now."""
        hours = self._hours(name, now, seconds)
        left = sum(count for _, count in hours)
        frees_at = now
        for hour, count in hours:
            if left < most:
                break
            left -= count
            frees_at = (hour + 1) * HOUR + seconds
        return max(now, frees_at)

    def _hours(self, name: str, now: float, seconds: float) -> list[tuple[int, int]]:
        """Return (hour, count) of the last so many seconds, oldest first."""
        first = int((now - seconds) // HOUR)

        def read(connection: sqlite3.Connection) -> list[tuple[int, int]]:
            found = connection.execute(
                "SELECT hour, count FROM counts WHERE name = ? AND hour >= ?", (name, first)
            ).fetchall()
            return [(int(hour), int(count)) for hour, count in found]

        rows = dict(self._try(read) or [])
        with self._lock:
            for (known, hour), count in self._memory.items():
                if known == name and hour >= first:
                    rows[hour] = rows.get(hour, 0) + count
        return sorted(rows.items())

    def close(self) -> None:
        """Let go of the file; the next count opens it again."""
        with self._lock:
            self._drop()

    def _try(self, act: Callable[[sqlite3.Connection], T]) -> T | None:
        """Do something with the file; None when it cannot be had."""
        with self._lock:
            for _ in range(2):
                try:
                    if self._connection is None:
                        self._connection = _opened(self._path)
                    return act(self._connection)
                except (sqlite3.Error, OSError) as error:
                    self._drop()
                    if not is_damage(error):
                        return None
                    with suppress(OSError):
                        move_aside(self._path)
        return None

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def is_damage(error: Exception) -> bool:
    """Return whether an error says that the file itself is broken, rather than busy or out of reach."""
    if isinstance(error, sqlite3.OperationalError):
        return "malformed" in str(error) or "no such" in str(error)
    return isinstance(error, sqlite3.DatabaseError)


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        if sqlite3.sqlite_version_info >= SAFE_WAL:
            connection.execute("PRAGMA journal_mode=WAL")
        else:
            connection.execute("PRAGMA journal_mode=TRUNCATE")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS counts ("
            "name TEXT NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, hour)"
            ") STRICT, WITHOUT ROWID"
        )
    except BaseException:
        connection.close()
        raise
    return connection
