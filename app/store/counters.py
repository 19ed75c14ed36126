"""Counts of calls per hour that survive restarts, shared by all programs of this user.

One small SQLite file. A broken one is moved aside, and a disk that takes nothing leaves the counts in memory:
losing a count is never a reason to stop.
"""

import logging
import math
import sqlite3
import threading
from pathlib import Path

from app.store.schema import BUSY_MS, SAFE_WAL, move_aside

log = logging.getLogger(__name__)

HOUR = 3600.0
# Nobody looks back further than a day.
KEPT_HOURS = 49
_TABLE = (
    "CREATE TABLE IF NOT EXISTS spent (name TEXT NOT NULL, hour INTEGER NOT NULL, count INTEGER NOT NULL,"
    " PRIMARY KEY (name, hour)) STRICT, WITHOUT ROWID"
)


class CounterFile:
    """Counters by name and hour. Any thread; several processes may share the file."""

    def __init__(self, path: Path) -> None:
        """Touch nothing yet; the file is made when something is counted."""
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def spend(self, name: str, count: int, now: float) -> None:
        """Add to a counter; `now` is UTC seconds."""
        hour = _hour(now)
        self._execute(
            "INSERT INTO spent VALUES (?,?,?) ON CONFLICT (name, hour) DO UPDATE SET count=count+excluded.count",
            (name, hour, count),
        )
        self._execute("DELETE FROM spent WHERE hour<?", (hour - KEPT_HOURS,))

    def used(self, name: str, now: float, seconds: float) -> int:
        """Return what was spent in the last so many seconds (whole hours, so rather too much than too little)."""
        return sum(count for _, count in self._spent(name, now, seconds))

    def frees_at(self, name: str, now: float, seconds: float, most: int) -> float:
        """Return from when on less than `most` count for the last so many seconds, UTC; `now` if they do now."""
        spent = self._spent(name, now, seconds)
        left = sum(count for _, count in spent)
        for hour, count in spent:
            if left < most:
                break
            left -= count
            # Until this very hour lies wholly outside of what is looked back at.
            now = max(now, (hour + 1) * HOUR + seconds)
        return now

    def close(self) -> None:
        """Close the file; the next count opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _spent(self, name: str, now: float, seconds: float) -> list[tuple[int, int]]:
        """Return (hour, count) of the hours that reach into the last so many seconds, oldest first."""
        return self._execute(
            "SELECT hour, count FROM spent WHERE name=? AND hour>=? ORDER BY hour", (name, _hour(now - seconds))
        )

    def _execute(self, statement: str, values: tuple[str | int, ...]) -> list[tuple[int, int]]:
        with self._lock:
            try:
                return self._opened().execute(statement, values).fetchall()
            except sqlite3.Error as error:
                log.warning("calls are counted in memory only: %s", error)
                if self._connection is not None:
                    self._connection.close()
                self._connection = _in_memory()
                return self._connection.execute(statement, values).fetchall()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                return _connected(self._path)
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                move_aside(self._path)
                return _connected(self._path)
        except (sqlite3.Error, OSError) as error:
            log.warning("calls are counted in memory only: %s", error)
            return _in_memory()


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        if sqlite3.sqlite_version_info >= SAFE_WAL:
            connection.execute("PRAGMA journal_mode=WAL")
        # A power cut may take the last counts: they are a courtesy, and a sync per tile would cost more than it.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(_TABLE)
    except BaseException:
        connection.close()
        raise
    return connection


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute(_TABLE)
    return connection


def _hour(now: float) -> int:
    return math.floor(now / HOUR)
