"""What `bench harvest` measures and promises."""

from contextlib import contextmanager

import pytest

from app.bench import harvest
from app.bench.origin import Origin
from app.bench.process import ContestantError
from app.bench.record import Report, Run

ORIGIN = Origin("http://127.0.0.1:9", "t", "MLY|1|x")
JPEG = b"\xff\xd8\xffpicture\xff\xd9"
SIZE = harvest.Size(metadata=100, pictures=80, single=10, repetitions=1)


@contextmanager
def no_server(folder, *options):
    yield ORIGIN


def scripted(monkeypatch, peaks=(57, 100, 110, 118)):
    """Let every process answer at once; ours is a hundred times as quick as the others."""
    heights = iter(peaks)
    asked = []

    def answer(command, wish, environment):
        asked.append((wish["way"], wish["workers"]))
        ids = wish.get("ids") or wish["spec"]["image_ids"] or [str(number) for number in range(100)]
        quick = "harvest_contestant" in command[-1]
        peak = next(heights) * harvest.MIB if wish["way"] == "list" else 0
        seconds = len(ids) / (1_000 if quick else 10)
        return {"seconds": seconds, "cpu_seconds": 0.1, "items": len(ids), "size": 5, "peak_bytes": peak, "ids": ids}

    monkeypatch.setattr(harvest, "ask", answer)
    monkeypatch.setattr(harvest, "running_origin", no_server)
    monkeypatch.setattr(harvest, "check_pictures", lambda folder, ids: None)
    return asked


def test_both_comparisons_and_the_dense_tile_are_measured(tmp_path, monkeypatch):
    asked = scripted(monkeypatch)

    metadata, pictures, dense = harvest.measure_harvest(tmp_path, (150,), SIZE)

    names = [entry.name for entry in metadata.entries]
    assert names == [
        "requests, 1 worker", "requests, 5 workers", "requests, 10 workers",
        "Windrow, 1 worker", "Windrow, 5 workers", "Windrow, 10 workers", "Windrow, auto",
    ]  # fmt: skip
    assert [(goal.wanted, goal.is_met) for goal in metadata.goals] == [("≥ 20", True)]
    assert [(goal.wanted, goal.is_met) for goal in pictures.goals] == [("≥ 60", True)]
    assert [(goal.value, goal.is_met) for goal in dense.goals] == [(61, True)]
    assert asked.count(("list", 1)) == 4


def test_goals_belong_to_the_slowest_server(tmp_path, monkeypatch):
    scripted(monkeypatch)

    reports = list(harvest.measure_harvest(tmp_path, (20,), SIZE))

    assert [report.goals for report in reports[:2]] == [[], []]


def test_a_listing_that_fails_leaves_its_goal_open(tmp_path, monkeypatch):
    def fail(*args):
        raise ContestantError("the disk is full")

    monkeypatch.setattr(harvest, "read_ids", lambda *args: [])
    monkeypatch.setattr(harvest, "_ask_ours", fail)

    report = harvest._dense(ORIGIN, tmp_path)

    assert report.goals[0].is_met is None
    assert "the disk is full" in report.notes[-1]


def test_pictures_that_are_broken_off_do_not_count(tmp_path):
    (tmp_path / "mly_1.jpg").write_bytes(JPEG)
    harvest.check_pictures(tmp_path, ["1"])
    (tmp_path / "mly_1.jpg").write_bytes(JPEG[:-2])

    for ids in (["1"], ["2"]):
        with pytest.raises(ContestantError, match="missing or broken off"):
            harvest.check_pictures(tmp_path, ids)


def test_who_asks_for_one_at_a_time_gets_fewer_images():
    assert [SIZE.of(workers, 80) for workers in (1, 5, 10, None)] == [10, 50, 80, 80]


def test_what_did_not_arrive_whole_is_no_result():
    with pytest.raises(ContestantError, match="3 of 5"):
        harvest._run({"seconds": 1, "items": 3, "size": 0, "cpu_seconds": 0, "peak_bytes": 0}, 5)


def test_the_region_of_the_tile_touches_no_other():
    from app.model.region import region_tiles

    assert region_tiles(harvest.tile_region(), 14) == (harvest.DENSE,)


def test_runs_are_compared_by_their_rates():
    report = Report("Street images")
    report.entry("requests, 1 worker").runs.append(Run(10.0, 60, 0))
    report.entry("Windrow, auto").runs.append(Run(1.0, 420, 0))

    assert harvest._goals(report, 150, 60)[0].value == pytest.approx(70.0)
