"""Runs the benchmarks that were asked for and prints them."""

import json
import os
import platform
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from app.bench.downloads import FULL, LATENCIES_MS, QUICK, measure_annotations, measure_images
from app.bench.record import Report, report_json
from app.bench.table import report_lines

EACH = ("images", "annotations", "blobs", "harvest", "export", "gallery", "writer", "limiter", "ui", "memory", "start")


def run(
    kind: str,
    *,
    latency_ms: int | None,
    is_quick: bool,
    as_json: bool,
    sdk_python: str | None,
    out: TextIO,
    err: TextIO,
) -> int:
    """Measure and print; return 0 whatever the numbers.

    Args:
        kind: One of `EACH`, or "all".
        latency_ms: Of the server; None measures with several.
        is_quick: One repetition, fewer items.
        as_json: Write one JSON object instead of tables.
        sdk_python: A Python with the official SDK; None when there is none.
        out: Gets the results.
        err: Gets a line per benchmark while it runs, with `as_json`.
    """
    reports: list[Report] = []
    with tempfile.TemporaryDirectory(prefix="windrow-bench-") as name:
        for one in EACH if kind == "all" else (kind,):
            err.write(f"measuring: {one} …\n")
            err.flush()
            for report in _measure(one, Path(name), latency_ms, is_quick=is_quick, sdk_python=sdk_python):
                reports.append(report)
                if not as_json:
                    out.write("\n".join(report_lines(report)) + "\n")
                    out.flush()
    if as_json:
        out.write(json.dumps({"machine": machine(), "reports": [report_json(report) for report in reports]}) + "\n")
        out.flush()
    return 0


def machine() -> dict[str, str | int]:
    """Return what the numbers were measured on."""
    return {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count() or 0}


def _measure(
    kind: str, folder: Path, latency_ms: int | None, *, is_quick: bool, sdk_python: str | None
) -> Iterable[Report]:
    latencies = LATENCIES_MS if latency_ms is None else (latency_ms,)
    size = QUICK if is_quick else FULL
    if kind == "harvest":
        from app.bench import harvest

        chosen = harvest.LATENCIES_MS if latency_ms is None else (latency_ms,)
        return harvest.measure_harvest(folder, chosen, harvest.QUICK if is_quick else harvest.FULL)
    if kind == "export":
        from app.bench import exporting

        return exporting.measure_export(folder, exporting.QUICK if is_quick else exporting.FULL, sdk_python)
    if kind == "blobs":
        from app.bench import archives

        return archives.measure_blobs(folder, latencies, size, sdk_python)
    if kind == "images":
        return measure_images(folder, latencies, size, sdk_python)
    if kind == "annotations":
        return measure_annotations(folder, latencies, size, sdk_python)
    return _others()[kind](folder, is_quick=is_quick)


def _others() -> dict[str, Callable[..., list[Report]]]:
    """Return the benchmarks that need no service; each is imported only when something is measured."""
    from app.bench.gallery import measure_gallery
    from app.bench.limiting import measure_limiting
    from app.bench.memory import measure_memory
    from app.bench.start import measure_start
    from app.bench.window import measure_window
    from app.bench.writing import measure_writing

    return {
        "gallery": measure_gallery,
        "writer": measure_writing,
        "limiter": measure_limiting,
        "ui": measure_window,
        "memory": measure_memory,
        "start": measure_start,
    }
