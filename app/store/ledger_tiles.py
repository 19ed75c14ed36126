"""Tiles of harvests in the ledger: which could be listed, and how their images stand."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from app.store.ledger_jobs import Transaction


class Listing(IntEnum):
    """Whether the images of a tile are written down. ACCEPTED: it could not be read, and somebody took it so."""

    QUEUED = 0
    LISTED = 1
    FAILED = 2
    ACCEPTED = 3


@dataclass(frozen=True, slots=True)
class TileRow:
    """One tile of a job.

    Attributes:
        number: Place in the job, from 0; tasks name it.
        key: "z/x/y".
        listing: Whether it could be listed.
        title: Why not, one sentence; empty when it could.
        listed, settled, failed: Images of the job in it.
    """

    number: int
    key: str
    listing: Listing
    title: str = ""
    listed: int = 0
    settled: int = 0
    failed: int = 0


class TileRows:
    """Tiles by (job, number). Use from the ledger's thread."""

    def __init__(self, connection: sqlite3.Connection, transaction: Transaction) -> None:
        """Stand on the ledger's connection."""
        self._connection = connection
        self._transaction = transaction

    def begin(self, job_id: int, keys: Sequence[str]) -> None:
        """Write tiles down in order; those that are known stay as they are."""
        with self._transaction() as connection:
            (first,) = connection.execute(
                "SELECT coalesce(max(number)+1,0) FROM tiles WHERE job_id=?", (job_id,)
            ).fetchone()
            known = {key for (key,) in connection.execute("SELECT key FROM tiles WHERE job_id=?", (job_id,))}
            fresh = [key for key in dict.fromkeys(keys) if key not in known]
            connection.executemany(
                "INSERT INTO tiles (job_id, number, key, state, title) VALUES (?,?,?,0,'')",
                [(job_id, first + place, key) for place, key in enumerate(fresh)],
            )

    def end(self, job_id: int, number: int) -> None:
        """Note that every image of a tile is written down."""
        self._move(job_id, number, Listing.LISTED, "")

    def fail(self, job_id: int, number: int, title: str) -> None:
        """Note that a tile could not be read; the job has one problem more."""
        self._move(job_id, number, Listing.FAILED, title)

    def _move(self, job_id: int, number: int, listing: Listing, title: str) -> None:
        with self._transaction() as connection:
            connection.execute(
                "UPDATE tiles SET state=?, title=? WHERE job_id=? AND number=?", (listing, title, job_id, number)
            )
            self._recount(connection, job_id)

    def reopen(self, job_id: int, key: str | None = None) -> int:
        """Let failed tiles (all, or one) be listed again; return how many there were."""
        with self._transaction() as connection:
            chosen, values = (" AND key=?", (job_id, key)) if key is not None else ("", (job_id,))
            count = connection.execute(
                f"UPDATE tiles SET state=0, title='' WHERE job_id=? AND state=2{chosen}", values
            ).rowcount
            if count:
                connection.execute("UPDATE jobs SET is_planned=0 WHERE id=?", (job_id,))
            self._recount(connection, job_id)
            return count

    def accept(self, job_id: int) -> None:
        """Take the failed tiles as they are: they are no problem any more."""
        with self._transaction() as connection:
            connection.execute("UPDATE tiles SET state=3 WHERE job_id=? AND state=2", (job_id,))
            self._recount(connection, job_id)

    def failed_keys(self, job_id: int) -> frozenset[str]:
        """Return the tiles that could not be read, accepted or not."""
        rows = self._connection.execute("SELECT key FROM tiles WHERE job_id=? AND state>=2", (job_id,))
        return frozenset(key for (key,) in rows)

    def standings(self, job_id: int) -> list[TileRow]:
        """Return every tile with the counts of its images, in order. Reads every task of the job."""
        counts: dict[int, list[int]] = {}
        for number, state, count in self._connection.execute(
            "SELECT tile, state, count(*) FROM tasks WHERE job_id=? AND tile IS NOT NULL GROUP BY tile, state",
            (job_id,),
        ):
            found = counts.setdefault(number, [0, 0, 0])
            found[0] += count
            found[1] += count if state else 0
            found[2] += count if state == 4 else 0
        rows = self._connection.execute(
            "SELECT number, key, state, title FROM tiles WHERE job_id=? ORDER BY number", (job_id,)
        )
        return [
            TileRow(number, key, Listing(state), title, *counts.get(number, (0, 0, 0)))
            for number, key, state, title in rows
        ]

    @staticmethod
    def _recount(connection: sqlite3.Connection, job_id: int) -> None:
        connection.execute(
            "UPDATE jobs SET tiles_failed=(SELECT count(*) FROM tiles WHERE job_id=? AND state=2) WHERE id=?",
            (job_id, job_id),
        )
