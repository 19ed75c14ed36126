"""`bench ui`: how late timers come in the real window, idle and while a download runs flat out."""

import io
import json
import random
import shutil
import time
from pathlib import Path
from typing import Any

from PIL import Image

from app.bench.corpus import read_corpus
from app.bench.downloads import scale_project
from app.bench.origin import running_origin
from app.bench.process import ContestantError
from app.bench.record import Goal, Report
from app.bench.start import probe
from app.model.spec import Annotations, SuperviselySpec, spec_to_builtins

HEAVY_PROJECT = "heavy labels"
HEAVY_BYTES = 2_000_000


def measure_window(folder: Path, *, is_quick: bool) -> list[Report]:
    """Measure with many pictures, then with few pictures under 2 MB of labels each."""
    report = Report("Window lateness (offscreen)")
    count, heavy, seconds = (2_000, 12, 2.0) if is_quick else (10_000, 100, 5.0)
    loads = [("pictures, flat out", scale_project(count), ("--scale", str(count)), Annotations.NONE)]
    project = heavy_project(folder / HEAVY_PROJECT, heavy)
    loads.append((f"{HEAVY_BYTES / 1e6:.0f} MB labels", HEAVY_PROJECT, ("--project", str(project)), Annotations.FULL))
    for name, title, options, annotations in loads:
        try:
            answer = _measure(folder, title, options, annotations, seconds)
        except ContestantError as error:
            report.notes.append(f"{name}: {error}")
            continue
        _write_down(report, name, answer)
    shutil.rmtree(project, ignore_errors=True)
    return [report]


def _measure(
    folder: Path, title: str, options: tuple[str, ...], annotations: Annotations, seconds: float
) -> dict[str, Any]:
    place, home = folder / "window-data", folder / "window-home"
    try:
        with running_origin(folder, *options) as origin:
            project = read_corpus(origin, title, 1).project_id
            wish: dict[str, object] = {
                "mode": "lateness",
                "began": time.monotonic(),
                "seconds": seconds,
                "spec": spec_to_builtins(SuperviselySpec(project_id=project, annotations=annotations)),
                "destination": str(place),
            }
            extra = {"SERVER_ADDRESS": origin.address, "API_TOKEN": origin.token}
            return probe(wish, home, extra)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)


def _write_down(report: Report, name: str, answer: dict[str, Any]) -> None:
    for interval in ("10", "16"):
        for when in ("idle", "busy"):
            late = answer[when][interval]
            columns: dict[str, float | str] = {f"{key} ms": late[key] for key in ("p50", "p99", "max")}
            columns["cores"] = answer[f"{when}_cores"]
            if when == "busy":
                columns["items/s"] = answer["items"] / answer["seconds"]
            report.rows.append((f"{interval} ms timer, {when if when == 'idle' else name}", columns))
    idle, busy = answer["idle"]["16"], answer["busy"]["16"]
    report.goals += [
        Goal.at_most(f"{name}: p99 above idle, 16 ms timer", busy["p99"] - idle["p99"], 5, " ms"),
        Goal.at_most(f"{name}: worst, 16 ms timer", busy["max"], 16, " ms"),
        Goal.at_most(f"{name}: cores above idle", answer["busy_cores"] - answer["idle_cores"], 0.1),
    ]


def heavy_project(folder: Path, count: int) -> Path:
    """Write a project of small pictures with labels of about 2 MB each; return its folder."""
    chance = random.Random(1)
    images, labels = folder / "ds" / "img", folder / "ds" / "ann"
    images.mkdir(parents=True)
    labels.mkdir()
    kind = {"title": "area", "shape": "polygon", "color": "#FF8800", "geometry_config": {}, "id": 1, "hotkey": ""}
    meta = {"classes": [kind], "tags": [], "projectType": "images"}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    text = json.dumps(heavy_annotation(chance))
    for number in range(count):
        buffer = io.BytesIO()
        Image.new("RGB", (64, 64), (number % 256, number // 256, 90)).save(buffer, "JPEG")
        (images / f"{number:04}.jpg").write_bytes(buffer.getvalue())
        (labels / f"{number:04}.jpg.json").write_text(text, encoding="utf-8")
    return folder


def heavy_annotation(chance: random.Random, size: int = HEAVY_BYTES) -> dict[str, Any]:
    """Return an annotation of about so many bytes of JSON."""
    objects = []
    for number in range(size // 20_000):
        exterior = [[chance.randrange(64), chance.randrange(64)] for _ in range(20_000 // 9)]
        objects.append(
            {
                "id": number + 1,
                "classId": 1,
                "classTitle": "area",
                "geometryType": "polygon",
                "description": "",
                "tags": [],
                "points": {"exterior": exterior, "interior": []},
                "labelerLogin": "bench",
                "createdAt": "2024-01-01T00:00:00.000Z",
                "updatedAt": "2024-01-01T00:00:00.000Z",
            }
        )
    return {"description": "", "size": {"height": 64, "width": 64}, "tags": [], "objects": objects}
