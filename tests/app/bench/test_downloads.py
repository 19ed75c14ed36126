"""A whole round against a small server: every way brings the same, and every file is checked."""

import pytest

from app.bench import downloads
from app.bench.downloads import BATCH, BULK, ONE, PROJECT, Size, measure_images, scale_project


def test_the_invented_project_has_a_name_that_tells_its_size():
    assert scale_project(300) == "Scale 300"


@pytest.mark.slow
def test_every_way_brings_every_image(tmp_path, monkeypatch):
    chosen = downloads._image_contestants
    monkeypatch.setattr(
        downloads,
        "_image_contestants",
        lambda *arguments: [one for one in chosen(*arguments) if one.name in {ONE, BULK, PROJECT}],
    )

    (report,) = measure_images(tmp_path, [0], Size(40, 4, 1), None)

    assert {entry.name: (entry.missing, len(entry.runs)) for entry in report.entries if entry.runs} == {
        ONE: ("", 1),
        BULK: ("", 1),
        PROJECT: ("", 1),
    }
    assert BATCH not in {entry.name for entry in report.entries}
    assert "40 × 60 kB, 0 ms latency" in report.title
