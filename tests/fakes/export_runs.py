"""Exports in the process of the test, and what lies in a folder afterwards."""

from collections.abc import Callable
from pathlib import Path

from app.exporting.check import check_export
from app.exporting.crew import Alone
from app.exporting.run import Tools, run_export
from app.model.export_progress import Exported, Progress
from app.model.export_spec import ExportSpec
from tests.fakes.plain_format import Plain


def tools_with(
    behaviour: Plain | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Tools:
    """Return tools with the plain format alone, working in this process."""
    formats = {"plain": (behaviour or Plain()).format}
    return Tools(formats, lambda spec, classes, images: Alone(spec, classes, formats), tell, is_stopped)


def spec_for(root: Path, **changes: object) -> ExportSpec:
    """Return a spec of the plain format."""
    return ExportSpec(str(root), "plain", **changes)


def export(root: Path, out: Path, behaviour: Plain | None = None, **changes: object) -> Exported:
    """Export a folder in the plain format."""
    return run_export(spec_for(root, **changes), out, tools_with(behaviour))


def check(root: Path, **changes: object) -> Exported:
    """Judge a folder."""
    return check_export(spec_for(root, **changes), tools_with())


def lines(out: Path) -> list[str]:
    """Return the list of an export: number, file, side, classes of boxes."""
    return (out / "list.txt").read_text(encoding="utf-8").splitlines()


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def names_in(folder: Path) -> list[str]:
    """Return what lies in a folder, by name."""
    return sorted(path.name for path in folder.iterdir())
