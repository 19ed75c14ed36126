"""The heavy project of the window's benchmark, and its table."""

import json
import random

from app.bench.record import Report
from app.bench.window import _write_down, heavy_annotation, heavy_project


def test_heavy_labels_weigh_what_they_should():
    text = json.dumps(heavy_annotation(random.Random(1)))

    assert 1_500_000 < len(text) < 3_000_000


def test_the_heavy_project_is_a_project(tmp_path):
    folder = heavy_project(tmp_path / "heavy", 2)

    assert sorted(path.name for path in (folder / "ds" / "ann").iterdir()) == ["0000.jpg.json", "0001.jpg.json"]
    assert json.loads((folder / "meta.json").read_text())["classes"][0]["title"] == "area"
    assert (folder / "ds" / "img" / "0000.jpg").read_bytes() != (folder / "ds" / "img" / "0001.jpg").read_bytes()


def test_lateness_becomes_rows_and_goals():
    late = {"p50": 0.1, "p99": 3.0, "max": 4.0, "ticks": 100}
    busy = late | {"p99": 6.0, "max": 20.0}
    report = Report("t")

    _write_down(
        report,
        "pictures",
        {
            "idle": {"10": late, "16": late},
            "busy": {"10": busy, "16": busy},
            "idle_cores": 0.1,
            "busy_cores": 0.15,
            "items": 100,
            "seconds": 2.0,
        },
    )

    assert [name for name, _ in report.rows][1] == "10 ms timer, pictures"
    assert [goal.is_met for goal in report.goals] == [True, False, True]
