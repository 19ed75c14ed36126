"""Exports by a process of its own: the engine and the window spare themselves the work and the memory."""

import asyncio
import json
import logging
import os
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.bootstrap.demo import own_command, own_environment
from app.model.export_progress import Exported, Progress
from app.model.export_spec import ExportSpec
from app.model.failure import FailedError, Failure, FailureKind
from app.model.label_class import LabelClass
from app.model.loss import LossReport
from app.model.spec import spec_from_builtins, spec_to_builtins

if TYPE_CHECKING:
    from app.exporting.run import Tools

log = logging.getLogger(__name__)

# Below so many images a second process takes longer to start than it saves.
LEAST_IMAGES = 96
MOST_WORKERS = 8
# The exporter removes what it wrote when it is told to stop; after this time it is ended, and the next one does that.
STOP_SECONDS = 2.0
MOST_DETAIL = 500
_LINE_BYTES = 64 * 1024 * 1024


class ExportOrder(msgspec.Struct):
    """What an exporter process is told.

    Attributes:
        spec: As `spec_to_builtins` writes it.
        destination: Absolute folder; empty for a check.
        check: Only judge, write nothing.
        workers: Processes side by side; None goes by the machine.
    """

    spec: dict[str, object]
    destination: str = ""
    check: bool = False
    workers: int | None = None

    @classmethod
    def read(cls, line: bytes) -> "ExportOrder":
        """Return the order of a line. Raise FailedError."""
        try:
            return msgspec.json.decode(line, type=cls)
        except msgspec.DecodeError as error:
            raise FailedError(_own_fault(str(error))) from error


class _Line(msgspec.Struct):
    """One line of an exporter process."""

    progress: Progress | None = None
    exported: Exported | None = None
    failure: Failure | None = None


def carry_out(order: ExportOrder, say: Callable[[str], None], is_stopped: Callable[[], bool]) -> str:
    """Carry out an order in this process; return the last line. Raise FailedError."""
    from app.exporting.check import check_export
    from app.exporting.run import run_export

    spec = spec_from_builtins(dict(order.spec))
    if not isinstance(spec, ExportSpec):
        raise FailedError(_own_fault("This is no export."))

    def tell(progress: Progress) -> None:
        say(_text(_Line(progress=progress)))

    tools = tools_of(tell, is_stopped, order.workers)
    exported = check_export(spec, tools) if order.check else run_export(spec, Path(order.destination), tools)
    return _text(_Line(exported=exported))


def failure_line(failure: Failure) -> str:
    """Return the last line of an exporter that failed."""
    return _text(_Line(failure=failure))


def tools_of(tell: Callable[[Progress], None], is_stopped: Callable[[], bool], workers: int | None = None) -> "Tools":
    """Return what an export works with: the real formats, and as many processes as pay."""
    from app.exporting.crew import Alone, Crew, Processes
    from app.exporting.run import Tools
    from app.formats.registry import FORMATS

    def start_crew(spec: ExportSpec, classes: Sequence[LabelClass], images: int) -> Crew:
        count = workers_for(images, os.cpu_count() or 1) if workers is None else workers
        if count <= 1:
            return Alone(spec, classes, FORMATS)
        return Processes(spec, classes, count, own_command("export-worker"), own_environment())

    return Tools(FORMATS, start_crew, tell, is_stopped)


def look_at_folder(spec: ExportSpec) -> str:
    """Return the name of a project, after checking what is asked of it as far as that is quick.

    Raises:
        FailedError: There is no project, or it has not what was asked for.
    """
    from app.exporting.run import title_of
    from app.exporting.wishes import check_wishes
    from app.formats.registry import FORMATS
    from app.formats.supervisely import read_project
    from app.store.disk_words import disk_errors

    with disk_errors(spec.folder):
        project = read_project(Path(spec.folder))
    check_wishes(spec, project, FORMATS)
    return title_of(project)


def workers_for(images: int, cores: int) -> int:
    """Return how many processes work on so many images."""
    return 1 if images < LEAST_IMAGES else max(1, min(cores, MOST_WORKERS, images // (LEAST_IMAGES // 2)))


class FolderExporter:
    """Runs exports for an engine; see `app.engine.export_run.Exporting`."""

    async def run(self, spec: ExportSpec, destination: Path, tell: Callable[[Progress], None]) -> Exported:
        """Export a folder; cancelling stops it and leaves nothing behind. Raise FailedError."""
        order = ExportOrder(spec_to_builtins(spec), str(destination))
        try:
            return await run_exporter(order, tell)
        finally:
            await asyncio.shield(asyncio.to_thread(_sweep, destination))

    async def sweep(self, destination: Path) -> None:
        """Clear away what an export that was killed has left beside its destination. Raise FailedError (DISK)."""
        await asyncio.to_thread(_sweep, destination)

    async def report(self, spec: ExportSpec, destination: Path) -> LossReport | None:
        """Return the report of an export as its receipt keeps it; None when another one lies there now."""
        from app.exporting.receipt import read_report

        return await asyncio.to_thread(read_report, destination, spec)

    async def discard(self, destination: Path, trash: Path) -> bool:
        """Move an export away; return whether there was one. Raise FailedError."""
        from app.exporting.placing import move_away

        return await asyncio.to_thread(move_away, destination, trash)


async def run_exporter(order: ExportOrder, tell: Callable[[Progress], None]) -> Exported:
    """Run an exporter process to its end; cancelling stops it in order. Raise FailedError."""
    with tempfile.TemporaryFile() as complaints:
        try:
            process = await asyncio.create_subprocess_exec(
                *own_command("exporter"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=complaints,
                env=own_environment(),
                limit=_LINE_BYTES,
                # Ctrl-C in a terminal is for the command, which then stops this process in order.
                start_new_session=True,
            )
        except OSError as error:
            raise FailedError(_own_fault(str(error))) from error
        try:
            exported = await _follow(process, order, tell)
        finally:
            await asyncio.shield(_end(process))
        if exported is not None:
            return exported
        complaints.seek(0)
        words = complaints.read().decode(errors="replace").strip()[-MOST_DETAIL:]
    log.warning("an exporter ended without a word: %s", words)
    raise FailedError(_own_fault(words))


async def _follow(process: Process, order: ExportOrder, tell: Callable[[Progress], None]) -> Exported | None:
    """Return what came of an export; None when the process ended without saying so."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(msgspec.to_builtins(order)).encode() + b"\n")
    while text := await process.stdout.readline():
        line = _read(text)
        if line.progress is not None:
            tell(line.progress)
        if line.failure is not None:
            raise FailedError(line.failure)
        if line.exported is not None:
            return line.exported
    return None


async def _end(process: Process) -> None:
    """Let a process end; one that does not is ended."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _read(text: bytes) -> _Line:
    try:
        return msgspec.json.decode(text, type=_Line)
    except msgspec.DecodeError as error:
        raise FailedError(_own_fault(str(error))) from error


def _text(line: _Line) -> str:
    return msgspec.json.encode(line).decode()


def _sweep(destination: Path) -> None:
    from app.exporting.partial import sweep

    sweep(destination)


def _own_fault(detail: str) -> Failure:
    return Failure(
        FailureKind.INTERNAL,
        "The export ended by a fault of Windrow’s own.",
        "Try again; if it stays, send us the log.",
        detail=detail,
    )
