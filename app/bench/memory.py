"""`bench memory`: most memory of the engine for a small and a large project."""

import shutil
import sys
from pathlib import Path

from app.bench.corpus import read_corpus
from app.bench.downloads import scale_project
from app.bench.origin import child_environment, running_origin
from app.bench.process import ContestantError, ask
from app.bench.record import Goal, Report
from app.model.spec import Annotations, SuperviselySpec, spec_to_builtins

MIB = 1024**2


def measure_memory(folder: Path, *, is_quick: bool) -> list[Report]:
    """Let the engine take image info only, so that a million items end in a bearable time."""
    small, large = (10_000, 100_000) if is_quick else (10_000, 1_000_000)
    report = Report("Engine memory")
    peaks: dict[int, float] = {}
    for items in (small, large):
        try:
            answer = _bring(folder, items)
        except ContestantError as error:
            report.notes.append(f"{items:,} items: {error}")
            continue
        peaks[items] = answer["peak_bytes"]
        report.rows.append(
            (
                f"{items:,} items",
                {"peak MiB": answer["peak_bytes"] / MIB, "seconds": answer["seconds"], "arrived": answer["items"]},
            )
        )
    growth = (peaks[large] - peaks[small]) / MIB if len(peaks) == 2 else None
    report.goals.append(Goal.at_most(f"growth {small:,} → {large:,} items", growth, 32, " MiB"))
    report.goals.append(Goal.at_most("peak", peaks[large] / 1e6 if large in peaks else None, 160, " MB"))
    return [report]


def _bring(folder: Path, items: int) -> dict[str, float]:
    place, home = folder / f"memory-{items}", folder / f"memory-{items}-home"
    try:
        with running_origin(folder, "--scale", str(items)) as origin:
            project = read_corpus(origin, scale_project(items), 1).project_id
            spec = SuperviselySpec(project_id=project, save_images=False, annotations=Annotations.TAGS)
            wish = {"spec": spec_to_builtins(spec), "destination": str(place), "workers": None}
            return ask([sys.executable, "-m", "app.bench.contestant"], wish, child_environment(home, origin))
    finally:
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
