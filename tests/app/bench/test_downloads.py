"""A whole round against a small server: every way brings the same, and every file is checked."""

import pytest

from app.bench import downloads
from app.bench.downloads import BATCH, BULK, ONE, PROJECT, QUICK, Size, measure_images, scale_project


def test_the_invented_project_has_a_name_that_tells_its_size():
    assert scale_project(300) == "Scale 300"


@pytest.mark.slow
def test_every_way_brings_every_image(tmp_path, monkeypatch):
    hold = downloads.hold
    monkeypatch.setattr(
        downloads,
        "hold",
        lambda report, everybody, *rest: hold(
            report, [one for one in everybody if one.name in {ONE, BULK, PROJECT}], *rest
        ),
    )

    (report,) = measure_images(tmp_path, [0], Size(40, 30, 1, 20, 1), None)

    assert {entry.name: (entry.missing, len(entry.runs)) for entry in report.entries if entry.runs} == {
        ONE: ("", 1),
        BULK: ("", 1),
        PROJECT: ("", 1),
    }
    assert BATCH not in {entry.name for entry in report.entries}
    assert "40 × 60 kB, 0 ms latency" in report.title


@pytest.mark.parametrize(("latency", "single", "at_once"), [(0, 240, 2_000), (50, 30, 1_500)])
def test_who_waits_for_answers_brings_less_while_there_is_latency(latency, single, at_once):
    assert QUICK.one_by_one(latency) == single
    assert QUICK.waited_for(latency) == at_once
