"""What the engine asks of those who export folders; `app.bootstrap.exporting.FolderExporter` is one."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.model.export_progress import Exported, Progress
from app.model.export_spec import ExportSpec
from app.model.loss import LossReport


class Exporting(Protocol):
    """Exports folders, each in a process of its own."""

    async def run(self, spec: ExportSpec, destination: Path, tell: Callable[[Progress], None]) -> Exported:
        """Export a folder as a whole or not at all; cancelling stops it and leaves nothing behind.

        Args:
            spec: What is asked.
            destination: Absent, empty, or an older export, whose place the new one takes.
            tell: Told of progress, in the loop of the caller.

        Raises:
            FailedError: It cannot be done; what was at the destination is there.
        """
        ...

    async def sweep(self, destination: Path) -> None:
        """Clear away what a killed export has left beside its destination. Raise FailedError (DISK)."""
        ...

    async def report(self, spec: ExportSpec, destination: Path) -> LossReport | None:
        """Return the report of an export; None when there is none, or another export took its place."""
        ...

    async def discard(self, destination: Path, trash: Path) -> bool:
        """Move an export away; return whether there was one.

        Raises:
            FailedError: A file in it is of somebody else or was edited, or it cannot be moved.
        """
        ...
