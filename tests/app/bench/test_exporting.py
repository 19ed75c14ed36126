"""Exports beside the converters of the SDK."""

from app.bench import exporting
from app.bench.exporting import COPIED, OURS, QUICK, SDK, measure_export
from app.bench.process import ContestantError

ANSWER = {"seconds": 2.0, "cpu_seconds": 3.0, "peak_bytes": 60 << 20, "worker_peak_bytes": 70 << 20}


def answers(monkeypatch, ours, sdk):
    monkeypatch.setattr(exporting, "make_big_folder", lambda folder, pictures: folder.mkdir())
    monkeypatch.setattr(exporting, "_ours", ours)
    monkeypatch.setattr(exporting, "_sdk", sdk)


def test_everybody_takes_part_and_ratios_become_goals(tmp_path, monkeypatch):
    answers(monkeypatch, lambda spec, place: ANSWER, lambda *wish: ANSWER | {"seconds": 20.0})

    *beside, alone = measure_export(tmp_path, QUICK, "python")

    assert [report.entries[0].name for report in beside] == [OURS] * len(exporting.FORMATS)
    assert all(report.goals[0].value == 10.0 for report in beside)
    assert [name for name, _ in alone.rows] == ["1,000 images", "5,000 images"]
    assert [goal.is_met for goal in alone.goals] == [True, True]


def test_without_the_sdk_it_is_named_as_missing(tmp_path, monkeypatch):
    answers(monkeypatch, lambda spec, place: ANSWER, None)

    report = measure_export(tmp_path, QUICK, None)[0]

    assert report.entry(SDK).missing == "no Python with the SDK was named"
    assert report.goals[0].is_met is None


def test_a_contestant_that_fails_leaves_and_the_others_go_on(tmp_path, monkeypatch):
    def fail(*wish):
        raise ContestantError("the disk is full")

    answers(monkeypatch, fail, lambda *wish: ANSWER)

    *beside, alone = measure_export(tmp_path, QUICK, "python")

    assert beside[0].entry(COPIED).missing == "failed: the disk is full"
    assert len(beside[0].entry(SDK).runs) == 1
    assert alone.notes == ["1,000 images: the disk is full", "5,000 images: the disk is full"]
    assert [goal.is_met for goal in alone.goals] == [None, None]
