"""One destination folder: takes complete items and puts them in place so that a crash never shows.

Source: design/reliability.md 2.2, the commit protocol.
"""

from collections.abc import Sequence
from pathlib import Path

from app.model.answers import DestinationCheck
from app.store.holdings import Holdings
from app.store.parts import OpenPart
from app.store.sink_records import Committed, Incoming, Recovered, Rejected, Written

RESERVE = 1024**3  # always left free, so that neither the system nor the ledger chokes on a full disk


class Sink:
    """One destination, opened for writing. `write`, `commit`, `part` and `project_file` may be called from any thread.

    One sink per destination: jobs with the same destination share it.

    Attributes:
        destination: Absolute folder.
        attempt: Name of our temporary folder.
        durable: False leaves out every sync; for the benchmark only.
    """

    destination: Path
    attempt: str
    durable: bool

    @staticmethod
    def check(destination: Path) -> DestinationCheck:
        """Look whether a job may write there; creates nothing."""

    @classmethod
    def open(cls, destination: Path, attempt: str, *, reserve: int = RESERVE) -> "Sink":
        """Check, make `.windrow/`, lock it, and make `.windrow/tmp/<attempt>/`.

        Args:
            destination: Absent, empty, or a folder that Windrow filled before.
            attempt: Unique name of this run, `[A-Za-z0-9_-]{1,64}`; write it to the ledger first, `recover` wants it.
            reserve: Bytes to leave free, at most 5 % of the disk.

        Raises:
            FailedError: DISK, in words; names the file in the way when it belongs to somebody else.
        """

    def part(self) -> OpenPart:
        """Open a fresh body for streaming. Raise FailedError (DISK) when the disk cannot take it."""

    def write(self, incoming: Sequence[Incoming]) -> list[Written | Rejected]:
        """Check each item and write its files to the temporary folder; answers in the order of the items."""

    def commit(self, written: Sequence[Written]) -> list[Committed | Rejected]:
        """Sync once, put everything in place (sidecars first, image last) and write the receipt, synced.

        Commit the ledger after this. Items are independent: one that is refused leaves the others alone.
        """

    def project_file(self, path: str, body: bytes) -> None:
        """Write a file that belongs to the whole project, such as meta.json, with the same safety.

        Raises:
            FailedError: DISK, or REFUSED when somebody else's file stands there.
        """

    def folder(self, path: str) -> None:
        """Make a folder inside the destination, such as `img` of an empty dataset."""

    def holdings(self) -> Holdings:
        """Return what the receipt says; it follows later commits."""

    def recover(self, attempts: Sequence[str]) -> Recovered:
        """Finish what earlier attempts of ours put in place without noting it, then delete their temporary folders."""

    def free(self) -> int:
        """Return the bytes that may still be written: free space less the reserve, never below 0."""

    def close(self) -> None:
        """Delete our temporary folder and let go of the lock; harmless when called twice."""
