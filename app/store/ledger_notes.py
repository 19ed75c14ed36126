"""What the ledger knows beside jobs and tasks: job logs, gates of hosts, attempts at destinations."""

import sqlite3
from collections.abc import Mapping, Sequence

from app.model.events import JobNoted
from app.store.ledger_jobs import Transaction

KEPT_NOTES = 2_000


class NoteRows:
    """Small book-keeping. Use from the ledger's thread."""

    def __init__(self, connection: sqlite3.Connection, transaction: Transaction) -> None:
        """Stand on the ledger's connection."""
        self._connection = connection
        self._transaction = transaction

    def note(self, job_id: int, at: float, text: str) -> None:
        """Add a line to the log of a job; the oldest beyond 2,000 go."""
        with self._transaction() as connection:
            if connection.execute("SELECT 1 FROM jobs WHERE id=?", (job_id,)).fetchone() is None:
                return
            connection.execute("INSERT INTO notes (job_id, at, text) VALUES (?,?,?)", (job_id, at, text))
            connection.execute(
                "DELETE FROM notes WHERE job_id=? AND id<=(SELECT id FROM notes WHERE job_id=?"
                " ORDER BY id DESC LIMIT 1 OFFSET ?)",
                (job_id, job_id, KEPT_NOTES),
            )

    def log(self, job_id: int, count: int) -> tuple[JobNoted, ...]:
        """Return the latest lines, oldest first."""
        rows = self._connection.execute(
            "SELECT at, text FROM notes WHERE job_id=? ORDER BY id DESC LIMIT ?", (job_id, count)
        ).fetchall()
        return tuple(JobNoted(job_id, at, text) for at, text in reversed(rows))

    def gates(self, now: float) -> dict[str, float]:
        """Return host -> UTC seconds of the gates that are still closed."""
        return dict(self._connection.execute("SELECT host, until FROM gates WHERE until>?", (now,)).fetchall())

    def keep_gates(self, gates: Mapping[str, float]) -> None:
        """Remember these gates and no others."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM gates")
            connection.executemany("INSERT INTO gates (host, until) VALUES (?,?)", list(gates.items()))

    def attempt(self, name: str, destination: str, at: float) -> None:
        """Write down the name of a temporary folder before it is made."""
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO attempts VALUES (?,?,?)", (name, destination, at))

    def attempts(self, destination: str) -> list[str]:
        """Return the temporary folders that we may have left at a destination."""
        rows = self._connection.execute("SELECT name FROM attempts WHERE destination=?", (destination,)).fetchall()
        return [name for (name,) in rows]

    def forget_attempts(self, names: Sequence[str]) -> None:
        """Forget temporary folders that are gone."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM attempts WHERE name=?", [(name,) for name in names])
