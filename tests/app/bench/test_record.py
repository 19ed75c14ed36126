"""Runs, medians, ratios and goals."""

import json

import pytest

from app.bench.record import Entry, Goal, Report, Run, report_json


def test_a_run_tells_rate_and_processor_time_per_item():
    run = Run(seconds=2.0, items=100, size=6_000_000, cpu_seconds=0.05)

    assert (run.items_per_second, run.cpu_ms_per_item) == (50.0, 0.5)


def test_a_run_of_nothing_divides_by_nothing():
    run = Run(0.0, 0, 0)

    assert (run.items_per_second, run.cpu_ms_per_item) == (0.0, 0.0)


def test_the_median_is_not_moved_by_one_bad_run():
    entry = Entry("a", [Run(1.0, 10, 0), Run(1.0, 11, 0), Run(100.0, 10, 0)])

    assert entry.median("items_per_second") == 10.0
    assert entry.spread() == pytest.approx((11 - 0.1) / 10)


def test_a_ratio_needs_both_sides():
    report = Report("t")
    report.entry("a").runs.append(Run(1.0, 30, 0))
    assert report.ratio("a", "b") is None

    report.entry("b").runs.append(Run(1.0, 10, 0))

    assert report.ratio("a", "b") == 3.0


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (Goal.at_least("g", 5.0, 4.0), True),
        (Goal.at_least("g", 3.0, 4.0), False),
        (Goal.at_most("g", 3.0, 4.0), True),
        (Goal.at_most("g", 5.0, 4.0), False),
        (Goal.at_most("g", None, 4.0), None),
    ],
    ids=["enough", "too little", "little enough", "too much", "unknown"],
)
def test_a_goal_is_met_missed_or_unknown(goal, expected):
    assert goal.is_met is expected


def test_a_report_can_be_written_as_json():
    report = Report("t", goals=[Goal.at_least("g", 5.0, 4.0)], notes=["n"])
    report.entry("a").runs.append(Run(1.0, 30, 0))
    report.rows.append(("r", {"x": 1.0}))

    again = json.loads(json.dumps(report_json(report)))

    assert again["entries"][0]["items_per_second"] == 30.0
    assert again["rows"] == [{"name": "r", "x": 1.0}]
    assert again["goals"][0]["is_met"] is True
