"""Who runs what, when several processes use one ledger: locks of the system, which die with their process."""

import os
from pathlib import Path
from uuid import uuid4

from app.store.disk import lock_file


class Leases:
    """Locks in a folder beside the ledger: one per job that we run, one that says that we run at all.

    A mark without a living lock belongs to a run that did not end in order.
    """

    def __init__(self, folder: Path) -> None:
        """Use this folder; it is made by `begin`."""
        self._folder = folder
        self._mark: tuple[int, Path] | None = None
        self._jobs: dict[int, int] = {}

    def begin(self, boot_id: str) -> tuple[bool, bool]:
        """Leave our mark.

        Returns:
            Whether an earlier run did not end in order, and whether the machine restarted since.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        was_unclean = has_restarted = False
        for path in sorted(self._folder.glob("run-*.lock")):
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
            try:
                if lock_file(descriptor):
                    was_unclean = True
                    has_restarted = has_restarted or os.read(descriptor, 200).decode("utf-8", "replace") != boot_id
                    path.unlink()
            finally:
                os.close(descriptor)
        path = self._folder / f"run-{uuid4().hex}.lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
        lock_file(descriptor)
        os.write(descriptor, boot_id.encode())
        self._mark = (descriptor, path)
        return was_unclean, has_restarted

    def take(self, job_id: int) -> bool:
        """Lease a job; return False when another process runs it."""
        if job_id in self._jobs:
            return True
        path = self._folder / f"job-{job_id}.lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        if not lock_file(descriptor):
            os.close(descriptor)
            return False
        self._jobs[job_id] = descriptor
        return True

    def release(self, job_id: int) -> None:
        """Let go of a job."""
        descriptor = self._jobs.pop(job_id, None)
        if descriptor is not None:
            os.close(descriptor)

    def end(self) -> None:
        """Let go of everything and take our mark away: this run ended in order."""
        for job_id in tuple(self._jobs):
            self.release(job_id)
        if self._mark is not None:
            descriptor, path = self._mark
            path.unlink(missing_ok=True)
            os.close(descriptor)
            self._mark = None
