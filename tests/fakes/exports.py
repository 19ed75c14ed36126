"""An exporter for engines that does what a test says, without a process."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from app.model.export_progress import Exported, Phase, Progress
from app.model.export_spec import ExportSpec
from app.model.exporter import Checked
from app.model.failure import FailedError, Failure
from app.model.loss import LossReport, LossRow

REPORT = LossReport(
    "coco",
    8,
    2,
    (("left out by hand", 2),),
    (LossRow("car", "rectangle", 5, 2, 1),),
    verified=Checked(8, 7),
    size_bytes=99,
)
DONE = Exported(REPORT, 10, 2, 0)


class FakeExports:
    """Tells some progress, then ends as it should.

    Attributes:
        end: What comes of an export, or why it fails.
        gate: Open unless a test closes it; an export waits there after its first words.
        begun, stopped, swept, discarded: What was asked of it.
    """

    def __init__(self, end: Exported | Failure | Exception = DONE) -> None:
        self.end = end
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun: list[tuple[ExportSpec, Path]] = []
        self.stopped: list[Path] = []
        self.swept: list[Path] = []
        self.discarded: list[Path] = []

    async def run(self, spec: ExportSpec, destination: Path, tell: Callable[[Progress], None]) -> Exported:
        self.begun.append((spec, destination))
        tell(Progress(Phase.READING, 10, 10, 10))
        tell(Progress(Phase.WRITING, 4, 8, 10, 2, 0, 50, 90))
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.stopped.append(destination)
            raise
        tell(Progress(Phase.VERIFYING, 4, 8, 10, 2, 0, 90, 90))
        if isinstance(self.end, Failure):
            raise FailedError(self.end)
        if isinstance(self.end, Exception):
            raise self.end
        return self.end

    async def sweep(self, destination: Path) -> None:
        self.swept.append(destination)

    async def report(self, spec: ExportSpec, destination: Path) -> LossReport | None:
        return REPORT if (spec, destination) in self.begun else None

    async def discard(self, destination: Path, trash: Path) -> bool:
        self.discarded.append(trash)
        return True
