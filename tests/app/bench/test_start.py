"""How long the window takes to be there."""

import pytest

from app.bench import start
from app.bench.process import ContestantError


@pytest.mark.slow
def test_the_warm_start_counts_and_heavy_modules_are_named(tmp_path, monkeypatch):
    times = iter([2.0, 0.8])
    monkeypatch.setattr(start, "probe", lambda wish, home: {"visible": next(times), "modules": ["numpy", "os"]})

    (report,) = start.measure_start(tmp_path, is_quick=True)

    assert [goal.value for goal in report.goals] == [0.8, 0]
    assert report.notes == ["Loaded by then: numpy"]
    assert "windrow --help" in dict(report.rows)


@pytest.mark.slow
def test_a_window_that_does_not_start_is_told(tmp_path, monkeypatch):
    def fail(wish: object, home: object) -> object:
        raise ContestantError("no display")

    monkeypatch.setattr(start, "probe", fail)

    (report,) = start.measure_start(tmp_path, is_quick=True)

    assert "no display" in report.notes[0]
    assert report.goals[0].is_met is None
