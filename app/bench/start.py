"""`bench start`: time until the window is visible, and which heavy modules were loaded for it."""

import shutil
import sys
import time
from pathlib import Path
from typing import Any

from app.bench.origin import child_environment
from app.bench.process import ContestantError, ask, run_timed
from app.bench.record import Goal, Report

HEAVY = ("geopandas", "folium", "pandas", "shapely", "numpy", "httpx", "aiohttp", "sqlite3", "app.engine.engine")
UNWANTED = ("geopandas", "folium", "pandas")


def measure_start(folder: Path, *, is_quick: bool) -> list[Report]:
    """Start the window (offscreen) several times, the first to warm the disk, and the command line beside it."""
    report = Report("Start")
    warm: list[float] = []
    loaded: list[str] = []
    for turn in range(2 if is_quick else 4):
        home = folder / f"start-{turn}"
        try:
            answer = probe({"mode": "start", "began": time.monotonic()}, home)
        except ContestantError as error:
            report.notes.append(f"The window did not start: {error}")
            break
        finally:
            shutil.rmtree(home, ignore_errors=True)
        loaded = [name for name in HEAVY if name in answer["modules"]]
        report.rows.append(
            ("window, cold" if turn == 0 else f"window, warm {turn}", {"seconds": float(answer["visible"])})
        )
        if turn:
            warm.append(float(answer["visible"]))
    for command in (["--help"], ["download", "--help"]):
        started = time.perf_counter()
        run_timed([sys.executable, "-m", "app", *command], child_environment(folder / "help"))
        report.rows.append((f"windrow {' '.join(command)}", {"seconds": time.perf_counter() - started}))
    report.goals.append(Goal.at_most("window visible, warm", sorted(warm)[len(warm) // 2] if warm else None, 1, " s"))
    unwanted = [name for name in loaded if name in UNWANTED]
    report.goals.append(Goal.at_most("of geopandas, folium, pandas loaded", len(unwanted) if warm else None, 0))
    report.notes.append(f"Loaded by then: {', '.join(loaded) or 'nothing heavy'}")
    return [report]


def probe(wish: dict[str, Any], home: Path, extra: dict[str, str] | None = None) -> dict[str, Any]:
    """Run the probe in the window's process. Raise ContestantError."""
    environment = dict(child_environment(home)) | {"QT_QPA_PLATFORM": "offscreen", **(extra or {})}
    return ask([sys.executable, "-m", "app.bench.ui_probe"], wish, environment)
