"""Memory of small and large projects."""

from app.bench import memory
from app.bench.process import ContestantError


def test_growth_and_peak_become_goals(tmp_path, monkeypatch):
    peaks = {10_000: 80 * memory.MIB, 100_000: 90 * memory.MIB}
    monkeypatch.setattr(
        memory, "_bring", lambda folder, items: {"peak_bytes": peaks[items], "seconds": 1.0, "items": items}
    )

    (report,) = memory.measure_memory(tmp_path, is_quick=True)

    assert [goal.value for goal in report.goals] == [10.0, 90 * memory.MIB / 1e6]
    assert all(goal.is_met for goal in report.goals)


def test_a_run_that_fails_leaves_the_goals_open(tmp_path, monkeypatch):
    def fail(folder: object, items: object) -> object:
        raise ContestantError("the disk is full")

    monkeypatch.setattr(memory, "_bring", fail)

    (report,) = memory.measure_memory(tmp_path, is_quick=True)

    assert report.notes == ["10,000 items: the disk is full", "100,000 items: the disk is full"]
    assert [goal.is_met for goal in report.goals] == [None, None]
