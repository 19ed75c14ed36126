"""The writer's benchmark."""

import pytest

from app.bench.writing import DURABLE, LOOSE, PLAIN, measure_writing


@pytest.mark.slow
def test_three_ways_write_the_same_and_leave_empty_files(tmp_path):
    (report,) = measure_writing(tmp_path, is_quick=True)

    assert {entry.name for entry in report.entries} == {PLAIN, LOOSE, DURABLE}
    assert {run.items for entry in report.entries for run in entry.runs} == {640}
    assert report.goals[0].value is not None
    assert {path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()} == {0}
