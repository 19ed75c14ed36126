"""Images that lie in archives, in the ledger: which there are, and those whose archive does not hold them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from app.model.blob_slice import Slice, slice_of
from app.model.task import TaskState
from app.store.ledger_jobs import Transaction
from app.store.ledger_tasks import STATES


@dataclass(frozen=True, slots=True)
class SliceRow:
    """One image of a job that lies in an archive.

    Attributes:
        seq: Its task.
        key: Id of the image in its source.
        name: On disk.
        slice: Where it lies.
    """

    seq: int
    key: str
    name: str
    slice: Slice


class SliceRows:
    """Tasks with a slice, and archives. Use from the ledger's thread."""

    def __init__(self, connection: sqlite3.Connection, transaction: Transaction) -> None:
        """Stand on the ledger's connection."""
        self._connection = connection
        self._transaction = transaction

    def settled(self, job_id: int, number: int) -> list[SliceRow]:
        """Return the images of a dataset that lie in archives and whose other files are here, in listing order."""
        rows = self._connection.execute(
            "SELECT seq, key, coalesce(mapped, name), payload FROM tasks WHERE job_id=? AND dataset=?"
            " AND state IN (1, 2) AND instr(payload, '\"slice\":') ORDER BY seq",
            (job_id, number),
        )
        found = []
        for seq, key, name, payload in rows:
            place = slice_of(payload)
            if place is not None:
                found.append(SliceRow(seq, key, name, place))
        return found

    def state_of(self, job_id: int, key: str) -> TaskState | None:
        """Return where a task stands that is known by its key; None when there is none."""
        row = self._connection.execute("SELECT state FROM tasks WHERE job_id=? AND key=?", (job_id, key)).fetchone()
        return None if row is None else STATES[row[0]]

    def take_back(self, job_id: int, seqs: Sequence[int]) -> None:
        """Make tasks pending again that were done or here already; whoever calls gives them their end at once."""
        with self._transaction() as connection:
            for state, counter in ((1, "done"), (2, "already_here")):
                changed = 0
                for seq in seqs:
                    changed += connection.execute(
                        "UPDATE tasks SET state=0 WHERE job_id=? AND seq=? AND state=?", (job_id, seq, state)
                    ).rowcount
                connection.execute(f"UPDATE jobs SET {counter}={counter}-? WHERE id=?", (changed, job_id))
