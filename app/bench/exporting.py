"""`bench export`: our exports beside the converters of the official SDK, and one of 100,000 images alone."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from app.bench.big_folder import LABELS, make_big_folder
from app.bench.process import ContestantError, ask
from app.bench.record import Goal, Report, Run
from app.bootstrap.demo import own_environment
from app.bootstrap.exporting import ExportOrder
from app.model.export_spec import ExportSpec, Images
from app.model.spec import spec_to_builtins

MIB = 1024**2
SDK_SCRIPT = Path(__file__).with_name("sdk_export_script.py")
FORMATS = ("coco", "yolo-detect", "yolo-segment", "pascal-voc")
OURS, COPIED, SDK = "Windrow, linked and verified", "Windrow, copied, not read back", "official SDK"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is exported.

    Attributes:
        pictures: Beside the SDK.
        small, large: Alone, to see how memory grows.
        repetitions: Turns of each contestant.
    """

    pictures: int
    small: int
    large: int
    repetitions: int


FULL = Size(2_000, 10_000, 100_000, 3)
QUICK = Size(300, 1_000, 5_000, 1)


def measure_export(folder: Path, size: Size, sdk_python: str | None) -> list[Report]:
    """Export the same folder with everybody, taking turns; then a large one with ours alone.

    What is written stays until the end: files are links to those of the project, so nothing may be emptied.
    """
    project = folder / "export-project"
    make_big_folder(project, size.pictures)
    reports = [_beside_sdk(folder, project, kind, size, sdk_python) for kind in FORMATS]
    return [*reports, _alone(folder, size)]


def _beside_sdk(folder: Path, project: Path, kind: str, size: Size, sdk_python: str | None) -> Report:
    report = Report(f"Export to {kind}: {size.pictures:,} images, {size.pictures * LABELS:,} labels")
    picture_bytes = sum(path.stat().st_size for path in project.rglob("*.jpg"))
    copied = ExportSpec(str(project), kind, images=Images.COPY, is_verified=False)
    for turn in range(size.repetitions):
        for name, spec in ((OURS, ExportSpec(str(project), kind)), (COPIED, copied), (SDK, None)):
            entry = report.entry(name)
            if spec is None and sdk_python is None:
                entry.missing = "no Python with the SDK was named"
            if entry.missing:
                continue
            place = folder / f"export-{kind}-{turn}-{len(name)}"
            try:
                answer = _ours(spec, place) if spec is not None else _sdk(sdk_python or "", project, kind, place)
            except ContestantError as error:
                entry.missing = f"failed: {error}"
                continue
            peak = max(int(answer["peak_bytes"]), int(answer.get("worker_peak_bytes", 0)))
            entry.runs.append(Run(answer["seconds"], size.pictures, picture_bytes, answer["cpu_seconds"], peak))
    report.goals.append(Goal.at_least(f"{OURS} ÷ {SDK}", report.ratio(OURS, SDK), 1))
    return report


def _alone(folder: Path, size: Size) -> Report:
    report = Report("Export to coco, alone: linked and verified")
    peaks: dict[int, tuple[int, int]] = {}
    for pictures in (size.small, size.large):
        project = folder / f"export-project-{pictures}"
        make_big_folder(project, pictures)
        try:
            answer = _ours(ExportSpec(str(project), "coco"), folder / f"export-alone-{pictures}")
        except ContestantError as error:
            report.notes.append(f"{pictures:,} images: {error}")
            continue
        peaks[pictures] = (int(answer["peak_bytes"]), int(answer["worker_peak_bytes"]))
        report.rows.append((f"{pictures:,} images", figures(answer, pictures)))
    if len(peaks) == 2:
        report.notes.append(
            "Reading back maps the file of annotations; its pages count here until somebody else needs the room."
        )
    for place, name in enumerate(("driver", "worker")):
        growth = None
        if len(peaks) == 2:
            growth = (peaks[size.large][place] - peaks[size.small][place]) / MIB
        report.goals.append(Goal.at_most(f"growth of the {name}, {size.small:,} → {size.large:,}", growth, 128, " MiB"))
    return report


def figures(answer: Mapping[str, Any], pictures: int) -> dict[str, float | str]:
    """Return the columns of one run of ours."""
    seconds = float(answer["seconds"])
    return {
        "seconds": seconds,
        "images/s": pictures / seconds,
        "labels/s": pictures * LABELS / seconds,
        "CPU s": float(answer["cpu_seconds"]),
        "driver MiB": int(answer["peak_bytes"]) / MIB,
        "worker MiB": int(answer["worker_peak_bytes"]) / MIB,
    }


def _ours(spec: ExportSpec, place: Path) -> dict[str, Any]:
    order = msgspec.to_builtins(ExportOrder(spec_to_builtins(spec), str(place)))
    return ask(command_of("app.bench.export_contestant"), order, own_environment())


def _sdk(python: str, project: Path, kind: str, place: Path) -> dict[str, Any]:
    wish = {"project": str(project), "destination": str(place), "format": kind}
    return ask([python, str(SDK_SCRIPT)], wish, dict(os.environ))


def command_of(module: str) -> Sequence[str]:
    """Return the command that runs a module of this program."""
    return [sys.executable, "-m", module]
