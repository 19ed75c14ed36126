"""The durable book of jobs and tasks: SQLite, one connection, one thread. The only truth after a crash.

Counters live in the row of the job and change in the same transaction as the tasks they count; nobody ever counts
a million rows. Several processes may use one file: transactions are short.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from app.store.ledger_jobs import JobRows
from app.store.ledger_notes import NoteRows
from app.store.ledger_pages import TaskPages
from app.store.ledger_slices import SliceRows
from app.store.ledger_tasks import TaskRows
from app.store.ledger_tiles import TileRows
from app.store.schema import disk_error, drop_ballast, open_file


class Ledger:
    """One open ledger file. Use it from one thread at a time.

    Attributes:
        path: The file.
        jobs: Rows of jobs, their order and their counters.
        tasks: Datasets, folder names and tasks of jobs.
        tiles: Tiles of harvests.
        slices: Images that lie in archives.
        pages: Questions about tasks.
        notes: Job logs, gates and attempts.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        """Stand on an open connection; see `open`."""
        self.path = path
        self._connection = connection
        self.jobs = JobRows(connection, self.transaction)
        self.tasks = TaskRows(connection, self.transaction)
        self.tiles = TileRows(connection, self.transaction)
        self.slices = SliceRows(connection, self.transaction)
        self.pages = TaskPages(connection)
        self.notes = NoteRows(connection, self.transaction)

    @classmethod
    def open(cls, path: Path, *, check: bool = False) -> "Ledger":
        """Open or make the file. A corrupt one is moved aside, never deleted.

        Args:
            path: The file.
            check: Look through all of it, as after a run that did not end in order.

        Raises:
            FailedError: DISK, when the folder cannot be written or the file is newer than this program.
        """
        return cls(path, open_file(path, check=check))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Do all or nothing of a block.

        Raises:
            FailedError: DISK, when the file cannot be written; nothing of the block was kept.
        """
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            if "full" in str(error):
                drop_ballast(self.path)  # the next try, which the engine makes, has room for a few rows
            raise disk_error(error, self.path) from error
