"""The durable book of jobs and tasks: SQLite, one connection, one thread. The only truth after a crash."""

from pathlib import Path


class Ledger:
    """One open ledger file. Use it from the thread that opened it."""

    @classmethod
    def open(cls, path: Path, now: float) -> "Ledger":
        """Open or make the file. A corrupt one is moved aside, never deleted.

        Raises:
            FailedError: DISK, when the folder cannot be written or the file is newer than this program.
        """
